"""The properties: the clocks, the path, the channels, the structures, the tags. What the agent may set opens from its
own line; the rest is read only."""

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from spplus_desk.domain.commands import CommandKind
from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.ui import wording
from spplus_desk.ui.reading.internal_target import InternalTarget, target_label
from spplus_desk.ui.reading.sentiments import SentimentButton
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import HALO, IconButton
from spplus_desk.ui.widgets.checks import CheckBox
from spplus_desk.ui.widgets.chips import Mark, Pill, sentiment_mark
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.wording import calendars

_LABEL_WIDTH = 144
_TAGS_WIDTH = 200


class PropertiesPanel(QWidget):
    """One column of label over value, or two columns when `set_wide`."""

    improvement_changed = Signal(bool)
    tag_chosen = Signal(str, object)
    """The field of a general tag, and a Sentiment or None."""
    business_tags_wanted = Signal(object)
    """The widget under which they are to be edited."""
    channels_wanted = Signal(object)
    why_wanted = Signal(object)
    """The widget under which the two dates are to be explained."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._wide = False
        self._shown: tuple[ExperienceDetail, datetime] | None = None
        self.setObjectName("properties_panel")
        self.setAccessibleName(self.tr("Informations sur l’expérience"))
        self._body = QWidget()
        self.improvement = CheckBox(self.tr("Amélioration à considérer"))
        self.improvement.setObjectName("improvement_check")
        self.improvement.setAccessibleName(self.tr("Amélioration à considérer"))
        self.improvement.clicked.connect(self.improvement_changed)
        self._improvement_waits = self._waiting_mark()
        self._improvement_waits.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(12))
        self._column.addWidget(self._body)
        self._column.addWidget(self.improvement)
        self._column.addWidget(self._improvement_waits)
        self._column.addStretch()
        theme.changed.connect(self._rebuild)

    def set_wide(self, wide: bool) -> None:
        if wide != self._wide:
            self._wide = wide
            self._rebuild()

    def show_detail(self, detail: ExperienceDetail, now: datetime) -> None:
        self.improvement.setChecked(detail.slot.improvement)
        self._improvement_waits.setVisible(CommandKind.SET_IMPROVEMENT in detail.unsent)
        if (
            self._shown is None
            or self._shown[0] != detail
            or self._clock_text(detail, now) != self._clock_text(*self._shown)
            or self._internal_text(detail, now) != self._internal_text(*self._shown)
        ):
            self._shown = (detail, now)
            self._rebuild()

    def _rebuild(self) -> None:
        if self._shown is None:
            return
        detail, now = self._shown
        focused = self._focused_name()
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self._theme.px(8 if self._wide else 0))
        grid.setVerticalSpacing(self._theme.px(8 if self._wide else 0))
        if self._wide:
            grid.setColumnMinimumWidth(0, self._theme.px(_LABEL_WIDTH))
            grid.setColumnStretch(1, 1)
        row = 0
        for head, value in self._entries(detail, now):
            if self._wide:
                grid.addWidget(head, row, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignTop)
                row += 1
            else:
                grid.addWidget(head, row, 0)
                grid.setRowMinimumHeight(row, self._theme.px(20))
                grid.addWidget(value, row + 1, 0)
                grid.setRowMinimumHeight(row + 2, self._theme.px(12))
                row += 3
        old, self._body = self._body, fresh
        for child in old.findChildren(QWidget):
            child.setObjectName("")  # gone for who looks by name, before Qt deletes them
        self._column.replaceWidget(old, fresh)
        fresh.show()
        before: QWidget = self.improvement  # new widgets come last in the window otherwise
        for child in fresh.findChildren(QWidget):
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus:
                QWidget.setTabOrder(before, child)
                before = child
        QWidget.setTabOrder(before, self.improvement)
        if focused:
            # What was changed stays under the fingers.
            again = fresh.findChild(QWidget, focused)
            if again is not None:
                again.setFocus(Qt.FocusReason.OtherFocusReason)
        old.hide()  # it dies later, and must not be seen meanwhile
        old.deleteLater()

    def _focused_name(self) -> str:
        widget: QWidget | None = self.window().focusWidget()
        return widget.objectName() if widget and self._body.isAncestorOf(widget) else ""

    def _entries(self, detail: ExperienceDetail, now: datetime) -> Iterable[tuple[QWidget, QWidget]]:
        clock = self.tr("Indicateur publié") if self._wide else self.tr("Indicateur publié (7\u00a0jours)")
        text = self._clock_text(detail, now)
        if self._wide:
            text = self.tr("{date} (moins de 7\u00a0jours)").format(date=text)
        yield self._head(clock), self._value(text)
        if detail.rules is not None:
            text = self._internal_text(detail, now)
            if self._wide:
                text = f"{text} ({calendars.target_short(detail.rules.target)})"
            target = InternalTarget(self._theme, text)
            target.why.clicked.connect(lambda: self.why_wanted.emit(target.why))
            yield self._head(target_label(detail.rules, wide=self._wide)), target
        if detail.experience.procedures:
            yield self._head(self.tr("Démarche")), self._value(", ".join(detail.experience.procedures))
        edit = self._edit("edit_channels", self.tr("Modifier les canaux"))
        edit.clicked.connect(lambda: self.channels_wanted.emit(edit))
        yield self._head(self.tr("Canaux"), edit), self._channels(detail)
        names = "\n".join(slot.structure_name or slot.structure_id for slot in detail.slots)
        yield self._head(self.tr("Structures concernées")), self._value(names)
        yield self._head(self.tr("Étiquettes générales")), self._general_tags(detail)
        edit_tags = self._edit("edit_business_tags", self.tr("Modifier les étiquettes métier"))
        edit_tags.clicked.connect(lambda: self.business_tags_wanted.emit(edit_tags))
        yield self._head(self.tr("Étiquettes métier"), edit_tags), self._business_tags(detail)

    @staticmethod
    def _internal_text(detail: ExperienceDetail, now: datetime) -> str:
        row = detail.row
        paused = any(one.end is None for one in detail.pauses)
        return calendars.internal_line(row.internal_due_at, row.replied_at, now, row.timezone, paused=paused)

    @staticmethod
    def _clock_text(detail: ExperienceDetail, now: datetime) -> str:
        row = detail.row
        if row.replied_at is not None:
            return wording.deadline_text(wording.row_status(row, now))
        return wording.due_line(row.due_at, now, row.timezone)

    def _head(self, label: str, edit: IconButton | None = None) -> QWidget:
        name = Label(self._theme, label, Role.META, tone="text-3", wrap=True)
        name.setMinimumHeight(self._theme.px(18))
        if edit is None:
            return name
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(name, 1)
        row.addWidget(edit)
        return head

    def _edit(self, object_name: str, name: str) -> IconButton:
        button = IconButton(self._theme, "pencil-line", name, size=24)
        button.setObjectName(object_name)
        return button

    def _value(self, text: str) -> Label:
        return Label(self._theme, text, wrap=True, selectable=True)

    def _waiting_mark(self) -> Mark:
        return Mark(self._theme, "upload-cloud-2-line", self.tr("en attente d’envoi"), "info")

    def _column_of(self, *widgets: QWidget, waits: bool) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.px(2))
        for widget in widgets:
            column.addWidget(widget)
        if waits:
            column.addWidget(self._waiting_mark())
        return body

    def _channels(self, detail: ExperienceDetail) -> QWidget:
        slot, waits = detail.slot, CommandKind.SET_CHANNELS in detail.unsent
        if not slot.channels:
            return self._column_of(Label(self._theme, self.tr("non précisé"), tone="text-3"), waits=waits)
        if not slot.channel_sentiments:
            names = ", ".join(wording.channel_short(channel) for channel in slot.channels)
            return self._column_of(self._value(names[:1] + names[1:].lower()), waits=waits)
        body, grid = self._two_columns()
        grid.setContentsMargins(0, 0, HALO, 0)  # the buttons of the tags below keep that much for their ring
        for row, channel in enumerate(slot.channels):
            name = self._value(wording.channel_short(channel))
            name.setToolTip(wording.channel_name(channel))
            grid.addWidget(name, row, 0)
            felt = slot.channel_sentiments.get(channel)
            if felt is not None:
                grid.addWidget(Mark(self._theme, *sentiment_mark(felt)), row, 1, Qt.AlignmentFlag.AlignRight)
        return self._column_of(body, waits=waits)

    def _two_columns(self) -> tuple[QWidget, QGridLayout]:
        """Names at the left, what was felt at the right: as wide for channels as for tags."""
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        if self._wide:
            body.setMaximumWidth(self._theme.px(_TAGS_WIDTH))
        return body, grid

    def _general_tags(self, detail: ExperienceDetail) -> QWidget:
        body, grid = self._two_columns()
        for row, (field, word) in enumerate(wording.GENERAL_TAGS):
            grid.addWidget(Label(self._theme, word), row, 0)
            value = SentimentButton(self._theme, word, getattr(detail.tags, field))
            value.setObjectName(f"tag_{field}")
            value.chosen.connect(lambda sentiment, field=field: self.tag_chosen.emit(field, sentiment))
            grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignRight)
        return self._column_of(body, waits=CommandKind.SET_TAGS in detail.unsent)

    def _business_tags(self, detail: ExperienceDetail) -> QWidget:
        if detail.slot.business_tags:
            return self._pills(detail.slot.business_tags)
        return Label(self._theme, self.tr("aucune"), Role.META, tone="text-3")

    def _pills(self, tags: Iterable[str]) -> QWidget:
        """As many on a line as the narrow column holds."""
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.px(4))
        room = self._theme.px(232 if self._wide else 184)
        line, used = QHBoxLayout(), 0
        lines = [line]
        for tag in tags:
            pill = Pill(self._theme, tag)
            width = pill.sizeHint().width() + self._theme.px(4)
            if used and used + width > room:
                line, used = QHBoxLayout(), 0
                lines.append(line)
            line.addWidget(pill)
            used += width
        for line in lines:
            line.setSpacing(self._theme.px(4))
            line.addStretch()
            column.addLayout(line)
        return body
