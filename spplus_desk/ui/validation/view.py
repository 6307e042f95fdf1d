"""How the review is laid out: testimony, reply, what is known beside; the decision at the foot."""

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.validation.card import ReadCard
from spplus_desk.ui.validation.versions import VersionList
from spplus_desk.ui.widgets.banner import Banner
from spplus_desk.ui.widgets.buttons import HALO, Button
from spplus_desk.ui.widgets.chips import Chip
from spplus_desk.ui.widgets.frames import Pane, bar_of, h_line, v_line
from spplus_desk.ui.widgets.labels import ElidingLabel, Label

_TOP, _SIDE, _ASIDE = 48, 24, 300
_LOWEST, _WIDE = 200, 1600
_NO_LIMIT = 16_777_215
"""Qt's own « as wide as there is room »."""
_STACK_UNDER, _ASIDE_FROM = 760, 1100
"""Effective widths: under the first all stands in one column, from the second on what is known has its own."""


class ReviewView(Pane):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent)
        self._theme = theme
        self.back = Button(theme, self.tr("À valider"), "quiet", icon="arrow-left-line", key=self.tr("Échap"))
        self.back.setObjectName("review_back")
        self.back.setAccessibleName(self.tr("Retour à la liste"))
        self.title = ElidingLabel(theme, "", Role.UI, 600)
        self.pseudonym = Label(theme, "", tone="text-2")
        self.chip = Chip(theme)
        self.banner = Banner(theme, "info", "")
        self.banner.setObjectName("review_banner")
        self.testimony = ReadCard(
            theme, "review_testimony", self.tr("Voir le témoignage"), "arrow-go-back-line", mine=False
        )
        self.testimony.act.setObjectName("review_show_testimony")
        self.reply = ReadCard(theme, "review_reply", self.tr("Commenter ce passage"), "chat-quote-line", mine=True)
        self.reply.act.setObjectName("review_comment_passage")
        self.reply.act.setToolTip("Ctrl M")
        self.submitted = Label(theme, "", Role.META, tone="text-3", wrap=True)
        self.checks = Label(theme, "", Role.UI, tone="text-2", wrap=True, selectable=True)
        self.checks.setObjectName("review_checks")
        self.compared = Label(theme, "", Role.META, tone="text-3", wrap=True)
        self.versions = VersionList(theme)
        self.versions_title = Label(theme, self.tr("Versions précédentes"), Role.HEADING, 600)
        self.passage = ElidingLabel(theme, "", Role.UI, tone="text-2")
        self.passage.setObjectName("review_passage")
        self.drop_passage = Button(theme, self.tr("Tout le texte"), "link", height=24)
        self.drop_passage.setObjectName("review_drop_passage")
        self.drop_passage.setAccessibleName(self.tr("Commenter tout le texte"))
        self.comment = QPlainTextEdit()
        self.comment.setObjectName("review_comment")
        self.comment.setProperty("field", True)
        self.comment.setAccessibleName(self.tr("Commentaire pour l’auteur"))
        self.comment.setPlaceholderText(self.tr("Commentaire pour l’auteur, nécessaire pour renvoyer"))
        self.comment.setTabChangesFocus(True)
        theme.keep_font(self.comment, Role.UI)
        theme.keep_height(self.comment, 62)
        self.approve = Button(theme, self.tr("Approuver"), "primary", key=self.tr("Ctrl ⏎"), height=36)
        self.approve.setObjectName("approve_reply")
        self.send_back = Button(theme, self.tr("Renvoyer à l’auteur"), "secondary", height=36)
        self.send_back.setObjectName("return_reply")
        self.send_back.setToolTip(self.tr("Ctrl Maj ⏎"))
        self.state = Label(theme, "", Role.UI, tone="text-2", wrap=True)
        self.state.setObjectName("review_state")
        self._foot = Pane("surface-alt")
        self._build()
        theme.changed.connect(self._adapt)

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._top())
        banner = QVBoxLayout()
        banner.setContentsMargins(_SIDE, 12, _SIDE, 0)
        banner.addWidget(self.banner)
        whole.addLayout(banner)
        whole.addWidget(self._middle(), 1)
        whole.addWidget(self._build_foot())
        self._order()

    def _top(self) -> QWidget:
        top = Pane("surface")
        line = v_line()
        line.setFixedHeight(self._theme.px(20))
        row = QHBoxLayout()
        row.setContentsMargins(14, 0, _SIDE, 0)
        row.setSpacing(12)
        for widget in (self.back, line, self.title, self.pseudonym):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.chip)
        column = QVBoxLayout(top)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar_of(row), 1)
        column.addWidget(h_line())
        self._theme.keep_height(top, _TOP)
        return top

    def _middle(self) -> QWidget:
        inside = QWidget()
        known = QVBoxLayout(inside)
        known.setContentsMargins(0, 0, HALO, 0)
        known.setSpacing(4)
        known.addWidget(self.submitted)
        known.addSpacing(8)
        known.addWidget(Label(self._theme, self.tr("Vérification"), Role.HEADING, 600))
        known.addWidget(self.checks)
        known.addSpacing(12)
        known.addWidget(self.versions_title)
        known.addWidget(self.compared)
        known.addWidget(self.versions)
        known.addStretch(1)
        self.known = inside
        self.known.setObjectName("review_known")
        self.known.setAccessibleName(self.tr("Vérification et versions"))
        texts = self._texts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        texts.setSpacing(16)
        texts.addWidget(self.testimony, 1)
        texts.addWidget(self.reply, 1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setContentsMargins(_SIDE, 16, _SIDE, 12)
        self._columns.setSpacing(16)
        self._columns.addLayout(texts, 1)
        self._columns.addWidget(self.known)
        middle = QWidget()
        middle.setObjectName("review_inside")
        middle.setLayout(self._columns)
        scroll = self._scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(middle)
        return scroll

    def _build_foot(self) -> QWidget:
        about = QHBoxLayout()
        about.setContentsMargins(HALO, 0, HALO, 0)
        about.setSpacing(4)
        about.addWidget(self.passage)
        about.addWidget(self.drop_passage)
        about.addStretch(1)
        acts = QHBoxLayout()
        acts.setSpacing(4)
        acts.addWidget(self.approve)
        acts.addWidget(self.send_back)
        acts.addWidget(self.state, 1)
        field = QHBoxLayout()
        field.setContentsMargins(HALO, 0, HALO, 0)
        field.addWidget(self.comment)
        inside = QVBoxLayout()
        inside.setContentsMargins(_SIDE - HALO, 8, _SIDE - HALO, 8)
        inside.setSpacing(4)
        inside.addLayout(about)
        inside.addLayout(field)
        inside.addLayout(acts)
        column = QVBoxLayout(self._foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(h_line())
        column.addLayout(inside)
        return self._foot

    def _order(self) -> None:
        order = (
            self.testimony.text,
            self.reply.text,
            self.reply.act,
            self.drop_passage,
            self.comment,
            self.approve,
            self.send_back,
            self.testimony.act,
            self.back,
        )
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    @property
    def foot(self) -> QWidget:
        return self._foot

    def show_judgeable(self, *, judgeable: bool) -> None:
        """Whether the agent decides here; else the texts are only read."""
        for widget in (self.comment, self.approve, self.send_back, self.reply.act):
            widget.setEnabled(judgeable)

    def bring(self, card: ReadCard) -> None:
        """Into sight, where not all has its place."""
        self._scroll.ensureWidgetVisible(card.act, 0, self._theme.px(_LOWEST) - card.act.height())

    def show_deciding(self, *, decides: bool) -> None:
        """Without the decision, for the author who looks at what became of the text."""
        self._foot.setVisible(decides)
        self.reply.act.setVisible(decides)

    def show_passage(self, text: str) -> None:
        self.passage.setText(text)
        for widget in (self.passage, self.drop_passage):
            widget.setVisible(bool(text))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._adapt()

    def _adapt(self) -> None:
        way = QBoxLayout.Direction
        width = self.width() / self._theme.scale
        aside = width >= _ASIDE_FROM
        self._texts.setDirection(way.TopToBottom if width < _STACK_UNDER else way.LeftToRight)
        self._columns.setDirection(way.LeftToRight if aside else way.TopToBottom)
        self.known.setMinimumWidth(self._theme.px(_ASIDE) if aside else 0)
        self.known.setMaximumWidth(self._theme.px(_ASIDE) if aside else _NO_LIMIT)
        role = Role.READING_WIDE if self.window().width() / self._theme.scale >= _WIDE else Role.READING
        for card in (self.testimony, self.reply):
            card.setMinimumHeight(self._theme.px(_LOWEST))
            card.text.set_role(role)
