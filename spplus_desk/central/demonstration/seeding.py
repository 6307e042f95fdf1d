"""Filling an empty central store with the invented world, through the same writing API as everything else."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid5

import msgspec
from sqlalchemy import Engine

from spplus_desk.central.commands import decide_as_issued
from spplus_desk.central.demonstration.plan import SITE, Act, Plan, Planner
from spplus_desk.central.demonstration.texts import load
from spplus_desk.central.demonstration.variations import variations
from spplus_desk.central.importer.templates import read_templates
from spplus_desk.central.repository import (
    StructureIndex,
    UnitOfWork,
    add_agent,
    refresh_cases,
    unit_of_work,
    upsert_experiences,
    upsert_structures,
    upsert_templates,
)
from spplus_desk.domain.commands import KIND_OF, Outcome
from spplus_desk.domain.resources import resource_path
from spplus_desk.domain.structure import Membership, Structure
from spplus_desk.domain.values import Value
from spplus_desk.domain.vocabulary import Role
from spplus_desk.protocol import WireCommand

_NAMESPACE = UUID("6d1f6f0a-7a53-5f0e-9d55-0b6a2f1c7e21")
_FIRST_OPEN = 860_001
_FIRST_ANSWERED = 810_001
_FIRST_VARIATION = 820_001
VARIATIONS = 180


class Account(Value):
    """One of the four people. The password is known to all: everything here is invented."""

    agent_id: str
    username: str
    name: str
    password: str
    structure_id: str
    role: Role


class Seeded(Value):
    """What was stored. `agent` is the one whose desk opens; `site` the structure of her post."""

    agent: Account
    people: tuple[Account, ...]
    site: str
    experiences: int

    @property
    def super_agent(self) -> Account:
        """Who reads the replies before they leave."""
        return next(person for person in self.people if person.role is Role.SUPER_AGENT)


def accounts() -> tuple[Account, ...]:
    """The agent first, then the colleague, the super agent and the manager."""
    return tuple(
        Account(
            agent_id=str(uuid5(_NAMESPACE, person["username"])),
            username=person["username"],
            name=person["name"],
            password=person["password"],
            structure_id=person["structure"],
            role=Role(person["role"]),
        )
        for person in load("world")["people"]
    )


def seed(engine: Engine, now: datetime, *, variations_count: int = VARIATIONS) -> Seeded:
    """Store the world of the demonstration in an empty, migrated database, as it stands at `now` (aware UTC).

    The same `now` gives the same world, receipts apart. Takes a second or two.
    """
    structures = [Structure(**entry) for entry in load("world")["structures"]]
    people = accounts()
    planner = Planner(now, {structure.id: structure.timezone for structure in structures})
    planner.add_answered(load("answered")["experience"], _FIRST_ANSWERED)
    planner.add_answered(variations(variations_count), _FIRST_VARIATION)
    planner.add_open(load("inbox")["experience"], _FIRST_OPEN)
    planner.add_links(tuple(load("world")["links"]))
    with unit_of_work(engine, now) as unit:
        upsert_structures(unit, structures)
        for person in people:
            add_agent(
                unit,
                username=person.username,
                name=person.name,
                password=person.password,
                posts=(Membership(person.structure_id, person.role),),
                agent_id=person.agent_id,
            )
        heads = [structure.id for structure in structures if structure.parent_id is None]
        templates = resource_path("templates", "fr.json")
        upsert_templates(unit, [row for head in heads for row in read_templates(templates, head)])
    with unit_of_work(engine, now - timedelta(days=366)) as unit:
        _play(unit, planner.plan, people, now)
    refresh_cases(engine, lambda: now)
    return Seeded(agent=people[0], people=people, site=SITE, experiences=len(planner.plan.deposited))


def _play(unit: UnitOfWork, plan: Plan, people: Iterable[Account], now: datetime) -> None:
    index = StructureIndex.load(unit.connection)
    upsert_experiences(unit, plan.deposited, index)
    by_name = {person.username: person for person in people}
    random = Random(7)
    for round_of_acts in _rounds(plan.acts):
        for username, acts in round_of_acts.items():
            person = by_name[username]
            wires = [wire_command(act, random) for act in acts]
            for result in decide_as_issued(unit, (person.agent_id, person.name), wires):
                if result.outcome is not Outcome.APPLIED:
                    raise AssertionError(f"the demonstration contradicts the rules: {result}")
    unit.now = now
    upsert_experiences(unit, plan.shown, index)


def _rounds(acts: Iterable[Act]) -> list[dict[str, list[Act]]]:
    """The acts by person, in as few batches as keep the order on each experience: the n-th act on it is in round n."""
    rounds: list[dict[str, list[Act]]] = []
    played: dict[str, int] = {}
    for act in sorted(acts, key=lambda act: act.at):
        place = played.get(act.subject, 0)
        played[act.subject] = place + 1
        if place == len(rounds):
            rounds.append({})
        rounds[place].setdefault(act.username, []).append(act)
    return rounds


def wire_command(act: Act, random: Random) -> WireCommand:
    """The command of an act, with an id (UUIDv7) made of its instant and of `random`."""
    number = int(act.at.timestamp() * 1000) << 80 | 0x7 << 76 | random.getrandbits(12) << 64
    return WireCommand(
        id=str(UUID(int=number | 0x2 << 62 | random.getrandbits(62))),
        kind=KIND_OF[type(act.payload)].value,
        subject=act.subject,
        issued_at=act.at,
        payload=msgspec.to_builtins(act.payload),
    )
