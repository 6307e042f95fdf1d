"""What the poster says: three figures of the board, what changed, how to read it, where to write.

Everything that is printed stands here; `resources/paper/poster.typ` only sets it. No emblem of the State and no
Marianne, ever: a poster of local results is no act of the State.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from spplus_desk.domain.statistics import words
from spplus_desk.domain.statistics.answers import Dimension, Numbers
from spplus_desk.domain.statistics.measures import MINIMUM, Share
from spplus_desk.domain.statistics.periods import Period, day_words
from spplus_desk.domain.values import Value
from spplus_desk.services.paper import codes

TITLE = ("Vous racontez,", "nous répondons")
CHANGES_TITLE = "Ce que vos expériences ont changé"
DEFINITIONS_TITLE = "Comment lire ces chiffres"
INVITATION = "Racontez votre expérience"
HELP = "Besoin d’aide\u00a0? Demandez à l’accueil."
REFUSED_COUNT = f"Moins de {MINIMUM} expériences reçues sur cette période"


class Size(StrEnum):
    A4 = "a4"
    A3 = "a3"


class Poster(Value):
    """`facts` for the typesetter; `told` the same words as running text, for who does not see the page."""

    facts: dict[str, Any]
    told: str


def poster(numbers: Numbers, *, size: Size = Size.A4, link: str = "", changes: Sequence[str] = ()) -> Poster:
    """`link`: an address with its scheme, empty for no code. `changes`: sentences of the service, already masked."""
    counts = numbers.now.counts
    in_time = _share(
        counts.share_in_time(), ("de nos réponses arrivent", "en moins de 7\u00a0jours"),
        lambda share: f"{words.count(share.part, 'réponse', 'réponses')} sur {words.number(share.whole)}",
    )  # fmt: skip
    useful = _share(
        counts.share_useful(), ("d’avis «\u00a0utile\u00a0» sur nos réponses",),
        lambda share: f"{words.count(share.part, 'vote', 'votes')} sur {words.number(share.whole)}",
    )  # fmt: skip
    facts: dict[str, Any] = {
        "size": size.value,
        "title": " ".join(TITLE),
        "title_lines": list(TITLE),
        "place": place_of(numbers),
        "about": "Vos expériences publiées sur Services Publics\u00a0+",
        "period": period_sentence(numbers.period),
        "in_time": in_time,
        "volume": _volume(counts.answered, counts.experiences),
        "useful": useful,
        "changes_title": CHANGES_TITLE,
        "changes": list(changes),
        "definitions_title": DEFINITIONS_TITLE,
        "definitions": list(definitions(numbers)),
        "qr": codes.svg(link) if link else "",
        "qr_alt": f"Code QR vers {codes.shown(link)}" if link else "",
        "invitation": INVITATION,
        "address": codes.shown(link),
        "help": HELP,
        "day": day_of_figures(numbers).isoformat(),
    }
    return Poster(facts, _told(facts))


def place_of(numbers: Numbers) -> str:
    """« Caf de l’Orvanne et ses accueils » where the figures hold those below it too."""
    below = any(
        line.dimension is Dimension.STRUCTURE and line.key != numbers.node.structure_id for line in numbers.lines
    )
    return f"{numbers.name} et ses accueils" if below and not numbers.node.alone else numbers.name


def period_sentence(period: Period) -> str:
    """« du 1er octobre au 15 décembre 2027 »."""
    first = day_words(period.first, year=period.first.year != period.last.year)
    return f"du {first} au {day_words(period.last, year=True)}"


def day_of_figures(numbers: Numbers) -> date:
    """The day of the data: a poster printed offline does not pretend to be of today."""
    return (numbers.fresh or numbers.at).astimezone(ZoneInfo(numbers.zone)).date()


def definitions(numbers: Numbers) -> tuple[str, ...]:
    return (
        "«\u00a0Moins de 7\u00a0jours\u00a0»\u00a0: temps écoulé entre la publication de l’expérience et notre "
        "première réponse, tous les jours comptés. Une expérience peut concerner plusieurs services.",
        f"«\u00a0Utile\u00a0»\u00a0: votes des lecteurs du site, sous la réponse. "
        f"Chiffres du {day_words(day_of_figures(numbers), year=True)}.",
    )


def _share(share: Share, lines: tuple[str, ...], note: Any) -> dict[str, Any]:
    if share.percent is None:
        # Not even the counts: who reads « 4 sur 7 » makes the percentage by himself.
        return {"value": "", "unit": "", "lines": [f"Part {_of(lines)}"], "note": words.TOO_FEW}
    return {"value": words.number(share.percent), "unit": "%", "lines": list(lines), "note": note(share)}


def _of(lines: tuple[str, ...]) -> str:
    return " ".join(lines).replace("de nos réponses arrivent", "de nos réponses")


def _volume(answered: int, experiences: int) -> dict[str, Any]:
    if experiences < MINIMUM:
        return {"value": "", "unit": "", "lines": [REFUSED_COUNT], "note": ""}
    # « Données » and not « publiées »: a reply counts from its sending on, some minutes before the site shows it.
    given = "réponse donnée," if answered < 2 else "réponses données,"
    received = words.count(experiences, "expérience reçue", "expériences reçues")
    return {"value": words.number(answered), "unit": "", "lines": [given, f"pour {received}"], "note": ""}


def _told(facts: dict[str, Any]) -> str:
    def figure(name: str) -> str:
        one = facts[name]
        head = f"{one['value']}\u00a0{one['unit']}".strip()
        note = f" ({one['note']})" if one["note"] else ""
        return f"{head} {' '.join(one['lines'])}{note}.".strip()

    parts = [
        f"{facts['place']}.", f"{facts['title']}.", f"{facts['about']} {facts['period']}.",
        figure("in_time"), figure("volume"), figure("useful"),
    ]  # fmt: skip
    if facts["changes"]:
        parts += [f"{facts['changes_title']}\u00a0:", *facts["changes"]]
    parts += facts["definitions"]
    parts += [f"{facts['qr_alt']}."] if facts["qr"] else []
    return " ".join([*parts, f"{facts['invitation']}.", facts["help"]])
