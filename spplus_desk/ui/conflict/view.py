"""How the conflict screen is laid out: who and when, the two texts, the legend, the three choices."""

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from spplus_desk.ui.conflict.bars import BottomBar, TopBar
from spplus_desk.ui.conflict.choices import ChoiceGroup
from spplus_desk.ui.conflict.legend import Legend
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.theme.style import paint_ring
from spplus_desk.ui.widgets.avatar import Avatar
from spplus_desk.ui.widgets.banner import Banner
from spplus_desk.ui.widgets.buttons import HALO
from spplus_desk.ui.widgets.chips import Chip, ChipLook
from spplus_desk.ui.widgets.compared_text import ComparedText
from spplus_desk.ui.widgets.frames import Pane
from spplus_desk.ui.widgets.labels import ElidingLabel, Label

_SIDE, _ICON, _WIDEST = 24, 24, 1416
_WIDE_FROM = 1600
_LOWEST_TEXT = 110
_STACK_UNDER = 640
"""Effective width under which the two texts stand one above the other."""
_NO_LIMIT = 16_777_215
"""Qt's own « as wide as there is room »."""


class ConflictIcon(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(_ICON), self._theme.px(_ICON + 4))

    def paintEvent(self, event: QPaintEvent) -> None:
        size = self._theme.px(_ICON)
        with QPainter(self) as painter:
            self._theme.paint_icon(painter, QRect(0, self._theme.px(2), size, size), "group-line", "warning")


class TextCard(QFrame):
    """A heading with its author and state, and the text."""

    def __init__(self, theme: Theme, *, mine: bool) -> None:
        super().__init__()
        self._theme, self._mine = theme, mine
        self.setObjectName("conflict_card")
        self.heading = ElidingLabel(theme, "", Role.UI, 600)
        self.chip = Chip(theme)
        self.text = ComparedText(theme, mine=mine)
        self._avatar: Avatar | None = None
        head = QFrame()
        head.setObjectName("conflict_card_head")
        self._row = QHBoxLayout(head)
        self._row.setContentsMargins(16, 0, 16, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self.heading, 1)
        self._row.addWidget(self.chip)
        theme.keep_height(head, 45)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.text, 1)
        self._head = head
        self.text.installEventFilter(self)

    def wanted_height(self) -> int:
        return self._head.height() + self.text.wanted_height() + 2

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.text.hasFocus():
            with QPainter(self) as painter:
                paint_ring(painter, self._theme, QRectF(self.rect()), 8)

    def show_author(self, name: str, heading: str, look: ChipLook) -> None:
        if self._avatar is not None:
            self._row.removeWidget(self._avatar)
            self._avatar.deleteLater()
        self._avatar = Avatar(self._theme, name, own=self._mine)
        self._row.insertWidget(0, self._avatar)
        self.heading.setText(heading)
        self.chip.set_look(look)


class ConflictView(Pane):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent)
        self._theme = theme
        self.top = TopBar(theme)
        self.bottom = BottomBar(theme)
        self.title = Label(theme, "", Role.TITLE, 600, wrap=True)
        self.title.setObjectName("conflict_title")
        self.subtitle = Label(theme, "", Role.HEADING, tone="text-2", wrap=True)
        self.absence = Label(theme, "", Role.HEADING, wrap=True)
        self.absence.setObjectName("conflict_absence")
        self.theirs = TextCard(theme, mine=False)
        self.theirs.text.setObjectName("conflict_theirs")
        self.mine = TextCard(theme, mine=True)
        self.mine.text.setObjectName("conflict_mine")
        self.mine.text.setAccessibleName(self.tr("Votre texte"))
        self.legend = Legend(theme)
        self.choices = ChoiceGroup(theme)
        self.refusal = Banner(theme, "warning", "")
        self.refusal.setObjectName("conflict_refusal")
        self._body = QWidget()
        self._body.setObjectName("conflict_inside")
        self._build()
        theme.changed.connect(self._adapt)

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        head = QHBoxLayout()
        head.setContentsMargins(HALO, 0, HALO, 0)
        head.setSpacing(12)
        head.addWidget(ConflictIcon(self._theme))
        head.addLayout(words, 1)
        texts = self._texts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        texts.setContentsMargins(HALO, 0, HALO, 0)
        texts.setSpacing(16)
        texts.addWidget(self.theirs, 1)
        texts.addWidget(self.mine, 1)
        texts.addStretch(0)
        self.legend.rows.setContentsMargins(HALO, 0, HALO, 0)
        self.absence.setContentsMargins(HALO, 0, HALO, 12)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(head)
        column.addSpacing(12)
        column.addWidget(self.absence)
        column.addLayout(texts, 1)
        column.addSpacing(4)
        column.addWidget(self.legend)
        column.addSpacing(8)
        column.addWidget(self.choices)
        column.addWidget(self.refusal)
        column.addStretch(0)
        self._column = column
        self._body.setLayout(column)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.top)
        whole.addWidget(scroll, 1)
        whole.addWidget(self.bottom)
        order = (
            self.theirs.text,
            self.mine.text,
            self.legend.next,
            *self.choices.cards.values(),
            self.bottom.confirm,
            self.bottom.keep,
            self.bottom.later,
            self.bottom.copy,
            self.top.back,
        )
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def show_decidable(self, *, decidable: bool) -> None:
        """Both texts and the choices, or the agent's text alone with the line that says why."""
        for widget in (self.theirs, self.legend, self.choices):
            widget.setVisible(decidable)
        self.absence.setVisible(not decidable)
        self.refusal.hide()
        self.bottom.show_for(decidable=decidable)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._adapt()

    def _adapt(self) -> None:
        theme = self._theme
        side = max(_SIDE, (self.width() - theme.px(_WIDEST)) // 2)
        self._column.setContentsMargins(side - HALO, 16, side - HALO, 12)
        narrow = self.width() / theme.scale < _STACK_UNDER
        self._texts.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self.legend.set_stacked(stacked=narrow)
        self.bottom.set_stacked(stacked=narrow)
        wide = self.window().width() / theme.scale >= _WIDE_FROM
        for card in (self.theirs, self.mine):
            card.text.set_role(Role.READING_WIDE if wide else Role.READING)
        QTimer.singleShot(0, self, self.fit_texts)  # once the texts have their new width

    def fit_texts(self) -> None:
        """Both cards as tall as the longer text asks for, and no taller: the choices follow close below."""
        shown = [card for card in (self.theirs, self.mine) if not card.isHidden()]
        tallest = max(card.wanted_height() for card in shown)
        alone = len(shown) == 1
        for card in shown:
            card.text.setMinimumHeight(self._theme.px(_LOWEST_TEXT))
            card.setMaximumWidth(self._theme.px((_WIDEST - 16) // 2) if alone else _NO_LIMIT)
            card.setMaximumHeight(max(tallest, self._theme.px(_LOWEST_TEXT + 46)))
