"""Answering: the draft, its choices, the templates, the send with its undo window."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta
from typing import Any, TypeVar

from spplus_desk.domain import templates
from spplus_desk.domain.blanks import marks
from spplus_desk.domain.documents import Template
from spplus_desk.domain.errors import REFUSALS, Refused
from spplus_desk.domain.experience_payloads import SubmitReply
from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.domain.outbox import Draft, SendItem
from spplus_desk.domain.projection import SlotState
from spplus_desk.domain.structure import Agent
from spplus_desk.domain.text import MAX_BODY, MAX_LINE, clean
from spplus_desk.domain.values import Value, replace
from spplus_desk.services.futures import failed, gather, then
from spplus_desk.store.store import Store

T = TypeVar("T")

_GREETINGS = ("Madame, Monsieur,", "Bonjour,")
_CLOSINGS = ("Cordialement,", "Bien cordialement,", "Avec nos salutations,", "Bien à vous,")
_CIVILITIES = frozenset({"m.", "m", "mme", "mlle", "dr", "me"})
USED_WITHIN = timedelta(days=182)
"""How far back the use of templates counts, here and on their shelf (« Utilisé 38 fois en 6 mois »)."""


class ReplyChoices(Value):
    """What the three fields around the text offer; the first of each is the default."""

    greetings: tuple[str, ...]
    closings: tuple[str, ...]
    signatures: tuple[str, ...]


class ReplyingService:
    """Nothing here blocks. A future of `save` or `send` resolves once the text is on the disk."""

    def __init__(self, store: Store, clock: Callable[[], datetime], agent: Agent) -> None:
        self._store = store
        self._clock = clock
        self._agent = agent

    def choices(self, key: str) -> Future[ReplyChoices]:
        """Raises NotFound when the experience has left this desk."""
        return then(self._store.detail(key), self._choices)

    def draft(self, key: str) -> Future[Draft]:
        """The saved draft; else the text that the super agent sent back; else a new one, with the first choices.

        A saved draft is given even when its experience has left this desk. Raises NotFound when there is neither.
        """
        opened: Future[Draft] = Future()
        opened.set_running_or_notify_cancel()

        def with_saved(done: "Future[Draft | None]") -> None:
            error = done.exception()
            saved = None if error is not None else done.result()
            if error is not None:
                opened.set_exception(error)
            elif saved is not None:
                opened.set_result(saved)
            else:
                then(self._store.detail(key), self._new_draft).add_done_callback(_pass_on(opened))

        self._store.draft(key).add_done_callback(with_saved)
        return opened

    def revisions(self, key: str) -> Future[tuple[str, ...]]:
        """The bodies that the saved draft had before the one it has, newest last; none where nothing is saved."""
        return self._store.revisions(key)

    def save(self, draft: Draft) -> Future[Draft]:
        """Keeps the text as it is typed. Raises StorageFull, StorageFault: it is then in the window only."""
        kept = replace(
            draft,
            greeting=_storable(draft.greeting),
            body=_storable(draft.body),
            closing=_storable(draft.closing),
            signature=_storable(draft.signature),
        )
        return self._store.save_draft(kept, self._clock())

    def discard(self, key: str) -> Future[bool]:
        """Deletes the draft; False when there was none."""
        return self._store.delete_draft(key)

    def send(
        self, draft: Draft, hold: timedelta, *, keep_draft: bool = False, kept: tuple[str, ...] = ()
    ) -> Future[SendItem]:
        """Moves the text from the draft to the outbox in one step; it leaves when `hold` is over.

        `kept`: what the agent decided to publish, one line each, for the history. `keep_draft`: the text did not come
        from the saved draft, which stays. Raises Refused, and the draft is kept: `empty_body`, `too_long`,
        `blanks_left` (a guided blank or a raw variable stands in one of the four parts), `already_answered` (a reply
        exists or is on its way), `stale`.
        """
        payload = SubmitReply(
            structure_id=draft.slot_id.partition(":")[2],
            greeting=_line(draft.greeting),
            body=clean(draft.body).strip(),
            closing=_line(draft.closing),
            signature=_line(draft.signature),
            template_id=draft.template_id or "",
            sources=draft.sources,
            change=draft.change,
        )
        if not payload.body:
            return failed(Refused(REFUSALS["empty_body"], code="empty_body"))
        lines = (payload.greeting, payload.closing, payload.signature)
        if len(payload.body) > MAX_BODY or any(len(line) > MAX_LINE for line in lines):
            return failed(Refused(REFUSALS["too_long"], code="too_long"))
        if any(marks(part) for part in (payload.body, *lines)):
            return failed(Refused(REFUSALS["blanks_left"], code="blanks_left"))
        now = self._clock()
        hold_until = now + hold if hold > timedelta() else None
        queued = self._store.intend(
            draft.slot_id, payload, now, hold_until=hold_until, drop_draft=not keep_draft, kept=kept
        )
        return then(queued, _the_item)

    def undo(self, command_id: str) -> Future[bool]:
        """Back to a draft. False when the reply has left already."""
        return self._store.undo(command_id, self._clock())

    def send_now(self, command_id: str) -> Future[bool]:
        """Ends the undo window. False when it was over."""
        return self._store.release_hold(command_id)

    def held(self) -> Future[SendItem | None]:
        """The reply that can still be undone; the one that leaves first when there are several."""
        return self._store.held()

    def templates(self, key: str) -> Future[tuple[Template, ...]]:
        """Those offered to the slot's structure, the best match first."""
        listed: Future[tuple[Template, ...]] = Future()
        listed.set_running_or_notify_cancel()

        def with_detail(done: Future[ExperienceDetail]) -> None:
            error = done.exception()
            if error is not None:
                listed.set_exception(error)
                return
            detail = done.result()
            parts = gather(self._store.templates(key), self._store.template_uses(self._clock() - USED_WITHIN))
            sort = then(parts, lambda found: _by_fitness(found, detail))
            sort.add_done_callback(_pass_on(listed))

        self._store.detail(key).add_done_callback(with_detail)
        return listed

    @staticmethod
    def fill(template: Template, detail: ExperienceDetail) -> str:
        """The template's body with its variables filled, at once. What has no value here becomes a guided blank:
        nothing raw can be sent unseen."""
        return templates.fill(template.body, templates.values_of(detail))

    def _choices(self, detail: ExperienceDetail) -> ReplyChoices:
        pseudonym = _line(detail.row.pseudonym)
        personal = (f"Bonjour {pseudonym},",) if pseudonym else ()
        structure = detail.row.structure_name
        first = first_name(self._agent.name)
        names = dict.fromkeys(name for name in (first, self._agent.name.strip()) if name)
        signed = tuple(f"{name}, {structure}" if structure else name for name in names)
        alone = (structure,) if structure else ()
        rules = detail.rules
        greetings, closings, signatures = (
            ((), (), ()) if rules is None else (rules.greetings, rules.closings, rules.signatures)
        )
        # What the site wrote comes first; an agent may still choose the plain ones.
        return ReplyChoices(
            greetings=_once(*personal, *greetings, *_GREETINGS),
            closings=_once(*closings, *_CLOSINGS),
            signatures=_once(*signatures, *signed[:1], *alone, *signed[1:]),
        )

    def _new_draft(self, detail: ExperienceDetail) -> Draft:
        reply = detail.reply
        if reply is not None and detail.row.state is SlotState.RETURNED:
            return Draft(
                slot_id=detail.row.key,
                greeting=reply.greeting,
                body=reply.body,
                closing=reply.closing,
                signature=reply.signature,
                cursor=len(reply.body),
            )
        choices = self._choices(detail)
        return Draft(
            slot_id=detail.row.key,
            greeting=choices.greetings[0],
            closing=choices.closings[0],
            signature=next(iter(choices.signatures), ""),
        )


def _once(*lines: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lines))


def _by_fitness(found: tuple[Any, ...], detail: ExperienceDetail) -> tuple[Template, ...]:
    offered, uses = found
    return templates.best_first(offered, detail, {use.template_id: use for use in uses})


def first_name(name: str) -> str:
    """The first name in « Mme Hélène Morvan » or « Hélène Morvan »."""
    words = [word for word in name.split() if word.lower() not in _CIVILITIES]
    return words[0] if words else ""


def _line(text: str) -> str:
    return " ".join(clean(text).split("\n")).strip()


def _storable(text: str) -> str:
    """A draft is kept as typed, save what the file cannot hold: NUL and broken surrogates."""
    return clean(text)


def _the_item(item: SendItem | None) -> SendItem:
    if item is None:
        raise LookupError("a reply that was just queued is in the outbox")
    return item


def _pass_on(to: Future[T]) -> Callable[[Future[T]], None]:
    def finish(done: Future[T]) -> None:
        error = done.exception()
        if error is not None:
            to.set_exception(error)
        else:
            to.set_result(done.result())

    return finish
