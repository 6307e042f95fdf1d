"""Paints guided blanks, unfilled variables, personal data and unknown words in the editor, from sources merged here.

The brackets of blanks and variables are kept in the text and painted away.
"""

from collections.abc import Callable

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextBlock, QTextCharFormat, QTextDocument

from spplus_desk.domain.blanks import BRACKET, marks, units
from spplus_desk.ui.theme import Theme

DataSource = Callable[[str, str], tuple[tuple[int, int], ...]]
"""(paragraph before, paragraph) to the spans of personal data in the second, in characters."""
SpellingSource = Callable[[QTextBlock], tuple[tuple[int, int], ...]]
"""A paragraph to the spans of its unknown words, in characters."""
_SMALL = 0.1
_PADDING = 1.5
"""A painted-away bracket: its size beside its text's, and the px that each of its characters keeps as padding."""


class MarksHighlighter(QSyntaxHighlighter):
    """Blank: blank-bg, medium weight, underlined in primary. Variable: hover background, dotted underline. Personal
    data: warning-bg, dashed underline. Unknown word: a wave in the error colour, where no datum stands."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._theme = theme
        self._data: DataSource | None = None
        self._spelling: SpellingSource | None = None
        theme.changed.connect(self.rehighlight)

    def set_data_source(self, source: DataSource | None) -> None:
        """Where personal data are asked for, paragraph by paragraph; None: they are not marked."""
        self._data = source
        self.rehighlight()

    def set_spelling_source(self, source: SpellingSource | None) -> None:
        """Where unknown words are asked for; None: they are not marked."""
        self._spelling = source

    def highlightBlock(self, text: str) -> None:
        data = () if self._data is None else self._data(self.currentBlock().previous().text(), text)
        if self._spelling is not None:
            fault = self._fault_format()
            for start, end in self._spelling(self.currentBlock()):
                if not any(first < end and start < last for first, last in data):
                    self.setFormat(units(text, start), units(text, end) - units(text, start), fault)
        if data:
            datum = self._datum_format()
            for start, end in data:
                self.setFormat(units(text, start), units(text, end) - units(text, start), datum)
        for mark in marks(text):
            inside, bracket = self._formats(variable=mark.variable)
            start, end = units(text, mark.start), units(text, mark.end)
            self.setFormat(start, BRACKET, bracket)
            self.setFormat(start + BRACKET, end - start - 2 * BRACKET, inside)
            self.setFormat(end - BRACKET, BRACKET, bracket)

    def _fault_format(self) -> QTextCharFormat:
        fault = QTextCharFormat()
        fault.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        fault.setUnderlineColor(self._theme.color("error"))
        return fault

    def _datum_format(self) -> QTextCharFormat:
        datum = QTextCharFormat()
        datum.setBackground(self._theme.color("warning-bg"))
        datum.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
        datum.setUnderlineColor(self._theme.color("warning"))
        return datum

    def _formats(self, *, variable: bool) -> tuple[QTextCharFormat, QTextCharFormat]:
        background = self._theme.color("hover" if variable else "blank-bg")
        inside = QTextCharFormat()
        inside.setBackground(background)
        inside.setForeground(self._theme.color("text" if variable else "blank-fg"))
        style = QTextCharFormat.UnderlineStyle
        inside.setUnderlineStyle(style.DotLine if variable else style.SingleUnderline)
        inside.setUnderlineColor(self._theme.color("border-strong" if variable else "primary"))
        if not variable:
            inside.setFontWeight(500)
        bracket = QTextCharFormat(inside)
        bracket.setForeground(background)
        bracket.setFontPointSize(self.document().defaultFont().pointSizeF() * _SMALL)
        bracket.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
        bracket.setFontLetterSpacing(_PADDING)
        return inside, bracket
