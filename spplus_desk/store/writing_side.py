"""The facade as those who write see it: outbox, drafts, Envois."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from spplus_desk.domain.commands import Command, Payload
from spplus_desk.domain.conflicts import Choice, Conflict
from spplus_desk.domain.document_payloads import DocumentPayload
from spplus_desk.domain.documents import Document
from spplus_desk.domain.outbox import Draft, SendCounts, SendEvent, SendItem, SendState
from spplus_desk.domain.templates import TemplateUse
from spplus_desk.store.posting import Posting
from spplus_desk.store.workplace import Workplace

if TYPE_CHECKING:  # the guard's patterns are not for the first paint
    from spplus_desk.domain.privacy import Kind, SiteNumbers
    from spplus_desk.domain.review import Kept

D = TypeVar("D", bound=Document)


class WritingSide(Posting):
    def slot_base(self, key: str) -> Future[tuple[int, str | None]]:
        """(version of the slot, the agent's previous command on that experience): `base` and `after` of the next.

        Raises NotFound for a slot that is not in the inbox.
        """

        def job(work: Workplace) -> tuple[int, str | None]:
            from spplus_desk.store import outbox_jobs

            return outbox_jobs.slot_base(work, key)

        return self._post(job)

    def enqueue(
        self, command: Command, *, hold_until: datetime | None = None, drop_draft: bool = False
    ) -> Future[SendItem | None]:
        """On disk when the future resolves. The item of Envois for a reply, None for another kind.

        `drop_draft`: the slot's draft goes in the same transaction. An id that is there already is not added again.
        """

        def job(work: Workplace) -> SendItem | None:
            from spplus_desk.store import outbox_jobs

            return outbox_jobs.enqueue(work, command, now=self._clock(), hold_until=hold_until, drop_draft=drop_draft)

        return self._post(job)

    def intend(
        self,
        key: str,
        payload: Payload,
        now: datetime,
        *,
        hold_until: datetime | None = None,
        drop_draft: bool = False,
        kept: tuple[str, ...] = (),
        command_id: str | None = None,
    ) -> Future[SendItem | None]:
        """`enqueue` of a command made here: its id, its `base` and its `after` in the same job, so that two quick
        actions on one experience always know of each other. `kept`: lines of its history, one for each datum that the
        agent decided to publish, without the datum.

        Raises NotFound for a slot that is not in the inbox, Refused where this desk knows already that the central
        would refuse: `already_answered`, `stale`, `not_a_child`.
        """

        def job(work: Workplace) -> SendItem | None:
            from spplus_desk.store import outbox_jobs

            return outbox_jobs.intend(
                work,
                key,
                payload,
                now=now,
                hold_until=hold_until,
                drop_draft=drop_draft,
                command_id=command_id,
                kept=kept,
            )

        return self._post(job)

    def documents(self, kind: type[D]) -> Future[tuple[D, ...]]:
        """The shared documents of one kind that the agent sees, their own pending changes included, by id."""

        def job(work: Workplace) -> tuple[D, ...]:
            from spplus_desk.store import documents

            return documents.of_kind(work, kind)

        return self._post(job)

    def template_uses(self, since: datetime) -> Future[tuple[TemplateUse, ...]]:
        """For each template with which a reply submitted from then on began, what became of them."""

        def job(work: Workplace) -> tuple[TemplateUse, ...]:
            from spplus_desk.store import template_uses

            return template_uses.since(work.database, since)

        return self._post(job)

    def set_pause(self, key: str, wanted: bool, now: datetime, reason: str = "") -> Future[bool]:
        """Stops the internal clock of a slot for a `reason`, or lets it go on. False when it was so already."""

        def job(work: Workplace) -> bool:
            from spplus_desk.store import outbox_jobs

            return outbox_jobs.set_pause(work, key, wanted, now, reason)

        return self._post(job)

    def save_document(self, subject: str, payload: DocumentPayload, now: datetime) -> Future[str]:
        """Queues a save or a removal of the document `subject`; the command's id. On disk when the future resolves."""

        def job(work: Workplace) -> str:
            from spplus_desk.store import outbox_jobs

            return outbox_jobs.save_document(work, subject, payload, now)

        return self._post(job)

    def undo(self, command_id: str, now: datetime) -> Future[bool]:
        """Takes a held command back, its text into the draft. False when it is held no more."""

        def job(work: Workplace) -> bool:
            from spplus_desk.store import outbox_jobs

            return outbox_jobs.undo(work, command_id, now)

        return self._post(job)

    def release_hold(self, command_id: str) -> Future[bool]:
        """Sends now what was held. False when it was not held."""

        def job(work: Workplace) -> bool:
            from spplus_desk.store import outbox_jobs

            return outbox_jobs.release_hold(work, command_id)

        return self._post(job)

    def draft(self, key: str) -> Future[Draft | None]:
        def job(work: Workplace) -> Draft | None:
            from spplus_desk.store import drafts

            return drafts.get(work.database, key)

        return self._post(job)

    def revisions(self, key: str) -> Future[tuple[str, ...]]:
        """The bodies that the draft had before the one it has, newest last: at most 50, at most 200 kB."""

        def job(work: Workplace) -> tuple[str, ...]:
            from spplus_desk.store import revisions

            return revisions.of(work.database, key)

        return self._post(job)

    def save_draft(self, draft: Draft, now: datetime) -> Future[Draft]:
        """On disk when the future resolves. Raises StorageFull, StorageFault: the text is then in the window only."""

        def job(work: Workplace) -> Draft:
            from spplus_desk.store import jobs

            return jobs.save_draft(work, draft, now)

        return self._post(job)

    def delete_draft(self, key: str) -> Future[bool]:
        def job(work: Workplace) -> bool:
            from spplus_desk.store import jobs

            return jobs.delete_draft(work, key)

        return self._post(job)

    def comment_draft(self, key: str) -> Future[str]:
        """The internal comment that is being written on that slot; empty where none is."""

        def job(work: Workplace) -> str:
            from spplus_desk.store import comment_drafts

            return comment_drafts.get(work.database, key)

        return self._post(job)

    def save_comment_draft(self, key: str, body: str, now: datetime) -> Future[None]:
        """On disk when the future resolves; an empty one goes. Raises StorageFull, StorageFault."""

        def job(work: Workplace) -> None:
            from spplus_desk.store import comment_drafts

            with work.database.transaction(durable=True):
                comment_drafts.save(work.database, key, body, now)

        return self._post(job)

    def kept_data(self, key: str) -> "Future[tuple[Kept, ...]]":
        """What the agent decided to publish in the draft of that slot."""

        def job(work: Workplace) -> "tuple[Kept, ...]":
            from spplus_desk.store import guard_notes

            return guard_notes.kept(work.database, key)

        return self._post(job)

    def keep_datum(self, key: str, decision: "Kept") -> "Future[tuple[Kept, ...]]":
        """On disk when the future resolves; all the decisions of that draft."""

        def job(work: Workplace) -> "tuple[Kept, ...]":
            from spplus_desk.store import guard_notes

            with work.database.transaction(durable=True):
                return guard_notes.keep(work.database, key, decision)

        return self._post(job)

    def forget_kept_data(self, key: str) -> Future[None]:
        """The draft of that slot has no decision any more. On disk when the future resolves."""

        def job(work: Workplace) -> None:
            from spplus_desk.store import guard_notes

            with work.database.transaction(durable=True):
                guard_notes.forget(work.database, key)

        return self._post(job)

    def site_list(self) -> "Future[SiteNumbers]":
        """The numbers and addresses that this desk knows as public."""

        def job(work: Workplace) -> "SiteNumbers":
            from spplus_desk.store import service_lines

            return service_lines.known(work, self._clock())

        return self._post(job)

    def add_to_site_list(self, structure_id: str, kind: "Kind", value: str) -> "Future[SiteNumbers]":
        """The list with `value` in it, on disk and queued for the others of the site. Raises ValueError for a kind
        that no site publishes."""

        def job(work: Workplace) -> "SiteNumbers":
            from spplus_desk.store import service_lines

            return service_lines.add(work, structure_id, kind, value, self._clock())

        return self._post(job)

    def send_items(self, state: SendState | None = None, limit: int = 500) -> Future[tuple[SendItem, ...]]:
        def job(work: Workplace) -> tuple[SendItem, ...]:
            from spplus_desk.store import sends

            return sends.items(work.database, work.scope, state, limit)

        return self._post(job)

    def send_counts(self) -> Future[SendCounts]:
        def job(work: Workplace) -> SendCounts:
            from spplus_desk.store import sends

            return sends.counts(work.database, work.scope)

        return self._post(job)

    def send_item(self, key: str) -> Future[SendItem | None]:
        """The item of `draft:SLOT`, `command:ID` or `reply:SLOT`; None when it is not in the list any more."""

        def job(work: Workplace) -> SendItem | None:
            from spplus_desk.store import sends

            return sends.item(work.database, work.scope, key)

        return self._post(job)

    def held(self) -> Future[SendItem | None]:
        """The reply whose undo window ends first."""

        def job(work: Workplace) -> SendItem | None:
            from spplus_desk.store import sends

            self._holds.keep(work, self._clock())
            return sends.held(work.database, work.scope)

        return self._post(job)

    def history(self, key: str) -> Future[tuple[SendEvent, ...]]:
        """What happened to an item of Envois, oldest first."""

        def job(work: Workplace) -> tuple[SendEvent, ...]:
            from spplus_desk.store import sends

            return sends.history(work.database, key)

        return self._post(job)

    def retry(self, command_id: str, now: datetime) -> Future[SendItem | None]:
        """Tries again what waits or was set aside; the item that goes, None when there is nothing to try."""

        def job(work: Workplace) -> SendItem | None:
            from spplus_desk.store import outbox_jobs

            return outbox_jobs.retry(work, command_id, now)

        return self._post(job)

    def keep_as_draft(self, command_id: str) -> Future[bool]:
        """Puts the text of what was set aside into the draft, below a draft that is there already."""

        def job(work: Workplace) -> bool:
            from spplus_desk.store import outbox_jobs

            return outbox_jobs.keep_as_draft(work, command_id, self._clock())

        return self._post(job)

    def conflict(self, command_id: str) -> Future[Conflict | None]:
        """A reply set aside because another stands, with both texts; None when it is none, or none any more."""

        def job(work: Workplace) -> Conflict | None:
            from spplus_desk.store import conflicts

            return conflicts.conflict(work, command_id)

        return self._post(job)

    def settle_conflict(
        self, command_id: str, choice: Choice, now: datetime, *, comment: Callable[[Conflict], str] | None = None
    ) -> Future[bool]:
        """Closes it by `choice` in one transaction: text back to the draft, line of history, and the comment that
        `comment` words. False when it was closed already. Raises Refused, and what `comment` raises."""

        def job(work: Workplace) -> bool:
            from spplus_desk.store import conflicts

            return conflicts.settle(work, command_id, choice, now, comment)

        return self._post(job)
