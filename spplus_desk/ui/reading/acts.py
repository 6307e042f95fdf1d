"""What the agent does to an experience short of answering: the service is asked, and the message offers the way back.

The way back is the opposite act, made like any other: it follows its own chain, so it never conflicts with itself.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from spplus_desk.domain.document_contents import PauseReason
from spplus_desk.domain.errors import KnownError
from spplus_desk.domain.experience import GeneralTags
from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.domain.structure import Agent
from spplus_desk.domain.values import replace
from spplus_desk.domain.vocabulary import Sentiment
from spplus_desk.ui.tasks import Tasks

if TYPE_CHECKING:
    from spplus_desk.services.inbox import InboxService

TRANSFER_HOLD = timedelta(seconds=10)
"""A transfer cannot be called back by its author: it waits that long first."""
Undo = Callable[[], None]


class Acts(QObject):
    """Acts on what `current` gives. `failed` is called when an act could not be: what is shown goes back."""

    told = Signal(str, object)
    """A sentence, and the way back (a callable without arguments) or None."""

    def __init__(
        self,
        tasks: Tasks,
        service: "InboxService",
        agent: Agent,
        current: Callable[[], ExperienceDetail | None],
        failed: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._service, self._agent = tasks, service, agent
        self._current, self._failed = current, failed

    def do(self, future: "Future[None]", sentence: str = "", back: "Callable[[], Future[None]] | None" = None) -> None:
        """Wait for an act; say `sentence` then, with the way `back`."""

        def done(_: object) -> None:
            if sentence:
                self.told.emit(sentence, None if back is None else lambda: self.do(back(), self.tr("Action annulée.")))

        def failed(error: KnownError) -> None:
            self._failed()
            self._tasks.known_error.emit(error)

        self._tasks.when_done(future, done, failed, owner=self)

    def toggle_claim(self) -> None:
        detail = self._current()
        if detail is None:
            return
        key, service, holder = detail.row.key, self._service, detail.slot.claimed_by
        if holder == self._agent.id:
            self.do(service.release(key), self.tr("Vous ne vous en occupez plus."), lambda: service.claim(key))
        elif holder is None:
            self.do(service.claim(key), self.tr("Vous vous en occupez."), lambda: service.release(key))
        else:
            name = detail.slot.claimed_by_name
            text = self.tr("Vous vous en occupez, à la place de {name}. Seul {name} peut la reprendre.")
            self.do(service.claim(key), text.format(name=name))

    def mark_unread(self) -> None:
        detail = self._current()
        if detail is not None:
            key = detail.row.key
            back = self._service.mark_read
            self.do(self._service.mark_unread(key), self.tr("Marquée comme non lue."), lambda: back(key))

    def set_improvement(self, wanted: bool) -> None:
        detail = self._current()
        if detail is None:
            return
        key, service = detail.row.key, self._service
        text = self.tr("Amélioration à considérer.") if wanted else self.tr("Plus d’amélioration à considérer.")
        self.do(service.set_improvement(key, wanted), text, lambda: service.set_improvement(key, not wanted))

    def set_tag(self, field: str, sentiment: Sentiment | None) -> None:
        """One of the general tags, by its field."""
        detail = self._current()
        if detail is not None:
            self.set_tags(detail.row.key, replace(detail.tags, **{field: sentiment}), None)

    def set_tags(self, key: str, tags: GeneralTags | None, business: tuple[str, ...] | None) -> None:
        detail = self._current()
        if detail is None or detail.row.key != key:
            # Another experience was chosen while the card was open: kept all the same, without a way back.
            self.do(self._service.set_tags(key, tags, business), self.tr("Étiquettes enregistrées."))
            return
        old_tags = None if tags is None else detail.tags
        old_business = None if business is None else detail.slot.business_tags
        self.do(
            self._service.set_tags(key, tags, business),
            self.tr("Étiquettes enregistrées."),
            lambda: self._service.set_tags(key, old_tags, old_business),
        )

    def set_pause(self, key: str, wanted: bool, reason: PauseReason | None = None) -> None:
        service = self._service
        if wanted:
            self.do(service.pause(key, reason), self.tr("Objectif interne en pause."), lambda: service.resume(key))
        else:
            self.do(service.resume(key), self.tr("L’objectif interne court de nouveau."))

    def set_channels(self, key: str, channels: tuple[str, ...], felt: Mapping[str, Sentiment]) -> None:
        detail = self._current()
        back = None
        if detail is not None and detail.row.key == key:
            old, old_felt = detail.slot.channels, detail.slot.channel_sentiments

            def back() -> "Future[None]":
                return self._service.set_channels(key, old, old_felt)

        self.do(self._service.set_channels(key, channels, felt), self.tr("Canaux enregistrés."), back)

    def transfer(self, key: str, to: str, name: str, reason: str) -> None:
        def done(command_id: str) -> None:
            text = self.tr("Transfert à {name} dans {seconds}\u00a0secondes. Ensuite, il ne s’annule plus.")
            seconds = int(TRANSFER_HOLD.total_seconds())
            self.told.emit(text.format(name=name, seconds=seconds), lambda: self._take_back(command_id))

        def failed(error: KnownError) -> None:
            self._failed()
            self._tasks.known_error.emit(error)

        future = self._service.transfer(key, to, reason, TRANSFER_HOLD)
        self._tasks.when_done(future, done, failed, owner=self)

    def _take_back(self, command_id: str) -> None:
        def done(taken: bool) -> None:
            gone = self.tr("Trop tard\u00a0: le transfert est parti. Demandez à la structure qui l’a reçu.")
            self.told.emit(self.tr("Transfert annulé.") if taken else gone, None)

        self._tasks.when_done(self._service.take_back(command_id), done, owner=self)
