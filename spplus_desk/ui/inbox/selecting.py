"""Several rows selected: the bar says how many, acts go to all of them, and the list stands still meanwhile."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from spplus_desk.ui import wording
from spplus_desk.ui.announce import announce
from spplus_desk.ui.inbox.model import InboxModel
from spplus_desk.ui.inbox.view import InboxView
from spplus_desk.ui.tasks import Tasks

if TYPE_CHECKING:
    from spplus_desk.services.bulk import BulkOutcome, BulkService
    from spplus_desk.services.inbox import InboxService


class Selecting(QObject):
    """`ended`: one row is selected again, or none. `told` carries a sentence, and the way back or None."""

    ended = Signal()
    told = Signal(str, object)

    def __init__(
        self,
        tasks: Tasks,
        inbox: "InboxService",
        bulk: "BulkService",
        model: InboxModel,
        view: InboxView,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._inbox, self._bulk, self._model, self._view = tasks, inbox, bulk, model, view
        self._was_several = False
        bar = view.bulk
        view.list.selectionModel().selectionChanged.connect(self._on_selection)
        view.list.left_selection.connect(self.leave)
        bar.left.connect(self.leave)
        bar.claim.connect(lambda: self._do(bulk.claim, self.tr("prise en charge"), self.tr("prises en charge")))
        bar.release.connect(lambda: self._do(bulk.release, self.tr("libérée"), self.tr("libérées")))
        bar.tag.connect(
            lambda field, value: self._tag(lambda number, ranges: bulk.set_tag(number, ranges, field, value))
        )
        bar.add_tag.connect(self._add_tag)
        bar.remove_tag.connect(
            lambda tag: self._tag(lambda number, ranges: bulk.remove_business_tag(number, ranges, tag))
        )
        bar.new_tag.connect(lambda: view.name_bar.ask("", self._add_tag, self._focus_list))
        bar.export.connect(self._ask_where)

    @property
    def several(self) -> bool:
        return self._was_several

    def leave(self) -> None:
        """Back to the one row under the cursor."""
        view = self._view.list
        select = QItemSelectionModel.SelectionFlag
        if view.currentIndex().isValid():
            view.selectionModel().select(view.currentIndex(), select.ClearAndSelect)
        else:
            view.clearSelection()
        self._focus_list()

    def export_to(self, path: Path, *, texts: bool) -> None:
        """Write the selected rows to `path`."""
        number = self._count()
        said = wording.count_of(number, self.tr("expérience exportée"), self.tr("expériences exportées"))
        future = self._bulk.export(self._model.listing.number, self._ranges(), path, texts=texts)
        self._tasks.when_done(future, lambda where: self.told.emit(f"{said}\u00a0: {where.name}.", None), owner=self)

    def _ranges(self) -> list[tuple[int, int]]:
        ranges = self._view.list.selectionModel().selection().toList()
        return self._model.places_of([(part.top(), part.bottom()) for part in ranges])

    def _count(self) -> int:
        return sum(count for _, count in self._ranges())

    def _on_selection(self) -> None:
        number = self._count()
        several = number > 1
        if several or self._was_several:
            said = self._view.bulk.show_number(number)
            if several:
                announce(self._view, said)
        if several and not self._was_several:
            self._tasks.when_done(self._inbox.business_tags(), self._view.bulk.show_business_tags, owner=self)
        ended = self._was_several and not several
        self._was_several = several
        if ended:
            self.ended.emit()

    def _tag(self, act: "Callable[[int, list[tuple[int, int]]], Future[BulkOutcome]]") -> None:
        self._do(act, self.tr("étiquetée"), self.tr("étiquetées"))

    def _add_tag(self, tag: str) -> None:
        self._tag(lambda number, ranges: self._bulk.add_business_tag(number, ranges, tag))

    def _do(self, act: "Callable[[int, list[tuple[int, int]]], Future[BulkOutcome]]", one: str, many: str) -> None:
        def done(outcome: "BulkOutcome") -> None:
            self._tell(outcome, one, many)
            self.leave()

        self._tasks.when_done(act(self._model.listing.number, self._ranges()), done, owner=self)

    def _tell(self, outcome: "BulkOutcome", one: str, many: str) -> None:
        parts = [wording.count_of(outcome.done, self.tr("expérience"), self.tr("expériences"))]
        said = f"{parts[0]} {many if outcome.done > 1 else one}."
        if not outcome.done:
            said = self.tr("Rien n’a été changé.")
        if outcome.same:
            said += (
                self.tr(" {count} inchangée.").format(count=wording.number(outcome.same))
                if outcome.same == 1
                else (self.tr(" {count} inchangées.").format(count=wording.number(outcome.same)))
            )
        if outcome.refused:
            said += self.tr(" {count} déjà suivie par un collègue.").format(count=wording.number(outcome.refused))
        back = outcome.back
        undo = None
        if back is not None:
            ask = back

            def undo() -> None:
                self._tasks.when_done(ask(), self._told_back, owner=self)

        self.told.emit(said, undo)

    def _told_back(self, outcome: "BulkOutcome") -> None:
        said = wording.count_of(outcome.done, self.tr("expérience"), self.tr("expériences"))
        self.told.emit(self.tr("Action annulée pour {count}.").format(count=said), None)

    def _ask_where(self, texts: bool) -> None:
        """A dialog that does not stop the window."""
        dialog = QFileDialog(self._view, self.tr("Exporter les expériences"), str(Path.home()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile("experiences.csv")
        dialog.fileSelected.connect(lambda path: self.export_to(Path(path), texts=texts))
        dialog.open()

    def _focus_list(self) -> None:
        self._view.list.setFocus(Qt.FocusReason.OtherFocusReason)
