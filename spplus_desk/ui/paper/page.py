"""« Affiche »: the poster of the figures that the board shows, looked at before it is saved or printed."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from spplus_desk.domain.errors import KnownError
from spplus_desk.domain.statistics import periods
from spplus_desk.domain.statistics.answers import Numbers
from spplus_desk.services.paper.poster import Size
from spplus_desk.services.paper.service import PaperService, Preview
from spplus_desk.ui.announce import announce
from spplus_desk.ui.paper.printing import Printing
from spplus_desk.ui.paper.sheet import Sheet
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.banner import Banner
from spplus_desk.ui.widgets.buttons import HALO, Button
from spplus_desk.ui.widgets.field import Combo
from spplus_desk.ui.widgets.flow import FlowLayout
from spplus_desk.ui.widgets.frames import Pane, h_line
from spplus_desk.ui.widgets.labels import Label

if TYPE_CHECKING:
    from spplus_desk.services.desk import Desk

_HEIGHTS = {Size.A4: 297 / 25.4, Size.A3: 420 / 25.4}
"""Inches."""
_NAMES = {Size.A4: "A4", Size.A3: "A3"}
_ZOOMS = (1.0, 1.5, 2.0, 3.0)
"""Times the whole page."""
_REST_MS = 120
"""A window that is being dragged asks once."""


class PosterPage(Pane):
    """`told` carries the words for the message of the window, `closed` ends the look aside."""

    closed = Signal()
    told = Signal(str)

    def __init__(self, theme: Theme, desk: "Desk", tasks: Tasks) -> None:
        super().__init__("surface")
        self._theme, self._tasks = theme, tasks
        self._service: PaperService = desk.paper
        self._printing = Printing(self)
        self._numbers: Numbers | None = None
        self._question = 0
        self.setObjectName("poster_page")
        self.setAccessibleName(self.tr("Affiche"))
        self.size_combo = Combo(theme)
        self.size_combo.setObjectName("poster_size")
        self.size_combo.setAccessibleName(self.tr("Format"))
        for size, name in _NAMES.items():
            self.size_combo.addItem(name, size)
        self.zoom_combo = Combo(theme)
        self.zoom_combo.setObjectName("poster_zoom")
        self.zoom_combo.setAccessibleName(self.tr("Agrandissement"))
        for zoom in _ZOOMS:
            text = self.tr("Page entière") if zoom == 1 else self.tr("{0}\u00a0%").format(round(zoom * 100))
            self.zoom_combo.addItem(text, zoom)
        self.changes = QCheckBox(self.tr("Montrer ce qui a changé"))
        self.changes.setObjectName("poster_changes")
        self.changes.setAccessibleDescription(
            self.tr("Les changements faits que vos réponses publiées annoncent, trois au plus.")
        )
        self.changes.setChecked(True)
        self.save = Button(theme, self.tr("Enregistrer"), "primary")
        self.save.setObjectName("poster_save")
        self.print = Button(theme, self.tr("Imprimer"), icon="printer-line")
        self.print.setObjectName("poster_print")
        self.print.setAccessibleDescription(self.tr("Ouvre le PDF dans le lecteur de votre poste, qui l’imprime."))
        self.close_button = Button(theme, self.tr("Fermer"), key=self.tr("Échap"))
        self.close_button.setObjectName("poster_close")
        self.note = Label(theme, "", Role.META, tone="text-2", wrap=True)
        self.note.setObjectName("poster_note")
        self.error = Banner(theme, "error", "", action=self.tr("Réessayer"))
        self.error.setObjectName("poster_error")
        self.error.hide()
        self.sheet = Sheet(theme)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        theme = self._theme
        holder = QWidget()
        flow = FlowLayout(holder, gap=theme.px(10))
        title = Label(theme, self.tr("Affiche"), Role.TITLE, 600)
        theme.keep_height(title, 32)
        flow.addWidget(title)
        for widget in (self.size_combo, self.zoom_combo, self.changes):
            theme.keep_height(widget, 32)
            flow.addWidget(widget)
        # An edged button is taller by its halo: what stands beside it begins as much lower.
        left = QVBoxLayout()
        theme.keep_margins(left, 0, HALO, 0, HALO)
        left.addWidget(holder)
        head = QHBoxLayout()
        theme.keep_margins(head, 24, 10 - HALO, 24 - HALO, 4, spacing=8)
        head.addLayout(left, 1)
        for button in (self.save, self.print, self.close_button):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        notes = QHBoxLayout()
        theme.keep_margins(notes, 24, 0, 24, 8)
        notes.addWidget(self.note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(notes)
        column.addWidget(h_line())
        column.addWidget(self.error)
        column.addWidget(self.sheet, 1)

    def _connect(self) -> None:
        self.size_combo.currentIndexChanged.connect(lambda _index: self._draw())
        self.zoom_combo.currentIndexChanged.connect(lambda _index: self._draw())
        self.changes.toggled.connect(lambda _on: self._draw())
        self.save.clicked.connect(self._ask_where)
        self.print.clicked.connect(self.print_it)
        self.close_button.clicked.connect(self.closed)
        self.error.acted.connect(self._draw)
        self.sheet.resized.connect(self._rest.start)
        self._rest.timeout.connect(self._draw)

    # What the window asks of a page

    def open(self, numbers: Numbers) -> None:
        """The poster of these figures: those that the board shows, not others that came meanwhile."""
        self._numbers = numbers
        self.sheet.show_pages((), "")
        self.note.setText(self.tr("Affiche en préparation…"))

    def opened(self) -> None:
        self._draw()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        return {"poster_save": self.save.click, "poster_print": self.print.click}

    def stops(self) -> Iterable[QWidget]:
        return self.size_combo, self.sheet

    def focus(self) -> None:
        self.sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    # The pages

    @property
    def size_chosen(self) -> Size:
        return Size(self.size_combo.currentData())

    def _draw(self) -> None:
        if self._numbers is None or not self.isVisible():
            return
        self._question += 1
        question = self._question
        size = self.size_chosen
        ppi = self.sheet.room * float(self.zoom_combo.currentData()) / _HEIGHTS[size]
        future = self._service.preview(self._numbers, size, ppi, changes=self.changes.isChecked())
        self._tasks.when_done(future, lambda shown: self._show(shown, question), self._failed, owner=self)

    def _show(self, shown: Preview, question: int) -> None:
        if question != self._question or self._numbers is None:
            return
        first = not self.sheet.shown
        self.error.hide()
        self.sheet.show_pages(shown.pages, shown.told)
        self.changes.setEnabled(bool(shown.changes) or not self.changes.isChecked())
        period = periods.words(self._numbers.period)
        parts = [self.tr("{0}, {1}.").format(self._numbers.name, period)]
        if not shown.has_link:
            parts.append(self.tr("Sans code QR\u00a0: le site n’a pas de lien public dans ses réglages."))
        if self.changes.isChecked() and not shown.changes:
            parts.append(self.tr("Aucune réponse publiée de la période n’annonce de changement fait."))
        self.note.setText(" ".join(parts))
        if first:
            announce(self, self.tr("Affiche prête."))

    def _failed(self, error: KnownError) -> None:
        self.error.show_text(self.tr("L’affiche n’a pas pu être préparée."), error.sentence)
        self.error.show()

    # Out of the program

    def _ask_where(self) -> None:
        """Not `exec`: the window goes on behind it."""
        numbers = self._numbers
        if numbers is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, self.tr("Enregistrer"), folder, self.tr("PDF (*.pdf)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"Affiche {_NAMES[self.size_chosen]} {numbers.period.first} {numbers.period.last}.pdf")
        dialog.fileSelected.connect(lambda chosen: self.save_to(Path(chosen)))
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Write the file; a message says where it is."""

        def done(written: Path) -> None:
            self.told.emit(self.tr("Affiche enregistrée\u00a0: {0}").format(written))

        self._write(path, done)

    def print_it(self) -> None:
        """The system's viewer opens the PDF, and prints it: our own printing would lose its tags."""
        try:
            path = self._printing.place("affiche")
        except OSError:
            self._no_place()
            return
        self._write(path, self._hand_over)

    def _hand_over(self, path: Path) -> None:
        if self._printing.open(path):
            self.told.emit(self.tr("L’affiche s’ouvre dans votre lecteur de PDF. Imprimez-la depuis ce lecteur."))
        else:
            self.error.show_text(
                self.tr("Aucun lecteur de PDF ne s’est ouvert."),
                self.tr("Enregistrez l’affiche, puis ouvrez le fichier pour l’imprimer."),
            )
            self.error.show()

    def _no_place(self) -> None:
        self.error.show_text(
            self.tr("L’affiche n’a pas pu être préparée pour l’impression."),
            self.tr("Le disque est peut-être plein. Libérez de la place, puis recommencez."),
        )
        self.error.show()

    def _write(self, path: Path, done: Callable[[Path], None]) -> None:
        if self._numbers is not None:
            future = self._service.poster(self._numbers, path, self.size_chosen, changes=self.changes.isChecked())
            self._tasks.when_done(future, done, self._failed, owner=self)
