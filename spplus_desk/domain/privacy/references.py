"""Tax numbers and numbers of files: digits that mean a person only beside the words that say so."""

import re
from collections.abc import Iterator

from stdnum.fr import nif as official

from spplus_desk.domain.privacy.around import SPACE, is_amount, lead, stands_alone
from spplus_desk.domain.privacy.findings import Certainty, Finding, Kind, finding
from spplus_desk.domain.privacy.runs import parts

_TAX_WORDS = re.compile(
    r"fiscal|\bspi\b|imp[ôo]ts?\b|\bnif\b|d[ée]clarant|télédéclar|teledeclar|d['’]avis\b|contribuable"
)
_TAX_SHAPES = frozenset({(13,), (2, 2, 3, 3, 3), (2, 2, 7, 2), (1, 12), (4, 3, 3, 3)})
_OTHER_TAX = re.compile(
    r"(?:t[ée]l[ée]d[ée]clarant|acc[èe]s en ligne|d['’]acc[èe]s|num[ée]ro d['’]avis|"
    r"r[ée]f[ée]rence (?:de l['’])?d?['’]?avis)"
    rf"[^\d\n.;!?]{{0,24}}(?P<number>\d[\dA-Z]{{6}}(?!\w)|\d\d{SPACE}?\d\d{SPACE}?[\dA-Z]{{7}}{SPACE}?\d\d(?!\w))",
    re.IGNORECASE,
)
_BODY = (
    r"(?:caf|cnaf|msa|cpam|mdph|ants|anef|anah|crous|cnous|ofpra|ofii|urssaf|carsat|cnav|ds|france travail|"
    r"p[ôo]le[ \-]emploi)\b"
)
"""Who numbers files: the name stands between the word and its number (« demande ANEF n° »)."""
_NUMBERED = (
    r"dossier|usager|demande|r[ée]clamation|permis|s[ée]quence|s[ée]rie|suivi|assur[ée]|adh[ée]rent|adh[ée]sion|contrat|"
    r"sinistre|inscription|enregistrement|titre|passeport|carte|client|recours|signalement|ticket"
)
_GAP_WORDS = (
    r"est|le|la|de|du|no|num[ée]ro|num|r[ée]f[ée]rences?|r[ée]f|sous|porte|portant|suivante?|"
    rf"{_BODY}|allocataire|dossier|client|bien|enregistr[ée]e?|identifi[ée]|concern[ée]|votre|mon|ma|notre|son|au|"
    r"avec|pour|usager|demande"
)
_GAP = rf"(?:{SPACE}|[,(:=«\"*.)#\-]|l['’]|d['’]|n°|nº|(?:{_GAP_WORDS})(?![\w\-/])){{0,12}}"
"""Words that may stand between; a whole word each, so that « DEM/2024/… » keeps its head."""
_FILE_WORD = (
    r"dossiers?|allocataires?|matricule|n°\s?client|"
    rf"(?:demande|r[ée]clamation|contrat|sinistre|adh[ée]sion|signalement|recours)(?: {_BODY})? "
    r"(?:n°|num[ée]ro|no\b)|ticket|"
    r"identifiant(?! fiscal)|num[ée]ro (?:d['’])?[ée]tranger|agdref|passeport|titre de s[ée]jour|"
    r"carte d['’]identit[ée]|cni|permis de conduire|neph|r[ée]f[ée]rence(?! fiscale)|r[ée]f\.?(?!\w)|"
    r"n°\s?(?:de\s)?dossier|bordereau|courrier n°|"
    r"recommand[ée] n°|pr[ée]-?demande|num[ée]ro client|"
    rf"(?:num[ée]ro|n°|nº){SPACE}?(?:(?:de {{1,2}}|d['’])(?:t[ée]l[ée]service )?(?:{_NUMBERED})|{_BODY})"
)
_FILE = re.compile(
    rf"\b(?P<word>{_FILE_WORD})(?P<gap>{_GAP})"
    rf"(?P<number>(?:[A-Z]{{1,6}}[\-/_.{SPACE[1:-1]}]?)?\d[\dA-Z]{{0,24}}"
    rf"(?:[\-/_.][\dA-Z]{{1,24}}|{SPACE}\d{{1,12}}[A-Z]?(?![\w'’°])){{0,6}}"
    rf"(?:{SPACE}(?-i:[A-Z])(?={SPACE}?(?:[.,;:!?)]|\Z)))?)(?!\w)",
    re.IGNORECASE,
)
_POINTS = re.compile(r"n°|nº|\bno\b|num|r[ée]f|:|=|#|matricule|allocataire|identifiant", re.IGNORECASE)
_NOT_FILE = re.compile(r"\b(?:cerfa|articles?|lois?|décrets?|circulaires?|arrêtés?|formulaires?)\b", re.IGNORECASE)
_DATE = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-](?:\d\d){1,2}\Z|(?:19|20)\d\d(?:[/\-](?:19|20)?\d\d)?\Z")


def find(text: str) -> Iterator[Finding]:
    yield from _tax(text)
    yield from _files(text)


def _tax(text: str) -> Iterator[Finding]:
    for part in parts(text, 5, _TAX_SHAPES, frozenset({13})):
        if part.digits[0] not in "0123" or not stands_alone(text, part.start, part.end) or is_amount(text, part.end):
            continue
        said = _TAX_WORDS.search(lead(text, part.start)) is not None
        valid = official.is_valid(part.digits)
        if valid and (said or part.sizes in _TAX_SHAPES):
            certainty = Certainty.CERTAIN if said else Certainty.POSSIBLE
            yield finding(Kind.TAX_NUMBER, text, part.start, part.end, certainty, "Numéro fiscal, clé exacte.")
        elif said:
            reason = "Annoncé comme un numéro fiscal."
            yield finding(Kind.TAX_NUMBER, text, part.start, part.end, Certainty.PROBABLE, reason)
    for found in _OTHER_TAX.finditer(text):
        start, end = found.span("number")
        reason = "Numéro lié à un compte ou à un avis d’impôt."
        yield finding(Kind.TAX_NUMBER, text, start, end, Certainty.PROBABLE, reason)


def _files(text: str) -> Iterator[Finding]:
    for found in _FILE.finditer(text):
        start, end = found.span("number")
        number = text[start:end]
        digits = sum(c.isdigit() for c in number)
        letters = sum(c.isalpha() for c in number)
        if digits < (4 if letters > 2 else 5) or digits > 20 or _DATE.match(number) or is_amount(text, end):
            continue
        if _NOT_FILE.search(found["gap"]) or _NOT_FILE.search(text[max(0, found.start() - 16) : found.start()]):
            continue
        if text[end : end + 1] == "*":
            continue
        if text[start].isalpha() and not text[start].isupper():
            continue
        pointed = _POINTS.search(found["word"] + found["gap"]) is not None
        if not pointed and (digits < 6 or len(found["gap"]) > 4):
            continue
        reason = "Numéro de dossier ou d’usager\u00a0: il désigne une personne."
        yield finding(Kind.FILE_NUMBER, text, start, end, Certainty.CERTAIN if pointed else Certainty.PROBABLE, reason)
