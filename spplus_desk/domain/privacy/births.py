"""Dates of birth: a date is one only where the words say so."""

import re
from collections.abc import Iterator
from datetime import date

from spplus_desk.domain.privacy.around import SPACE, lead
from spplus_desk.domain.privacy.findings import Certainty, Finding, Kind, finding

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan",
            "février fevrier févr fév fev",
            "mars",
            "avril avr",
            "mai",
            "juin",
            "juillet juil",
            "août aout",
            "septembre sept",
            "octobre oct",
            "novembre nov",
            "décembre decembre déc dec",
        ),
        1,
    )
    for name in names.split()
}
_DAY_NAMES = """
premier|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix-sept|dix-huit|
dix-neuf|vingt|vingt et un|vingt-deux|vingt-trois|vingt-quatre|vingt-cinq|vingt-six|vingt-sept|vingt-huit|
vingt-neuf|trente|trente et un
"""
_DAYS = {name: number for number, name in enumerate(_DAY_NAMES.replace("\n", "").split("|"), 1)}
_GAP = rf"{SPACE}?(?:[/.\-]|{SPACE}){SPACE}?"
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WRITTEN = "|".join(sorted(_DAYS, key=len, reverse=True))
_DATE = re.compile(
    r"(?<![\d/])(?:(?P<y1>(?:19|20)\d\d)-(?P<m1>\d\d)-(?P<d1>\d\d)"
    rf"|(?P<d2>\d{{1,2}}){_GAP}(?P<m2>\d{{1,2}}){_GAP}(?P<y2>(?:19|20)?\d\d)"
    rf"|\b(?P<d3>\d{{1,2}}|{_WRITTEN})(?:er)?{SPACE}(?P<m3>{_NAMES})\.?{SPACE}(?P<y3>(?:19|20)?\d\d))(?![\d/])",
    re.IGNORECASE,
)
_NEAR, _REACH = 48, 96
"""Characters between the word and the date, and from the date back to what makes another thing of the word."""
_BORN = re.compile(r"\bné(?:\(e\)|\.e|·e|e|es|s)?(?!\w)|\bnee? le\b|\bnaissance\b|\bddn\b|\bnaquit\b")
_NOT_BIRTH = re.compile(
    r"(?:prime|acte|extrait|déclaration|congés?|allocation|certificat|copie|bulletin)\b.{0,24}naissance"
)
_NOT_A_DAY = re.compile(r"\b(?:après|avant|entre|à (?:partir|compter)|jusqu|depuis|dès)")
"""« nés avant le 1er janvier 1960 »: whom a rule is for."""
_NO_PERSON = re.compile(
    r"\b(?:service|métropole|agence|france (?:travail|services|titres)|loi|caisse|programme|dispositif|plateforme|site|"
    r"maison|région|commune|réseau|projet|association|réforme|démarche|organisme|établissement|guichet|département)s?\b"
    r"(?:(?!\b(?:que|qui|fils|fille|enfant|bébé|mari|mère|père)\b|qu['’]|[,;]).){0,30}\b(?:est|sont|était|étaient) né"
)
"""A service is born too: « France Travail est né le 1er janvier 2024 »."""
_AND = re.compile(rf"{SPACE}?(?:,|et(?: (?:le|l['’]autre le|la seconde le|le second le|du))?){SPACE}?(?:le{SPACE})?\Z")
"""Between two dates of birth: « nés les 4 mai 2010 et 6 juin 2012 »."""
_YEAR = re.compile(rf"\bn[ée]e?(?:\(e\))?{SPACE}en{SPACE}((?:(?:{_NAMES}){SPACE})?(?:19|20)\d\d)(?!\d)", re.IGNORECASE)


def find(text: str) -> Iterator[Finding]:
    last = -1
    for found in _DATE.finditer(text):
        if not _real(found):
            continue
        if last >= 0 and _AND.fullmatch(text, last, found.start()):
            last = found.end()
            yield finding(Kind.BIRTH_DATE, text, found.start(), found.end(), Certainty.PROBABLE, "Date de naissance.")
            continue
        before = lead(text, found.start(), _REACH)
        words = None
        for words in _BORN.finditer(before):  # noqa: B007 the nearest one counts
            pass
        if words is None or _NOT_BIRTH.search(before[: words.end()]) or re.search(r"\d{4}", before[words.end() :]):
            continue
        if _NOT_A_DAY.search(before[words.end() :]) or _NO_PERSON.search(before[: words.end()]):
            continue
        if len(before) - words.end() <= _NEAR:
            last = found.end()
            yield finding(Kind.BIRTH_DATE, text, found.start(), found.end(), Certainty.CERTAIN, "Date de naissance.")
    for year in _YEAR.finditer(text):
        yield finding(Kind.BIRTH_DATE, text, year.start(1), year.end(1), Certainty.POSSIBLE, "Année de naissance.")


def _real(found: re.Match[str]) -> bool:
    said = found["d1"] or found["d2"] or found["d3"]
    day = _DAYS.get(said.casefold(), said)
    month = found["m1"] or found["m2"] or str(_MONTHS.get((found["m3"] or "").casefold(), 0))
    year = found["y1"] or found["y2"] or found["y3"]
    try:
        date(int(year) if len(year) == 4 else 1900 + int(year), int(month), int(day))
    except ValueError:
        return False
    return True
