"""Postal addresses of people: a number, a kind of street and its name; a postcode and its town.

An address with CEDEX, CS or TSA is an organisation's and never found alone: La Poste gives none to a household.
"""

import re
from collections.abc import Iterator

from spplus_desk.domain.privacy.around import SPACE, lead
from spplus_desk.domain.privacy.findings import Certainty, Finding, Kind, finding
from spplus_desk.domain.privacy.known import SiteNumbers, words_key
from spplus_desk.domain.privacy.places import COMMON

_STREETS = (
    r"rue|r\.|avenue|av\.?|ave\.?|boulevard|bld\.?|bd\.?|bvd\.?|impasse|imp\.?|all[ée]es?|chemin|ch\.|che\.|route|rte\.?|quai|square|sq\.?|"
    r"ruelle|sentier|venelle|faubourg|fbg\.?|esplanade|hameau|lotissement|rond-point|traverse|chauss[ée]e"
)
_VAGUE = (
    r"place|pl\.?|cours|passage|r[ée]sidence|r[ée]s\.?|villa|voie|cit[ée]|domaine|mont[ée]e|mail|rampe|lot\.?|promenade|"
    r"parc|clos|sente"
)
"""Kinds of street that are common words too (« 3 places de parking », « 2 cours »): only with a proper name."""
_CAPITAL = "A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒÆ"
_NUMBER = (
    rf"(?<![\w.,/\-])(?P<number>\d{{1,4}}{SPACE}?(?:bis|ter|quater|[A-Fa-f](?![\w'’]))?)"
    rf"(?:{SPACE}?[,\-]{SPACE}?|{SPACE}{{1,2}})"
)
_LINK = (
    r"(?:de{S}la{S}|de{S}l['’]|des?{S}|du{S}|d['’]|les?{S}|la{S}|l['’]|à{S}|au{S}|aux{S}|en{S}|et{S}|sur{S})".replace(
        "{S}", SPACE
    )
)
_WORD = r"[\wÀ-ÿ'’.\-]{1,40}"
_STREET = re.compile(
    rf"{_NUMBER}(?P<kind>(?:{_STREETS})|(?:{_VAGUE}))(?<![\-]){SPACE}{{1,2}}"
    rf"(?P<name>(?:{_LINK}){{0,2}}{_WORD}(?:{SPACE}(?:{_LINK}){{0,2}}{_WORD}){{0,4}})",
    re.IGNORECASE,
)
_VAGUE_KIND = re.compile(rf"(?:{_VAGUE})\Z", re.IGNORECASE)
_CODE = r"(?:0[1-9]|[1-8]\d|9[0-5]|97|98)\d{3}|2[AB]\d{3}"
_TOWN_WORD = rf"[{_CAPITAL}][\wÀ-ÿ'’]{{0,30}}"
_TOWN = re.compile(
    rf"(?<![\w.,/*\-])(?P<code>{_CODE}){SPACE}{{1,2}}(?P<town>(?:L['’]|La{SPACE}|Le{SPACE}|Les{SPACE})?{_TOWN_WORD}"
    rf"(?:(?:-|{SPACE})(?:(?:sur|sous|en|de|du|des|la|le|les|l['’]|d['’]|lès|lez|aux|et|à)(?:-|{SPACE})|l['’]|d['’]){{0,2}}{_TOWN_WORD}){{0,4}})"
)
_PLACE = re.compile(
    rf"\b(?P<kind>lieu[ \-]dit|B\.?P\.?(?={SPACE}?(?:n°)?{SPACE}?\d)){SPACE}{{0,2}}[:«]?{SPACE}?"
    rf"(?P<name>(?:n°)?{SPACE}?\d{{1,6}}|(?:{_LINK}|L['’]){{0,2}}{_TOWN_WORD}(?:(?:-|{SPACE})(?:{_LINK}){{0,2}}{_TOWN_WORD}){{0,4}})",
    re.IGNORECASE,
)
"""Where there is no street: a hamlet, or a box at the post office, the usual address of a household overseas."""
_SEVERAL = re.compile(r"(?:commune|ville|mairie|secteur|canton)s? (?:de |d['’])\Z")
_MONTHS = re.compile(
    r"(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre)\Z",
    re.IGNORECASE,
)
_BETWEEN = re.compile(rf"(?:{SPACE}?[,;\-–(]{SPACE}?|{SPACE})(?=\d|2[AB])")
_BUSINESS = re.compile(r"\b(?:cedex|tsa|cs|bp)\b", re.IGNORECASE)
_NOT_TOWN_WORDS = """
Euros Euro Français Françaises Personnes Habitants Usagers Agents Dossiers Demandes Insee INSEE CEDEX Cedex Le La Les Il
Elle Je Vous Nous Ce Cette Et Ou Mais Pour EUR
"""
_STOP_WORDS = """
est sont était a ont avait et ou pour avec sans dans par afin où qui que lundi mardi mercredi jeudi vendredi samedi
dimanche ouvert ouverte ouverts vous nous je il elle on ils elles merci cordialement car donc mais puis ainsi n’est
depuis jusqu’au jusqu'au entre chez comme si se ne y lors
"""
_NOT_TOWNS, _STOPS = frozenset(_NOT_TOWN_WORDS.split()), frozenset(_STOP_WORDS.split())
_LINKS = frozenset({"de", "du", "des", "la", "le", "les", "à", "au", "aux", "en", "et", "sur", "l", "d"})
_LIVES = re.compile(r"habit|adresse|demeur|r[ée]sid|domicil|log[ée]|situ[ée]|\bau\b|\bvit\b|\bvis\b|install|courrier")
_OWN = re.compile(
    r"accueil|agence|guichet|préfecture|prefecture|mairie|centre|notre site|nos locaux|permanence|maison|antenne|bureau"
)


def find(text: str, known: SiteNumbers) -> Iterator[Finding]:
    taken: set[int] = set()
    for found in _STREET.finditer(text):
        end = _name_end(text, found.start("name"), found.end("name"))
        if end is None:
            continue
        if _VAGUE_KIND.match(found["kind"]) and not _proper(text[found.start("name") : end]):
            continue
        town = _town_after(text, end)
        start = found.start()
        if town is not None:
            end = town.end()
            taken.add(town.start())
        if known.has_address(text[start:end]):
            continue
        business = _BUSINESS.match(text[end : end + 12].strip(" ,-\u00a0")) is not None
        office = _OWN.search(lead(text, start)) is not None
        reason = "Adresse postale qui ne figure pas parmi celles de votre site."
        if business:
            certainty = Certainty.POSSIBLE
        elif town is not None and not office:
            certainty = Certainty.CERTAIN
        else:
            certainty = Certainty.PROBABLE
        yield finding(Kind.ADDRESS, text, start, end, certainty, reason)
    yield from _places(text, known, taken)
    for town in _TOWN.finditer(text):
        if town.start() in taken or town["town"].split()[0] in _NOT_TOWNS or words_key(town["town"]) in COMMON:
            continue
        after, before = text[town.end() : town.end() + 8], lead(text, town.start(), 40)
        if _BUSINESS.search(town["town"]) or _BUSINESS.match(after.strip(" ,-\u00a0")) or _BUSINESS.search(before):
            continue
        if _SEVERAL.search(before):
            continue
        if known.has_address(town.group()) or "insee" in before or "cerfa" in before:
            continue
        said = _LIVES.search(before) is not None
        certainty = Certainty.PROBABLE if said and not _OWN.search(before) else Certainty.POSSIBLE
        yield finding(Kind.ADDRESS, text, town.start(), town.end(), certainty, "Code postal et commune.")


def _places(text: str, known: SiteNumbers, taken: set[int]) -> Iterator[Finding]:
    for found in _PLACE.finditer(text):
        start, end = found.span()
        hamlet = found["kind"][0] in "lL"
        if hamlet and not _proper(found["name"]):
            continue
        town = _town_after(text, end)
        if town is None and not hamlet:
            continue
        if town is not None:
            end = town.end()
            taken.add(town.start())
        said = _LIVES.search(lead(text, start)) is not None
        business = _BUSINESS.search(text[start + 2 : end + 12]) is not None
        if known.has_address(text[start:end]) or (business and not said):
            continue
        office = business or _OWN.search(lead(text, start)) is not None
        certainty = Certainty.POSSIBLE if office else Certainty.PROBABLE
        yield finding(Kind.ADDRESS, text, start, end, certainty, "Adresse postale sans rue.")


def _name_end(text: str, start: int, end: int) -> int | None:
    """Where the street's name stops: before a verb, a conjunction or a number; None when nothing of it is left."""
    last, proper = None, False
    for word in re.finditer(r"[^ \u00a0\u202f\u2009\t]+", text[start:end]):
        bare = word.group().strip(".,")
        if (
            proper
            and bare[:1].islower()
            and bare.casefold() not in _LINKS
            and not bare.startswith(("d’", "d'", "l’", "l'"))
        ):
            break
        proper = proper or bare[:1].isupper()
        if bare.casefold() in _STOPS or (
            last is not None and re.match(r"\d{2}", bare) and not (len(bare) == 4 and _MONTHS.search(text[start:last]))
        ):  # « rue du 8 mai 1945 » has its year
            break
        last = start + word.start() + len(word.group().rstrip(".,'’-"))
        if word.group().endswith((".", ",")) and len(bare) > 3:
            break
    if last is None:
        return None
    words = text[start:last].split()
    while words and words[-1].casefold() in _LINKS:
        last = start + text[start:last].rindex(words.pop())
        last = start + len(text[start:last].rstrip())
    return last if last > start else None


def _proper(name: str) -> bool:
    return any(word[:1].isupper() for word in re.split(r"[\s'’]", name) if word)


def _town_after(text: str, end: int) -> re.Match[str] | None:
    gap = _BETWEEN.match(text, end)
    return None if gap is None else _TOWN.match(text, gap.end())
