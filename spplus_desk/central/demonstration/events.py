"""What a trainer can make happen while the demonstration runs."""

from datetime import datetime
from random import Random

from sqlalchemy import Engine, func, select

from spplus_desk.central.commands import execute
from spplus_desk.central.demonstration.plan import SITE, Act
from spplus_desk.central.demonstration.seeding import accounts, wire_command
from spplus_desk.central.demonstration.texts import dated, load
from spplus_desk.central.repository import (
    IncomingExperience,
    IncomingSlot,
    StructureIndex,
    UnitOfWork,
    reading,
    run_unit,
    upsert_experiences,
)
from spplus_desk.central.tables import experiences, slots, structures
from spplus_desk.central.unit import unit_of_work
from spplus_desk.domain.commands import Outcome
from spplus_desk.domain.errors import REFUSALS, NotFound, Refused
from spplus_desk.domain.experience import Experience, Slot, slot_id
from spplus_desk.domain.experience_payloads import SubmitReply
from spplus_desk.domain.structure import Structure, StructureTree
from spplus_desk.domain.vocabulary import ReplyState, Sentiment

_FIRST_DEPOSIT = 870_001
_LAST_DEPOSIT = 879_999


def deposit(engine: Engine, now: datetime) -> str:
    """A new invented experience for the agent's site, published at `now` (aware UTC); its id."""
    entries = load("deposits")["experience"]

    def work(unit: UnitOfWork) -> str:
        mine = experiences.c.id.between(str(_FIRST_DEPOSIT), str(_LAST_DEPOSIT)) & (func.length(experiences.c.id) == 6)
        last = unit.connection.execute(select(func.max(experiences.c.id)).where(mine)).scalar_one()
        number = int(last) + 1 if last is not None else _FIRST_DEPOSIT
        entry = entries[(number - _FIRST_DEPOSIT) % len(entries)]
        experience = Experience(
            id=str(number),
            title=dated(entry["title"], now.date()),
            body=dated(entry["body"], now.date()),
            pseudonym=entry["pseudonym"],
            posted_as="Particulier",
            sentiment=Sentiment(entry["sentiment"]),
            written_on=now.date(),
            published_at=now,
            country="France",
            procedures=tuple(entry.get("procedures", ())),
        )
        slot = IncomingSlot(label=SITE, channels=tuple(entry["channels"]))
        index = StructureIndex.load(unit.connection)
        upsert_experiences(unit, [IncomingExperience(experience=experience, slots=(slot,))], index)
        return experience.id

    return run_unit(engine, lambda: now, work)


def colleague_answers(engine: Engine, experience_id: str | None, now: datetime) -> str:
    """Thomas answers an experience of the site by the same command as his desk would send; the experience's id.

    `experience_id` may be an experience's or a slot's id; None takes the most urgent open one, those that nobody has
    claimed first. Raises NotFound when there is none, Refused when the central refuses it (it is answered already).
    """
    texts = load("world")["colleague"]
    colleague = next(person for person in accounts() if person.username == texts["username"])
    with unit_of_work(reading(engine), now) as unit:
        experience, structure_id = _chosen(unit, experience_id)
    body = texts["positive" if experience.sentiment is Sentiment.POSITIVE else "other"]
    payload = SubmitReply(
        structure_id=structure_id,
        greeting=f"Bonjour {experience.pseudonym},",
        body=dated(body, now.date()),
        closing="Cordialement,",
        signature="Thomas, accueil de Montrelin",
    )
    wire = wire_command(Act(now, colleague.username, experience.id, payload), Random())
    (result,) = execute(engine, lambda: now, (colleague.agent_id, colleague.name), [wire])
    if result.outcome is not Outcome.APPLIED:
        raise Refused(result.detail or REFUSALS["not_allowed"], code=result.code)
    return experience.id


def _chosen(unit: UnitOfWork, wanted: str | None) -> tuple[Experience, str]:
    """The experience and the structure of the slot to answer."""
    rows = unit.connection.execute(
        select(structures.c.id, structures.c.network, structures.c.parent_id, structures.c.name)
    )
    tree = StructureTree(Structure(id=r.id, network=r.network, parent_id=r.parent_id, name=r.name) for r in rows)
    query = (
        select(slots.c.experience_id, slots.c.structure_id)
        .join(experiences, experiences.c.id == slots.c.experience_id)
        .where(slots.c.structure_id.in_(sorted(tree.subtree([SITE]))), slots.c.transferred_to.is_(None))
        .order_by(experiences.c.published_at, slots.c.structure_id)
    )
    if wanted is None:
        is_open = slots.c.reply_state.is_(None) | (slots.c.reply_state == ReplyState.RETURNED.value)
        found = unit.connection.execute(query.where(is_open)).all()
    else:
        found = unit.connection.execute(query.where(slots.c.experience_id == wanted.partition(":")[0])).all()
    if not found:
        raise NotFound("Il n’y a pas d’expérience à répondre pour votre collègue. Déposez-en une nouvelle.")
    known = unit.load_all(Slot, [slot_id(*row) for row in found])
    free = [row for row in found if known[slot_id(*row)].claimed_by is None] if wanted is None else []
    chosen = (free or found)[0]
    experience = unit.load(Experience, chosen.experience_id)
    assert experience is not None
    return experience, chosen.structure_id
