"""What each figure means, in the words that the board, the exports, the poster and the guide all show.

Two clocks, never in one figure: `PUBLISHED` is the platform's indicator, `INTERNAL` the site's own promise.
"""

from enum import StrEnum

from spplus_desk.domain.statistics.measures import METHOD, MINIMUM
from spplus_desk.domain.values import Value


class Clock(StrEnum):
    PUBLISHED = "published"
    """From the publication to the first reply, day and night, weekends too."""
    INTERNAL = "internal"
    """In the working time of the site."""
    NONE = "none"
    """A figure without a clock."""


CLOCK_WORDS = {Clock.PUBLISHED: "Indicateur publié", Clock.INTERNAL: "Objectif interne", Clock.NONE: "Contenu"}


class Definition(Value):
    """`name` is the label on screen. All texts are French sentences, shown as they are."""

    key: str
    name: str
    clock: Clock
    formula: str
    scope: str
    exclusions: str


_SCOPE = (
    "Expériences publiées pendant la période, à la date du site concerné, pour les structures choisies. Une expérience "
    "qui concerne plusieurs de ces structures compte une fois."
)
_FIRST = (
    "La première réponse est la plus ancienne de celles des structures choisies. Une réponse compte dès son envoi "
    "depuis SP+\u00a0Desk\u00a0; une réponse à valider ne compte pas encore."
)
_UNDATED = "Réponses dont la date n’est pas connue. Expériences en cours de transfert."
_DELAY = (
    "Du moment de la publication au moment de la première réponse, nuits, week-ends et jours fériés compris\u00a0; en "
    "jours calendaires entiers quand l’une des deux dates est connue sans son heure."
)
_TARGETED = "Réponses aux expériences publiées pendant la période, une par structure concernée."
_UNTARGETED = (
    "Réponses des sites sans objectif. Réponses dont l’heure n’est pas connue. Réponses que ce poste ne garde plus "
    "en entier."
)
_WORKED = (
    "Heures pendant lesquelles le site était ouvert, de la publication à sa réponse\u00a0: horaires, jours fériés, "
    "fermetures et pauses du site déduits. Quand seul le jour de publication est connu, dès le début de ce jour."
)
_TOO_FEW = f"Sous {MINIMUM}, aucun pourcentage n’est donné."

DEFINITIONS = {
    one.key: one
    for one in (
        Definition(
            "in_time", "En moins de 7\u00a0jours", Clock.PUBLISHED,
            f"Premières réponses données moins de 7\u00a0fois 24\u00a0heures après la publication, divisées par les "
            f"premières réponses datées. {_TOO_FEW}",
            f"{_SCOPE} {_FIRST}", _UNDATED + " Expériences sans réponse.",
        ),
        Definition(
            "response_rate", "Taux de réponse", Clock.PUBLISHED,
            f"Expériences qui ont une réponse, divisées par les expériences publiées. {_TOO_FEW}",
            f"{_SCOPE} {_FIRST}", "Expériences en cours de transfert.",
        ),
        Definition(
            "median", "Délai médian", Clock.PUBLISHED,
            f"Délai que la moitié des premières réponses ne dépasse pas ({METHOD}). {_DELAY}",
            f"{_SCOPE} {_FIRST}", _UNDATED + " Expériences sans réponse.",
        ),
        Definition(
            "p90", "9\u00a0réponses sur 10 en", Clock.PUBLISHED,
            f"Délai que neuf premières réponses sur dix ne dépassent pas ({METHOD}). {_DELAY}",
            f"{_SCOPE} {_FIRST}", _UNDATED + " Expériences sans réponse.",
        ),
        Definition(
            "delays", "Délai de première réponse", Clock.PUBLISHED,
            f"Nombre de premières réponses par jour entier écoulé. {_DELAY}",
            f"{_SCOPE} {_FIRST}", _UNDATED + " Expériences sans réponse.",
        ),
        Definition(
            "trend", "Par semaine", Clock.PUBLISHED,
            "Pour chaque suite de sept jours à partir du début de la période (chaque mois au-delà de six mois)\u00a0: "
            f"part des premières réponses données en moins de 7\u00a0jours, par date de publication. {_TOO_FEW}",
            f"{_SCOPE} {_FIRST}", _UNDATED + " Expériences sans réponse.",
        ),
        Definition(
            "target_kept", "Objectif tenu", Clock.INTERNAL,
            f"Réponses données avant l’échéance que le site s’est fixée, divisées par les réponses qui en avaient une. "
            f"L’échéance suit les horaires, les jours fériés et les fermetures du site. {_TOO_FEW}",
            _TARGETED, "Réponses des sites sans objectif. Réponses dont la date n’est pas connue.",
        ),
        Definition(
            "worked_median", "Temps ouvré médian", Clock.INTERNAL,
            f"Temps ouvré que la moitié des réponses ne dépasse pas ({METHOD}). {_WORKED}",
            _TARGETED, _UNTARGETED,
        ),
        Definition(
            "worked_p90", "9 sur 10, temps ouvré", Clock.INTERNAL,
            f"Temps ouvré que neuf réponses sur dix ne dépassent pas ({METHOD}). {_WORKED}",
            _TARGETED, _UNTARGETED,
        ),
        Definition(
            "waiting", "En attente", Clock.PUBLISHED,
            "Réponses attendues à ce jour, quelle que soit la période, par nombre de jours calendaires depuis la "
            "publication. En retard\u00a0: l’échéance de 7\u00a0jours est passée.",
            "Une par structure concernée, comme dans la boîte de réception\u00a0; réponses à valider comprises.",
            "Expériences en cours de transfert.",
        ),
        Definition(
            "sentiment", "Ressenti", Clock.NONE,
            f"Expériences par ressenti donné par l’usager, divisées par celles qui en ont un. {_TOO_FEW}",
            _SCOPE, "Expériences sans ressenti.",
        ),
        Definition(
            "useful", "Réponses jugées utiles", Clock.NONE,
            f"Votes «\u00a0utile\u00a0» des visiteurs, divisés par tous leurs votes. {_TOO_FEW}",
            "Réponses publiées aux expériences de la période, une par structure concernée.", "Réponses sans vote.",
        ),
        Definition(
            "breakdown", "Répartition", Clock.PUBLISHED,
            "Les mêmes calculs, pour les seules expériences de la ligne. Une expérience peut concerner plusieurs "
            "structures, canaux ou démarches\u00a0: la somme des lignes peut dépasser le total.",
            _SCOPE, "Expériences en cours de transfert.",
        ),
    )
}  # fmt: skip
"""By key, in the order of the screen."""


def sentences(definition: Definition) -> str:
    """The whole definition as running text, for an export or a screen reader."""
    return f"{definition.formula} Périmètre\u00a0: {definition.scope} Exclusions\u00a0: {definition.exclusions}"
