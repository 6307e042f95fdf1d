"""The text of one template, its blanks and variables marked as the editor marks them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from spplus_desk.domain.documents import Template
from spplus_desk.ui.reply.marks import MarksHighlighter
from spplus_desk.ui.theme import Role, Theme


class TemplateText(QTextBrowser):
    """Read-only."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._body = ""
        self.setObjectName("template_text")
        self.setAccessibleName(self.tr("Texte du modèle"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self._highlighter = MarksHighlighter(self.document(), theme)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        font = self._theme.font(Role.UI)
        self.setFont(font)
        self.document().setDefaultFont(font)
        self._space_lines()

    def show_template(self, template: Template | None) -> None:
        body = template.body if template is not None else ""
        if body != self._body:
            self._body = body
            self.setPlainText(body)
            self._space_lines()

    def _space_lines(self) -> None:
        every = QTextCursor(self.document())
        every.select(QTextCursor.SelectionType.Document)
        block = QTextBlockFormat()
        height = QTextBlockFormat.LineHeightTypes.FixedHeight.value
        block.setLineHeight(self._theme.line_height(Role.UI) + self._theme.px(2), height)
        every.mergeBlockFormat(block)
