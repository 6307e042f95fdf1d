"""The guide on screen: its pages at the left, the text beside them, a field to search in it."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import (
    QModelIndex,
    QStringListModel,
    Qt,
    QUrl,
    Signal,
)
from PySide6.QtGui import (
    QKeyEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from spplus_desk.ui.announce import announce
from spplus_desk.ui.guide.pages import HOME, contents, text_of
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import HALO, Button
from spplus_desk.ui.widgets.field import LineField
from spplus_desk.ui.widgets.frames import Pane, h_line, v_line
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.widgets.lists import KeyListView
from spplus_desk.ui.widgets.row_delegate import RowDelegate

_LIST, _FIELD, _MEASURE = 208, 224, 720


class _Text(QTextBrowser):
    """Nothing is ever loaded: no picture, no style, no page of the network."""

    def loadResource(self, type: int, name: QUrl | str) -> object:
        return None


class GuideView(Pane):
    """`closed` by Escape. A link to another page of the guide opens it; any other link is only text."""

    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__("surface")
        self._theme = theme
        self._pages = contents()
        self._file = ""
        self._been: list[str] = []
        self.setObjectName("guide_page")
        self.setAccessibleName(self.tr("Guide de l’agent"))
        self.list = KeyListView()
        self.list.setObjectName("guide_list")
        self.list.setAccessibleName(self.tr("Pages du guide"))
        self.list.setItemDelegate(RowDelegate(theme, self.list))
        self.list.setModel(QStringListModel([page.title for page in self._pages], self))
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.entered_by_key.connect(lambda _index: self.focus())
        self.text = _Text()
        self.text.setObjectName("guide_text")
        self.text.setAccessibleName(self.tr("Texte du guide"))
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._follow)
        theme.keep_font(self.text, Role.READING)
        theme.keep_font(self.list, Role.UI)
        self.field = LineField(theme, self.tr("Chercher dans la page"), key="Ctrl+F")
        self.field.setObjectName("guide_find")
        self.field.setAccessibleName(self.tr("Chercher dans la page"))
        self.field.returnPressed.connect(lambda: self.seek(1))
        self._close = Button(theme, self.tr("Fermer"), key=self.tr("Échap"))
        self._close.setObjectName("guide_close")
        self._close.setAccessibleName(self.tr("Fermer le guide"))
        self._close.clicked.connect(self.closed)
        self._build()
        theme.changed.connect(self._restyle)
        self._restyle()
        self.explain(HOME)

    def _build(self) -> None:
        theme = self._theme
        head = QHBoxLayout()
        theme.keep_margins(head, 24, 8, 24 - HALO, 8, spacing=8)
        head.addWidget(Label(theme, self.tr("Guide de l’agent"), Role.TITLE, 600), 1)
        head.addWidget(self.field)
        head.addWidget(self._close)
        middle = QHBoxLayout()
        theme.keep_margins(middle, 24, 16, 16, 0)
        middle.addWidget(self.text, 1)
        side = QVBoxLayout()
        theme.keep_margins(side, 0, 12, 0, 12)
        side.addWidget(self.list)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addLayout(side)
        row.addWidget(v_line())
        row.addLayout(middle, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(h_line())
        column.addLayout(row, 1)

    def _restyle(self) -> None:
        self.list.setFixedWidth(self._theme.px(_LIST))
        self.field.setFixedWidth(self._theme.px(_FIELD))
        if self._file:
            self._load(self._file)

    def _on_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.show_page(self._pages[now.row()].file)

    # What the window asks of a page

    def explain(self, topic: str) -> None:
        """The page about the screen from which one comes."""
        self._been.clear()
        self.show_page(topic)
        self._been.clear()

    def focus(self) -> None:
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def stops(self) -> Iterable[QWidget]:
        return self.list, self.text

    def handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "guide_find": self._go_to_field,
            "guide_next": lambda: self.seek(1),
            "guide_previous": lambda: self.seek(-1),
            "guide_back": self.back,
        }

    # Reading

    @property
    def file(self) -> str:
        """The page that is shown."""
        return self._file

    def show_page(self, file: str) -> None:
        if file == self._file:
            return
        if self._file:
            self._been.append(self._file)
        self._file = file
        self._load(file)
        place = next((row for row, page in enumerate(self._pages) if page.file == file), -1)
        self.list.setCurrentIndex(self.list.model().index(place, 0))

    def _load(self, file: str) -> None:
        self.text.setMarkdown(text_of(file))
        self._set()
        title = next((page.title for page in self._pages if page.file == file), "")
        self.text.setAccessibleDescription(title)

    def _set(self) -> None:
        """The type of the program, and air: Qt gives Markdown large light headings and no space above them."""
        theme, document = self._theme, self.text.document()
        document.setDocumentMargin(0)
        block = document.begin()
        while block.isValid():
            level, cursor, shape = block.blockFormat().headingLevel(), QTextCursor(block), block.blockFormat()
            if level:
                letters = QTextCharFormat()
                letters.setFont(theme.font(Role.TITLE if level == 1 else Role.HEADING, 600))
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(letters)
                shape.setTopMargin(0 if level == 1 else theme.px(20))
                shape.setBottomMargin(theme.px(6))
            elif cursor.currentTable() is None:
                shape.setBottomMargin(theme.px(8))
            shape.setLineHeight(130, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            QTextCursor(block).setBlockFormat(shape)
            block = block.next()
        self._keep_measure()

    def _keep_measure(self) -> None:
        """Lines of 75 characters at most: what is wider is margin."""
        spare = self.text.width() - self._theme.px(_MEASURE)
        self.text.setViewportMargins(0, 0, max(spare, self._theme.px(16)), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_measure()

    def back(self) -> None:
        """To the page from which a link led here."""
        if self._been:
            file = self._been.pop()
            self._file = ""
            self.show_page(file)

    def _follow(self, link: QUrl) -> None:
        name = link.toString()
        if any(page.file == name for page in self._pages):
            self.show_page(name)
            self.focus()

    # Searching

    def _go_to_field(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def seek(self, by: int) -> None:
        """The next (1) or previous (-1) place of what is in the field; round at the ends."""
        wanted = self.field.text().strip()
        if not wanted:
            return
        flags = QTextDocument.FindFlag.FindBackward if by < 0 else QTextDocument.FindFlag(0)
        if self.text.find(wanted, flags):
            return
        ends = QTextCursor.MoveOperation.Start if by > 0 else QTextCursor.MoveOperation.End
        before = self.text.textCursor()
        self.text.moveCursor(ends)
        if not self.text.find(wanted, flags):
            self.text.setTextCursor(before)
            announce(self, self.tr("Aucun passage trouvé"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
