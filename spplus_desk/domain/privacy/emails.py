"""Mail addresses, also those written out to fool robots."""

import re
from collections.abc import Iterator

from spplus_desk.domain.privacy.findings import Certainty, Finding, Kind, finding
from spplus_desk.domain.privacy.known import SiteNumbers

_LOCAL_BEFORE = re.compile(r"[A-Za-zÀ-ÿ0-9._%+\-]{1,64}\Z")
_DOMAIN = r"[A-Za-zÀ-ÿ0-9](?:[A-Za-zÀ-ÿ0-9\-]{0,62})(?:\.[A-Za-zÀ-ÿ0-9\-]{1,63}){1,5}"
_DOMAIN_AFTER = re.compile(_DOMAIN)
_AT_WORD = re.compile(
    r"[ \u00a0]?(?:\barobase\b|\barrobase\b|[\[({][ ]?(?:at|arobase|a)[ ]?[\])}]|@)[ \u00a0]?", re.IGNORECASE
)
_AT_PLAIN = re.compile(r"[ \u00a0]at[ \u00a0]", re.IGNORECASE)
_HIDDEN_DOMAIN = re.compile(
    r"[A-Za-z0-9\-]{2,40}(?:[ \u00a0]?(?:\bpoint\b|\bdot\b|[\[(](?:point|dot)[\])]|\.)[ \u00a0]?"
    r"[A-Za-z0-9\-]{2,40}){1,3}",
    re.IGNORECASE,
)
_ROLES = re.compile(
    r"(?:contact|accueil|info|infos|service|support|courrier|courriel|secretariat|mairie|prefecture|pref|sous-prefecture|"
    r"direction|reclamations?|mediateur|mediation|no-?reply|ne-?pas-?repondre|standard|usagers?|assistance|aide|"
    r"communication|rgpd|dpo|presse|recrutement|rh|scolarite|greffe|urbanisme|etat-civil|sip|sie|cdif|trip|ddfip|drfip|"
    r"ddt|ddtm|dreal|dsden|cpam|caf|france-?services|experienceusagers)(?:[.\-_].*|\d*)?\Z",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"(?:.*\.)?(?:gouv\.fr|caf\.fr|ameli\.fr|assurance-maladie\.fr|francetravail\.(?:fr|net)|pole-emploi\.(?:fr|net)|urssaf\.fr|"
    r"service-public\.fr|ac-[a-z\-]+\.fr|education\.fr|justice\.fr|msa\.fr|cnav\.fr|lassuranceretraite\.fr|"
    r"defenseurdesdroits\.fr)\Z",
    re.IGNORECASE,
)


def find(text: str, known: SiteNumbers) -> Iterator[Finding]:
    text = text.replace("＠", "@")  # the wide sign of some keyboards; as long, so that places hold
    at = text.find("@")
    while at != -1:
        yield from _plain(text, at, known)
        at = text.find("@", at + 1)
    yield from _hidden(text, known)


def _plain(text: str, at: int, known: SiteNumbers) -> Iterator[Finding]:
    local = _LOCAL_BEFORE.search(text, max(0, at - 64), at)
    domain = _DOMAIN_AFTER.match(text, at + 1)
    if local is None or domain is None:
        return
    first = local.group()
    name = first.lstrip(".-_%+")
    start, end = local.start() + len(first) - len(name), domain.end()
    if not name:
        return
    while text[end - 1] in "-.":
        end -= 1
    whole = text[start:end]
    if known.has_email(whole):
        return
    yield _said(text, start, end, name, text[at + 1 : end])


def _said(text: str, start: int, end: int, name: str, domain: str) -> Finding:
    role, public = _ROLES.match(name) is not None, _PUBLIC.match(domain) is not None
    if role and public:
        reason = "Adresse d’un service public, qui ne figure pas dans la liste de votre site."
        return finding(Kind.EMAIL, text, start, end, Certainty.POSSIBLE, reason)
    if role or public:
        reason = "Adresse électronique, peut-être celle d’un service\u00a0: elle n’est pas dans la liste de votre site."
        return finding(Kind.EMAIL, text, start, end, Certainty.PROBABLE, reason)
    return finding(Kind.EMAIL, text, start, end, Certainty.CERTAIN, "Adresse électronique d’une personne.")


def _hidden(text: str, known: SiteNumbers) -> Iterator[Finding]:
    for pattern in (_AT_WORD, _AT_PLAIN):
        for sign in pattern.finditer(text):
            if sign.group() == "@":
                continue
            local = _LOCAL_BEFORE.search(text, max(0, sign.start() - 64), sign.start())
            domain = _HIDDEN_DOMAIN.match(text, sign.end(), sign.end() + 130)
            if local is None or domain is None:
                continue
            start = local.start()
            written = re.sub(r"[ \u00a0]?(?:\bpoint\b|\bdot\b|[\[(](?:point|dot)[\])])[ \u00a0]?", ".", domain.group())
            written = re.sub(r"[ \u00a0].*", "", written.replace(". ", " ").replace(".\u00a0", " "))
            if "." not in written or not re.search(r"\.[A-Za-z]{2,12}\Z", written):
                continue
            if known.has_email(f"{local.group()}@{written}"):
                continue
            end = _written_end(text, sign.end(), domain.end())
            reason = "Adresse électronique écrite en toutes lettres."
            yield finding(Kind.EMAIL, text, start, end, Certainty.PROBABLE, reason)


def _written_end(text: str, start: int, end: int) -> int:
    """A sentence may go on after the domain (« … point fr. Merci »): its full stop is not the domain's."""
    stop = re.search(r"\.[ \u00a0]", text[start:end])
    return end if stop is None else start + stop.start()
