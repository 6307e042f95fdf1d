"""Validation: a super agent approves the reply of a colleague, or returns it with a comment on a passage."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta

from uuid_utils import uuid7

from spplus_desk.domain.errors import REFUSALS, Refused
from spplus_desk.domain.experience import Passage
from spplus_desk.domain.experience_payloads import ApproveReply, ReturnReply
from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.domain.projection import SlotState
from spplus_desk.domain.structure import Agent
from spplus_desk.domain.text import MAX_BODY, clean
from spplus_desk.services.futures import failed, then
from spplus_desk.store.store import Store

NEEDS_COMMENT = "Dites à l’auteur ce qui est à changer\u00a0: sans commentaire, il ne saurait pas quoi reprendre."


def may_judge(detail: ExperienceDetail, agent: Agent) -> bool:
    """Whether `agent` decides on the reply that waits there."""
    return detail.row.state is SlotState.PENDING_VALIDATION and detail.standing.reviews and not own_reply(detail, agent)


def own_reply(detail: ExperienceDetail, agent: Agent) -> bool:
    """Their own, which a colleague has to read."""
    reply = detail.reply
    return reply is not None and reply.author == agent.id and not detail.standing.own_approval


class ValidatingService:
    """Nothing here blocks. A decision's future resolves once it is safe on this desk, network or not."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def detail(self, key: str) -> Future[ExperienceDetail]:
        """Raises NotFound when the experience has left this desk."""
        return self._store.detail(key)

    def approve(self, key: str, hold: timedelta) -> Future[str]:
        """It leaves when `hold` is over; the command's id, for `take_back`."""
        return self._decide(key, ApproveReply(structure_id=_structure(key)), hold)

    def send_back(self, key: str, comment: str, passage: Passage | None, hold: timedelta) -> Future[str]:
        """To its author, with what is to be changed. `passage`: of the body, where the comment is about a part of it.

        Raises Refused: `empty_body` without a comment, `too_long`.
        """
        text = clean(comment).strip()
        if not text:
            return failed(Refused(NEEDS_COMMENT, code="empty_body"))
        if len(text) > MAX_BODY:
            return failed(Refused(REFUSALS["too_long"], code="too_long"))
        return self._decide(key, ReturnReply(structure_id=_structure(key), comment=text, passage=passage), hold)

    def take_back(self, command_id: str) -> Future[bool]:
        """Before its hold is over, a decision never was. False when it has left already."""
        return self._store.undo(command_id, self._clock())

    def _decide(self, key: str, payload: ApproveReply | ReturnReply, hold: timedelta) -> Future[str]:
        now, command_id = self._clock(), str(uuid7())
        until = now + hold if hold > timedelta() else None
        queued = self._store.intend(key, payload, now, hold_until=until, command_id=command_id)
        return then(queued, lambda _item: command_id)


def _structure(key: str) -> str:
    return key.partition(":")[2]
