"""A site with three child structures and a quarter of invented experiences, on a real cache that never synchronises."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from spplus_desk.domain.experience import Experience, Reply, Slot, slot_id
from spplus_desk.domain.structure import Agent, Membership, Structure
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.domain.vocabulary import ReplyState, Role, Sentiment
from spplus_desk.services.desk import Desk
from spplus_desk.store.store import Store
from spplus_desk.sync.client import Client
from spplus_desk.sync.engine import Engine
from spplus_desk.sync.scheduler import Scheduler
from spplus_desk.sync.transport import HttpTransport
from tests.helpers.cache import puts
from tests.helpers.clock import FakeClock

HEAD, MONTRELIN, VELY, BREZAC, ARDOUX = "CAF-ORVANNE", "MONTRELIN", "ST-VELY", "BREZAC", "ARDOUX"
BOSS = Agent("helene", "Hélène Morvan", (Membership(HEAD, Role.MANAGER),))
_NAMES = {
    MONTRELIN: "Accueil de Montrelin",
    VELY: "Accueil de Saint-Vély",
    BREZAC: "Point relais de Brézac",
    ARDOUX: "Point relais d’Ardoux",
}
_CHANNELS = ("Accueil", "Téléphone", "Démarche en ligne", "Courrier")
_PROCEDURES = ("Demander la prime d’activité", "Déclarer un changement d’adresse", "Obtenir une attestation")
_SERVER = "http://127.0.0.1:9"


class BoardWorld:
    """`desk` for the window, `feed` for what the synchronisation brings."""

    def __init__(self, folder: Path, clock: FakeClock, *, count: int = 320, agent: Agent = BOSS) -> None:
        self.clock = clock
        self.store = Store.open(folder / "board.db", bytes(range(32)), clock=clock)
        self.store.set_identity(agent, _SERVER, "helene").result()
        client = Client(HttpTransport(_SERVER), clock)
        self._scheduler = Scheduler(self.store, Engine(self.store, client, clock), clock, signed_in=True)
        self.desk = Desk(
            store=self.store,
            client=client,
            scheduler=self._scheduler,
            agent=agent,
            server=_SERVER,
            username="helene",
            clock=clock,
        )
        self.pages = 0
        rows: list[Any] = [Structure(id=HEAD, network="CAF", name="Caf de l’Orvanne")]
        rows += [Structure(id=id, network="CAF", name=name, parent_id=HEAD) for id, name in _NAMES.items()]
        self.feed(*rows, *invented(clock, count))

    def phase(self, phase: SyncPhase, **values: Any) -> None:
        """What the synchronisation's own thread would publish; that thread is not started here."""
        self._scheduler._board.enter(phase, self.clock(), **values)

    def feed(self, *rows: Any) -> None:
        self.pages += 1
        self.store.apply_page(puts(*rows), cursor=f"p{self.pages}", last=True, at=self.clock()).result()


def invented(clock: FakeClock, count: int) -> Iterator[Any]:
    """`count` experiences over two quarters; most are answered, faster in the second one."""
    dice = Random(7)
    for number in range(1, count + 1):
        at = clock() - timedelta(days=dice.uniform(0.2, 152))
        places = dice.choices((MONTRELIN, VELY, BREZAC), (5, 4, 3))[:1]
        if number % 40 == 0:
            places = [ARDOUX]
        if number % 15 == 0:
            places.append(dice.choice([id for id in (MONTRELIN, VELY, BREZAC) if id not in places]))
        id = f"E{number}"
        yield Experience(
            id=id,
            title=f"Un courrier attendu, cas {number}",
            body="J’attends une réponse depuis un mois et je ne sais pas à qui m’adresser.",
            pseudonym=f"Cigale {number}",
            published_at=at,
            sentiment=dice.choices(tuple(Sentiment), (25, 20, 55))[0],
            procedures=(dice.choice(_PROCEDURES),),
        )
        for place in places:
            yield Slot(
                id=slot_id(id, place), experience_id=id, structure_id=place, version=1,
                channels=tuple(dice.sample(_CHANNELS, dice.choice((1, 1, 2)))),
            )  # fmt: skip
            given = at + timedelta(days=min(dice.lognormvariate(1.45, 0.6), 30))
            if given < clock() and dice.random() < 0.97:
                yield Reply(
                    id=slot_id(id, place), experience_id=id, structure_id=place, body="Votre courrier est parti.",
                    state=ReplyState.PUBLISHED, submitted_at=given, published_at=given,
                    useful=dice.randint(0, 2), not_useful=dice.choice((0, 0, 1)),
                )  # fmt: skip


@contextmanager
def board_world(folder: Path, clock: FakeClock, **values: Any) -> Iterator[BoardWorld]:
    world = BoardWorld(folder, clock, **values)
    try:
        yield world
    finally:
        world.desk.close()
