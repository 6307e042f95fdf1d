"""What the guard remembers between two looks at a reply: decisions, the site's own numbers, what was sent lately."""

import re
from concurrent.futures import Future
from typing import TYPE_CHECKING

from spplus_desk.domain.outbox import SendItem, SendState
from spplus_desk.domain.values import Value
from spplus_desk.services import background
from spplus_desk.services.futures import nothing, then
from spplus_desk.store.store import Store

if TYPE_CHECKING:  # its patterns take a moment to be read: not before the first paint
    from spplus_desk.domain.privacy import Kind, SiteNumbers
    from spplus_desk.domain.review import Kept

_SPACES = re.compile(r"\s+")
MAX_REASON = 200
_LATELY = 5


class Sent(Value):
    """A reply that this desk sent: to whom, for saying which one a text resembles."""

    slot_id: str
    pseudonym: str
    title: str
    body: str


class ReviewService:
    """Nothing here blocks, and nothing here changes a text."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def kept(self, key: str) -> "Future[tuple[Kept, ...]]":
        """The decisions of the draft of the slot `key`."""
        return self._store.kept_data(key)

    def keep(self, key: str, kind: "Kind", digest: str, reason: str) -> "Future[tuple[Kept, ...]]":
        """The agent publishes that datum, and says why. Raises ValueError for an empty reason.

        The reason is kept with the send: what would be personal in it is masked first.
        """
        from spplus_desk.domain.privacy import masked
        from spplus_desk.domain.review import Kept

        said = _SPACES.sub(" ", reason).strip()[:MAX_REASON]
        if not said:
            raise ValueError("a decision has its reason")
        return self._store.keep_datum(key, Kept(kind=kind, digest=digest, reason=masked(said)))

    def forget_kept(self, key: str) -> Future[None]:
        """The agent takes their decisions back: each datum of that draft is asked about again."""
        return self._store.forget_kept_data(key)

    def site_list(self) -> "Future[SiteNumbers]":
        """What the site publishes about itself: never a personal datum."""
        return self._store.site_list()

    def add_to_site_list(self, structure_id: str, kind: "Kind", value: str) -> "Future[SiteNumbers]":
        """« C’est le numéro du service »: known from now on, here and at the other desks of the site. Raises ValueError
        for a kind that no site publishes."""
        return self._store.add_to_site_list(structure_id, kind, value.strip())

    def sent_lately(self, but: str) -> Future[tuple[Sent, ...]]:
        """The last five replies that left this desk, newest first, the slot `but` aside."""
        return then(self._store.send_items(limit=_LATELY * 4), lambda items: _sent(items, but))

    @staticmethod
    def warm() -> Future[None]:
        """Read the numbering plan once, on a thread of its own: 40 ms that no keystroke has to wait for."""

        def look() -> None:
            from spplus_desk.domain.privacy import find

            find("01 99 00 12 34")

        return nothing(background.run(look, "spplus-numbering-plan"))


def _sent(items: tuple[SendItem, ...], but: str) -> tuple[Sent, ...]:
    found = [
        Sent(item.slot_id, item.pseudonym, item.title, item.body)
        for item in items
        if item.state is not SendState.DRAFT and item.body and item.slot_id != but and not item.parked
    ]
    return tuple(found[:_LATELY])
