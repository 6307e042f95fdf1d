"""How writing mode is laid out, and how it changes with the width. It decides nothing else."""

from datetime import datetime
from enum import Enum
from itertools import pairwise
from typing import cast

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.ui.reply.assist import AssistPanel
from spplus_desk.ui.reply.banners import BannerArea
from spplus_desk.ui.reply.change import ChangeLine
from spplus_desk.ui.reply.guard.panel import GuardPanel
from spplus_desk.ui.reply.send_bar import SendBar
from spplus_desk.ui.reply.sheet import Sheet
from spplus_desk.ui.reply.testimony import TestimonyView
from spplus_desk.ui.reply.top_bar import TopBar
from spplus_desk.ui.reply.words import claimed_line
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import HALO, Button
from spplus_desk.ui.widgets.frames import Pane, Splitter
from spplus_desk.ui.widgets.labels import ElidingLabel, Label
from spplus_desk.ui.wording.presence import writing_line


class Layout(Enum):
    """Breakpoints on the window's width divided by the text scale (ui.md §6)."""

    WIDE = 1600
    THREE = 1280
    DRAWER = 1100
    STACKED = 0

    @classmethod
    def of(cls, width: float) -> "Layout":
        return next(layout for layout in cls if width >= layout.value)


_TESTIMONY = {Layout.WIDE: 464, Layout.THREE: 322, Layout.DRAWER: 300}
_AID = {Layout.WIDE: 480, Layout.THREE: 344, Layout.DRAWER: 344, Layout.STACKED: 344}
_LOW = 720
"""Height of the window, divided by the text scale, under which the guard shows one point at a time (ui.md §6)."""
_MINIMUM = (240, 400)
_LEAST_TESTIMONY, _GAP = 56, 8
_SIDE = {Layout.WIDE: 48, Layout.THREE: 24, Layout.DRAWER: 24, Layout.STACKED: 24}


class ReplyView(Pane):
    """Bar above, then testimony, sheet and aid: side by side, or the aid in a drawer, or the testimony above."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent)
        self._theme = theme
        self._layout: Layout | None = None
        self.bar = TopBar(theme)
        self.testimony = TestimonyView(theme)
        self.sheet = Sheet(theme)
        self.change = ChangeLine(theme)
        self.guard = GuardPanel(theme)
        self.send_bar = SendBar(theme)
        self.assist = AssistPanel(theme)
        self.heading = Label(theme, self.tr("Votre réponse"), Role.HEADING, 600)
        self.in_name_of = ElidingLabel(theme, "", Role.META, tone="text-3")
        self.template = Button(theme, self.tr("Modèle"), "quiet", icon="file-list-line", key="Ctrl M")
        self.template.setObjectName("choose_template")
        self.banners = BannerArea(theme)
        self._writing = Pane("surface")
        self._page, self._scroller = QWidget(), QScrollArea()
        self._settled = QTimer(self, singleShot=True, interval=0)
        self._testimony_side = Pane("surface")
        self.splitter = Splitter(theme, [322, 644, 344])
        self._build()
        self.assist.installEventFilter(self)
        self.guard.rows_changed.connect(self._order_focus)
        theme.changed.connect(self._adapt)

    def _build(self) -> None:
        inside = QVBoxLayout(self._testimony_side)
        inside.setContentsMargins(16, 8, 4, 0)
        inside.addWidget(self.testimony)
        head = QHBoxLayout()
        head.setContentsMargins(HALO, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self.heading)
        head.addWidget(self.in_name_of, 1)
        head.addWidget(self.template)
        sheet = QVBoxLayout()
        sheet.setContentsMargins(HALO, 0, HALO, 0)
        sheet.addWidget(self.sheet)
        page = QVBoxLayout(self._page)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(8)
        page.addLayout(head)
        page.addWidget(self.banners)
        page.addLayout(sheet, 1)
        page.addWidget(self.change)
        guard = QVBoxLayout()
        guard.setContentsMargins(HALO, 0, HALO, 0)
        guard.addWidget(self.guard)
        page.addLayout(guard)
        self._scroller.setWidgetResizable(True)
        self._scroller.setFrameShape(QFrame.Shape.NoFrame)
        self._scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroller.setWidget(self._page)
        for ground in (self._page, self._scroller.viewport()):
            ground.setAutoFillBackground(False)
        self._page.installEventFilter(self)
        self._settled.timeout.connect(self._keep_answer_in_sight)
        self._scroller.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self._settled.start())
        cast("QApplication", QApplication.instance()).focusChanged.connect(self._on_focus)
        column = QVBoxLayout(self._writing)
        column.setSpacing(8)
        column.addWidget(self._scroller, 1)
        column.addWidget(self.send_bar)
        self.splitter.addWidget(self._testimony_side)
        self.splitter.addWidget(self._writing)
        self._testimony_side.setMinimumWidth(_MINIMUM[0])
        self._writing.setMinimumWidth(_MINIMUM[1])
        self.splitter.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.bar)
        whole.addWidget(self.splitter, 1)

    def _order_focus(self) -> None:
        templates, sheet = self.assist.templates, self.sheet
        chain: list[QWidget] = [
            self.bar.back,
            self.template,
            sheet.greeting,
            sheet.remove_template,
            sheet.editor,
            sheet.closing,
            sheet.signature,
            self.change.edit,
            *self.guard.focus_chain(),
            self.send_bar.send,
            self.send_bar.validate,
            self.assist.tabs.tabBar(),
            templates.search,
            templates.list,
            templates.text,
            templates.insert,
            self.assist.preview.browser,
            self.testimony,
            self.bar.more,
        ]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    # -- what is shown ------------------------------------------------------------------------------------------

    def show_nothing(self, view_name: str) -> None:
        """Before the reply is there: empty, and closed to typing."""
        self.bar.show_view(view_name)
        self.bar.status.show_state("")
        self.banners.clear()
        self.change.hide()
        self.testimony.clear_experience()
        self.sheet.setEnabled(False)
        self.assist.show_templates(())

    def show_experience(self, detail: ExperienceDetail, now: datetime, me: str) -> None:
        """`me` is the agent's id."""
        self.bar.show_row(detail.row, now)
        self.testimony.show_experience(detail, now)
        self._warn(detail, now, me)
        in_name_of = self.tr("publique, au nom de {name}").format(name=detail.row.structure_name)
        self.in_name_of.setText(in_name_of)
        self.sheet.editor.setAccessibleDescription(in_name_of)
        self.sheet.editor.setPlaceholderText(self.tr("Votre réponse à {name}").format(name=detail.row.pseudonym))

    def _warn(self, detail: ExperienceDetail, now: datetime, me: str) -> None:
        """Who else is at it, or was: told, never a lock."""
        row, banners = detail.row, self.banners
        writing = writing_line(detail.slot.writers, now, me)
        if writing:
            banners.put("writing", "warning", writing, self.tr("Vous pouvez écrire quand même."), icon="edit-line")
        else:
            banners.drop("writing")
        if row.claimed_by not in (None, me):
            claimed = claimed_line(row.claimed_by_name, detail.slot.claimed_at, now)
            banners.put("claim", "warning", claimed, self.tr("Vous pouvez écrire quand même."), icon="team-line")
        else:
            banners.drop("claim")
        if row.state.open:
            banners.drop("answered")
        else:
            strong = self.tr("Votre structure a déjà une réponse à cette expérience.")
            banners.put("answered", "info", strong, self.tr("Ce que vous écrivez reste en brouillon sur ce poste."))

    # -- width --------------------------------------------------------------------------------------------------

    @property
    def has_drawer(self) -> bool:
        return self._layout in (Layout.DRAWER, Layout.STACKED)

    @property
    def drawer_open(self) -> bool:
        return self.has_drawer and not self.assist.isHidden()

    def open_drawer(self, shown: bool) -> None:
        """Where the aid has no column of its own, show or hide it over the sheet."""
        if self.has_drawer:
            self.assist.setVisible(shown)
            self._place_drawer()

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """The drawer gives way to what it covers: nobody types where they cannot see."""
        if not self.drawer_open or new is None or not self.isAncestorOf(new) or self.assist.isAncestorOf(new):
            return
        if QRect(new.mapTo(self, QPoint(0, 0)), new.size()).intersects(self.assist.geometry()):
            self.open_drawer(False)

    def go_to_cases(self) -> None:
        self.open_drawer(True)
        self.assist.go_to_cases()

    def go_to_templates(self) -> None:
        self.open_drawer(True)
        self.assist.go_to_templates()

    def go_to_preview(self) -> None:
        self.open_drawer(True)
        self.assist.go_to_preview()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._adapt()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.assist and event.type() == QEvent.Type.Show:
            self._place_drawer()
        if watched is self._page and event.type() == QEvent.Type.LayoutRequest:
            self._keep_room()
        return super().eventFilter(watched, event)

    def _keep_answer_in_sight(self) -> None:
        """A point of more lines than the one before it pushes its answers down, and the focus is on one of them."""
        focused = QApplication.focusWidget()
        if focused is not None and self.guard.isAncestorOf(focused):
            self._scroller.ensureWidgetVisible(focused, 0, _GAP)

    def _adapt(self) -> None:
        self.guard.set_single(self.window().height() / self._theme.scale < _LOW)
        layout = Layout.of(self.window().width() / self._theme.scale)
        if layout is not self._layout:
            self._layout = layout
            self._arrange(layout)
        self._keep_room()
        self._place_drawer()

    def _keep_room(self) -> None:
        """Two lines of the reply stand whatever the window: the testimony gives way first, then the page scrolls."""
        stacked = self._layout is Layout.STACKED
        rest = self.send_bar.sizeHint().height() + 3 * _GAP + self.splitter.handleWidth()
        testimony = max(self._theme.px(_LEAST_TESTIMONY), self._testimony_side.minimumSizeHint().height())
        bar = max(self.bar.minimumHeight(), self.bar.sizeHint().height())
        room = self.height() - bar - rest - testimony
        self._scroller.setMinimumHeight(max(0, min(self._page.minimumSizeHint().height(), room)) if stacked else 0)

    def _arrange(self, layout: Layout) -> None:
        px = self._theme.px
        wide, stacked = layout is Layout.WIDE, layout is Layout.STACKED
        self.sheet.set_wide(wide)
        self.testimony.set_room(wide=wide, titled=wide or stacked)
        self.assist.set_stacked(wide)
        side = _SIDE[layout] - HALO
        margins = self._writing.layout()
        assert isinstance(margins, QBoxLayout)
        margins.setContentsMargins(side, 8, side, 8)
        inside = self._testimony_side.layout()
        assert inside is not None
        inside.setContentsMargins(32 if wide else 16, 8, 4, 0)  # the text keeps 8 px around itself for its ring
        self.splitter.setOrientation(Qt.Orientation.Vertical if stacked else Qt.Orientation.Horizontal)
        aid = px(_AID[layout])
        if self.has_drawer:
            self.assist.setParent(self)
            self.assist.hide()
            self.assist.setProperty("drawer", True)
        else:
            self.assist.setProperty("drawer", False)
            self.splitter.addWidget(self.assist)
            self.assist.setMinimumWidth(px(300))
            self.assist.show()
        self.assist.style().unpolish(self.assist)
        self.assist.style().polish(self.assist)
        # QSplitter stacks the last one lowest: a screen reader would meet the aid first and the testimony last.
        if not self.has_drawer:
            self.assist.lower()
        self._writing.lower()
        self._testimony_side.lower()
        self._set_sizes(layout, aid)
        self._order_focus()

    def _set_sizes(self, layout: Layout, aid: int) -> None:
        if layout is Layout.STACKED:
            height = max(self.height() - self.bar.height(), 100)
            sizes = [round(height * 0.35), round(height * 0.65)]
        else:
            first = self._theme.px(_TESTIMONY[layout])
            rest = self.width() - first - (0 if self.has_drawer else aid)
            sizes = [first, rest] if self.has_drawer else [first, rest, aid]
        self.splitter.arrange(sizes)
        for index in range(self.splitter.count()):
            self.splitter.setStretchFactor(index, 1 if index == 1 else 0)

    def _place_drawer(self) -> None:
        if self.drawer_open:
            top = self.bar.height()
            width = min(self._theme.px(_AID[Layout.DRAWER]), self.width())
            self.assist.setGeometry(self.width() - width, top, width, self.height() - top)
            self.assist.raise_()
