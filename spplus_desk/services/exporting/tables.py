"""What is written, before any format: rows of typed cells. CSV and XLSX are two ways to write the same rows."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from spplus_desk.domain.privacy import NONE_KNOWN, SiteNumbers
from spplus_desk.domain.statistics import figures, words
from spplus_desk.domain.statistics.answers import AGES, Dimension, Line, Numbers
from spplus_desk.domain.statistics.definitions import CLOCK_WORDS, DEFINITIONS
from spplus_desk.domain.statistics.listed import Listed
from spplus_desk.domain.statistics.measures import EDGES, Share, days
from spplus_desk.domain.statistics.periods import words as period_words
from spplus_desk.services import guarding

Cell = str | int | float | date | None
Rows = list[list[Cell]]

_DIMENSIONS = {
    Dimension.STRUCTURE: "Structure",
    Dimension.CHANNEL: "Canal",
    Dimension.PROCEDURE: "Démarche",
    Dimension.TAG: "Étiquette générale",
    Dimension.BUSINESS_TAG: "Étiquette métier",
}
TEXTS = ("Titre", "Témoignage", "Pseudonyme")
LIST_HEAD = (
    "Expérience", "Structure", "Publiée le", "Première réponse le", "Délai (jours)", "Ressenti", "Canaux", "Démarches",
    "Votes utiles", "Votes inutiles",
)  # fmt: skip


def about(numbers: Numbers) -> Rows:
    fresh = numbers.fresh.astimezone(ZoneInfo(numbers.zone)).replace(tzinfo=None) if numbers.fresh else None
    return [
        ["Structure", numbers.name + (" (sans les structures filles)" if numbers.node.alone else "")],
        ["Période", period_words(numbers.period)],
        ["Début", numbers.period.first],
        ["Fin", numbers.period.last],
        ["Période précédente", period_words(numbers.period.previous)],
        ["Données du", fresh.date() if fresh else None],
    ]


def summary(numbers: Numbers) -> Rows:
    rows: Rows = [["Horloge", "Chiffre", "Valeur", "Unité", "Valeur avant", "Détail"]]
    counts, before = numbers.now.counts, numbers.before.counts
    rows.append(["", "Expériences publiées", counts.experiences, "", before.experiences, ""])
    rows.append(["", "Expériences avec une réponse", counts.answered, "", before.answered, ""])
    for figure in figures.every(numbers):
        amount = figure.amount if figure.amount is not None else figure.told
        clock = CLOCK_WORDS[figure.definition.clock]
        rows.append([clock, figure.name, _rounded(amount), figure.unit, _rounded(figure.amount_before), figure.note])
    return rows


def distribution(numbers: Numbers) -> Rows:
    rows: Rows = [["Jours écoulés", "Premières réponses", "Moins de 7 jours"]]
    low = 0
    for place, held in enumerate(numbers.now.counts.delays):
        high = EDGES[place] if place < len(EDGES) else None
        name = f"{low} et plus" if high is None else str(low) if high == low + 1 else f"{low} à {high - 1}"
        rows.append([name, held, "oui" if low < 7 else "non"])
        low = high or low
    return rows


def trend(numbers: Numbers) -> Rows:
    rows: Rows = [["Du", "Au", "Premières réponses", "En moins de 7 jours", "Part (%)"]]
    for point in numbers.trend:
        rows.append([point.period.first, point.period.last, point.dated, point.in_time, _percent(point.share)])
    return rows


def waiting(numbers: Numbers) -> Rows:
    rows: Rows = [["En attente depuis (jours)", "Réponses attendues"]]
    for (least, most), held in zip(AGES, numbers.waiting.ages, strict=True):
        rows.append([f"{least} et plus" if most is None else f"{least} à {most}", held])
    rows.append(["dont en retard", numbers.waiting.late])
    rows.append(["dont à valider", numbers.waiting.to_validate])
    return rows


def breakdown(numbers: Numbers) -> Rows:
    rows: Rows = [
        ["Répartition", "Nom", "Expériences", "Avec une réponse", "Répondues (%)", "En moins de 7 jours (%)",
         "Médiane (jours)", "Jugées utiles (%)"]
    ]  # fmt: skip
    for name, mood, share, _ in (
        (DEFINITIONS["sentiment"].name, n, s, b) for _, n, s, b in figures.sentiments(numbers)
    ):
        rows.append([name, mood, share.part, None, None, None, None, None])
    rows += [_line(line) for line in numbers.lines]
    return rows


def _line(line: Line) -> list[Cell]:
    return [
        _DIMENSIONS[line.dimension],
        words.tag(line.name) if line.dimension is Dimension.TAG else line.name,
        line.experiences,
        line.answered,
        _percent(Share(line.answered, line.experiences)),
        _percent(Share(line.in_time, line.dated)),
        None if line.median is None else round(days(line.median), 2),
        _percent(Share(line.useful, line.useful + line.not_useful)),
    ]


def definitions() -> Rows:
    rows: Rows = [["Horloge", "Chiffre", "Calcul", "Périmètre", "Exclusions"]]
    rows += [[CLOCK_WORDS[d.clock], d.name, d.formula, d.scope, d.exclusions] for d in DEFINITIONS.values()]
    return rows


def listed(lines: Sequence[Listed], *, texts: bool, known: SiteNumbers = NONE_KNOWN) -> Rows:
    """Citizens' texts pass the guard: what tells of a person is masked, what the service publishes itself is not."""
    rows: Rows = [[*LIST_HEAD, *(TEXTS if texts else ())]]
    for line in lines:
        row: list[Cell] = [
            line.experience_id,
            line.structure_name,
            line.published_on,
            _day(line.replied_at),
            None if line.delay is None else round(days(line.delay), 2),
            words.SENTIMENTS.get(line.sentiment, ""),
            ", ".join(line.channels),
            ", ".join(line.procedures),
            line.useful,
            line.not_useful,
        ]
        if texts:
            row += [masked(text, known) for text in (line.title, line.body, line.pseudonym)]
        rows.append(row)
    return rows


def masked(text: str, known: SiteNumbers = NONE_KNOWN) -> str:
    """The text with what the guard found in it replaced."""
    (found,) = guarding.in_export([text], known)
    for finding in sorted(found, key=lambda one: one.start, reverse=True):
        text = f"{text[: finding.start]}{finding.masked}{text[finding.end :]}"
    return text


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.astimezone(ZoneInfo("Europe/Paris")).date()


def _percent(share: Share) -> Cell:
    return words.TOO_FEW if share.percent is None else round(share.percent, 1)


def _rounded(amount: Cell) -> Cell:
    return round(amount, 2) if isinstance(amount, float) else amount
