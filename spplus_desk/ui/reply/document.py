"""Writing a read-only document block by block: plain text only, so that no citizen's text is ever read as HTML."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import (
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
    QTextTableCellFormat,
    QTextTableFormat,
)

from spplus_desk.ui.theme import Role, Theme

Span = tuple[str, Role, int, str]
"""(text, role, weight, token)."""
_ICON = 16
_FOR_ICON = 4
"""Px more for a line with an icon, which stands a little below its words."""


class DocumentWriter:
    """Appends to `document`, which must be empty."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        self._document = document
        self._theme = theme
        self._cursor = QTextCursor(document)
        self._fresh = True

    def line(self, *spans: Span, icon: tuple[str, str] | None = None, above: int = 0, below: int = 0) -> None:
        """One paragraph; `icon` is a name and a token."""
        self._block(spans[0][1] if spans else Role.UI, above, below, taller=_FOR_ICON if icon is not None else 0)
        if icon is not None:
            self._icon(*icon)
        for text, role, weight, token in spans:
            self._cursor.insertText(text.replace("\n", "\u2028"), self._format(role, weight, token))

    def text(self, body: str, role: Role, token: str = "text", gap: int = 12) -> None:
        """A citizen's or an agent's text: its line ends, and a gap where it leaves a line empty."""
        paragraphs = [part.strip("\n") for part in body.split("\n\n")]
        for paragraph in paragraphs:
            if paragraph.strip():
                self.line((paragraph, role, 400, token), below=gap)

    def quote(self, body: str) -> None:
        """A text with a bar at its left."""
        frame = QTextTableFormat()
        frame.setBorder(0)
        frame.setCellPadding(0)
        frame.setCellSpacing(0)
        frame.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        frame.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
        frame.setTopMargin(self._theme.px(6))  # the margin below the paragraph before does not count before a table
        frame.setBottomMargin(self._theme.px(12))
        table = self._cursor.insertTable(1, 1, frame)
        cell = QTextTableCellFormat()
        cell.setLeftPadding(self._theme.px(12))
        cell.setLeftBorder(2)
        cell.setLeftBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        cell.setLeftBorderBrush(self._theme.color("border-strong"))
        table.cellAt(0, 0).setFormat(cell)
        self._cursor = table.cellAt(0, 0).firstCursorPosition()
        self._fresh = True
        self.text(body, Role.UI, "text-2", gap=6)
        self._cursor = QTextCursor(self._document)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._fresh = True

    def _block(self, role: Role, above: int, below: int, *, taller: int = 0) -> None:
        block = QTextBlockFormat()
        height = self._theme.line_height(role) + self._theme.px(taller)
        block.setLineHeight(height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        block.setTopMargin(self._theme.px(above))
        block.setBottomMargin(self._theme.px(below))
        if self._fresh:
            self._cursor.setBlockFormat(block)
            self._fresh = False
        else:
            self._cursor.insertBlock(block)

    def _format(self, role: Role, weight: int, token: str) -> QTextCharFormat:
        style = QTextCharFormat()
        style.setFont(self._theme.font(role, weight))
        style.setForeground(self._theme.color(token))
        return style

    def _icon(self, name: str, token: str) -> None:
        size = self._theme.px(_ICON)
        url = QUrl(f"icon:{name}/{token}")
        pixmap = self._theme.icon(name, token, size)
        self._document.addResource(QTextDocument.ResourceType.ImageResource.value, url, pixmap)
        image = QTextImageFormat()
        image.setName(url.toString())
        image.setWidth(size)
        image.setHeight(size)
        image.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
        self._cursor.insertImage(image)
        self._cursor.insertText("\u00a0", self._format(Role.UI, 400, token))
