"""« Que voulez-vous faire ? »: three radio buttons drawn as cards, the safe one chosen."""

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGroupBox, QRadioButton, QSizePolicy, QStyle, QStyleOptionButton

from spplus_desk.domain.conflicts import Choice
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.theme.style import paint_ring

_PAD, _RADIO, _GAP, _HALO = 12, 18, 10, 4
_STACK_UNDER = 720
_NAMES = {Choice.KEEP_THEIRS: "choice_keep", Choice.SHARE: "choice_share", Choice.ASK_REPLACEMENT: "choice_replace"}


class ChoiceCard(QRadioButton):
    """Label in bold, explanation below on as many lines as it takes; all of it can be clicked."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._plain = ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.keep_font(self, Role.UI, 600)

    def show_words(self, label: str, explanation: str) -> None:
        self.setText(label)
        self.setAccessibleName(label)
        self.setAccessibleDescription(explanation)
        self._plain = explanation
        self.updateGeometry()
        self.update()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def sizeHint(self) -> QSize:
        width = self._theme.px(300)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self._theme.px(60))

    def heightForWidth(self, width: int) -> int:
        px = self._theme.px
        room = QRect(0, 0, max(width - 2 * _HALO - px(2 * _PAD + _RADIO + _GAP), 40), 2_000)
        wrap = int(Qt.TextFlag.TextWordWrap)
        high = [
            QFontMetrics(self._theme.font(Role.UI, weight)).boundingRect(room, wrap, text).height()
            for weight, text in ((600, self.text()), (400, self._plain))
        ]
        return sum(high) + 2 * px(_PAD) + 2 * _HALO

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px, on = self._theme, self._theme.px, self.isChecked()
        body = QRectF(self.rect()).adjusted(_HALO, _HALO, -_HALO, -_HALO)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            edge = 2.0 if on else 1.0
            painter.setPen(QPen(theme.color("primary" if on else "border-strong"), edge))
            painter.setBrush(theme.color("hover" if self.underMouse() and not on else "surface"))
            painter.drawRoundedRect(body.adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2), 6, 6)
            option = QStyleOptionButton()
            self.initStyleOption(option)
            option.rect = QRect(round(body.left()) + px(_PAD), round(body.top()) + px(_PAD), px(_RADIO), px(_RADIO))
            self.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorRadioButton, option, painter, self)
            self._paint_words(painter, body)
            if self.hasFocus():
                paint_ring(painter, theme, QRectF(self.rect()), 8)

    def _paint_words(self, painter: QPainter, body: QRectF) -> None:
        theme, px = self._theme, self._theme.px
        wrap = Qt.TextFlag.TextWordWrap
        left = body.left() + px(_PAD + _RADIO + _GAP)
        room = QRectF(left, body.top() + px(_PAD), body.right() - px(_PAD) - left, body.height())
        painter.setPen(theme.color("text"))
        painter.setFont(theme.font(Role.UI, 600))
        drawn = painter.boundingRect(room, int(wrap), self.text())
        painter.drawText(room, int(wrap), self.text())
        painter.setPen(theme.color("text-2"))
        painter.setFont(theme.font(Role.UI))
        painter.drawText(room.adjusted(0, drawn.height(), 0, 0), int(wrap), self._plain)


class ChoiceGroup(QGroupBox):
    """Arrows move between the three. `chosen` follows."""

    chosen = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("choice_group")
        self.setTitle(self.tr("Que voulez-vous faire\u00a0?"))
        self.setAccessibleName(self.title())
        theme.keep_font(self, Role.HEADING, 600)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self.cards: dict[Choice, ChoiceCard] = {}
        for choice, name in _NAMES.items():
            card = self.cards[choice] = ChoiceCard(theme)
            card.setObjectName(name)
            card.toggled.connect(lambda on: self.chosen.emit() if on else None)
            self._row.addWidget(card, 1)
        self.reset()

    def show_words(self, words: dict[Choice, tuple[str, str]]) -> None:
        for choice, (label, explanation) in words.items():
            self.cards[choice].show_words(label, explanation)

    def reset(self) -> None:
        """The safe choice."""
        self.cards[Choice.KEEP_THEIRS].setChecked(True)

    @property
    def choice(self) -> Choice:
        return next(choice for choice, card in self.cards.items() if card.isChecked())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        stacked = self.width() / self._theme.scale < _STACK_UNDER
        direction = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        if direction != self._row.direction():
            self._row.setDirection(direction)
