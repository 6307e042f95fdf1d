"""Drafts that colleagues may take up: a copy that its author shares on purpose, never the draft itself."""

from concurrent.futures import Future

from spplus_desk.domain.document_payloads import ShareDraft, UnshareDraft
from spplus_desk.domain.documents import SharedDraft
from spplus_desk.domain.outbox import Draft
from spplus_desk.domain.structure import Agent
from spplus_desk.services.documents import DocumentService
from spplus_desk.services.futures import gather, nothing, then


class SharedDraftService:
    """Works offline. Nothing here touches a draft: what is taken up goes through the editor, where it can be undone."""

    def __init__(self, documents: DocumentService, agent: Agent) -> None:
        self._documents, self._agent = documents, agent

    def of(self, slot_id: str) -> Future[tuple[SharedDraft, ...]]:
        """Those shared for one slot, the newest first."""
        return then(self._documents.all(SharedDraft), lambda found: _newest_first(found, slot_id))

    def share(self, draft: Draft) -> Future[None]:
        """The text as it is now, in the place of what this agent shared for that slot before.

        Raises (in it) Refused (`invalid_payload`) for a draft without text."""
        payload = ShareDraft(
            structure_id=draft.slot_id.partition(":")[2],
            slot=draft.slot_id,
            greeting=draft.greeting,
            body=draft.body,
            closing=draft.closing,
            signature=draft.signature,
            template_id=draft.template_id or "",
        )
        done: Future[None] = Future()
        done.set_running_or_notify_cancel()

        def saved(result: Future[str]) -> None:
            error = result.exception()
            if error is None:
                done.set_result(None)
            else:
                done.set_exception(error)

        def found(result: Future[tuple[SharedDraft, ...]]) -> None:
            error = result.exception()
            if error is not None:
                done.set_exception(error)
                return
            own = [one.id for one in result.result() if one.author_name == self._agent.name]
            self._documents.save(own[0] if own else self._documents.new_id(), payload).add_done_callback(saved)

        self.of(draft.slot_id).add_done_callback(found)
        return done

    def unshare(self, shared: tuple[SharedDraft, ...]) -> Future[None]:
        """They are offered no more: the reply has left, or their author thinks better of it."""
        removals = (self._documents.save(one.id, UnshareDraft(structure_id=one.structure_id)) for one in shared)
        return nothing(gather(*removals))


def _newest_first(found: tuple[SharedDraft, ...], slot_id: str) -> tuple[SharedDraft, ...]:
    own = [one for one in found if one.slot == slot_id]
    return tuple(sorted(own, key=lambda one: (str(one.changed_at), one.id), reverse=True))
