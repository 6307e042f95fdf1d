"""The properties: the clock, the path, the channels, the structures, the tags. Read-only but for one check box."""

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.ui import wording
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.chips import Mark, Pill, sentiment_mark
from spplus_desk.ui.widgets.labels import Label

_LABEL_WIDTH = 144


class PropertiesPanel(QWidget):
    """One column of label over value, or two columns when `set_wide`."""

    improvement_changed = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._wide = False
        self._shown: tuple[ExperienceDetail, datetime] | None = None
        self.setObjectName("properties_panel")
        self.setAccessibleName(self.tr("Informations sur l’expérience"))
        self._body = QWidget()
        self.improvement = QCheckBox(self.tr("Amélioration à considérer"))
        self.improvement.setObjectName("improvement_check")
        self.improvement.setAccessibleName(self.tr("Amélioration à considérer"))
        self.improvement.clicked.connect(self.improvement_changed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(12))
        self._column.addWidget(self._body)
        self._column.addWidget(self.improvement)
        self._column.addStretch()
        theme.changed.connect(self._rebuild)

    def set_wide(self, wide: bool) -> None:
        if wide != self._wide:
            self._wide = wide
            self._rebuild()

    def show_detail(self, detail: ExperienceDetail, now: datetime) -> None:
        self.improvement.setChecked(detail.slot.improvement)
        if (
            self._shown is None
            or self._shown[0] != detail
            or self._clock_text(detail, now) != self._clock_text(*self._shown)
        ):
            self._shown = (detail, now)
            self._rebuild()

    def _rebuild(self) -> None:
        if self._shown is None:
            return
        detail, now = self._shown
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(self._theme.px(8 if self._wide else 0))
        if self._wide:
            grid.setColumnMinimumWidth(0, self._theme.px(_LABEL_WIDTH))
            grid.setColumnStretch(1, 1)
        row = 0
        for label, value in self._entries(detail, now):
            name = Label(self._theme, label, Role.META, tone="text-3", wrap=True)
            if self._wide:
                name.setMinimumHeight(self._theme.px(18))
                grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignTop)
                row += 1
            else:
                grid.addWidget(name, row, 0)
                grid.setRowMinimumHeight(row, self._theme.px(20))
                grid.addWidget(value, row + 1, 0)
                grid.setRowMinimumHeight(row + 2, self._theme.px(12))
                row += 3
        self._column.replaceWidget(self._body, fresh)
        fresh.show()
        self._body.hide()  # it dies later, and must not be seen meanwhile
        self._body.deleteLater()
        self._body = fresh

    def _entries(self, detail: ExperienceDetail, now: datetime) -> Iterable[tuple[str, QWidget]]:
        clock = self.tr("Indicateur publié") if self._wide else self.tr("Indicateur publié (7\u00a0jours)")
        text = self._clock_text(detail, now)
        if self._wide:
            text = self.tr("{date} (moins de 7\u00a0jours)").format(date=text)
        yield clock, self._value(text)
        if detail.experience.procedures:
            yield self.tr("Démarche"), self._value(", ".join(detail.experience.procedures))
        if detail.slot.channels:
            names = ", ".join(wording.channel_name(channel) for channel in detail.slot.channels)
            yield self.tr("Canaux"), self._value(names[:1] + names[1:].lower())
        names = "\n".join(slot.structure_name or slot.structure_id for slot in detail.slots)
        yield self.tr("Structures concernées"), self._value(names)
        yield self.tr("Étiquettes générales"), self._general_tags(detail)
        if detail.slot.business_tags:
            yield self.tr("Étiquettes métier"), self._pills(detail.slot.business_tags)

    @staticmethod
    def _clock_text(detail: ExperienceDetail, now: datetime) -> str:
        row = detail.row
        if row.replied_at is not None:
            return wording.deadline_text(wording.row_status(row, now))
        return wording.due_line(row.due_at, now, row.timezone)

    def _value(self, text: str) -> Label:
        return Label(self._theme, text, wrap=True, selectable=True)

    def _general_tags(self, detail: ExperienceDetail) -> QWidget:
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        if self._wide:
            body.setMaximumWidth(self._theme.px(200))
        grid.setVerticalSpacing(self._theme.px(2))
        for row, (field, word) in enumerate(wording.GENERAL_TAGS):
            grid.addWidget(Label(self._theme, word), row, 0)
            sentiment = getattr(detail.tags, field)
            if sentiment is None:
                value: QWidget = Label(self._theme, self.tr("non précisé"), Role.META, tone="text-3")
            else:
                value = Mark(self._theme, *sentiment_mark(sentiment))
            value.setAccessibleDescription(word)
            grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignRight)
            grid.setRowMinimumHeight(row, self._theme.px(20))
        return body

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
