"""Positif, Neutre, Négatif, or nothing: the line of the properties that opens a menu, and the list of the popovers."""

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy

from spplus_desk.domain.vocabulary import Sentiment
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.theme.style import paint_ring
from spplus_desk.ui.widgets.chips import mark_width, paint_mark, sentiment_mark
from spplus_desk.ui.widgets.field import Combo

CHOICES: tuple[Sentiment | None, ...] = (Sentiment.POSITIVE, Sentiment.NEUTRAL, Sentiment.NEGATIVE, None)
_HEIGHT = 24


class SentimentButton(QPushButton):
    """`name` is what is felt about (« Accessibilité »). Enter, Space or a click opens the four choices."""

    chosen = Signal(object)
    """A Sentiment, or None."""

    def __init__(self, theme: Theme, name: str, sentiment: Sentiment | None) -> None:
        super().__init__()
        self._theme, self._sentiment, self._hover = theme, sentiment, False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setAccessibleDescription(self._word())
        self.setToolTip(self.tr("Modifier"))
        self.setFont(theme.font(Role.META))
        self.clicked.connect(self._open)

    def _word(self) -> str:
        return self.tr("non précisé") if self._sentiment is None else sentiment_mark(self._sentiment)[1]

    def _open(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for choice in CHOICES:
            icon, word, tone = sentiment_mark(choice)
            if choice is None:
                action = menu.addAction(self.tr("Non précisé"))
            else:
                action = menu.addAction(QIcon(self._theme.icon(icon, tone, self._theme.px(16))), word)
            action.setCheckable(True)
            action.setChecked(choice is self._sentiment)
            action.triggered.connect(lambda _checked=False, choice=choice: self._choose(choice))
            if choice is self._sentiment:
                menu.setActiveAction(action)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _choose(self, choice: Sentiment | None) -> None:
        if choice is not self._sentiment:
            self.chosen.emit(choice)

    def sizeHint(self) -> QSize:
        px = self._theme.px
        if self._sentiment is None:
            return QSize(self.fontMetrics().horizontalAdvance(self._word()) + 2 * px(4), px(_HEIGHT))
        return QSize(mark_width(self._theme, self._word()) + 2 * px(4), px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover = True
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = False
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._hover or self.isDown():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("hover"))
                painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
            if self._sentiment is None:
                painter.setPen(theme.color("text-3"))
                painter.setFont(self.font())
                painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._word())
            else:
                icon, word, tone = sentiment_mark(self._sentiment)
                paint_mark(painter, theme, px(4), (self.height() - px(20)) // 2, icon, word, tone)
            if self.hasFocus():
                paint_ring(painter, theme, QRectF(self.rect()), 4)


class SentimentCombo(Combo):
    """The same four choices where there is room for a list."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme)
        self.setAccessibleName(name)
        for choice in CHOICES:
            self.addItem(sentiment_mark(choice)[1], None if choice is None else choice.value)
        theme.changed.connect(self._draw_icons)
        self._draw_icons()

    def _draw_icons(self) -> None:
        side = self._theme.px(16)
        self.setIconSize(QSize(side, side))
        for place, choice in enumerate(CHOICES):
            if choice is not None:
                icon, _word, tone = sentiment_mark(choice)
                self.setItemIcon(place, QIcon(self._theme.icon(icon, tone, side)))

    @property
    def sentiment(self) -> Sentiment | None:
        value = self.currentData()
        return None if value is None else Sentiment(value)

    def show_sentiment(self, sentiment: Sentiment | None) -> None:
        self.setCurrentIndex(CHOICES.index(sentiment))
