"""What the guard sees in the reply being written, again at each change; it shows nothing and changes nothing.

The check runs on the window's thread: sentences that did not change are remembered (`domain.privacy`), so that a key in
a text of 8,000 characters costs the work of its own sentence (row p1 of docs/performance.md).
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.domain.outbox import Draft
from spplus_desk.domain.privacy import NONE_KNOWN, Finding, Kind, SiteNumbers, find, masked
from spplus_desk.domain.review import Kept, Point, digest, in_order, points_of_text, undecided
from spplus_desk.ui.tasks import Tasks

if TYPE_CHECKING:
    from spplus_desk.services.reviewing import ReviewService, Sent

ADVICE_MS = 500
"""Advice waits for a pause: it looks at the whole text, and nobody needs it in the middle of a word."""
Adviser = Callable[[str, ExperienceDetail, "tuple[Sent, ...]"], tuple[Point, ...]]


class GuardWatch(QObject):
    """`changed` is emitted when the points are no longer those that `points` gave before."""

    changed = Signal()

    def __init__(
        self, reviewing: "ReviewService", tasks: Tasks, read: Callable[[], Draft], advise: Adviser, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._reviewing, self._tasks, self._read, self._advise = reviewing, tasks, read, advise
        self._detail: ExperienceDetail | None = None
        self._spared: tuple[str, ...] = ()
        self._kept: dict[str, Kept] = {}
        self._known: SiteNumbers = NONE_KNOWN
        self._sent: tuple[Sent, ...] = ()
        self._points: tuple[Point, ...] = ()
        self._advice: tuple[Point, ...] = ()
        self._pause = QTimer(self, singleShot=True, interval=ADVICE_MS)
        self._pause.timeout.connect(self.look_for_advice)

    # -- one reply ----------------------------------------------------------------------------------------------

    def begin(self, detail: ExperienceDetail, spared: tuple[str, ...]) -> None:
        """Watch the reply to that experience. `spared`: names that may be read by all."""
        key = detail.row.key
        self._detail, self._spared = detail, spared
        self._kept, self._sent, self._advice = {}, (), ()
        self._when(key, self._reviewing.kept(key), self._take_kept)
        self._when(key, self._reviewing.site_list(), self._take_list)
        self._when(key, self._reviewing.sent_lately(key), self._take_sent)
        self.check()

    def end(self) -> None:
        self._pause.stop()
        self._detail = None
        self._points, self._advice = (), ()
        self.changed.emit()

    def _when(self, key: str, future: object, then: Callable[[object], None]) -> None:
        def if_current(answer: object) -> None:
            if self._detail is not None and self._detail.row.key == key:
                then(answer)

        self._tasks.when_done(future, if_current, owner=self)  # type: ignore[arg-type]

    def _take_kept(self, answer: object) -> None:
        assert isinstance(answer, tuple)
        self._kept = {one.digest: one for one in answer}
        self.check()

    def _take_list(self, answer: object) -> None:
        assert isinstance(answer, SiteNumbers)
        self._known = answer
        self.check()

    def _take_sent(self, answer: object) -> None:
        assert isinstance(answer, tuple)
        self._sent = answer
        self._pause.start()

    # -- looking ------------------------------------------------------------------------------------------------

    @property
    def points(self) -> tuple[Point, ...]:
        return self._points

    @property
    def blocking(self) -> tuple[Point, ...]:
        return tuple(p for p in self._points if p.kind.blocks)

    def touch(self) -> None:
        """The text changed."""
        if self._detail is not None:
            self.check()
            self._pause.start()

    def check(self) -> None:
        """Look again now."""
        if self._detail is None:
            return
        draft = self._read()
        kept = self._kept.keys()
        found = points_of_text(draft.greeting, self._find(draft.greeting), kept, in_greeting=True)
        found += points_of_text(draft.body, self._find(draft.body), kept)
        self._set((*found, *self._advice))

    def look_for_advice(self) -> None:
        self._pause.stop()
        if self._detail is not None:
            self._advice = self._advise(self._read().body, self._detail, self._sent)
            self.check()

    def _set(self, points: tuple[Point, ...]) -> None:
        ordered = in_order(points)
        if ordered != self._points:
            self._points = ordered
            self.changed.emit()

    def _find(self, text: str) -> tuple[Finding, ...]:
        assert self._detail is not None
        return find(text, testimony=self._detail.experience.body, known=self._known, spared=self._spared)

    def spans(self, before: str, paragraph: str) -> tuple[tuple[int, int], ...]:
        """Where personal data stand in `paragraph`, undecided ones only; `before` is the paragraph above it."""
        if self._detail is None or not paragraph:
            return ()
        text = f"{before}\n{paragraph}"
        shift = len(before) + 1
        found = undecided(text, self._find(text), self._kept.keys())
        return tuple((f.start - shift, f.end - shift) for f in found if f.start >= shift)

    # -- decisions ----------------------------------------------------------------------------------------------

    def keep(self, kind: Kind, datum: str, reason: str) -> None:
        """The agent publishes that datum. It counts at once; it is on disk a moment later."""
        if self._detail is None:
            return
        key, mine = self._detail.row.key, digest(kind, datum)
        self._kept[mine] = Kept(kind=kind, digest=mine, reason=masked(reason))
        self._when(key, self._reviewing.keep(key, kind, mine, reason), self._take_kept)
        self.check()

    def ask_again(self) -> int:
        """Takes back what was decided in the text as it stands, and asks anew. How many decisions that were."""
        if self._detail is None:
            return 0
        count, key = len(self.kept_here()), self._detail.row.key
        self._kept = {}
        self._when(key, self._reviewing.forget_kept(key), lambda _none: None)
        self.check()
        return count

    def add_to_site_list(self, kind: Kind, value: str) -> None:
        if self._detail is not None:
            row = self._detail.row
            added = self._reviewing.add_to_site_list(row.structure_id, kind, value)
            self._when(row.key, added, self._take_list)

    def kept_here(self) -> tuple[Kept, ...]:
        """The decisions that count in the text as it stands, one for each datum."""
        draft = self._read()
        found: dict[str, Kept] = {}
        for text in (draft.greeting, draft.body):
            for f in self._find(text):
                mine = digest(f.kind, text[f.start : f.end])
                if mine in self._kept:
                    found[mine] = self._kept[mine]
        return tuple(found.values())
