"""Layout of the reading: toolbar, testimony and what follows it, properties beside or below, composer."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QSpacerItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from spplus_desk.domain.values import Value
from spplus_desk.ui.reading.comments import CommentBox, CommentList, CommentModel
from spplus_desk.ui.reading.composer import Composer
from spplus_desk.ui.reading.history import HistorySection
from spplus_desk.ui.reading.properties import PropertiesPanel
from spplus_desk.ui.reading.similar import SimilarSection
from spplus_desk.ui.reading.testimony import CitizenText
from spplus_desk.ui.reading.text_block import Quote, RingFrame, TextBlock, measure
from spplus_desk.ui.reading.toolbar import ReadingToolbar
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.banner import Banner
from spplus_desk.ui.widgets.chips import Chip, ChipLook, Mark
from spplus_desk.ui.widgets.empty import EmptyState
from spplus_desk.ui.widgets.frames import Pane
from spplus_desk.ui.widgets.labels import ElidingLabel, Label


class Arrangement(Enum):
    """Where the properties stand, and how wide the text may be: (left margin, right margin, text, properties)."""

    WIDE = (56, 40, 656, 392)
    SIDE = (32, 24, 560, 184)
    UNDER = (32, 24, 656, 0)

    @property
    def margins(self) -> tuple[int, int]:
        return self.value[0], self.value[1]

    @property
    def text(self) -> int:
        return self.value[2]

    @property
    def properties(self) -> int:
        return self.value[3]


class ReplyBlock(Value):
    """One reply below the testimony: who, when, in which state (own replies), the text."""

    title: str
    when: str
    text: str
    look: ChipLook | None = None
    opened: bool = False
    after: tuple[str, ...] = ()
    """What came back once it was published, a line each."""


class SectionHeader(QWidget):
    """Icon, bold words, quiet words."""

    def __init__(self, theme: Theme, icon: str, strong: str, quiet: str = "", look: ChipLook | None = None) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        mark = Mark(theme, icon, "", "text-2")
        mark.setFixedWidth(theme.px(16))
        row.addWidget(mark)
        row.addWidget(Label(theme, strong, weight=600))
        if look is not None:
            row.addWidget(Chip(theme, look))
        if quiet:
            row.addWidget(ElidingLabel(theme, quiet, Role.META, tone="text-3"), 1)
        row.addStretch()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)


class ReadingView(QFrame):
    """Shows what the pane gives it. Widgets are public: the pane connects them."""

    escaped = Signal()

    def __init__(self, theme: Theme, comments: CommentModel) -> None:
        super().__init__()
        self._theme = theme
        self._arrangement = Arrangement.SIDE
        self.setProperty("pane", "surface")
        self.setObjectName("reading_pane")
        self.toolbar = ReadingToolbar(theme)
        self.title = TextBlock(theme, Role.TITLE, weight=600)  # not a label: what a search found is marked in it
        self.title.setObjectName("experience_title")
        self.title.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.chip = Chip(theme)
        self.sentiment = Mark(theme)
        self.pseudonym = Label(theme, role=Role.META, weight=500, selectable=True)
        self.published = ElidingLabel(theme, role=Role.META, tone="text-3")
        self.gone = Banner(theme, "warning", "")
        self.returned = Banner(theme, "warning", "", action=self.tr("Voir les versions"))
        self.writing = Banner(theme, "warning", "", icon="edit-line", action=self.tr("Écrire quand même"))
        self.writing.setObjectName("writing_banner")
        self.found = Banner(theme, "info", "", icon="search-line", action=self.tr("Effacer les marques"))
        self.found.setObjectName("found_banner")
        self.found.hide()
        self.testimony = CitizenText(theme)
        self.testimony.setObjectName("reading_view")
        self.testimony.setAccessibleName(self.tr("Témoignage"))
        self.own_reply = QWidget()
        self.own_reply.setObjectName("own_reply")
        self.own_reply.setAccessibleName(self.tr("Réponse de votre structure"))
        self.other_replies = QWidget()
        self.other_replies.setObjectName("other_replies")
        self.other_replies.setAccessibleName(self.tr("Réponses des autres structures"))
        for section in (self.own_reply, self.other_replies):
            QVBoxLayout(section).setContentsMargins(0, 0, 0, 0)
        self.comments = CommentList(theme, comments)
        self.similar = SimilarSection(theme, SectionHeader(theme, "thumb-up-line", self.tr("Cas proches jugés utiles")))
        self.comments_header = SectionHeader(
            theme, "chat-private-line", self.tr("Commentaires internes"),
            self.tr("lus par la DITP et les structures concernées"),
        )  # fmt: skip
        self.comment_box = CommentBox(theme)
        self.history = HistorySection(theme)
        self.properties = PropertiesPanel(theme)
        self.composer = Composer(theme)
        self.empty = EmptyState(theme, "chat-quote-line", "")
        self.show_choice(True)
        self._build()

    def _build(self) -> None:
        page = QWidget()
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.toolbar)
        rows.addWidget(self._build_scroller(), 1)
        rows.addWidget(self.composer)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        self.show_nothing()
        self.set_arrangement(Arrangement.SIDE)

    def _build_scroller(self) -> QScrollArea:
        self._side = QWidget()
        self._side_column = QVBoxLayout(self._side)
        self._side_column.setContentsMargins(0, self._theme.px(18), 0, self._theme.px(24))
        self._side_column.addWidget(self.properties)
        self._side_column.addStretch()
        self.text_column = self._build_text_column()
        content = self._content = Pane("surface")
        self._content_row = QHBoxLayout(content)
        self._content_row.setSpacing(0)
        self._content_row.addWidget(self.text_column, 1)
        self._between = QSpacerItem(0, 0, QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Minimum)
        self._content_row.addSpacerItem(self._between)
        self._content_row.addWidget(self._side)
        self.scroller = QScrollArea()
        self.scroller.setWidgetResizable(True)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setWidget(content)
        return self.scroller

    def _build_text_column(self) -> QWidget:
        """Head, testimony in its ring, tail. The ring stands in the 8 px that head and tail leave at both sides."""
        px, gap = self._theme.px, RingFrame.GAP
        meta = QHBoxLayout()
        meta.setSpacing(0)
        meta.addWidget(self.chip)
        meta.addSpacing(px(12))
        meta.addWidget(self.sentiment)
        meta.addSpacing(px(12))
        meta.addWidget(self.pseudonym)
        meta.addWidget(self.published, 1)
        head = QVBoxLayout()
        head.setContentsMargins(gap, px(20), gap, px(16) - gap)
        head.setSpacing(px(8))
        head.addWidget(self.title)
        head.addLayout(meta)
        head.addWidget(self.gone)
        head.addWidget(self.returned)
        head.addWidget(self.writing)
        head.addWidget(self.found)
        tail = QVBoxLayout()
        tail.setContentsMargins(gap, px(18) - gap, gap, px(24))
        tail.setSpacing(0)
        tail.addWidget(self.own_reply)
        tail.addWidget(self.other_replies)
        tail.addWidget(self.comments_header)
        tail.addSpacing(px(6))
        tail.addWidget(self.comments)
        tail.addWidget(self.comment_box)
        tail.addWidget(self.similar)
        tail.addWidget(self.history)
        self._under = QVBoxLayout()
        tail.addLayout(self._under)
        tail.addStretch()
        column_widget = QWidget()
        column = QVBoxLayout(column_widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        self._ring = RingFrame(self._theme, self.testimony)
        column.addWidget(self._ring)
        column.addLayout(tail, 1)
        return column_widget

    # What the pane tells

    def show_choice(self, some: bool) -> None:
        """What stands here until one is chosen, and where there is none to choose."""
        strong = self.tr("Choisissez une expérience") if some else self.tr("Rien à lire dans cette vue")
        if strong != self.empty.accessibleName():
            self.empty.show_text(strong, self.tr("Flèches pour parcourir, Entrée pour lire.") if some else "")

    def show_nothing(self) -> None:
        self._pages.setCurrentIndex(0)

    def show_experience(self) -> None:
        self._pages.setCurrentIndex(1)

    def show_replies(self, section: QWidget, icon: str, blocks: Sequence[ReplyBlock]) -> None:
        """Fill `own_reply` or `other_replies`; an empty section leaves no gap."""
        layout = section.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.setSpacing(self._theme.px(6))
        while layout.count():
            item = layout.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for block in blocks:
            layout.addWidget(SectionHeader(self._theme, icon, block.title, block.when, block.look))
            layout.addWidget(Quote(self._theme, block.text, block.title, opened=block.opened))
            for line in block.after:
                layout.addWidget(Label(self._theme, line, Role.META, tone="text-2", wrap=True, selectable=True))
            layout.addSpacing(self._theme.px(12))
        section.setVisible(bool(blocks))

    def set_arrangement(self, arrangement: Arrangement) -> None:
        self._arrangement = arrangement
        px = self._theme.px
        gap = RingFrame.GAP
        left, right = (px(margin) for margin in arrangement.margins)
        between = px(32) - gap if arrangement is not Arrangement.UNDER else 0
        self._content_row.setContentsMargins(left - gap, 0, right if between else right - gap, 0)
        self._between.changeSize(between, 0, QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Minimum)
        self._content_row.invalidate()
        self.composer.set_side_margins(left, right)
        self.text_column.setMaximumWidth(px(arrangement.text) + 2 * gap)
        self.properties.set_wide(arrangement is not Arrangement.SIDE)
        self._side.setVisible(arrangement is not Arrangement.UNDER)
        if arrangement is Arrangement.UNDER:
            self._under.addWidget(self.properties)
        else:
            self._side.setFixedWidth(px(arrangement.properties))
            self._side_column.insertWidget(0, self.properties)
        role = Role.READING_WIDE if arrangement is Arrangement.WIDE else Role.READING
        self.testimony.set_role(role)
        self._ring.setMaximumWidth(measure(self._theme, role) + 2 * gap)

    def scroll_to_top(self) -> None:
        self.scroller.verticalScrollBar().setValue(0)

    def scroll_to(self, widget: QWidget) -> None:
        self.scroller.ensureWidgetVisible(widget, 0, self._theme.px(24))

    def scroll_to_point(self, widget: QWidget, point: QPoint) -> None:
        """`point` of `widget` comes in sight, with a few lines around it."""
        at = widget.mapTo(self._content, point)
        self.scroller.ensureVisible(at.x(), at.y(), 0, self._theme.px(60))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            bar = self.scroller.verticalScrollBar()
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            bar.setValue(bar.value() + (-1 if back else 1) * self.scroller.viewport().height() * 9 // 10)
            return
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        super().keyPressEvent(event)
