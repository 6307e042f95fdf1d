"""A reply of Nadia that waits for Hélène, super agent of the site, on its second version."""

from datetime import timedelta

from spplus_desk.domain.experience import Passage, Reply, ReplyVersion
from spplus_desk.domain.structure import Agent, Membership, Structure
from spplus_desk.domain.vocabulary import Entity, ReplyState, Role, VersionStep
from spplus_desk.store.pages import PulledChange
from tests.helpers.inbox_world import CIGALE, HEAD, ME, SITE, SITE_NAME, InboxWorld

CHIEF = Agent("helene", "Hélène Morvan", (Membership(SITE, Role.SUPER_AGENT),))
FIRST = (
    "Vous avez dû vous organiser trois fois pour rien\u00a0: nous en sommes désolés. Une panne d’agenda a annulé des "
    "rendez-vous en novembre.\n\nPour toute question, écrivez-nous depuis votre compte."
)
SECOND = (
    "Vous avez dû vous organiser trois fois pour rien\u00a0: nous en sommes désolés. Une panne d’agenda a annulé des "
    "rendez-vous du 17 au 26\u00a0novembre.\n\nLa ligne de novembre s’affiche de nouveau. Pour toute question, appelez "
    "Mme Perrin au 06\u00a012\u00a034\u00a056\u00a078."
)
COMMENT = "Dites quels jours, et donnez un moyen de nous joindre."
PASSAGE_TEXT = "rendez-vous en novembre"
_LINES = {"greeting": "Bonjour Cigale,", "closing": "Cordialement,", "signature": "Nadia, accueil de Montrelin"}


def passage() -> Passage:
    start = FIRST.index(PASSAGE_TEXT)
    return Passage(start=start, end=start + len(PASSAGE_TEXT), text=PASSAGE_TEXT)


def site(*, own_name: str = SITE_NAME) -> PulledChange:
    row = Structure(id=SITE, network="CAF", name=own_name, parent_id=HEAD, validation_required=True)
    return PulledChange(Entity.STRUCTURE, SITE, row)


def step(world: InboxWorld, id: str, kind: VersionStep, version: int, ago: timedelta, **values: object) -> PulledChange:
    by = CHIEF if kind is not VersionStep.SUBMITTED else ME
    row = ReplyVersion(
        id=id,
        experience_id="E3",
        structure_id=SITE,
        step=kind,
        version=version,
        at=world.clock() - ago,
        by=by.id,
        by_name=by.name,
        **values,  # type: ignore[arg-type]
    )
    return PulledChange(Entity.REPLY_VERSION, id, row)


def reply(world: InboxWorld, state: ReplyState, body: str, **values: object) -> PulledChange:
    given: dict[str, object] = {"author": ME.id, "author_name": ME.name, **_LINES}
    row = Reply(
        id=CIGALE,
        experience_id="E3",
        structure_id=SITE,
        body=body,
        state=state,
        submitted_at=world.clock() - timedelta(minutes=25),
        **(given | values),  # type: ignore[arg-type]
    )
    return PulledChange(Entity.REPLY, CIGALE, row)


def returned(world: InboxWorld) -> list[PulledChange]:
    """Sent back to Nadia yesterday, with a comment on a passage."""
    return [
        site(),
        reply(world, ReplyState.RETURNED, FIRST, return_comment=COMMENT),
        step(world, "v1", VersionStep.SUBMITTED, 2, timedelta(days=1, hours=3), body=FIRST, **_LINES),
        step(world, "v2", VersionStep.RETURNED, 3, timedelta(days=1), comment=COMMENT, passage=passage()),
    ]


def waiting(world: InboxWorld) -> list[PulledChange]:
    """Amended and submitted again: Hélène has to read it."""
    return [
        *returned(world)[:1],
        reply(world, ReplyState.PENDING_VALIDATION, SECOND, version=4),
        *returned(world)[2:],
        step(world, "v3", VersionStep.SUBMITTED, 4, timedelta(minutes=25), body=SECOND, **_LINES),
    ]
