"""An invented country for the tests of the central, and a desk reduced to its requests.

CNX (network A): head H, below it sites S1 and S2; S1 has the children C1 and C2. S2 asks for validation.
PREF (network B): head P, below it site P1.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import requests
from argon2 import PasswordHasher
from sqlalchemy import Engine, select, update
from uuid_utils import uuid7

from spplus_desk.central.repository import (
    IncomingExperience,
    IncomingReply,
    IncomingSlot,
    StructureIndex,
    add_agent,
    unit_of_work,
    upsert_experiences,
    upsert_structures,
)
from spplus_desk.central.tables import agents
from spplus_desk.domain.experience import Experience
from spplus_desk.domain.structure import Membership, Structure
from spplus_desk.domain.values import replace
from spplus_desk.domain.vocabulary import Role, Sentiment
from tests.helpers.clock import FakeClock

PASSWORD = "un mot de passe assez long"
HEADERS = {"SPPlus-Protocol": "1"}

STRUCTURES = (
    Structure(id="H", network="CNX", name="Caisse nationale d’exemple", typology="Tête de réseau"),
    Structure(id="S1", network="CNX", name="Caisse d’Orvanne", typology="Caisse", parent_id="H"),
    Structure(id="S2", network="CNX", name="Caisse de Valbrume", parent_id="H", validation_required=True),
    Structure(id="C1", network="CNX", name="Accueil d’Orvanne-Nord", parent_id="S1"),
    Structure(id="C2", network="CNX", name="Accueil d’Orvanne-Sud", parent_id="S1"),
    Structure(id="P", network="PREF", name="Préfectures d’exemple"),
    Structure(id="P1", network="PREF", name="Préfecture de Valbrume", parent_id="P"),
)
PEOPLE: Mapping[str, tuple[str, Role]] = {
    "alice": ("S1", Role.AGENT),
    "anne": ("S1", Role.AGENT),
    "chloe": ("C1", Role.AGENT),
    "bruno": ("S2", Role.AGENT),
    "sophie": ("S2", Role.SUPER_AGENT),
    "marc": ("S1", Role.MANAGER),
    "adele": ("S1", Role.ADMIN),
    "hugo": ("H", Role.SUPER_AGENT),
    "paul": ("P1", Role.AGENT),
}


@dataclass(slots=True)
class World:
    engine: Engine
    clock: FakeClock
    index: StructureIndex
    agents: dict[str, str]

    def deposit(
        self, experience_id: str, *structures: str, body: str = "Bonjour, j’ai attendu longtemps.", reply: str = ""
    ) -> str:
        """A new experience (or the same again, with what changed), told by an import."""
        with unit_of_work(self.engine, self.clock()) as unit:
            upsert_experiences(unit, [incoming(experience_id, self.clock(), structures, body, reply)], self.index)
        return experience_id

    def appoint_manager(self, structure: str) -> None:
        """Manon, manager of that structure."""
        self._appoint("manon", structure, Role.MANAGER)

    def appoint_super_agent(self, structure: str) -> None:
        """Simon, super agent of that structure."""
        self._appoint("simon", structure, Role.SUPER_AGENT)

    def _appoint(self, username: str, structure: str, role: Role) -> None:
        posts = (Membership(structure, role),)
        with unit_of_work(self.engine, self.clock()) as unit:
            known = add_agent(unit, username=username, name=username.capitalize(), password=PASSWORD, posts=posts)
            self.agents[username] = known

    def require_validation(self, structure: str) -> None:
        with unit_of_work(self.engine, self.clock()) as unit:
            row = next(one for one in STRUCTURES if one.id == structure)
            upsert_structures(unit, [replace(row, validation_required=True)])


def incoming(
    experience_id: str, at: datetime, structures: Sequence[str], body: str = "Un récit inventé.", reply: str = ""
) -> IncomingExperience:
    told = IncomingReply(body=reply, published_at=at, useful=3, not_useful=1) if reply else None
    return IncomingExperience(
        experience=Experience(
            id=experience_id,
            title=f"Récit {experience_id}",
            body=body,
            pseudonym="Camille",
            published_at=at,
            sentiment=Sentiment.NEGATIVE,
        ),
        slots=tuple(IncomingSlot(label=structure, channels=("Accueil",), reply=told) for structure in structures),
    )


def fill(engine: Engine, clock: FakeClock) -> None:
    """The structures and the people, into an empty store."""
    with unit_of_work(engine, clock()) as unit:
        upsert_structures(unit, STRUCTURES)
        for username, (structure, role) in PEOPLE.items():
            name = username.capitalize()
            add_agent(unit, username=username, name=name, password=PASSWORD, posts=(Membership(structure, role),))
        # The same password under a cheap Argon2id: its parameters are read from the hash, and tests sign in often.
        cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
        unit.connection.execute(update(agents).values(password_hash=cheap))


def visit(engine: Engine, clock: FakeClock) -> World:
    """The world of a store that was filled before."""
    with engine.connect() as connection:
        known = {row.username: row.id for row in connection.execute(select(agents.c.username, agents.c.id))}
        return World(engine, clock, StructureIndex.load(connection), known)


def new_id() -> str:
    return str(uuid7())


class Desk:
    """What a desk that we did not write would do: plain requests, and a mirror fed by the feed alone."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = requests.Session()
        self.http.headers.update(HEADERS)
        self.cursor: str | None = None
        self.mirror: dict[tuple[str, str], dict[str, Any]] = {}

    def close(self) -> None:
        self.http.close()

    def sign_in(self, username: str, password: str = PASSWORD) -> dict[str, Any]:
        answer = self.http.post(f"{self.url}/v1/session", json={"username": username, "password": password}, timeout=30)
        assert answer.status_code == 200, answer.text
        session: dict[str, Any] = answer.json()
        self.http.headers["Authorization"] = f"Bearer {session['access_token']}"
        return session

    def get(self, **query: Any) -> requests.Response:
        headers = query.pop("headers", None)
        return self.http.get(f"{self.url}/v1/changes", params=query, headers=headers, timeout=30)

    def pull(self, limit: int | None = None) -> list[dict[str, Any]]:
        """Read to the end of the feed and apply it; the changes read."""
        found: list[dict[str, Any]] = []
        while True:
            query: dict[str, Any] = {"limit": limit} if limit else {}
            if self.cursor is not None:
                query["cursor"] = self.cursor
            answer = self.get(**query)
            assert answer.status_code == 200, answer.text
            page = answer.json()
            found += page["changes"]
            self.cursor = page["cursor"]
            if not page["more"]:
                break
        for change in found:
            key = (change["entity"], change["id"])
            if change["op"] == "put":
                self.mirror[key] = change["row"]
            else:
                self.mirror.pop(key, None)
        return found

    def ids(self, entity: str) -> set[str]:
        return {key for kind, key in self.mirror if kind == entity}

    def post(self, commands: Sequence[Mapping[str, Any]]) -> requests.Response:
        return self.http.post(f"{self.url}/v1/commands", json={"commands": commands}, timeout=60)

    def send(self, *commands: Mapping[str, Any]) -> list[dict[str, Any]]:
        answer = self.post(commands)
        assert answer.status_code == 200, answer.text
        results: list[dict[str, Any]] = answer.json()["results"]
        assert [r["id"] for r in results] == [c["id"] for c in commands]
        return results

    def do(self, kind: str, subject: str, structure: str, **rest: Any) -> dict[str, Any]:
        """Send one command; its result."""
        return self.send(command(kind, subject, structure, **rest))[0]


def command(
    kind: str,
    subject: str,
    structure: str,
    *,
    id: str | None = None,
    base: int | None = None,
    after: str | None = None,
    **payload: Any,
) -> dict[str, Any]:
    return {
        "id": id or new_id(),
        "kind": kind,
        "subject": subject,
        "base": base,
        "after": after,
        "issued_at": "2027-12-16T09:00:00Z",
        "payload": {"structure_id": structure, **payload},
    }


def reply(
    subject: str, structure: str, body: str = "Bonjour Camille, merci de votre récit.", **rest: Any
) -> dict[str, Any]:
    lines = {"greeting": "Bonjour Camille,", "closing": "Cordialement,", "signature": "L’accueil"}
    return command("submit_reply", subject, structure, body=body, **{**lines, **rest})


Opener = Callable[[str], Desk]
