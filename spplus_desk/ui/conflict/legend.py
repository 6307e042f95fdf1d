"""The line under the two texts: what each mark means, where the agent is among the differences."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.labels import Label


class LegendMark(QWidget):
    """« Pointillé : seulement chez Mme Faure », its first word marked as in the text."""

    def __init__(self, theme: Theme, word: str, *, mine: bool) -> None:
        super().__init__()
        self._theme, self._word, self._mine, self._rest = theme, word, mine, ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_whose(self, text: str) -> None:
        self._rest = f"\u00a0: {text}"
        self.setAccessibleName(self._word + self._rest)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._theme.font(Role.META))
        return QSize(metrics.horizontalAdvance(self._word + self._rest) + 4, self._theme.px(20))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, font = self._theme, self._theme.font(Role.META)
        width = QFontMetrics(font).horizontalAdvance(self._word)
        with QPainter(self) as painter:
            painter.setFont(font)
            mark = QRectF(0, 2, width, self.height() - 5)
            painter.fillRect(mark, theme.color("diff-a" if self._mine else "diff-b"))
            style = Qt.PenStyle.SolidLine if self._mine else Qt.PenStyle.DotLine
            painter.setPen(QPen(theme.color("link" if self._mine else "warning"), 1.5, style))
            painter.drawLine(mark.bottomLeft(), mark.bottomRight())
            middle = int(Qt.AlignmentFlag.AlignVCenter)
            painter.setPen(theme.color("text"))
            painter.drawText(QRectF(0, 0, width + 2, self.height()), middle, self._word)
            painter.setPen(theme.color("text-3"))
            painter.drawText(QRectF(width, 0, self.width(), self.height()), middle, self._rest)


class Legend(QWidget):
    """`next` walks through the differences; without any, one sentence says so."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theirs = LegendMark(theme, self.tr("Pointillé"), mine=False)
        self._mine = LegendMark(theme, self.tr("Trait plein"), mine=True)
        self._alike = Label(
            theme, self.tr("Les deux textes disent la même chose, mot pour mot."), Role.META, tone="text-3"
        )
        self.place = Label(theme, "", Role.META, tone="text-3", tabular=True)
        self.place.setObjectName("difference_place")
        self.next = Button(theme, self.tr("Différence suivante"), "quiet", key="F8", height=28)
        self.next.setObjectName("next_difference")
        self.next.setToolTip(self.tr("F8, et Maj+F8 pour la précédente"))
        marks, walk = QHBoxLayout(), QHBoxLayout()
        marks.setSpacing(16)
        walk.setSpacing(16)
        for widget in (self._theirs, self._mine, self._alike):
            marks.addWidget(widget)
        marks.addStretch(1)
        walk.addStretch(1)
        walk.addWidget(self.place)
        walk.addWidget(self.next)
        self.rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self.rows.setSpacing(8)
        self.rows.addLayout(marks)
        self.rows.addLayout(walk)

    def set_stacked(self, *, stacked: bool) -> None:
        """Marks above, walk below, where there is no room for one line."""
        way = QBoxLayout.Direction
        self.rows.setDirection(way.TopToBottom if stacked else way.LeftToRight)

    def show_names(self, theirs: str) -> None:
        self._theirs.show_whose(self.tr("seulement chez {name}").format(name=theirs))
        self._mine.show_whose(self.tr("seulement chez vous"))

    def show_total(self, total: int) -> None:
        for widget in (self._theirs, self._mine, self.place, self.next):
            widget.setVisible(total > 0)
        self._alike.setVisible(total == 0)
        self.place.setText("")
