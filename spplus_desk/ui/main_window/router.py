"""Where a page can send the agent. A page asks by its own signals; its entry in `pages.py` connects them here."""

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from spplus_desk.ui import wording
from spplus_desk.ui.main_window.host import PageHost
from spplus_desk.ui.notices.toasts import Notice, Notices
from spplus_desk.ui.rail.pane import Rail

if TYPE_CHECKING:
    from spplus_desk.domain.documents import Template
    from spplus_desk.domain.listing import ListQuery
    from spplus_desk.domain.needles import Needles
    from spplus_desk.domain.statistics.answers import Numbers
    from spplus_desk.ui.conflict.pane import ConflictPane
    from spplus_desk.ui.main_window.inbox_page import InboxPage
    from spplus_desk.ui.outbox.pane import OutboxPane
    from spplus_desk.ui.paper.page import PosterPage
    from spplus_desk.ui.reply.pane import ReplyPane
    from spplus_desk.ui.site_settings.page import SiteSettingsPage
    from spplus_desk.ui.templates.pane import TemplatesPane
    from spplus_desk.ui.validation.pane import ReviewPane


class Router(QObject):
    """`signed_out`: the agent leaves the account. `wiped`: an account that was taken back may be erased.
    `welcome_wanted`: the short presentation, once more.
    `key_change_wanted`: another key for the cache, with the secret that was proved."""

    signed_out = Signal()
    key_change_wanted = Signal(str)
    wiped = Signal()
    welcome_wanted = Signal()

    def __init__(self, host: PageHost, rail: Rail, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._host, self._rail, self._notices = host, rail, notices

    def go(self, key: str) -> None:
        """To an entry of the rail, or to a page, with the focus at its main place."""
        if self._rail.has(key):
            if self._rail.current_key == key:
                self.arrive(key)
            else:
                self._rail.select(key)
            self._host.return_to_work()
        else:
            self._host.show(key)

    def arrive(self, entry: str) -> None:
        """An entry of the rail was chosen: its page comes up, and the focus stays where it is."""
        self._host.show(self._host.page_of_entry(entry), entry=entry)

    def read(self, key: str, needles: "Needles | None" = None) -> None:
        """Open an experience in the inbox, in the present view where it has its place there, else in « Toutes ».
        `needles`: what a search had found it by."""
        inbox = cast("InboxPage", self._host.page("inbox"))
        self.go(inbox.entry_with(key))
        inbox.read(key, needles)

    def write(self, key: str, with_template: bool = False) -> None:
        """Write the reply of a slot; closed, one is back where one was."""
        reply = cast("ReplyPane", self._host.page("reply"))
        inbox = cast("InboxPage", self._host.page("inbox"))
        reply.open(key, with_template=with_template, view_name=wording.VIEW_NAMES[inbox.shown_view])
        self._host.show("reply")

    def show_hours(self, structure_id: str) -> None:
        """The hours, closures and settings of a site; closed, one is back where one was."""
        cast("SiteSettingsPage", self._host.page("site_settings")).open_site(structure_id)
        self._host.show("site_settings")

    def show_changes(self) -> None:
        """The changes that replies announced, over Envois."""
        self.go("outbox")
        cast("OutboxPane", self._host.page("outbox")).show_announced()

    def show_due_templates(self) -> None:
        """The templates whose review date is past."""
        self.go("templates")
        cast("TemplatesPane", self._host.page("templates")).show_due()

    def show_list(self, query: "ListQuery") -> None:
        """A view of the inbox, narrowed."""
        self.go(query.view.value)
        cast("InboxPage", self._host.page("inbox")).inbox.open_view(query.view, query.filter, query.order)

    def show_poster(self, numbers: "Numbers") -> None:
        """The poster of these figures, to look at; closed, one is back at the board."""
        cast("PosterPage", self._host.page("poster")).open(numbers)
        self._host.show("poster")

    def write_from(self, key: str, template: "Template") -> None:
        """Write the reply of a slot, begun with a template."""
        self.write(key)
        cast("ReplyPane", self._host.page("reply")).begin_with(template)

    def compare(self, command_id: str) -> None:
        """Lay a refused reply beside the one that stands; closed, one is in Envois."""
        self._notices.withdraw(command_id)
        self._rail.select("outbox")
        cast("ConflictPane", self._host.page("conflict")).open(command_id)
        self._host.show("conflict")

    def review(self, key: str) -> None:
        """Read the reply of a slot that waits for validation; closed, one is back where one was."""
        cast("ReviewPane", self._host.page("review")).open(key)
        self._host.show("review")

    def tell(self, notice: Notice) -> None:
        """Show a message."""
        self._notices.show_notice(notice)
