"""Structures side by side: the board's own figures, one column for each structure, the two clocks apart."""

from collections.abc import Sequence

from spplus_desk.domain.statistics import figures, words
from spplus_desk.domain.statistics.answers import Numbers
from spplus_desk.domain.statistics.definitions import CLOCK_WORDS, DEFINITIONS, Clock
from spplus_desk.domain.statistics.figures import Figure
from spplus_desk.domain.statistics.measures import MINIMUM
from spplus_desk.domain.statistics.questions import Behind, Which
from spplus_desk.domain.values import Value

FEWEST, MOST = 2, 8
"""Structures compared at once: more do not stand side by side on a screen, nor on a page."""
TOO_FEW = "trop peu"


class Cell(Value):
    """`amount` is None where the figure is refused or unknown; `behind` and `count` are the list of the figure."""

    told: str
    amount: float | None
    behind: Behind
    count: int


class Row(Value):
    """One figure for each structure, in the order of the structures. `unit` is that of the amounts."""

    key: str
    name: str
    clock: Clock
    unit: str
    cells: tuple[Cell, ...]

    @property
    def drawn(self) -> bool:
        """Whether there is something to draw."""
        return any(cell.amount is not None for cell in self.cells)


_UNITS = {"median": "jours", "p90": "jours", "worked_median": "heures", "worked_p90": "heures"}
_INTERNAL = ("target_kept", "worked_median", "worked_p90")
_PUBLISHED = ("in_time", "response_rate", "median", "p90")


def name_of(numbers: Numbers) -> str:
    """The structure, and whether those below it are left out."""
    return numbers.name + (" seule" if numbers.node.alone else "")


def rows(compared: Sequence[Numbers]) -> tuple[Row, ...]:
    """Under MINIMUM experiences a structure has neither a share nor a delay here, as in a breakdown."""
    made = [{one.definition.key: one for one in figures.every(numbers)} for numbers in compared]
    found = [_counted("experiences", "Expériences publiées", Which.ALL, compared)]
    found += [_row(key, made, compared) for key in (*_PUBLISHED, *_INTERNAL, "useful")]
    found.append(_counted("waiting", "En attente à ce jour", Which.WAITING, compared))
    found.append(_counted("late", "En retard à ce jour", Which.LATE, compared))
    return tuple(found)


def _row(key: str, made: Sequence[dict[str, Figure]], compared: Sequence[Numbers]) -> Row:
    definition = DEFINITIONS[key]
    cells = (_cell(of.get(key), numbers) for of, numbers in zip(made, compared, strict=True))
    return Row(key, definition.name, definition.clock, _UNITS.get(key, "%"), tuple(cells))


def _cell(figure: Figure | None, numbers: Numbers) -> Cell:
    if figure is None:
        return Cell("—", None, Behind(numbers.node, numbers.period), 0)
    few = numbers.now.counts.experiences < MINIMUM or (figure.amount is None and figure.value == words.TOO_FEW)
    if few:
        return Cell(TOO_FEW, None, figure.behind, figure.count)
    return Cell(figure.told, figure.amount, figure.behind, figure.count)


def _counted(key: str, name: str, which: Which, compared: Sequence[Numbers]) -> Row:
    def held(numbers: Numbers) -> int:
        if which is Which.ALL:
            return numbers.now.counts.experiences
        return numbers.waiting.late if which is Which.LATE else numbers.waiting.total

    cells = (
        Cell(words.number(held(one)), float(held(one)), Behind(one.node, one.period, which), held(one))
        for one in compared
    )
    return Row(key, name, Clock.NONE, "", tuple(cells))


def why_sums_differ(compared: Sequence[Numbers]) -> str:
    """Said with every comparison: nobody adds its columns up."""
    told = "Une expérience peut concerner plusieurs structures\u00a0: ces colonnes ne s’additionnent pas."
    if any(one.now.counts.experiences < MINIMUM for one in compared):
        told += f" Sous {MINIMUM} expériences, ni part ni délai n’est donné."
    return told


def clock_name(row: Row) -> str:
    return CLOCK_WORDS[row.clock] if row.clock is not Clock.NONE else "Volume et contenu"
