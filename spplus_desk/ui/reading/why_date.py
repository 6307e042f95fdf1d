"""« Pourquoi cette date ? » (D): both clocks of an experience, and each day that counted or not."""

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from spplus_desk.domain.document_contents import PauseReason
from spplus_desk.domain.inbox import WhyDate
from spplus_desk.ui.announce import announce
from spplus_desk.ui.reading.counted_days import CountedDays
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.frames import h_line
from spplus_desk.ui.widgets.labels import ElidingLabel, Label
from spplus_desk.ui.widgets.popover import Popover
from spplus_desk.ui.wording import calendars

_WIDTH = 544
_SIDE = 20


class _Clock(QWidget):
    """One clock: its name and its date on a line, how it counts below."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.name = Label(theme, name, weight=600)
        self.date = Label(theme, weight=600, selectable=True)
        self.sentence = Label(theme, tone="text-2", wrap=True)
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(self.name)
        line.addStretch()
        line.addWidget(self.date)
        column = QVBoxLayout(self)
        theme.keep_margins(column, _SIDE, 8, _SIDE, 10, spacing=2)
        column.addLayout(line)
        column.addWidget(self.sentence)

    def show_words(self, date: str, sentence: str) -> None:
        self.date.setText(date)
        self.sentence.setText(sentence)

    def text(self) -> str:
        return f"{self.name.text()}\u00a0: {self.date.text()}\n{self.sentence.text()}"


class WhyDatePopover(Popover):
    """`hours_wanted` carries the structure whose hours the agent wants to see. Ctrl+C copies all of it."""

    hours_wanted = Signal(str)
    pause_wanted = Signal(str, bool, object)
    """A slot, whether its internal clock is to stand still, and the PauseReason or None."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, width=_WIDTH)
        self.setObjectName("why_date_popup")
        self.setAccessibleName(self.tr("Pourquoi cette date\u00a0?"))
        self._why: WhyDate | None = None
        self.published = _Clock(theme, self.tr("Indicateur publié"))
        self.internal = _Clock(theme, self.tr("Objectif interne"))
        self.days = CountedDays(theme)
        self.foot = Label(theme, role=Role.META, tone="text-3", wrap=True)
        self.hours = Button(theme, self.tr("Horaires et fermetures du site"), "link")
        self.hours.setObjectName("site_hours")
        self.hours.clicked.connect(self._ask_hours)
        self.leave = Button(theme, self.tr("Fermer"), "quiet", key=self.tr("Échap"), height=28)
        self.leave.setObjectName("close_popup")
        self.leave.clicked.connect(self.close)
        self.pause = Button(theme, self.tr("Mettre en pause"), "link", height=24)
        self.pause.setObjectName("pause_clock")
        self.pause.clicked.connect(self._toggle_pause)
        self.reasons = QMenu(self)
        self.reasons.setObjectName("pause_reasons")
        self.reasons.setAccessibleName(self.tr("Ce que le site attend"))
        for reason, words in calendars.PAUSE_WORDS.items():
            self.reasons.addAction(f"{words[:1].upper()}{words[1:]}").triggered.connect(
                partial(self._ask_pause, reason)
            )
        self.reasons.addAction(self.tr("Sans précision")).triggered.connect(partial(self._ask_pause, None))
        self._build()
        QWidget.setTabOrder(self.pause, self.days)
        QWidget.setTabOrder(self.days, self.hours)
        QWidget.setTabOrder(self.hours, self.leave)

    def _build(self) -> None:
        theme = self._theme
        head = QHBoxLayout()
        theme.keep_margins(head, _SIDE, 10, _SIDE - 10, 2, spacing=8)
        head.addWidget(ElidingLabel(theme, self.accessibleName(), Role.HEADING, 600), 1)
        head.addWidget(self.leave)
        foot = QHBoxLayout()
        theme.keep_margins(foot, _SIDE, 8, _SIDE - 4, 10, spacing=12)
        foot.addWidget(self.foot, 1)
        foot.addWidget(self.hours, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.published)
        column.addWidget(h_line())
        column.addWidget(self.internal)
        below = QHBoxLayout()
        theme.keep_margins(below, _SIDE - 4, 0, _SIDE, 6)
        below.addWidget(self.pause)
        below.addStretch()
        column.addLayout(below)
        column.addWidget(h_line())
        column.addWidget(self.days, 1)
        column.addWidget(h_line())
        column.addLayout(foot)

    # Showing

    def open_for(self, why: WhyDate, now: datetime, anchor: QWidget) -> None:
        self.show_why(why, now)
        self.open_under(anchor, right=True)
        self.days.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_why(self, why: WhyDate, now: datetime) -> None:
        """Also while it is open: the day may turn, the hours may change."""
        self._why = why
        calendar, zone = why.rules.calendar, why.rules.calendar.zone
        today = now.astimezone(ZoneInfo(zone)).date()
        self.published.show_words(
            calendars.due_words(why.published_due, zone, today, by_day=why.date_only),
            self.tr("7\u00a0jours entiers après le jour de la publication. Tous les jours comptent, fériés compris.")
            if why.date_only
            else self.tr(
                "7\u00a0jours de 24\u00a0heures après la publication. Tous les jours comptent, fériés compris."
            ),
        )
        self.internal.show_words(self._internal_date(why, today_of=now), self._internal_sentence(why))
        self.days.show_days(why, today)
        self.pause.setText(self.tr("Reprendre le décompte") if why.paused else self.tr("Mettre en pause"))
        self.pause.setAccessibleName(self.pause.text())
        self.pause.setAccessibleDescription(
            self.tr("Quand le site attend quelqu’un, l’objectif interne ne court plus.")
        )
        self.pause.setToolTip(self.pause.accessibleDescription())
        self.pause.setVisible(not why.answered)
        years = [line.day.year for line in why.days] or [today.year]
        foot = [f"{calendars.zone_words(zone, why.published_at)}.", calendars.calendar_words(calendar, years)]
        self.foot.setText(" ".join(foot))
        self.setAccessibleDescription(self.text())

    def _internal_date(self, why: WhyDate, today_of: datetime) -> str:
        zone = why.rules.calendar.zone
        if why.internal_due is None:
            return self.tr("suspendu") if why.paused else self.tr("aucune date")
        return calendars.due_words(why.internal_due, zone, today_of.astimezone(ZoneInfo(zone)).date())

    def _internal_sentence(self, why: WhyDate) -> str:
        rules = why.rules
        if why.internal_due is None and not why.paused:
            return self.tr("Le site n’a aucune heure d’ouverture pendant deux ans\u00a0: rien ne peut être promis.")
        target = calendars.target_words(rules.target)
        parts = [] if why.pause is None else [calendars.pause_line(why.pause, rules.calendar.zone)]
        parts += [f"{target[:1].upper()}{target[1:]}.", calendars.week_words(rules.calendar.week)]
        if not rules.hours_from:
            parts.append(self.tr("Horaires par défaut\u00a0: le site n’a pas encore donné les siens."))
        elif rules.hours_from != rules.structure_id:
            parts.append(self.tr("Horaires de {name}.").format(name=why.hours_from_name or rules.hours_from))
        return " ".join(parts)

    # The text

    def text(self) -> str:
        """All of it as plain text, a day on a line."""
        lines = [self.accessibleName(), "", self.published.text(), "", self.internal.text(), ""]
        return "\n".join([*lines, *self.days.lines(), "", self.foot.text()])

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
        announce(self, self.tr("Explication copiée"))

    def _toggle_pause(self) -> None:
        if self._why is None:
            return
        if self._why.paused:
            self.pause_wanted.emit(self._why.key, False, None)
        else:
            self.reasons.popup(self.pause.mapToGlobal(QPoint(0, self.pause.height())))

    def _ask_pause(self, reason: PauseReason | None, _checked: bool = False) -> None:
        if self._why is not None:
            self.pause_wanted.emit(self._why.key, True, reason)

    def _ask_hours(self) -> None:
        why = self._why
        self.close()
        if why is not None:
            self.hours_wanted.emit(why.rules.structure_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        super().keyPressEvent(event)
