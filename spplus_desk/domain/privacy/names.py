"""Names of people: after a civility, or taken from the testimony. Never the pseudonym, never who signs."""

import re
from collections.abc import Iterator
from functools import lru_cache

from spplus_desk.domain.privacy.around import SPACE, lead
from spplus_desk.domain.privacy.findings import Certainty, Finding, Kind, finding
from spplus_desk.domain.privacy.known import words_key
from spplus_desk.domain.privacy.places import COMMON, PLACES

_CAP = "A-Z" + "".join(c for c in map(chr, range(0xC0, 0x250)) if c.isupper())
"""Capitals of every language written in Latin letters: Žižka, Ó Briain, Şahin."""
_INITIALS = rf"(?:[{_CAP}]\.(?:-?[{_CAP}]\.)?{SPACE}?)?"
_NAME = rf"{_INITIALS}[{_CAP}][\wÀ-ÿ]*(?:['’\-][{_CAP}]?[\wÀ-ÿ]+)*"
_PARTICLE = rf"(?:(?:de{SPACE}la|de|du|des|le|la|van|von|der|den|ben|ibn|el|al|bin|da|dos){SPACE}|d['’])"
_CIVILITY = re.compile(
    rf"(?<![\w’'])(?P<civility>M\.|MM\.|Mr\.?|Mrs|Mme\.?|Mmes|Mlle\.?|MR|MME|MLLE|mr|mme|mlle|[Mm]onsieur|MONSIEUR|[Mm]adame|MADAME|"
    rf"[Mm]ademoiselle|[Mm]essieurs|[Mm]esdames|Dr\.?|DR|[Dd]octeur|Pr\.?|[Pp]rofesseur|Me|[Mm]aître){SPACE}{{1,2}}"
    rf"(?P<name>{_PARTICLE}{{0,2}}{_NAME}(?:{SPACE}{_PARTICLE}{{0,2}}{_NAME}){{0,3}})"
)
_GLUED = re.compile(rf"(?<![\w’'.\-])(?P<civility>M\.|Mme\.|Mlle\.|Mr\.|Dr\.)(?P<name>[{_CAP}][\wÀ-ÿ\-]{{2,}})(?!\.)")
"""« M.Dupuis », typed in haste; « S.M.T » has its points between single letters."""
_BARE = re.compile(rf"(?<![\w’'.\-])(?P<civility>M){SPACE}(?P<name>{_PARTICLE}{{0,2}}[{_CAP}][\wÀ-ÿ\-]{{2,}})(?![\w.])")
_LETTER_M = re.compile(r"(?:ligne|taille|métro|catégorie|permis|rer|bus|tram|lettre|classe|option|\d)s? \Z")
_SAYS_NAME = re.compile(
    rf"(?<!\w)(?:[Jj]e m['’]appelle|[Jj]e me (?:nomme|prénomme)|[Mm]on nom(?: complet)? est|[Ss]ignée?{SPACE}?:){SPACE}"
    rf"(?P<name>{_PARTICLE}{{0,2}}{_NAME}(?:{SPACE}{_PARTICLE}{{0,2}}{_NAME}){{0,3}})"
)
_ARTICLES = frozenset(
    {"le", "la", "les", "l", "de", "du", "des", "d", "van", "von", "der", "den", "ben", "ibn", "el", "al"}
)
_TITLE_WORDS = """
monsieur madame mademoiselle messieurs mesdames préfet préfète prefet maire directeur directrice ministre président
présidente defenseur défenseur défenseure médiateur médiatrice responsable procureur procureure juge inspecteur
inspectrice chef cheffe député députée sénateur sénatrice vice vice-consul sous-préfet sous-préfète consul consule
ambassadeur ambassadrice recteur rectrice principal principale proviseur bonjour bonsoir merci nous vous je il elle
ils elles en suite votre notre cordialement veuillez pour dans au aux et ou mr mme mlle m dr docteur maître me ce
cette ces mon ma mes son sa ses si que qui on tout toute ne est sont était ont avait n’est x y
"""
_TITLES = frozenset(_TITLE_WORDS.split())
_STREET_BEFORE = re.compile(
    r"(?:rue|avenue|boulevard|place|quai|allée|impasse|école|ecole|collège|college|lycée|lycee|salle|foyer|hôpital|hopital|stade|square|"
    r"clinique|résidence|centre|maison|espace|cabinet)(?: du| de la| de| des)? \Z"
)
_PIECE = re.compile(rf"[^{SPACE[1:-1]}]+")
_WORD = re.compile(rf"(?<![\w’'\-@.])[{_CAP}][a-zà-ÿœ]+(?:-[{_CAP}][a-zà-ÿœ]+)*(?![\w@])")
_STARTS = re.compile(r"(?:\A|[.!?…:;»«\"\n(–—•*]|\s-)\s*\Z")


def find(text: str, suspects: frozenset[str], spared: frozenset[str]) -> Iterator[Finding]:
    for found in _CIVILITY.finditer(text):
        yield from _after_civility(text, found, spared)
    if "M" in text or "Dr." in text:
        for found in _GLUED.finditer(text):
            yield from _after_civility(text, found, spared)
        for found in _BARE.finditer(text):
            if not _LETTER_M.search(lead(text, found.start())):
                yield from _after_civility(text, found, spared)
    for found in _SAYS_NAME.finditer(text):
        words = words_key(found["name"]).split()
        if words[0] not in COMMON | PLACES and not set(words) <= spared:
            reason = "Nom donné dans la phrase."
            yield finding(Kind.NAME, text, *found.span("name"), Certainty.PROBABLE, reason)
    if suspects:
        yield from _from_testimony(text, suspects, spared)


@lru_cache(maxsize=32)
def spared_words(names: tuple[str, ...]) -> frozenset[str]:
    """The words of names that are never found: the pseudonym, who signs, the structure."""
    return frozenset(word for name in names for word in words_key(name).split() if len(word) > 1)


def _after_civility(text: str, found: re.Match[str], spared: frozenset[str]) -> Iterator[Finding]:
    start = end = found.start("name")
    named = False
    for word in _PIECE.finditer(found["name"]):
        first, _, rest = word.group().replace("’", "'").casefold().partition("'")
        if named and first in _TITLES:
            break
        if first in _ARTICLES and not rest:
            continue  # « Le Goff », « de La Tour »: a name only if one follows
        if not named and not _may_name(rest if first in _ARTICLES else first):
            break  # « Madame la Directrice »
        named, end = True, start + word.end()
    if not named or _STREET_BEFORE.search(lead(text, found.start("civility"))):
        return
    if set(words_key(text[start:end]).split()) <= spared:
        return
    certainty = Certainty.PROBABLE if end - start > 1 else Certainty.POSSIBLE
    yield finding(Kind.NAME, text, start, end, certainty, "Nom précédé d’une civilité.")


def _may_name(word: str) -> bool:
    return word not in _TITLES and words_key(word) not in COMMON


def _from_testimony(text: str, suspects: frozenset[str], spared: frozenset[str]) -> Iterator[Finding]:
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        key = words_key(word.group())
        if key not in suspects or key in spared:
            continue
        if run and text[run[-1].end() : word.start()] not in (" ", "\u00a0"):
            yield _named(text, run)
            run = []
        run.append(word)
    if run:
        yield _named(text, run)


def _named(text: str, run: list[re.Match[str]]) -> Finding:
    certainty = Certainty.PROBABLE if len(run) > 1 else Certainty.POSSIBLE
    reason = "Nom propre qui se lit dans le témoignage."
    return finding(Kind.NAME, text, run[0].start(), run[-1].end(), certainty, reason)


@lru_cache(maxsize=32)
def suspects(testimony: str) -> frozenset[str]:
    """Proper names of the testimony, as keys: capitalised inside a sentence, neither places nor common words.

    One testimony is asked about at each keystroke of its reply: the answer is kept.
    """
    found: set[str] = set()
    for word in _WORD.finditer(testimony):
        if _STARTS.search(testimony, max(0, word.start() - 4), word.start()):
            continue
        key = words_key(word.group())
        if len(key) > 2 and key not in COMMON and key not in PLACES:
            found.add(key)
    return frozenset(found)
