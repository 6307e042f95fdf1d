"""Running text as tall as it is, and quotes that open. Plain text only: a citizen's text is never read as HTML."""

import re

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextLayout,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QVBoxLayout, QWidget

from spplus_desk.domain.needles import NO_NEEDLES, Needles
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.theme.style import paint_ring
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.marks import cursor_over, mark_style, selection, utf16_places
from spplus_desk.ui.widgets.text import elided

_PARAGRAPHS = re.compile(r"\n[ \t]*\n[\s]*")
_LINE_SEPARATOR = "\u2028"
_SCROLL_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Space)


_SAMPLE = (
    "J’ai pris rendez-vous à l’accueil, annulé la veille puis le matin même. "
    "Existe-t-il un autre moyen de l’obtenir\u00a0?"
)
_CHARACTERS = 74


def measure(theme: Theme, role: Role) -> int:
    """Px of running text that hold about 70 characters a line, words being carried over: 65 to 75 read best (ui.md)."""
    return round(QFontMetricsF(theme.font(role)).horizontalAdvance(_SAMPLE) / len(_SAMPLE) * _CHARACTERS)


class TextBlock(QTextBrowser):
    """Read-only, selectable, copiable. Links are inert: the text has none, whatever it looks like."""

    def __init__(
        self, theme: Theme, role: Role = Role.READING, tone: str = "text", gap: int = 12, weight: int = 400
    ) -> None:
        super().__init__()
        self._theme, self._role, self._tone, self._gap, self._weight = theme, role, tone, gap, weight
        self._text = ""
        self._needles = NO_NEEDLES
        self._spans: list[tuple[int, int]] = []
        self._present: int | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)
        theme.changed.connect(self._write)

    def set_role(self, role: Role) -> None:
        if role is not self._role:
            self._role = role
            self._write()

    def show_text(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self._write()

    # What a search found

    @property
    def found(self) -> int:
        """How many passages are marked."""
        return len(self._spans)

    def show_found(self, needles: Needles, present: int | None = None) -> None:
        """Mark what `needles` find; `present` is the place of the one that was walked to."""
        self._needles, self._present = needles, present
        self._mark()

    def place_of_present(self) -> QRect:
        """Where the present passage stands, in the text's own coordinates."""
        cursor = QTextCursor(self.document())
        if self._present is not None and self._present < len(self._spans):
            cursor.setPosition(self._spans[self._present][0])
        return self.cursorRect(cursor)

    def words_of_present(self) -> str:
        if self._present is None or self._present >= len(self._spans):
            return ""
        start, end = self._spans[self._present]
        return cursor_over(self, start, end).selectedText()

    def _mark(self) -> None:
        text = self.toPlainText()
        places = utf16_places(text)
        self._spans = [(places[start], places[end]) for start, end in self._needles.spans(text)]
        self.setExtraSelections(
            [
                selection(self, start, end, mark_style(self._theme, present=place == self._present))
                for place, (start, end) in enumerate(self._spans)
            ]
        )

    def _write(self) -> None:
        self.clear()
        self.setFont(self._theme.font(self._role, self._weight))
        cursor = QTextCursor(self.document())
        paragraphs = [part for part in _PARAGRAPHS.split(self._text.strip()) if part]
        for place, paragraph in enumerate(paragraphs):
            block = QTextBlockFormat()
            fixed = QTextBlockFormat.LineHeightTypes.FixedHeight.value
            block.setLineHeight(self._theme.line_height(self._role), fixed)
            block.setBottomMargin(self._theme.px(self._gap) if place < len(paragraphs) - 1 else 0)
            if place:
                cursor.insertBlock(block)
            else:
                cursor.setBlockFormat(block)
            style = cursor.charFormat()
            style.setFont(self._theme.font(self._role, self._weight))
            style.setForeground(self._theme.color(self._tone))
            cursor.insertText(paragraph.replace("\n", _LINE_SEPARATOR), style)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._mark()
        self._fit()

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        height = round(self.document().size().height())
        if (height, height) != (self.minimumHeight(), self.maximumHeight()):  # not height(): it may not be given yet
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the pane scrolls, not the text in it

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _SCROLL_KEYS and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            event.ignore()
            return
        super().keyPressEvent(event)


class RingFrame(QFrame):
    """Draws the focus ring around its one child, with a gap that the child itself has no room for."""

    GAP = 8

    def __init__(self, theme: Theme, child: QWidget) -> None:
        super().__init__()
        self._theme, self._child = theme, child
        column = QVBoxLayout(self)
        column.setContentsMargins(self.GAP, self.GAP, self.GAP, self.GAP)
        column.addWidget(child)
        child.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._child.hasFocus():
            with QPainter(self) as painter:
                paint_ring(painter, self._theme, QRectF(self.rect()), 6)


class Quote(QFrame):
    """Somebody's text with a bar at its left: two lines, then « Lire la suite » at the end of the second."""

    def __init__(self, theme: Theme, text: str, name: str, *, opened: bool = False) -> None:
        """`name`: whose text it is, as a screen reader says it."""
        super().__init__()
        self._theme, self._whole, self._opened = theme, text.strip(), opened
        self._block = TextBlock(theme, Role.UI, "text-2", gap=6)
        self._block.setAccessibleName(name)
        self._block.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._more = Button(theme, self.tr("Lire la suite"), "link", height=20)
        self._more.setParent(self)
        self._more.clicked.connect(self._toggle)
        column = QVBoxLayout(self)
        theme.keep_margins(column, 14, 0, 0, 0)
        column.addWidget(self._block)
        theme.changed.connect(self._show)
        self._show()

    def _toggle(self) -> None:
        self._opened = True
        self._show()
        self._block.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._block.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        short = None if self._opened else self._two_lines(self.width() - self._theme.px(14))
        self._more.setVisible(short is not None)
        self._block.show_text(self._whole if short is None else short[0])
        if short is not None:
            self._more.adjustSize()
            line = self._theme.line_height(Role.UI)
            self._more.move(
                self._theme.px(14) + short[1],
                min(line + (line - self._more.height()) // 2, self.height() - self._more.height()),
            )

    def _two_lines(self, width: int) -> tuple[str, int] | None:
        """(what fits on two lines beside the link, where the link goes); None when all fits."""
        flat = " ".join(self._whole.split())
        layout = QTextLayout(flat, self._theme.font(Role.UI))
        layout.beginLayout()
        lines = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            lines.append((line.textStart(), line.textLength()))
        layout.endLayout()
        if len(lines) <= 2 or width < 80:
            return None
        metrics = QFontMetrics(self._theme.font(Role.UI))
        start, length = lines[1]
        room = width - self._more.sizeHint().width()
        second = elided(metrics, flat[start : start + length + 20], room)
        return flat[:start] + second, metrics.horizontalAdvance(second)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show()

    def sizeHint(self) -> QSize:
        return QSize(0, self._block.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(0, 0, 2, self.height(), self._theme.color("border-strong"))
