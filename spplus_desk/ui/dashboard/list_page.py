"""The experiences behind a figure, with the filter in words; Enter opens one in the inbox."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from spplus_desk.domain.statistics import words
from spplus_desk.domain.statistics.listed import Listed
from spplus_desk.domain.statistics.periods import day_words
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.empty import EmptyState
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.widgets.table import RowsModel, Table


class ListPage(QWidget):
    """`chosen` carries a slot; `export_wanted` the suffix of the file and whether texts go along."""

    closed = Signal()
    chosen = Signal(str)
    export_wanted = Signal(str, bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._lines: Sequence[Listed] = ()
        self._theme = theme
        self.setObjectName("figure_experiences")
        back = Button(theme, self.tr("Retour au tableau"), "quiet", icon="arrow-left-line")
        back.setObjectName("figure_list_back")
        back.clicked.connect(self.closed)
        self.back = back
        self.title = Label(theme, "", Role.TITLE, 600)
        self.filter = Label(theme, "", tone="text-2", wrap=True, selectable=True)
        self.filter.setObjectName("figure_filter")
        self.texts = QCheckBox(self.tr("Joindre les témoignages, données personnelles masquées"))
        self.texts.setObjectName("figure_list_texts")
        head = QHBoxLayout()
        head.addWidget(back)
        head.addWidget(self.title, 1)
        for suffix, name in ((".csv", self.tr("Exporter en CSV")), (".xlsx", self.tr("Exporter en XLSX"))):
            button = Button(theme, suffix[1:].upper(), "quiet", icon="download-2-line" if suffix == ".csv" else None)
            button.setObjectName(f"figure_list_{suffix[1:]}")
            button.setAccessibleName(name)
            button.clicked.connect(lambda _on=False, of=suffix: self.export_wanted.emit(of, self.texts.isChecked()))
            head.addWidget(button)
        self.table = Table(theme, "figure_experience_list", self.tr("Expériences derrière ce chiffre"), row=34)
        self._model = RowsModel(self.table, numeric=9)
        self.table.setModel(self._model)
        self.table.activated.connect(lambda index: self._open(index.row()))
        self.nothing = EmptyState(theme, "inbox-line", self.tr("Aucune expérience"))
        self.nothing.hide()
        column = QVBoxLayout(self)
        theme.keep_margins(column, 24, 12, 24, 16, spacing=8)
        column.addLayout(head)
        column.addWidget(self.filter)
        column.addWidget(self.texts)
        column.addWidget(self.table, 1)
        column.addWidget(self.nothing, 1)

    def show_waiting(self, title: str, filter_words: str) -> None:
        self.title.setText(title)
        self.filter.setText(filter_words)
        self._lines = ()
        self._model.show_rows((), ())
        self.nothing.hide()
        self.table.show()
        self.texts.setChecked(False)

    def show_lines(self, lines: Sequence[Listed], count: int) -> None:
        """`count`: how many the figure counts, where only the newest are shown."""
        self._lines = lines
        head = [
            self.tr("Expérience"), self.tr("Structure"), self.tr("Publiée"), self.tr("Première réponse"),
            self.tr("Ressenti"), self.tr("Canaux"),
        ]  # fmt: skip
        self._model.show_rows(head, [self._row(line) for line in lines])
        self.table.stretch(0)
        if len(lines) < count:
            few, many = words.number(len(lines)), words.number(count)
            self.title.setText(self.tr("Les {0} plus récentes sur {1}").format(few, many))
        self.table.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        if lines:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.table.selectRow(0)
        else:
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, line: Listed) -> list[str]:
        title = line.title if line.kept_here else self.tr("Texte qui n’est plus gardé sur ce poste")
        return [
            title,
            line.structure_name,
            day_words(line.published_on, short=True, year=True),
            words.short_delay(line.delay) if line.delay is not None else self.tr("sans réponse"),
            words.SENTIMENTS.get(line.sentiment, "—"),
            ", ".join(line.channels),
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _open(self, row: int) -> None:
        line = self._lines[row]
        if line.kept_here:
            self.chosen.emit(line.key)
