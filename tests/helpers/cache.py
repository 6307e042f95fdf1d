"""Invented rows, and a cache to put them in."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from spplus_desk.domain.commands import Command, CommandResult, Outcome, Payload, Receipt
from spplus_desk.domain.documents import Absence, ClockPauses, SiteSettings, Template
from spplus_desk.domain.experience import Comment, Experience, Reply, Slot, slot_id
from spplus_desk.domain.experience_payloads import Claim, SubmitReply
from spplus_desk.domain.structure import Agent, Member, Membership, Structure
from spplus_desk.domain.values import replace
from spplus_desk.domain.vocabulary import Entity, ReplyState, Role
from spplus_desk.store.pages import PageTally, PulledChange
from spplus_desk.store.store import Store
from tests.helpers.clock import FakeClock

KEY = bytes(range(32))
NOW = datetime(2027, 12, 16, 9, 12, tzinfo=UTC)
SITE = "caf-orvanne"
ME = Agent("a-helene", "Hélène Morvan", (Membership(SITE, Role.AGENT),))
URL = "https://central.example"

ENTITY_OF = {
    Structure: Entity.STRUCTURE,
    Experience: Entity.EXPERIENCE,
    Slot: Entity.SLOT,
    Reply: Entity.REPLY,
    Comment: Entity.COMMENT,
    SiteSettings: Entity.SITE_SETTINGS,
    ClockPauses: Entity.CLOCK_PAUSES,
    Absence: Entity.ABSENCE,
    Template: Entity.TEMPLATE,
    Member: Entity.MEMBER,
}


def structure(id: str = SITE, **values: Any) -> Structure:
    given: dict[str, Any] = {"network": "caf", "name": "Caf de l’Orvanne"}
    return Structure(id=id, **(given | values))


def experience(id: str = "1", **values: Any) -> Experience:
    given: dict[str, Any] = {
        "title": "Une attestation attendue",
        "body": "Bonjour, j’attends mon attestation depuis un mois.",
        "pseudonym": "Cigale",
        "published_at": NOW - timedelta(days=1),
    }
    return Experience(id=id, **(given | values))


def slot(experience_id: str = "1", structure_id: str = SITE, **values: Any) -> Slot:
    given: dict[str, Any] = {"version": 1}
    return Slot(
        id=slot_id(experience_id, structure_id),
        experience_id=experience_id,
        structure_id=structure_id,
        **(given | values),
    )


def reply(experience_id: str = "1", structure_id: str = SITE, **values: Any) -> Reply:
    given: dict[str, Any] = {"body": "Votre attestation est en ligne.", "state": ReplyState.RECEIVED}
    return Reply(
        id=slot_id(experience_id, structure_id),
        experience_id=experience_id,
        structure_id=structure_id,
        **(given | values),
    )


def comment(id: str, experience_id: str = "1", structure_id: str = SITE, **values: Any) -> Comment:
    given: dict[str, Any] = {"author": "a-thomas", "body": "Vu avec l’accueil.", "created_at": NOW}
    return Comment(id=id, experience_id=experience_id, structure_id=structure_id, **(given | values))


def puts(*rows: Any) -> list[PulledChange]:
    return [PulledChange(ENTITY_OF[type(row)], row.id, row) for row in rows]


def gone(entity: Entity, *ids: str) -> list[PulledChange]:
    return [PulledChange(entity, id, None) for id in ids]


def key(experience_id: str = "1", structure_id: str = SITE) -> str:
    return slot_id(experience_id, structure_id)


def submit(id: str, experience_id: str = "1", body: str = "Merci de votre retour.", **values: Any) -> Command:
    payload = SubmitReply(structure_id=values.pop("structure_id", SITE), body=body, greeting="Bonjour Cigale,")
    return Command(id=id, subject=experience_id, issued_at=NOW, payload=payload, **values)


def claim(id: str, experience_id: str = "1") -> Command:
    return Command(id=id, subject=experience_id, issued_at=NOW, payload=Claim(structure_id=SITE))


def command(id: str, payload: Payload, experience_id: str = "1") -> Command:
    return Command(id=id, subject=experience_id, issued_at=NOW, payload=payload)


def applied(*ids: str) -> list[CommandResult]:
    return [
        CommandResult(id=id, outcome=Outcome.APPLIED, receipt=Receipt(number=f"R-{id}", received_at=NOW)) for id in ids
    ]


def refused(id: str, code: str = "already_answered", detail: str | None = "Une réponse existe déjà.") -> CommandResult:
    return CommandResult(id=id, outcome=Outcome.REFUSED, code=code, detail=detail, known={"by": "Thomas"})


class Cache:
    """A store with the pages it was fed, and short words for a test."""

    def __init__(self, path: Path, clock: FakeClock, agent: Agent = ME) -> None:
        self.path = path
        self.clock = clock
        self.store = Store.open(path, KEY, clock=clock)
        self.store.set_identity(agent, URL, "helene").result()
        self.pages = 0

    def feed(self, changes: Iterable[PulledChange], *, last: bool = True, passed: int | None = None) -> PageTally:
        """One page; `passed`: what was acknowledged when its request left (all of it by default)."""
        self.pages += 1
        mark = self.store.acknowledgements().result() if passed is None else passed
        return self.store.apply_page(
            list(changes), cursor=f"c{self.pages}", last=last, at=self.clock(), remaining=0, acknowledged_before=mark
        ).result()

    def filled(self, *ids: str, **values: Any) -> "Cache":
        """The site and some experiences that concern it."""
        rows: list[Any] = [structure()]
        for id in ids or ("1",):
            rows += [experience(id, **values), slot(id)]
        self.feed(puts(*rows))
        return self


@contextmanager
def cache(path: Path, clock: FakeClock, agent: Agent = ME) -> Iterator[Cache]:
    opened = Cache(path, clock, agent)
    try:
        yield opened
    finally:
        opened.store.close()


def versioned(row: Slot, by: int = 1) -> Slot:
    return replace(row, version=row.version + by)
