"""Joins `watch`, the panel and the sheet: shows points, walks through them, does what the agent answers."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.domain.review import Point, PointKind
from spplus_desk.ui.announce import announce
from spplus_desk.ui.reply.guard import words
from spplus_desk.ui.reply.guard.panel import GuardPanel
from spplus_desk.ui.reply.guard.watch import Adviser, GuardWatch
from spplus_desk.ui.reply.sheet import Sheet
from spplus_desk.ui.reply.words import left_to_do
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.wording.personal import DATA

if TYPE_CHECKING:
    from spplus_desk.services.reviewing import ReviewService

_SETTLE_MS = 600
"""The count is said once it rests: typing a number makes it change several times."""


class GuardController(QObject):
    """`changed`: the count of points that block is perhaps another. `silenced` carries the kind of an advice."""

    changed = Signal()
    silenced = Signal(str)

    def __init__(
        self,
        panel: GuardPanel,
        sheet: Sheet,
        reviewing: "ReviewService",
        tasks: Tasks,
        advise: Adviser,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panel, self._sheet = panel, sheet
        self._watch = GuardWatch(reviewing, tasks, sheet.draft, advise, self)
        self._marked: tuple[str, ...] = ()
        self._said = 0
        self._walked = False
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._say_count)
        self._watch.changed.connect(self._show)
        panel.chosen.connect(self.go_to)
        panel.masked.connect(self._mask)
        panel.kept.connect(self._keep)
        panel.silenced.connect(lambda point: self.silenced.emit(point.advice))
        panel.walked.connect(self.walk)
        sheet.marks.set_data_source(self._watch.spans)
        tasks.when_done(reviewing.warm(), lambda _nothing: None, owner=self)

    def begin(self, detail: ExperienceDetail, spared: tuple[str, ...]) -> None:
        self._said, self._walked = 0, False
        self._watch.begin(detail, spared)
        self._sheet.paint_marks()

    def end(self) -> None:
        self._settle.stop()
        self._watch.end()

    def touch(self) -> None:
        self._watch.touch()

    def look_again(self) -> None:
        """What is looked for changed: an advice was switched off or on."""
        self._watch.look_for_advice()

    @property
    def blocking(self) -> tuple[Point, ...]:
        return self._watch.blocking

    def kept_lines(self) -> tuple[str, ...]:
        """For the send's history: what was kept and why, without the data."""
        return tuple(f"{DATA[one.kind].title}\u00a0: {one.reason}" for one in self._watch.kept_here())

    def ask_again(self) -> None:
        """What was kept on purpose is a point again, as long as nothing was sent."""
        if not self._watch.ask_again():
            announce(self._panel.window(), self.tr("Aucune décision à revoir dans ce texte"))
            return
        self._go_on()

    # -- showing ------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        points = self._watch.points
        draft = self._sheet.draft()
        shown = {
            p.key: (draft.greeting if p.in_greeting else draft.body)[p.start : p.end]
            for p in points
            if p.datum is not None
        }
        self._panel.show_points(points, shown)
        marked = tuple(p.key for p in points if p.datum is not None)
        if marked != self._marked:
            # A decision, or the site's list: paragraphs that nobody typed in are painted again, as typed ones are.
            decided = not set(self._marked) <= set(marked)
            self._marked = marked
            if decided:
                self._sheet.paint_marks()
        self._settle.start()
        self.changed.emit()

    def _say_count(self) -> None:
        count = len(self._watch.points)
        if count != self._said:
            self._said = count
            announce(self._panel.window(), words.heading(self._watch.points) or self.tr("Rien à vérifier"))

    # -- walking ------------------------------------------------------------------------------------------------

    def walk(self, step: int) -> None:
        """To the next point (1) or the one before (-1), around the ends."""
        points = self._watch.points
        if not points:
            return
        keys = [p.key for p in points]
        here = keys.index(self._panel.current) if self._panel.current in keys else 0
        # The first press goes to the first point (or the last): the panel shows one before anybody walked.
        self.go_to(points[(here + step) % len(points)] if self._walked else points[0 if step > 0 else -1])
        self._walked = True

    def go_to(self, point: Point) -> None:
        """Select what the point is about, and give the focus to its answer: a blank is filled where it stands."""
        self._panel.make_current(point.key)
        if point.in_greeting:
            line = self._sheet.greeting.lineEdit()
            if line is not None:
                line.setSelection(point.start, point.end - point.start)
        elif point.end > point.start:
            self._sheet.editor.select_span(point.start, point.end)
        row = self._panel.row(point.key)
        if point.kind in (PointKind.BLANK, PointKind.VARIABLE) or row is None:
            target = self._sheet.greeting if point.in_greeting else self._sheet.editor
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not row.asking:
            row.first_answer.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_first(self) -> str:
        """Lead to the first point that blocks; the sentence that says what remains."""
        remaining = self._watch.blocking
        self.go_to(remaining[0])
        if all(p.kind in (PointKind.BLANK, PointKind.VARIABLE) and not p.in_greeting for p in remaining):
            return left_to_do(self._sheet.editor.marks())
        return words.remaining(remaining)

    # -- answers ------------------------------------------------------------------------------------------------

    def _text(self, point: Point) -> str:
        draft = self._sheet.draft()
        return (draft.greeting if point.in_greeting else draft.body)[point.start : point.end]

    def _mask(self, point: Point) -> None:
        assert point.datum is not None
        instead = DATA[point.datum].masked
        if point.in_greeting:
            text = self._sheet.draft().greeting
            self._sheet.greeting.setEditText(text[: point.start] + instead + text[point.end :])
        else:
            self._sheet.editor.replace_span(point.start, point.end, instead)
        self._go_on()

    def _keep(self, point: Point, reason: str, listed: bool) -> None:
        assert point.datum is not None
        datum = self._text(point)
        self._watch.keep(point.datum, datum, reason)
        if listed:
            self._watch.add_to_site_list(point.datum, datum)
        self._go_on()

    def _go_on(self) -> None:
        """After an answer: to the next one that is needed, else back to the text."""
        remaining = self._watch.blocking
        if remaining:
            self.go_to(remaining[0])
        else:
            self._sheet.editor.setFocus(Qt.FocusReason.OtherFocusReason)
