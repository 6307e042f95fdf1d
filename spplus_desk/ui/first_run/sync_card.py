"""The first synchronisation: how far it is, what can be read already, and a way in before its end."""

from datetime import datetime
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from spplus_desk.domain.inbox import ViewCounts
from spplus_desk.domain.sync_status import SyncPhase, SyncStatus
from spplus_desk.ui.first_run import sync_words
from spplus_desk.ui.first_run.card import Card, Fitted
from spplus_desk.ui.first_run.icon_spot import IconSpot
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.frames import h_line
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.wording import count_of, number

_WIDTH = 680
State = Literal["done", "now", "next"]
_ICONS: dict[State, tuple[str, str]] = {
    "done": ("checkbox-circle-line", "success"),
    "now": ("loader-4-line", "primary"),
    "next": ("time-line", "text-3"),
}


class Step(QWidget):
    """One line: what, and how much of it."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__()
        self._theme = theme
        self._state: State = "next"
        theme.changed.connect(self._restyle)
        self._icon = IconSpot(theme, *_ICONS["next"], 18)
        self._text = Label(theme, text)
        self._value = Label(theme, "", tone="text-2", tabular=True)
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 12, 0, 13)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._text)
        row.addWidget(self._value, 1)

    def _restyle(self) -> None:
        self._text.setFont(self._theme.font(Role.UI, 600 if self._state == "now" else 400))

    def show_state(self, state: State, value: str) -> None:
        self._icon.show_icon(*_ICONS[state])
        self._state = state
        self._restyle()
        self._text.set_tone("text-3" if state == "next" else "text")
        self._value.setText(value)


class WizardSteps(Fitted):
    """« Connexion, Votre site, Première synchronisation »: where the agent is on the way in."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _WIDTH)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for text, icon, tone, weight in (
            (self.tr("Connexion"), "checkbox-circle-line", "success", 400),
            (self.tr("Votre site"), "checkbox-circle-line", "success", 400),
            (self.tr("Première synchronisation"), "download-cloud-2-line", "text", 600),
        ):
            row.addWidget(IconSpot(theme, icon, tone, 18))
            row.addWidget(Label(theme, text, weight=weight, tone="text" if weight > 400 else "text-2"))
            row.addSpacing(20)
        row.addStretch(1)


class SyncCard(Card):
    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _WIDTH)
        self.title = Label(theme, "", Role.TITLE, 600, wrap=True)
        self.subtitle = Label(theme, "", Role.HEADING, tone="text-2", wrap=True)
        self._done = Label(theme, "", weight=600, tabular=True)
        self._total = Label(theme, "", tone="text-2", tabular=True)
        self.bar = QProgressBar()
        self.bar.setObjectName("first_sync_progress")
        self.bar.setAccessibleName(self.tr("Première synchronisation"))
        self.bar.setTextVisible(False)
        self.hint = Label(theme, "", Role.META, tone="text-3", wrap=True)
        self.structures = Step(theme, self.tr("Structures de votre réseau"))
        self.to_answer = Step(theme, self.tr("Expériences à répondre"))
        self.history = Step(theme, self.tr("Historique du site"))
        self.start = Button(theme, self.tr("Commencer à lire"), "primary", height=40)
        self.start.setObjectName("start_reading")
        self.start.setAutoDefault(True)
        self.start.setEnabled(False)
        self.pause = Button(theme, self.tr("Mettre en pause"), "quiet", icon="pause-line", height=40)
        self.pause.setObjectName("pause_sync")
        self.pause.setAutoDefault(True)
        self._build(theme)

    def _build(self, theme: Theme) -> None:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(Label(theme, self.tr("Historique du site")))
        self._done.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._done, 1)
        row.addWidget(self._total)
        self._head = row
        foot = QWidget()
        buttons = QHBoxLayout(foot)
        buttons.setContentsMargins(0, 0, 4, 0)
        buttons.setSpacing(4)
        buttons.addWidget(self.start)
        buttons.addWidget(self.pause)
        buttons.addStretch(1)
        buttons.addWidget(Label(theme, self.tr("Données chiffrées sur ce poste"), Role.META, tone="text-3"))
        self.add(self.title)
        self.add(self.subtitle, above=4)
        self.add(head, above=20)
        self.add(self.bar, above=4)
        self.add(self.hint, above=6)
        self.column.addSpacing(14)
        for n, step in enumerate((self.structures, self.to_answer, self.history)):
            if n:
                self.add(h_line())
            self.add(step)
        self.add_button(foot, above=16)

    def show_progress(self, status: SyncStatus, counts: ViewCounts, structures: int, now: datetime) -> None:
        """Called at each step of the synchronisation; the way in opens as soon as there is something to read."""
        done, total = sync_words.progress(status)
        ready, ended = sync_words.ready(status, counts), status.phase is SyncPhase.SYNCED
        self.title.setText(sync_words.title(status, counts))
        self.subtitle.setText(sync_words.subtitle(status, counts))
        self._done.setText(done)
        self._total.setText(total)
        self._head.activate()  # at once: the figures grow at each page, and must not be painted in the old width
        self._show_bar(status, f"{done} {total}".strip(), ended=ended)
        self.hint.setText(sync_words.hint(status, now))
        known = count_of(structures, self.tr("structure"), self.tr("structures")) if structures else ""
        self.structures.show_state("done" if structures else "now", known)
        self.to_answer.show_state(
            "done" if ready else "next", number(counts.to_answer) if ready else self.tr("ensuite")
        )
        if ended:
            self.history.show_state("done", number(counts.all))
        else:
            self.history.show_state(
                "now" if ready else "next", f"{done} {total}".strip() if ready else self.tr("ensuite")
            )
        paused = status.phase is SyncPhase.PAUSED
        self.pause.setText(self.tr("Reprendre") if paused else self.tr("Mettre en pause"))
        self.pause.setAccessibleName(self.pause.text())
        self.pause.set_icon_name("play-line" if paused else "pause-line")
        self.pause.setVisible(not ended)
        self.open_way_in(ready)

    def open_way_in(self, ready: bool) -> None:
        if ready and not self.start.isEnabled():
            self.start.setEnabled(True)
            self.start.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_bar(self, status: SyncStatus, text: str, *, ended: bool) -> None:
        known = status.total > 0
        # 0 of 0 would be drawn as a bar that never rests, which says nothing.
        self.bar.setRange(0, status.total if known and not ended else 1)
        self.bar.setValue(1 if ended else min(status.done, status.total) if known else 0)
        self.bar.setAccessibleDescription(text)
