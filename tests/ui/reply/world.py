"""One open desk, never synchronising, on a real cache filled with invented rows: what writing and Envois stand on."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from spplus_desk.domain.documents import Template
from spplus_desk.domain.experience import Comment, Experience, Reply, Slot, slot_id
from spplus_desk.domain.structure import Agent, Membership, Structure
from spplus_desk.domain.vocabulary import Entity, ReplyState, Role, Sentiment
from spplus_desk.services.desk import Desk
from spplus_desk.store.pages import PulledChange
from spplus_desk.store.store import Store
from spplus_desk.sync.client import Client
from spplus_desk.sync.engine import Engine
from spplus_desk.sync.scheduler import Scheduler
from spplus_desk.sync.transport import HttpTransport
from tests.helpers.clock import FakeClock

HEAD, SITE, STRICT, NEIGHBOUR = "CAF-0", "CAF-ORVANNE", "CAF-STRICTE", "FS-MONTRELIN"
CIGALE, ZAZA, STRICT_ONE = slot_id("E1", SITE), slot_id("E2", SITE), slot_id("E3", STRICT)
ME = Agent("nadia", "Nadia Belkacem", (Membership(SITE, Role.AGENT), Membership(STRICT, Role.AGENT)))
_KEY = bytes(range(32))
_PUBLISHED = datetime(2027, 12, 9, 14, 40, tzinfo=UTC)
TESTIMONY = (
    "J’ai besoin d’une attestation de paiement à jour pour le dossier de logement de ma fille. Sur mon compte, le "
    "document s’affiche mais la ligne de novembre est vide\u00a0: l’agence le refuse.\n\nJ’ai pris rendez-vous à "
    "l’accueil de Montrelin. Annulé la veille, puis le matin même, puis déplacé à une heure où je travaille. Au "
    "téléphone, la dame a été très gentille, mais elle ne pouvait rien imprimer.\n\nExiste-t-il un autre moyen de "
    "l’obtenir sans se déplacer\u00a0? Et pourquoi ne pas prévenir plus tôt quand un rendez-vous saute\u00a0?"
)
TEMPLATE = Template(
    id="T1",
    structure_id=HEAD,
    title="Rendez-vous annulé",
    body=(
        "Vous avez dû vous organiser pour un rendez-vous qui n’a pas eu lieu\u00a0: {{structure}} vous présente ses "
        "excuses.\n\nLe service est de nouveau ouvert depuis le [[date de remise en service]]. Vous pouvez nous "
        "joindre au [[numéro de l’accueil]]."
    ),
    theme="rendez-vous",
    sentiments=(Sentiment.NEGATIVE,),
)
OTHER_TEMPLATE = Template(
    id="T2",
    structure_id=HEAD,
    title="Attestation incomplète",
    body="L’attestation peut aussi être demandée par téléphone\u00a0: elle arrive par courrier sous trois jours.",
)


def _experience(id: str, title: str, pseudonym: str, *, days: int = 0, body: str = TESTIMONY) -> Experience:
    return Experience(
        id=id,
        title=title,
        body=body,
        pseudonym=pseudonym,
        published_at=_PUBLISHED + timedelta(days=days),
        sentiment=Sentiment.NEGATIVE,
    )


def _slot(experience: str, structure: str, name: str) -> Slot:
    return Slot(
        id=slot_id(experience, structure),
        experience_id=experience,
        structure_id=structure,
        structure_name=name,
        channels=("Accueil", "Téléphone"),
        version=1,
    )


def _own_reply(experience: str, state: ReplyState, days: int, receipt: str) -> Reply:
    at = datetime(2027, 12, 14, 8, 52, tzinfo=UTC) - timedelta(days=days)
    return Reply(
        id=slot_id(experience, SITE),
        experience_id=experience,
        structure_id=SITE,
        greeting="Bonjour,",
        body="L’accueil est ouvert sans rendez-vous le samedi matin, de 9\u00a0h à 12\u00a0h.",
        closing="Cordialement,",
        signature="Nadia",
        state=state,
        author=ME.id,
        author_name=ME.name,
        submitted_at=at,
        published_at=at + timedelta(hours=5) if state is ReplyState.PUBLISHED else None,
        receipt=receipt,
    )


def page() -> list[PulledChange]:
    rows: list[tuple[Entity, str, object]] = [
        (Entity.STRUCTURE, HEAD, Structure(id=HEAD, network="CAF", name="Réseau des Caf")),
        (Entity.STRUCTURE, SITE, Structure(id=SITE, network="CAF", name="Caf de l’Orvanne", parent_id=HEAD)),
        (
            Entity.STRUCTURE,
            STRICT,
            Structure(id=STRICT, network="CAF", name="Caf de Vaubrun", parent_id=HEAD, validation_required=True),
        ),
        (Entity.TEMPLATE, TEMPLATE.id, TEMPLATE),
        (Entity.TEMPLATE, OTHER_TEMPLATE.id, OTHER_TEMPLATE),
    ]
    seen = [
        ("E1", "Trois rendez-vous annulés pour une attestation", "Cigale", SITE, 0),
        ("E2", "Pièce refusée sans explication", "Zaza", SITE, 1),
        ("E3", "Deux adresses pour un seul déménagement", "Odile M.", STRICT, 2),
        ("E4", "Une conseillère qui prend le temps", "Jean-Marc et Lila", SITE, -3),
        ("E5", "Merci pour la permanence du samedi", "Aline", SITE, -5),
        ("E6", "Borne de l’accueil en panne", "Kévin D.", SITE, 3),
        ("E7", "Naissance\u00a0: à qui s’adresser\u00a0?", "Futur papa", SITE, 3),
    ]
    for id, title, pseudonym, structure, days in seen:
        name = "Caf de Vaubrun" if structure == STRICT else "Caf de l’Orvanne"
        rows.append((Entity.EXPERIENCE, id, _experience(id, title, pseudonym, days=days)))
        rows.append((Entity.SLOT, slot_id(id, structure), _slot(id, structure, name)))
    rows.append((Entity.SLOT, slot_id("E1", NEIGHBOUR), _slot("E1", NEIGHBOUR, "France services Montrelin")))
    rows.append(
        (
            Entity.REPLY,
            slot_id("E1", NEIGHBOUR),
            Reply(
                id=slot_id("E1", NEIGHBOUR),
                experience_id="E1",
                structure_id=NEIGHBOUR,
                body="Bonjour Cigale, nos conseillères peuvent imprimer ce document avec vous, sans rendez-vous.",
                state=ReplyState.PUBLISHED,
                published_at=_PUBLISHED + timedelta(days=2),
            ),
        )
    )
    rows.append(
        (
            Entity.COMMENT,
            "C1",
            Comment(
                id="C1",
                experience_id="E1",
                structure_id=SITE,
                author="thomas",
                author_name="Thomas",
                body="Panne d’agenda confirmée par le siège, du 17 au 26\u00a0novembre.",
                created_at=datetime(2027, 12, 15, 15, 20, tzinfo=UTC),
            ),
        )
    )
    rows.append((Entity.REPLY, slot_id("E4", SITE), _own_reply("E4", ReplyState.RECEIVED, 0, "7F3K-0412")))
    rows.append((Entity.REPLY, slot_id("E5", SITE), _own_reply("E5", ReplyState.PUBLISHED, 2, "7F3K-0398")))
    return [PulledChange(entity, id, row) for entity, id, row in rows]  # type: ignore[arg-type]


class LocalDesk:
    """`desk` for the window, `store` to look under it and to play the feed."""

    def __init__(self, folder: Path, clock: FakeClock) -> None:
        self.clock = clock
        self.store = Store.open(folder / "cache.db", _KEY, clock=clock)
        self.store.set_identity(ME, "http://127.0.0.1:9", "nadia").result()
        self.store.apply_page(page(), cursor="1", last=True, at=clock()).result()
        client = Client(HttpTransport("http://127.0.0.1:9"), clock)
        scheduler = Scheduler(self.store, Engine(self.store, client, clock), clock, signed_in=False)
        self.desk = Desk(
            store=self.store,
            client=client,
            scheduler=scheduler,
            agent=ME,
            server="http://127.0.0.1:9",
            username="nadia",
            clock=clock,
        )

    def feed(self, *changes: PulledChange, cursor: str = "2") -> None:
        self.store.apply_page(changes, cursor=cursor, last=True, at=self.clock()).result()


@contextmanager
def local_desk(folder: Path, clock: FakeClock) -> Iterator[LocalDesk]:
    world = LocalDesk(folder, clock)
    try:
        yield world
    finally:
        world.desk.close()
