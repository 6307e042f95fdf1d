"""One open desk on a real cache filled with invented rows: a day at a counter, on Thursday 16 December 2027, 10 h 12.

Nothing synchronises by itself: a test plays the feed with `feed`, and the states of the network with `phase`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from spplus_desk.domain.documents import Template
from spplus_desk.domain.experience import Comment, Experience, GeneralTags, Reply, Slot, slot_id
from spplus_desk.domain.structure import Agent, Membership, Structure
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.domain.vocabulary import Entity, ReplyState, Role, Sentiment
from spplus_desk.services.desk import Desk
from spplus_desk.services.locking import Locking
from spplus_desk.store.pages import PulledChange
from spplus_desk.store.store import Store
from spplus_desk.sync.client import Client
from spplus_desk.sync.engine import Engine
from spplus_desk.sync.scheduler import Scheduler
from spplus_desk.sync.transport import HttpTransport
from tests.helpers.clock import FakeClock
from tests.helpers.keyrings import MemoryKeyring

HEAD, SITE, NEIGHBOUR = "CAF-0", "CAF-ORVANNE", "FS-MONTRELIN"
ME = Agent("nadia", "Nadia Belkacem", (Membership(SITE, Role.AGENT),))
SITE_NAME = "Caf de l’Orvanne, accueil de Montrelin"
_KEY = bytes(range(32))
_SERVER = "http://127.0.0.1:9"
NEG, NEU, POS = Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE

CIGALE_BODY = (
    "J’ai besoin d’une attestation de paiement à jour pour le dossier de logement de ma fille. Sur mon compte, le "
    "document s’affiche mais la ligne de novembre est vide\u00a0: l’agence le refuse.\n\nJ’ai pris rendez-vous à "
    "l’accueil de Montrelin. Annulé la veille, puis le matin même, puis déplacé à une heure où je travaille. Au "
    "téléphone, la dame a été très gentille, mais elle ne pouvait rien imprimer.\n\nExiste-t-il un autre moyen de "
    "l’obtenir sans se déplacer\u00a0? Et pourquoi ne pas prévenir plus tôt quand un rendez-vous saute\u00a0?"
)
CIGALE = slot_id("E3", SITE)
# (id, title, pseudonym, body, sentiment, channels, hours to the deadline at the start, claimed by, read)
_ROWS: tuple[tuple[str, str, str, str, Sentiment, tuple[str, ...], float, str, bool], ...] = (
    ("E1", "Aucune nouvelle de ma prime d’activité", "Ptit Lu",
     "Dossier déposé le 4\u00a0octobre, toujours «\u00a0en cours d’étude\u00a0». J’ai envoyé deux fois les mêmes "
     "bulletins de salaire et personne ne me dit ce qui manque.", NEG, ("Démarche en ligne",), -3 * 24 - 5,
     "Thomas Ruault", True),
    ("E2", "Deux adresses pour un seul déménagement", "Odile M.",
     "Mon changement d’adresse a été compté deux fois, du coup une partie des courriers part encore à "
     "l’ancienne. Rien de grave mais c’est fatigant.", NEU, ("Compte ou espace personnel",), -30, "", True),
    ("E3", "Trois rendez-vous annulés pour une attestation", "Cigale", CIGALE_BODY, NEG,
     ("Accueil", "Téléphone", "Compte ou espace personnel"), 5.47, "Nadia Belkacem", True),
    ("E4", "Une conseillère qui prend le temps", "Jean-Marc et Lila",
     "Au téléphone, elle a repris toute ma situation depuis le début, sans soupirer. En dix minutes j’ai compris ce "
     "que je cherchais depuis des semaines.", POS, ("Téléphone",), 26, "", False),
    ("E5", "Pièce refusée sans explication", "Zaza",
     "Le justificatif de garde a été refusé trois fois avec le même message. Impossible de savoir ce qui ne va "
     "pas\u00a0: la taille, le format, la date\u00a0?", NEG, ("Démarche en ligne",), 50, "", False),
    ("E6", "Naissance\u00a0: à qui s’adresser\u00a0?", "Futur papa",
     "Entre la mutuelle, la mairie et vous, je ne sais plus qui doit recevoir l’acte de naissance en premier. Une "
     "liste toute simple aiderait.", NEU, ("Tchat (messagerie instantanée)",), 52, "", True),
    ("E7", "Borne de l’accueil en panne", "Kévin D.",
     "La borne pour imprimer les documents est hors service depuis le début du mois. Il n’y a qu’une feuille "
     "scotchée dessus, sans date.", NEG, ("Accueil",), 4 * 24, "", True),
    ("E8", "Formulaire illisible sur téléphone", "Sam",
     "Sur mon téléphone le bouton «\u00a0Suivant\u00a0» est caché sous le clavier. J’ai fini chez ma voisine qui a un "
     "ordinateur.", NEG, ("Démarche en ligne",), 4 * 24 + 2, "", False),
    ("E9", "Rendez-vous tenu, dossier réglé", "Mme Perrin",
     "Reçue à l’heure, par une personne qui avait déjà lu mon dossier. Je suis repartie avec une réponse claire, cela "
     "mérite d’être dit.", POS, ("Accueil",), 5 * 24, "", True),
)  # fmt: skip
TAGS = GeneralTags(accessibility=NEG, information=NEG, relation=POS, responsiveness=NEG)
TEMPLATE = Template(
    id="T1",
    structure_id=HEAD,
    title="Rendez-vous annulé",
    body="Vous avez dû vous organiser pour un rendez-vous qui n’a pas eu lieu. Le service a repris le [[date]].",
    sentiments=(NEG,),
)


def key_of(experience: str) -> str:
    return slot_id(experience, SITE)


def experience_changes(
    id: str,
    title: str,
    pseudonym: str,
    body: str,
    sentiment: Sentiment,
    channels: tuple[str, ...],
    due_in: timedelta,
    *,
    now: datetime,
    claimed: str = "",
) -> list[PulledChange]:
    """An experience whose published clock ends `due_in` after `now`, and the site's slot on it."""
    cigale = id == "E3"
    experience = Experience(
        id=id,
        title=title,
        body=body,
        pseudonym=pseudonym,
        published_at=now + due_in - timedelta(days=7),
        sentiment=sentiment,
        procedures=("Attestation de paiement",) if cigale else (),
        tags=TAGS if cigale else GeneralTags(),
    )
    slot = Slot(
        id=slot_id(id, SITE),
        experience_id=id,
        structure_id=SITE,
        structure_name="Caf de l’Orvanne",
        channels=channels,
        business_tags=("Agenda", "Attestations") if cigale else (),
        claimed_by=None if not claimed else ME.id if claimed == ME.name else "thomas",
        claimed_by_name=claimed,
        version=1,
    )
    return [PulledChange(Entity.EXPERIENCE, id, experience), PulledChange(Entity.SLOT, slot.id, slot)]


def _around_cigale() -> list[PulledChange]:
    neighbour = Slot(
        id=slot_id("E3", NEIGHBOUR),
        experience_id="E3",
        structure_id=NEIGHBOUR,
        structure_name="France services Montrelin",
        version=1,
    )
    reply = Reply(
        id=neighbour.id,
        experience_id="E3",
        structure_id=NEIGHBOUR,
        body=(
            "Bonjour Cigale, nos conseillères peuvent imprimer ce document avec vous, sans rendez-vous, le mardi et le "
            "jeudi matin. Pensez à apporter votre identifiant. La mise à jour des montants dépend de la Caf, qui vous "
            "répondra sur ce point."
        ),
        state=ReplyState.PUBLISHED,
        published_at=datetime(2027, 12, 14, 9, 0, tzinfo=UTC),
    )
    comment = Comment(
        id="C1",
        experience_id="E3",
        structure_id=SITE,
        author="thomas",
        author_name="Thomas Ruault",
        body=(
            "Panne d’agenda confirmée par le siège, du 17 au 26\u00a0novembre. La ligne de novembre s’affiche de "
            "nouveau depuis jeudi dernier."
        ),
        created_at=datetime(2027, 12, 15, 15, 20, tzinfo=UTC),
    )
    return [
        PulledChange(Entity.SLOT, neighbour.id, neighbour),
        PulledChange(Entity.REPLY, reply.id, reply),
        PulledChange(Entity.COMMENT, comment.id, comment),
    ]


def first_page(now: datetime) -> list[PulledChange]:
    changes = [
        PulledChange(Entity.STRUCTURE, HEAD, Structure(id=HEAD, network="CAF", name="Réseau des Caf")),
        PulledChange(Entity.STRUCTURE, SITE, Structure(id=SITE, network="CAF", name=SITE_NAME, parent_id=HEAD)),
        PulledChange(Entity.TEMPLATE, TEMPLATE.id, TEMPLATE),
    ]
    for id, title, pseudonym, body, sentiment, channels, hours, claimed, _read in _ROWS:
        due = timedelta(hours=hours)
        changes += experience_changes(id, title, pseudonym, body, sentiment, channels, due, now=now, claimed=claimed)
    return changes + _around_cigale()


def reply_of_site(experience: str, state: ReplyState, at: datetime) -> PulledChange:
    """The site's reply to `experience`, written by a colleague."""
    key = key_of(experience)
    reply = Reply(
        id=key,
        experience_id=experience,
        structure_id=SITE,
        greeting="Bonjour,",
        body="La pièce est arrivée, le dossier est complet.",
        closing="Cordialement,",
        signature="Thomas",
        state=state,
        author="thomas",
        author_name="Thomas Ruault",
        submitted_at=at,
        published_at=at if state is ReplyState.PUBLISHED else None,
    )
    return PulledChange(Entity.REPLY, key, reply)


class InboxWorld:
    """`desk` for the window, `store` to look under it."""

    def __init__(self, folder: Path, clock: FakeClock, *, empty: bool = False, agent: Agent | None = None) -> None:
        agent = agent or ME
        self.clock = clock
        self.store = Store.open(folder / "cache.db", _KEY, clock=clock)
        self.store.set_identity(agent, _SERVER, "nadia").result()
        if not empty:
            self.feed(*first_page(clock()))
            for row in _ROWS:
                if row[-1]:
                    self.store.mark_read(key_of(row[0])).result()
        self.keyring = MemoryKeyring()
        client = Client(HttpTransport(_SERVER), clock)
        self._scheduler = Scheduler(self.store, Engine(self.store, client, clock), clock, signed_in=True)
        self.desk = Desk(
            store=self.store,
            client=client,
            scheduler=self._scheduler,
            agent=agent,
            server=_SERVER,
            username="nadia",
            clock=clock,
            folder=folder,
            locking=Locking(folder, agent.id, self.keyring, lambda password: client.sign_in("nadia", password)),
        )

    def feed(self, *changes: PulledChange, cursor: str = "c") -> None:
        """One page of the central's feed arrives."""
        self.store.apply_page(changes, cursor=cursor, last=True, at=self.clock()).result()

    def phase(self, phase: SyncPhase, **values: Any) -> None:
        """What the scheduler's own thread would publish; that thread is not started here."""
        self._scheduler._board.enter(phase, self.clock(), **values)


@contextmanager
def inbox_world(
    folder: Path, clock: FakeClock, *, empty: bool = False, agent: Agent | None = None
) -> Iterator[InboxWorld]:
    """`agent`: who is signed in, Nadia as an agent of the site if not told."""
    world = InboxWorld(folder, clock, empty=empty, agent=agent)
    try:
        yield world
    finally:
        world.desk.close()
