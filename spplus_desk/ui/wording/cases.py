"""Close cases in words."""

from spplus_desk.domain.cases import ENOUGH_VOTES, Case
from spplus_desk.ui.wording.dates import long_day
from spplus_desk.ui.wording.numbers import NBSP


def useful_line(case: Case) -> str:
    """« utile 14 fois sur 16 »; nothing where too few voted."""
    return f"utile {case.useful} fois sur {case.votes}" if case.votes >= ENOUGH_VOTES else "trop peu de votes"


def source_line(case: Case) -> str:
    """« utile 14 fois sur 16 · Caf de la Haute-Vègre, 2 novembre 2027 »."""
    day = case.published_at.date()
    return f"{useful_line(case)}{NBSP}· {case.structure_name}, {long_day(day).split(' ', 1)[1]} {day.year}"


def common_line(words: tuple[str, ...]) -> str:
    return f"Mots communs{NBSP}: {', '.join(words)}" if words else ""
