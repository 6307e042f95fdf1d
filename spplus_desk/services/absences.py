"""Absences in the agent's words: who is away, who stands in, and the take-over of what they had claimed.

What an absent agent had claimed is known by the central: nothing here needs their computer. A take-over waits for the
hold before it leaves, so that « Annuler » gives every claim back to whom it was: afterwards nobody could.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from datetime import date, datetime, timedelta

from uuid_utils import uuid7

from spplus_desk.domain.absences import Away, can_stand_in, leads, may_take_over
from spplus_desk.domain.document_payloads import SaveAbsence
from spplus_desk.domain.documents import EVERY_WRITER, post_id
from spplus_desk.domain.experience_payloads import Claim
from spplus_desk.domain.inbox import InboxRow
from spplus_desk.domain.structure import Agent
from spplus_desk.domain.values import Value
from spplus_desk.services.documents import DocumentService
from spplus_desk.services.futures import gather, nothing, then
from spplus_desk.store.relays import Relays
from spplus_desk.store.store import Store


class Relay(Value, kw_only=True):
    """One absence. `claims`: what is open and claimed by the absent agent there, the most urgent first."""

    away: Away
    now: bool
    claims: tuple[InboxRow, ...]
    may_take_over: bool
    may_change: bool


class Person(Value, kw_only=True):
    """One whose absence this agent may say; `stand_ins`: id and name of those who can take their place."""

    agent_id: str
    name: str
    structure_id: str
    structure_name: str
    stand_ins: Mapping[str, str]


class Overview(Value):
    relays: tuple[Relay, ...]
    people: tuple[Person, ...]
    today: date


class AbsenceService:
    """Works offline. A future resolves once it is safe on this desk."""

    def __init__(self, store: Store, documents: DocumentService, agent: Agent, clock: Callable[[], datetime]) -> None:
        self._store, self._documents, self._agent, self._clock = store, documents, agent, clock

    def overview(self) -> Future[Overview]:
        """Absences under way and to come, and whose absence may be said here: the agent's own first."""
        return then(self._store.relays(self._clock()), self._overview)

    def save(
        self, agent_id: str, structure_id: str, start: date, end: date, stand_in: str = "", note: str = ""
    ) -> Future[None]:
        """Raises (in it) Refused for an absence that ends before it begins."""
        payload = SaveAbsence(
            structure_id=structure_id, start=start, end=end, stand_in=stand_in, note=" ".join(note.split())
        )
        return nothing(self._documents.save(post_id(agent_id, structure_id), payload))

    def is_back(self, away: Away) -> Future[None]:
        """The absence is over, or will not be."""
        payload = SaveAbsence(structure_id=away.structure_id)
        return nothing(self._documents.save(post_id(away.agent_id, away.structure_id), payload))

    def take_over(self, rows: Sequence[InboxRow], hold: timedelta) -> Future[tuple[str, ...]]:
        """All of them are claimed by this agent, in one step; the ids of the commands, for `give_back`."""
        now = self._clock()
        until = now + hold if hold > timedelta() else None
        ids = tuple(str(uuid7()) for _ in rows)
        queued = [
            self._store.intend(row.key, Claim(structure_id=row.structure_id), now, hold_until=until, command_id=id)
            for row, id in zip(rows, ids, strict=True)
        ]
        return then(gather(*queued), lambda _done: ids)

    def give_back(self, command_ids: Iterable[str]) -> Future[int]:
        """Before the hold is over, a take-over never was. How many claims went back."""
        taken = gather(*(self._store.undo(id, self._clock()) for id in command_ids))
        return then(taken, lambda done: sum(1 for one in done if one))

    def pause_all(self, rows: Sequence[InboxRow], *, wanted: bool) -> Future[int]:
        """The internal clocks of all of them stand still, or go on; how many changed."""
        changed = gather(*(self._store.set_pause(row.key, wanted, self._clock()) for row in rows))
        return then(changed, lambda done: sum(1 for one in done if one))

    def _overview(self, found: Relays) -> Overview:
        tree, me = found.tree, self._agent
        rows = tuple(
            Relay(
                away=away,
                now=away.on(found.today),
                claims=tuple(
                    row
                    for row in found.claims.get(away.agent_id, ())
                    if row.structure_id in tree.subtree([away.structure_id])
                ),
                may_take_over=may_take_over(away, me, tree),
                may_change=away.agent_id == me.id or leads(me, away.structure_id, tree),
            )
            for away in found.absences
        )
        people = [
            Person(
                agent_id=one.agent_id,
                name=one.name,
                structure_id=one.structure_id,
                structure_name=known.name if (known := tree.get(one.structure_id)) is not None else one.structure_id,
                stand_ins=can_stand_in(found.members, one.agent_id, one.structure_id),
            )
            for one in found.members
            if one.role in EVERY_WRITER and (one.agent_id == me.id or leads(me, one.structure_id, tree))
        ]
        people.sort(key=lambda one: (one.agent_id != me.id, one.name.casefold(), one.structure_name))
        return Overview(rows, tuple(people), found.today)
