"""The channels of one's own structure, and what was felt of each: one command."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.domain.vocabulary import Sentiment
from spplus_desk.ui import wording
from spplus_desk.ui.reading.sentiments import SentimentCombo
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.widgets.popover import Popover


class ChannelPopover(Popover):
    """As `TagPopover`: a click beside it keeps, Escape leaves all as it was."""

    chosen = Signal(str, object, object)
    """Slot, channels, what was felt of each."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, width=400)
        self.setObjectName("channel_popover")
        self.setAccessibleName(self.tr("Canaux et ressenti"))
        self._key, self._kept = "", False
        self._before: tuple[tuple[str, ...], dict[str, Sentiment]] = ((), {})
        self._lines: dict[str, tuple[QCheckBox, SentimentCombo]] = {}
        self._grid = QWidget()
        self.save = Button(theme, self.tr("Enregistrer"), "primary")
        self.save.setObjectName("channel_save")
        self.save.clicked.connect(self.close)
        self._cancel = Button(theme, self.tr("Annuler"), "quiet")
        self._cancel.clicked.connect(self._leave)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        buttons.addStretch()
        buttons.addWidget(self._cancel)
        buttons.addWidget(self.save)
        whole = QWidget()
        self._column = QVBoxLayout(whole)
        theme.keep_margins(self._column, 0, 0, 4, 0, spacing=8)
        head = self.tr("Canaux de votre structure, et ressenti de l’usager pour chacun")
        self._column.addWidget(Label(theme, head, Role.META, tone="text-3", wrap=True))
        self._column.addWidget(self._grid)
        self._column.addStretch()
        self.fill(whole, buttons)
        self.abandoned.connect(self._forget)
        self.closed.connect(self._keep)

    def open_for(self, detail: ExperienceDetail, anchor: QWidget) -> None:
        slot = detail.slot
        self._key, self._kept = detail.row.key, True
        self._before = (slot.channels, dict(slot.channel_sentiments))
        known = [words.stored for words in wording.CHANNELS]
        self._build([*known, *(channel for channel in slot.channels if channel not in known)])
        self.open_under(anchor, right=True)
        first = next(iter(self._lines.values()))[0]
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def _build(self, channels: list[str]) -> None:
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(self._theme.px(2))
        grid.setColumnStretch(0, 1)
        self._lines.clear()
        set_channels, felt = self._before
        for row, channel in enumerate(channels):
            name = wording.channel_name(channel)
            box = QCheckBox(name)
            box.setAccessibleName(name)
            box.setChecked(channel in set_channels)
            combo = SentimentCombo(self._theme, self.tr("Ressenti, {channel}").format(channel=name))
            combo.show_sentiment(felt.get(channel))
            combo.setEnabled(box.isChecked())
            box.toggled.connect(combo.setEnabled)
            self._lines[channel] = (box, combo)
            grid.addWidget(box, row, 0)
            grid.addWidget(combo, row, 1)
        self._column.replaceWidget(self._grid, body)
        self._grid.hide()
        self._grid.deleteLater()
        self._grid = body

    def _leave(self) -> None:
        self._forget()
        self.close()

    def _forget(self) -> None:
        self._kept = False

    def _keep(self) -> None:
        if not self._kept:
            return
        self._kept = False
        chosen = [channel for channel, (box, _) in self._lines.items() if box.isChecked()]
        # Those that were there keep their order: the first one is what the list shows.
        channels = (*(c for c in self._before[0] if c in chosen), *(c for c in chosen if c not in self._before[0]))
        felt = {c: s for c in channels if (s := self._lines[c][1].sentiment) is not None}
        if (channels, felt) != self._before:
            self.chosen.emit(self._key, channels, felt)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
            return
        super().keyPressEvent(event)
