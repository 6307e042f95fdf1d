"""What must hold before a command changes anything: reach, roles, freshness, texts."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from spplus_desk.central.docket import Docket
from spplus_desk.central.slot_record import SlotRecord
from spplus_desk.central.tables import commands
from spplus_desk.domain.experience import Reply, Slot, slot_id
from spplus_desk.domain.text import MAX_BODY, MAX_LINE, is_clean
from spplus_desk.domain.values import Value
from spplus_desk.domain.vocabulary import Role

_LONGEST_CHAIN = 1_000
_MAX_WORDS = 100
"""Entries in a list of tags or channels."""
WRITERS = frozenset({Role.AGENT, Role.SUPER_AGENT, Role.MANAGER})
"""Roles that write to the public; an administrator looks after accounts, not replies."""


class Refusal(Exception):
    """The command cannot be. `code` is one of `domain.errors.REFUSALS`."""

    def __init__(self, code: str, known: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.known = dict(known or {})


class Facet(StrEnum):
    """The parts of a slot that change apart from each other: a colleague's tag never makes a reply stale."""

    REPLY = "reply"
    TAGS = "tags"
    CHANNELS = "channels"
    IMPROVEMENT = "improvement"
    TRANSFER = "transfer"


class Case(Value):
    """One command before the rows it speaks of. `record` and `slot` are alive and within the agent's scope."""

    docket: Docket
    id: str
    subject: str
    base: int | None
    after: str | None
    roles: frozenset[Role]
    record: SlotRecord
    slot: Slot

    @property
    def reply(self) -> Reply | None:
        return self.docket.replies.get(self.record.id) if self.record.reply_state is not None else None


def find_slot(docket: Docket, subject: str, structure_id: str) -> tuple[SlotRecord, Slot, frozenset[Role]]:
    """The slot that the command speaks of. An unknown experience, a structure outside the scope and a structure
    that is not concerned all get the same `not_allowed`: a refusal tells nothing of what lies outside."""
    roles = docket.scope.roles_over(structure_id)
    record = docket.records.get((subject, structure_id))
    if not roles or record is None:
        raise Refusal("not_allowed")
    if record.transferred_to is not None:
        raise Refusal("stale")
    return record, docket.slots[slot_id(subject, structure_id)], roles


def require_fresh(case: Case, facet: Facet) -> None:
    """Raises Refusal `stale` when the facet changed after what the agent saw, and not by their own hand."""
    changed_at: int = getattr(case.record, f"{facet}_version")
    changed_by: str | None = getattr(case.record, f"{facet}_command")
    if case.base is None or changed_at <= case.base:
        return
    if changed_by is not None and changed_by in own_chain(case.docket, case.after):
        return
    raise Refusal("stale")


def own_chain(docket: Docket, after: str | None) -> Iterable[str]:
    """The applied commands of this agent that one `after` that command comes after, latest first."""
    current, seen = after, 0
    while current is not None and seen < _LONGEST_CHAIN:
        row = find_command(docket, current)
        # What is not the agent's own is as good as unknown; a refused one changed nothing.
        if row is None or row["agent_id"] != docket.agent_id or row["outcome"] != "applied":
            return
        yield current
        current, seen = row["after"], seen + 1


def find_command(docket: Docket, command_id: str) -> Any | None:
    known = docket.known_commands.get(command_id)
    if known is None:
        row = docket.unit.connection.execute(select(commands).where(commands.c.id == command_id)).first()
        if row is None:
            return None
        known = row._mapping
        docket.known_commands[command_id] = known
    return known


def require_writer(case: Case) -> None:
    if not case.roles & WRITERS:
        raise Refusal("not_allowed")


def require_super_agent(case: Case) -> None:
    if Role.SUPER_AGENT not in case.roles:
        raise Refusal("not_allowed")


def check_body(text: str) -> None:
    """A text that must say something. It is never cut, never changed: refused whole, it stays with its author."""
    if not text.strip():
        raise Refusal("empty_body")
    check_text(text, MAX_BODY)


def check_line(text: str) -> None:
    check_text(text, MAX_LINE)


def check_text(text: str, longest: int) -> None:
    if len(text) > longest:
        raise Refusal("too_long")
    # Line ends of other systems are readable: only what no screen shows is refused.
    if not is_clean(text.replace("\r\n", "\n").replace("\r", "\n")):
        raise Refusal("invalid_text")


def check_words(words: tuple[str, ...]) -> None:
    if len(words) > _MAX_WORDS or any(not word.strip() for word in words):
        raise Refusal("invalid_payload")
    for word in words:
        check_line(word)
