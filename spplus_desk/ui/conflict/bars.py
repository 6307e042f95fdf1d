"""The bar above (where one comes from, which experience) and the bar below (what can be done)."""

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout

from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import HALO, Button
from spplus_desk.ui.widgets.frames import Pane, bar_of, h_line, v_line
from spplus_desk.ui.widgets.labels import ElidingLabel, Label

_TOP, _BOTTOM = 48, 60


class TopBar(Pane):
    def __init__(self, theme: Theme) -> None:
        super().__init__("surface")
        self.back = Button(theme, self.tr("Envois"), "quiet", icon="arrow-left-line", key=self.tr("Échap"))
        self.back.setObjectName("conflict_back")
        self.back.setAccessibleName(self.tr("Retour à Envois"))
        self.title = ElidingLabel(theme, "", Role.UI, 600)
        self.pseudonym = Label(theme, "", tone="text-2")
        self.when = Label(theme, "", Role.META, tone="text-3")
        line = v_line()
        line.setFixedHeight(theme.px(20))
        row = QHBoxLayout()
        row.setContentsMargins(14, 0, 24, 0)
        row.setSpacing(12)
        for widget in (self.back, line, self.title, self.pseudonym):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.when)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar_of(row), 1)
        column.addWidget(h_line())
        theme.keep_height(self, _TOP)


class BottomBar(Pane):
    def __init__(self, theme: Theme) -> None:
        super().__init__("surface-alt")
        self.confirm = Button(theme, self.tr("Confirmer"), "primary", key=self.tr("Ctrl ⏎"), height=36)
        self.confirm.setObjectName("confirm_choice")
        self.keep = Button(theme, self.tr("Garder en brouillon"), "primary", key=self.tr("Ctrl ⏎"), height=36)
        self.keep.setObjectName("conflict_keep_draft")
        self.later = Button(theme, self.tr("Décider plus tard"), "secondary", height=36)
        self.later.setObjectName("decide_later")
        self.later.setToolTip(self.tr("Échap"))
        self._promised = self.tr("Aucun de ces choix ne publie une seconde réponse.")
        self.promise = ElidingLabel(theme, self._promised, Role.UI, tone="text-2")
        self.copy = Button(theme, self.tr("Copier mon texte"), "quiet", icon="file-copy-line")
        self.copy.setObjectName("copy_mine")
        act, rest = QHBoxLayout(), QHBoxLayout()
        for layout in (act, rest):
            layout.setSpacing(0)
        for widget in (self.confirm, self.keep, self.later):
            act.addWidget(widget)
        act.addSpacing(12)
        act.addStretch(0)
        rest.addWidget(self.promise, 1)
        rest.addWidget(self.copy)
        row = self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setContentsMargins(24 - HALO, 0, 24, 0)
        row.setSpacing(0)
        row.addLayout(act)
        row.addLayout(rest, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(h_line())
        column.addWidget(bar_of(row), 1)
        self._theme = theme
        self.set_stacked(stacked=False)

    def set_stacked(self, *, stacked: bool) -> None:
        """Two lines where one would cut the words of a button."""
        way = QBoxLayout.Direction
        self._rows.setDirection(way.TopToBottom if stacked else way.LeftToRight)
        self.setFixedHeight(self._theme.px(_BOTTOM + (36 if stacked else 0)))

    def show_for(self, *, decidable: bool) -> None:
        self.confirm.setVisible(decidable)
        self.keep.setVisible(not decidable)
        self.promise.setText(self._promised if decidable else "")
