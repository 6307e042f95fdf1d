"""The cards over the reading (tags, channels, transfer): made when they are first opened, one at a time."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.domain.structure import Agent, Structure
from spplus_desk.ui.reading.acts import Acts
from spplus_desk.ui.reading.channel_popover import ChannelPopover
from spplus_desk.ui.reading.tag_popover import TagPopover
from spplus_desk.ui.reading.transfer_popover import TransferPopover
from spplus_desk.ui.reading.view import ReadingView
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme

if TYPE_CHECKING:
    from spplus_desk.services.inbox import InboxService


class Cards(QObject):
    """Opens them for what `current` gives, and hands what was chosen to the acts."""

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        service: "InboxService",
        agent: Agent,
        view: ReadingView,
        acts: Acts,
        current: Callable[[], ExperienceDetail | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._theme, self._tasks, self._service, self._agent = theme, tasks, service, agent
        self._view, self._acts, self._current = view, acts, current
        self._tags: TagPopover | None = None
        self._channels: ChannelPopover | None = None
        self._transfer: TransferPopover | None = None

    def open_tags(self) -> None:
        toolbar = self._view.toolbar
        self._open_tags(toolbar.anchor(toolbar.tag), business=False)

    def open_business_tags(self, anchor: QWidget) -> None:
        self._open_tags(anchor, business=True)

    def _open_tags(self, anchor: QWidget, *, business: bool) -> None:
        detail = self._current()
        if detail is None:
            return
        if self._tags is None:
            self._tags = TagPopover(self._theme, self._view)
            self._tags.chosen.connect(self._acts.set_tags)
        card = self._tags
        card.open_for(detail, anchor, business=business)
        self._tasks.when_done(self._service.business_tags(), card.business.set_catalogue, owner=card)

    def open_channels(self, anchor: QWidget) -> None:
        detail = self._current()
        if detail is None:
            return
        if self._channels is None:
            self._channels = ChannelPopover(self._theme, self._view)
            self._channels.chosen.connect(self._acts.set_channels)
        self._channels.open_for(detail, anchor)

    def open_transfer(self) -> None:
        detail = self._current()
        if detail is None or not detail.row.state.open:
            return
        if self._transfer is None:
            self._transfer = TransferPopover(self._theme, self._view, self._agent)
            self._transfer.chosen.connect(self._acts.transfer)
        card, toolbar = self._transfer, self._view.toolbar

        def show(structures: tuple[Structure, ...]) -> None:
            now = self._current()
            if now is not None and now.row.key == detail.row.key:
                card.open_for(detail, structures, toolbar.anchor(toolbar.transfer))

        self._tasks.when_done(self._service.structures(), show, owner=card)
