"""The cards over the reading (tags, channels, transfer): made when they are first opened, one at a time."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from spplus_desk.domain.errors import KnownError, StorageFault
from spplus_desk.domain.inbox import ExperienceDetail, WhyDate
from spplus_desk.domain.structure import Agent, Structure
from spplus_desk.ui.reading.acts import Acts
from spplus_desk.ui.reading.channel_popover import ChannelPopover
from spplus_desk.ui.reading.link_popover import LinkPopover
from spplus_desk.ui.reading.paper import Paper
from spplus_desk.ui.reading.print_popover import PrintPopover
from spplus_desk.ui.reading.tag_popover import TagPopover
from spplus_desk.ui.reading.transfer_popover import TransferPopover
from spplus_desk.ui.reading.view import ReadingView
from spplus_desk.ui.reading.why_date import WhyDatePopover
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme

if TYPE_CHECKING:
    from spplus_desk.services.inbox import InboxService


_NO_PAPER = "Le PDF ne peut pas être écrit sur ce poste. Libérez de la place, puis réessayez."
_NO_VIEWER = "Ce poste n’a pas de lecteur de PDF. Demandez-en un à votre assistance."


class Cards(QObject):
    """Opens them for what `current` gives, and hands what was chosen to the acts."""

    hours_wanted = Signal(str)
    """The structure whose hours and closures the agent wants to see."""

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        service: "InboxService",
        agent: Agent,
        view: ReadingView,
        acts: Acts,
        current: Callable[[], ExperienceDetail | None],
        clock: Callable[[], datetime],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._theme, self._tasks, self._service, self._agent = theme, tasks, service, agent
        self._view, self._acts, self._current = view, acts, current
        self._clock = clock
        self._tags: TagPopover | None = None
        self._channels: ChannelPopover | None = None
        self._transfer: TransferPopover | None = None
        self._why: WhyDatePopover | None = None
        self._print: PrintPopover | None = None
        self._paper = Paper(theme, self)

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

    def open_why(self) -> None:
        """Under its button where it is seen, else under the head of the properties."""
        button = self._view.properties.findChild(QWidget, "why_date_button")
        self.open_why_under(button if button is not None and button.isVisible() else self._view.properties)

    def open_why_under(self, anchor: QWidget) -> None:
        detail = self._current()
        if detail is None:
            return
        if self._why is None:
            self._why = WhyDatePopover(self._theme, self._view)
            self._why.hours_wanted.connect(self.hours_wanted)
            self._why.pause_wanted.connect(self._acts.set_pause)
        card = self._why

        def show(why: WhyDate) -> None:
            now = self._current()
            if now is not None and now.row.key == why.key and isValid(anchor):
                card.open_for(why, self._clock(), anchor)

        self._tasks.when_done(self._service.why_date(detail.row.key), show, owner=card)

    def refresh_why(self) -> None:
        """While the explanation is open, it follows the time and the settings."""
        detail, card = self._current(), self._why
        if detail is not None and card is not None and card.isVisible():
            self._tasks.when_done(
                self._service.why_date(detail.row.key), lambda why: card.show_why(why, self._clock()), owner=card
            )

    def open_print(self) -> None:
        detail = self._current()
        if detail is None:
            return
        if self._print is None:
            self._print = PrintPopover(self._theme, self._view)
            self._print.wanted.connect(self.print_now)
        self._print.ask(self._view.toolbar.more, comments=bool(detail.comments))

    def print_now(self, comments: bool) -> None:
        """Make the PDF of what is read, and open it with the system's viewer."""
        detail = self._current()
        if detail is None:
            return
        try:
            path = self._paper.write(detail, self._clock(), comments=comments)
        except OSError as error:
            self._tasks.known_error.emit(StorageFault(_NO_PAPER, code="no_paper", detail=str(error)))
            return
        if not self._paper.open(path):
            self._tasks.known_error.emit(KnownError(_NO_VIEWER, code="no_viewer"))

    def ask_link(self, link: str) -> None:
        """A link of the citizen's text: its whole address first."""
        card = LinkPopover(self._theme, self._view)
        card.closed.connect(card.deleteLater)
        card.ask(link, self._view.title)

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
