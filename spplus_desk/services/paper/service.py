"""Report and poster in the manager's words: from one frozen answer of the board to a file, or to pages to look at."""

from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path

from spplus_desk.domain.privacy import NONE_KNOWN, SiteNumbers
from spplus_desk.domain.statistics.answers import Numbers
from spplus_desk.domain.values import Value
from spplus_desk.services import background, guarding
from spplus_desk.services.exporting.writing import written
from spplus_desk.services.paper import codes, typesetting
from spplus_desk.services.paper.compared import comparison_report
from spplus_desk.services.paper.poster import Poster, Size, poster
from spplus_desk.services.paper.report import report
from spplus_desk.services.paper.typesetting import Document
from spplus_desk.store.store import Store

MOST_CHANGES = 3
LONGEST_CHANGE = 140
"""Characters: three lines of the poster. What is longer was written for a reply, not for a wall."""


class Preview(Value):
    """`pages` are PNG files, `told` the same as running text; `has_link` and `changes` say what there was to show."""

    pages: tuple[bytes, ...]
    told: str
    has_link: bool
    changes: int


class PaperService:
    """Nothing here blocks: setting a page takes some tenths of a second, on a thread of its own. Works offline."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def report(self, numbers: Numbers, path: Path) -> Future[Path]:
        """The report as PDF. Raises (in the future) StorageFault where the file cannot be written."""
        return written(lambda part: _write(part, typesetting.pdf(Document.REPORT, report(numbers))), path)

    def compared(self, compared: Sequence[Numbers], path: Path) -> Future[Path]:
        """Structures side by side as PDF. Raises as `report`."""
        return written(lambda part: _write(part, typesetting.pdf(Document.REPORT, comparison_report(compared))), path)

    def poster(self, numbers: Numbers, path: Path, size: Size = Size.A4, *, changes: bool = True) -> Future[Path]:
        """The poster as PDF; without `changes`, nothing of what the replies say was changed. Raises as `report`."""

        def write(part: Path) -> None:
            _write(part, typesetting.pdf(Document.POSTER, self._made(numbers, size, changes=changes).facts))

        return written(write, path)

    def preview(self, numbers: Numbers, size: Size, ppi: float, *, changes: bool = True) -> Future[Preview]:
        """The pages of the poster as they will be printed, at `ppi` dots per inch."""

        def look() -> Preview:
            made = self._made(numbers, size, changes=changes)
            pages = typesetting.pictures(Document.POSTER, made.facts, ppi)
            return Preview(pages, made.told, bool(made.facts["qr"]), len(made.facts["changes"]))

        return background.run(look, "poster")

    def _made(self, numbers: Numbers, size: Size, *, changes: bool) -> Poster:
        """On the thread that sets the page: it waits for the store."""
        link = codes.address_of(self._store.public_links(numbers.node.structure_id).result())
        found = self._store.changes_done(numbers.node, numbers.period).result() if changes else ()
        fit = for_a_wall(found, self._store.site_list().result())
        return poster(numbers, size=size, link=link, changes=fit)


def for_a_wall(changes: tuple[str, ...], known: SiteNumbers = NONE_KNOWN) -> tuple[str, ...]:
    """Those that fit, in which the guard finds nobody: a sentence about a person is left out, not masked.

    `known`: what the service has made public itself may be on its wall."""
    short = [one for one in changes if len(one) <= LONGEST_CHANGE and "\n" not in one]
    fit = [one for one, found in zip(short, guarding.in_export(short, known), strict=True) if not found]
    return tuple(fit[:MOST_CHANGES])


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
