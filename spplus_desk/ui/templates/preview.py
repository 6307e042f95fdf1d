"""The text of a template with a real experience in it: what is filled is underlined, what is left stands out."""

import re
from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from spplus_desk.domain.templates import VARIABLES, parts
from spplus_desk.ui.theme import Role, Theme

_EMPTY_LINES = re.compile(r"\n\s*\n")
_LEAST, _AROUND = 120, 16
"""Px of the pictures: the least height of a text, and its frame."""


class TemplatePreview(QTextBrowser):
    """Read-only; in two modes: with `values`, as the reply would begin; without, as the template is written."""

    def __init__(self, theme: Theme, name: str, accessible: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[str, Mapping[str, str] | None] = ("", None)
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("quote", False)
        self.setTabChangesFocus(True)
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        # As tall as its text: what is around it scrolls.
        self.document().documentLayout().documentSizeChanged.connect(lambda size: self._fit(size.height()))
        theme.changed.connect(self._redraw)

    def show_body(self, body: str, values: Mapping[str, str] | None = None) -> None:
        if self._shown != (body, values):
            self._shown = (body, values)
            self._redraw()

    def _fit(self, height: float) -> None:
        self.setFixedHeight(max(round(height), self._theme.px(_LEAST)) + self._theme.px(_AROUND))

    def _redraw(self) -> None:
        body, values = self._shown
        self.clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        block = QTextBlockFormat()
        block.setLineHeight(self._theme.line_height(Role.READING), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        block.setBottomMargin(self._theme.px(8))
        cursor.setBlockFormat(block)
        plain = self._plain()
        for part in parts(body):
            if not part.name:
                # An empty line is the space between two paragraphs, which the block has below it already.
                for number, line in enumerate(_EMPTY_LINES.sub("\n", part.text).split("\n")):
                    if number:
                        cursor.insertBlock(block)
                    cursor.insertText(line, plain)
            elif not part.variable:
                cursor.insertText(f"\u00a0{part.name}\u00a0", self._blank())
            elif values is None:
                cursor.insertText(f"\u00a0{VARIABLES.get(part.name, part.name)}\u00a0", self._variable())
            elif values.get(part.name, "").strip():
                cursor.insertText(values[part.name], self._filled())
            else:
                cursor.insertText(f"\u00a0{VARIABLES.get(part.name, part.name)}\u00a0", self._blank())
        cursor.endEditBlock()

    def _plain(self) -> QTextCharFormat:
        found = QTextCharFormat()
        found.setFont(self._theme.font(Role.UI))
        found.setForeground(self._theme.color("text"))
        return found

    def _blank(self) -> QTextCharFormat:
        found = self._plain()
        found.setFont(self._theme.font(Role.UI, 500))
        found.setBackground(self._theme.color("blank-bg"))
        found.setForeground(self._theme.color("blank-fg"))
        found.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        found.setUnderlineColor(self._theme.color("primary"))
        return found

    def _variable(self) -> QTextCharFormat:
        found = self._plain()
        found.setBackground(self._theme.color("hover"))
        found.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        found.setUnderlineColor(self._theme.color("border-strong"))
        return found

    def _filled(self) -> QTextCharFormat:
        found = self._plain()
        found.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        found.setUnderlineColor(self._theme.color("text-3"))
        return found
