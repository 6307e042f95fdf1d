"""« Aperçu public »: the reply as every visitor will read it, word for word."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextBrowser, QVBoxLayout, QWidget

from spplus_desk.domain.blanks import marks
from spplus_desk.domain.outbox import Draft
from spplus_desk.ui.theme import Role, Theme

_GAP = 10


class PublicPreview(QTextBrowser):
    """Read-only. Blanks still to be filled stand out, because they would be the only words not to be published."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[str, Draft] | None = None
        self.setObjectName("public_preview")
        self.setAccessibleName(self.tr("Aperçu public"))
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.changed.connect(self._redraw)

    def show_reply(self, structure: str, draft: Draft) -> None:
        if self._shown != (structure, draft):
            self._shown = (structure, draft)
            self._redraw()

    def _redraw(self) -> None:
        if self._shown is None:
            return
        structure, draft = self._shown
        place = self.verticalScrollBar().value()
        self.clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()  # laid out once, at the end, not at each piece
        self._paragraph(cursor, self.tr("Réponse de {name}").format(name=structure), weight=600, below=2)
        note = self.tr("à la publication, date et heure seront celles de la plateforme")
        self._paragraph(cursor, note, role=Role.META, tone="text-3", below=12)
        if draft.greeting:
            self._paragraph(cursor, draft.greeting)
        body = draft.body.strip("\n")
        for lines in body.split("\n\n") if body else ():
            self._paragraph(cursor, lines)
        closing = "\n".join(line for line in (draft.closing, draft.signature) if line)
        if closing:
            self._paragraph(cursor, closing)
        cursor.endEditBlock()
        self.verticalScrollBar().setValue(place)

    def _paragraph(
        self,
        cursor: QTextCursor,
        text: str,
        *,
        role: Role = Role.UI,
        weight: int = 400,
        tone: str = "text",
        below: int = _GAP,
    ) -> None:
        block = QTextBlockFormat()
        line = self._theme.px(21) if role is Role.UI else self._theme.line_height(role)
        block.setLineHeight(line, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        block.setBottomMargin(self._theme.px(below))
        if cursor.atStart():
            cursor.setBlockFormat(block)
        else:
            cursor.insertBlock(block)
        plain = QTextCharFormat()
        plain.setFont(self._theme.font(role, weight))
        plain.setForeground(self._theme.color(tone))
        blank = QTextCharFormat(plain)
        blank.setBackground(self._theme.color("blank-bg"))
        blank.setForeground(self._theme.color("blank-fg"))
        blank.setFontUnderline(True)
        at = 0
        for mark in marks(text):
            cursor.insertText(text[at : mark.start].replace("\n", "\u2028"), plain)
            cursor.insertText(f"\u00a0{mark.name or self.tr('à remplir')}\u00a0", blank)
            at = mark.end
        cursor.insertText(text[at:].replace("\n", "\u2028"), plain)


class PreviewCard(QFrame):
    """The preview on its card."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.browser = PublicPreview(theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.addWidget(self.browser)
        self.setFocusProxy(self.browser)
