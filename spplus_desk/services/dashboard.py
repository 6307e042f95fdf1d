"""The manager's board in words: one question, one frozen answer; the list behind a figure; the files made of both."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from spplus_desk.domain.errors import NotFound
from spplus_desk.domain.statistics.answers import Numbers
from spplus_desk.domain.statistics.listed import Listed
from spplus_desk.domain.statistics.periods import Period
from spplus_desk.domain.statistics.questions import Behind, Node
from spplus_desk.domain.structure import Agent, Structure, StructureTree
from spplus_desk.domain.values import Value
from spplus_desk.services.exporting.writing import written
from spplus_desk.services.futures import answered, follow, gather, then
from spplus_desk.store.store import Store

_OUTSIDE = "Cette structure ne fait pas partie de votre périmètre. Choisissez-en une autre."


class Place(Value):
    """One choice of « Structures ». `depth` 0 for a post of the agent's own."""

    node: Node
    name: str
    depth: int = 0


class Opening(Value):
    """The places, and the figures of the first of them; None where there is none."""

    places: tuple[Place, ...]
    numbers: Numbers | None = None


class DashboardService:
    """Nothing here blocks. Figures come from this desk's own cache, network or not."""

    def __init__(self, store: Store, clock: Callable[[], datetime], agent: Agent) -> None:
        self._store = store
        self._clock = clock
        self._agent = agent

    def today(self, zone: str) -> date:
        """The day at the site, by which periods are offered."""
        return self._clock().astimezone(ZoneInfo(zone)).date()

    def places(self) -> Future[tuple[Place, ...]]:
        """What the agent may ask about: each of their posts with all below, alone, and each structure below."""
        return then(self._store.structures(), lambda found: _places(self._agent, found))

    def numbers(self, node: Node, period: Period) -> Future[Numbers]:
        """All figures of a structure (with those below) and a period. Raises NotFound outside the agent's scope."""

        def known(found: Numbers | None) -> Numbers:
            if found is None:
                raise NotFound(_OUTSIDE)
            return found

        return then(self._store.numbers(node, period, self._clock()), known)

    def opening(self, period: Period) -> Future["Opening"]:
        """What the board opens with, counted while its widgets are made."""

        def first(places: tuple[Place, ...]) -> Future[Opening]:
            if not places:
                return answered(Opening(places))
            return then(self.numbers(places[0].node, period), lambda found: Opening(places, found))

        return follow(self.places(), first)

    def read_ahead(self, period: Period) -> None:
        """Before anybody asks: what `opening` will read."""

        def first(places: tuple[Place, ...]) -> None:
            if places:
                self._store.numbers_ahead(places[0].node, period, self._clock())

        then(self.places(), first)

    def compare(self, nodes: Sequence[Node], period: Period) -> Future[tuple[Numbers, ...]]:
        """The figures of several structures, in that order, of one period. Raises NotFound as `numbers`."""
        return gather(*(self.numbers(node, period) for node in nodes))

    def behind(self, asked: Behind, limit: int | None = None) -> Future[tuple[Listed, ...]]:
        """The experiences behind a figure, the newest first: as many as it counts, or `limit`."""
        return self._store.behind(asked, self._clock(), limit=limit)

    def export_csv(self, numbers: Numbers, path: Path) -> Future[Path]:
        """The figures as CSV. Raises StorageFault where the file cannot be written."""
        from spplus_desk.services.exporting import csv_files

        return written(lambda part: csv_files.write_numbers(numbers, part), path)

    def export_xlsx(self, numbers: Numbers, path: Path) -> Future[Path]:
        from spplus_desk.services.exporting import xlsx_files

        return written(lambda part: xlsx_files.write_numbers(numbers, part), path)

    def export_compared(self, compared: Sequence[Numbers], path: Path) -> Future[Path]:
        """Structures side by side, CSV or XLSX by the name of `path`."""
        from spplus_desk.services.exporting import compared as files

        write = files.write_xlsx if path.suffix.lower() == ".xlsx" else files.write_csv
        return written(lambda part: write(compared, part), path)

    def export_list(self, asked: Behind, name: str, path: Path, *, texts: bool = False) -> Future[Path]:
        """The list behind a figure, CSV or XLSX by the name of `path`; citizens' texts, masked where they tell of
        people, only with `texts`. The sites' own public numbers stay legible."""
        from spplus_desk.services.exporting import csv_files, xlsx_files

        lines, known = self._store.behind(asked, self._clock()), self._store.site_list()
        write = xlsx_files.write_list if path.suffix.lower() == ".xlsx" else csv_files.write_list
        return written(lambda part: write(lines.result(), asked, name, part, texts=texts, known=known.result()), path)


def _places(agent: Agent, structures: tuple[Structure, ...]) -> tuple[Place, ...]:
    tree = StructureTree(structures)
    found: dict[Node, Place] = {}

    def add(id: str, depth: int) -> None:
        structure = tree.get(id)
        if structure is None or Node(id) in found:
            return
        children = sorted(tree.children(id), key=lambda child: (tree.get(child) or structure).name)
        words = f"{structure.name} et structures filles" if children else structure.name
        found[Node(id)] = Place(Node(id), words, depth)
        if children:
            found[Node(id, alone=True)] = Place(Node(id, alone=True), f"{structure.name} seule", depth)
        for child in children:
            add(child, depth + 1)

    for membership in agent.memberships:
        add(membership.structure_id, 0)
    return tuple(found.values())
