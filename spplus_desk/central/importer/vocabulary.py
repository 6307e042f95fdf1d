"""The words of the headers. A column is known by its name; case, accents and punctuation make no difference."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from spplus_desk.domain.vocabulary import Sentiment

_NOT_ALNUM = re.compile(r"[^a-z0-9]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})


def fold(text: str) -> str:
    """`text` without case, accents, spaces and punctuation: « Date de 1ère réponse » gives `datede1erereponse`."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return _NOT_ALNUM.sub("", decomposed)


_EXPERIENCE: dict[str, str] = {
    # field: the names met for it, in the open data, an agent's own export and the export of 2023
    "id": "id expérience|id|identifiant|id de l'expérience|identifiant expérience|numéro expérience",
    "title": "titre|titre de l'expérience|titre expérience",
    "body": "description|expérience|texte|description de l'expérience|témoignage",
    "written_on": "écrit le|créée le|créé le|date d'écriture|date de création",
    "published_at": "date de publication|publiée le|publié le|date publication",
    "first_reply_at": "date de première réponse|date de 1ère réponse|date de 1re réponse|date première réponse",
    "pseudonym": "pseudonyme usager|pseudonyme|pseudonyme de l'usager",
    "posted_as": "posté comme|poste comme|posté en tant que",
    "sentiment": "ressenti usager|ressenti|ressenti de l'usager",
    "country": "pays",
    "region": "intitulé région usager|région|région usager",
    "department": "intitulé département usager|département|département usager",
    "procedures": "démarches saisies par usager|démarches|démarche|démarches saisies",
    "tag_accessibility": "accessibilité|tags généraux accessibilité",
    "tag_information": "information/explication|tags généraux information/explication",
    "tag_relation": "relation|tags généraux relation",
    "tag_responsiveness": "réactivité|tags généraux réactivité",
    "tag_simplicity": "simplicité/complexité|tags généraux simplicité/complexité",
    "business_tags": "tags métiers|tags métier",
    "similar_count": "expériences similaires|nombre d'expériences similaires",
    "improvement": "amélioration de service à considérer|amélioration à considérer",
    "structures": "structure|structures|intitulé structure|structures concernées",
    "typologies": "typologie|typologies|intitulé typologie",
    "replies": "réponses|réponse|rep administration|réponse administration",
    "reply_status": "statut réponse|statut réponses|statut de la réponse",
    "useful": "réponse utile|réponses utiles|evaluation utile",
    "not_useful": "réponse pas utile|réponse non utile|réponses pas utiles",
    "evaluation": "evaluation par l'auteur|évaluation de l'auteur|evaluation auteur",
    "change": "action|action d'amélioration",
    "change_planned_on": "date action engagée|date d'engagement de l'action",
    "change_done_on": "date action réalisée|date de réalisation de l'action",
    "channels_by_contact": "évaluation du ressenti par canal de contact|canaux|canal|canaux de contact",
}
_EXPERIENCE_NAMES = {fold(name): field for field, names in _EXPERIENCE.items() for name in names.split("|")}
# Numbered columns, one set per structure of the experience. A field is `name#n`, n from 1.
_NUMBERED: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        ("typology", r"(?:intitule)?typologie(?:structure)?(\d+)"),
        ("channels", r"cana(?:ux|l)(?:typologie|structure)?(\d+)"),
        ("structure", r"(?:intitule|nom)?(?:dela)?structure(\d+)"),
        ("code", r"codesp(?:plus)?(?:dela)?structure(\d+)|code(?:dela)?structure(\d+)"),
        ("status", r"statut(?:dela)?reponse(?:structure)?(\d+)"),
        ("reply", r"reponse(?:dela)?(?:structure)?(\d+)"),
        (
            "useful",
            r"evaluationutile(?:dela)?reponse(?:structure)?(\d+)(?:parvisiteurs)?|reponseutile(?:structure)?(\d+)",
        ),
        (
            "not_useful",
            r"evaluation(?:pas|non|in)utile(?:dela)?reponse(?:structure)?(\d+)(?:parvisiteurs)?"
            r"|reponse(?:pas|non)utile(?:structure)?(\d+)",
        ),
    )
)
_STRUCTURE: dict[str, str] = {
    "code": "code sp+ de la structure|code sp+|code de la structure|code structure|id structure|id|code",
    "network": "intitulé du réseau|réseau",
    "typology": "intitulé de la typologie|typologie|intitulé typologie",
    "name": "intitulé de la structure|structure|nom de la structure|nom|intitulé structure",
    "parent": "code sp+ de la structure parente|code de la structure parente|structure parente|parent",
    "town": "ville de la structure|ville|commune de la structure|commune",
    "country": "pays|pays de la structure",
    "timezone": "fuseau horaire|timezone",
    "holiday_territory": "territoire des jours fériés|territoire|jours fériés",
    "validation": "validation des réponses|validation requise|validation",
}
_STRUCTURE_NAMES = {fold(name): field for field, names in _STRUCTURE.items() for name in names.split("|")}

REQUIRED_EXPERIENCE = {"id": "ID expérience", "title": "Titre", "body": "Description"}
REQUIRED_STRUCTURE = {
    "code": "Code SP+ de la structure",
    "network": "Intitulé du réseau",
    "name": "Intitulé de la structure",
}


def experience_fields(header: Sequence[str]) -> dict[str, int]:
    """Field name to column number. The first column of a name wins; unknown columns are left alone."""
    found: dict[str, int] = {}
    for at, column in enumerate(header):
        folded = fold(column)
        field = _EXPERIENCE_NAMES.get(folded) or _numbered(folded)
        if field is not None:
            found.setdefault(field, at)
    if "published_at" not in found and "written_on" in found:
        # The export of 2023 has one date only, the one on which the experience was created.
        found["published_at"] = found["written_on"]
    return found


def _numbered(folded: str) -> str | None:
    for field, pattern in _NUMBERED:
        match = pattern.fullmatch(folded)
        if match is not None:
            number = next(group for group in match.groups() if group is not None)
            return f"{field}#{int(number)}"
    return None


def structure_fields(header: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, column in enumerate(header):
        field = _STRUCTURE_NAMES.get(fold(column))
        if field is not None:
            found.setdefault(field, at)
    return found


def slot_numbers(fields: Iterable[str]) -> tuple[int, ...]:
    """The numbers of the numbered structure columns, in order."""
    return tuple(sorted({int(field.split("#")[1]) for field in fields if field.startswith("structure#")}))


def vocabulary_name(header: Sequence[str]) -> str:
    """Which of the three vocabularies the header is closest to; for the report only."""
    folded = {fold(column) for column in header}
    if "repadministration" in folded:
        return "export_2023"
    if slot_numbers(experience_fields(header)):
        return "open_data"
    return "agent_export"


_SENTIMENTS = {
    "positif": Sentiment.POSITIVE,
    "positive": Sentiment.POSITIVE,
    "neutre": Sentiment.NEUTRAL,
    "mitige": Sentiment.NEUTRAL,
    "negatif": Sentiment.NEGATIVE,
    "negative": Sentiment.NEGATIVE,
}


def sentiment_of(text: str) -> Sentiment | None:
    return _SENTIMENTS.get(fold(text))


_CHANNELS = (
    "Démarche en ligne",
    "Téléphone",
    "E-mail",
    "Accueil",
    "Compte ou espace personnel",
    "Courrier",
    "Tchat (messagerie instantanée)",
    "Réseaux Sociaux",
    "Patrouille",
    "Visio/Video",
)
_CHANNEL_OF = {fold(name): name for name in _CHANNELS} | {
    "tchat": "Tchat (messagerie instantanée)",
    "chat": "Tchat (messagerie instantanée)",
    "messagerieinstantanee": "Tchat (messagerie instantanée)",
    "visio": "Visio/Video",
    "video": "Visio/Video",
    "mail": "E-mail",
    "email": "E-mail",
    "courriel": "E-mail",
    "espacepersonnel": "Compte ou espace personnel",
    "guichet": "Accueil",
    "enligne": "Démarche en ligne",
}


def channels_of(text: str) -> tuple[str, ...]:
    """Channels of one cell, in the platform's own spelling, each once; an unknown one is kept as it is written.

    An agent's own export writes « Téléphone : Négatif »: the channel alone is taken.
    """
    found: dict[str, None] = {}
    for part in re.split(r"[,;|\n]", text):
        name = part.split(":")[0].strip()
        if name:
            found.setdefault(_CHANNEL_OF.get(fold(name), name))
    return tuple(found)


_YES = frozenset({"oui", "o", "vrai", "true", "1", "x", "yes"})


def is_yes(text: str) -> bool:
    return fold(text) in _YES


def words_of(text: str) -> tuple[str, ...]:
    """The parts of a list cell (procedures, business tags), each once."""
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[,;|\n]", text) if part.strip()))
