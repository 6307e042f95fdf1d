"""The rules of validation, the same at the desk and at the central.

A reply waits for validation where its structure asks for it. A super agent's own does not (the contract), unless the
site decided `own_approval: false`: then theirs waits too, for another super agent. Nobody approves their own reply
where `own_approval` is not true.
"""

from collections.abc import Collection, Iterable, Sequence

from spplus_desk.domain.commands import Command
from spplus_desk.domain.documents import SiteSettings
from spplus_desk.domain.experience import Passage, ReplyVersion
from spplus_desk.domain.experience_payloads import ApproveReply, ReturnReply, SubmitReply
from spplus_desk.domain.structure import Agent, StructureTree
from spplus_desk.domain.values import Value, replace
from spplus_desk.domain.vocabulary import Role, VersionStep


def waits(*, required: bool, own_approval: bool | None, roles: Collection[Role]) -> bool:
    """Whether a reply of somebody with these roles over the structure waits for validation."""
    return required and (Role.SUPER_AGENT not in roles or own_approval is False)


def may_approve_own(own_approval: bool | None) -> bool:
    return own_approval is True


def roles_over(agent: Agent, tree: StructureTree, structure_id: str) -> frozenset[Role]:
    """The roles that the agent holds at the structure or above it."""
    places = {structure_id, *tree.ancestors(structure_id)}
    return frozenset(post.role for post in agent.memberships if post.structure_id in places)


class Standing(Value, kw_only=True):
    """What the agent may do with the reply of one slot."""

    waits: bool = False
    """Their own reply would wait for validation."""
    reviews: bool = False
    """They judge the replies of others."""
    own_approval: bool = False
    """They may judge their own."""


NO_STANDING = Standing()


def standing(
    agent: Agent, tree: StructureTree, structure_id: str, own: SiteSettings | None, *, required: bool
) -> Standing:
    """`own`: what the site says itself; `required`: whether it asks for validation."""
    roles = roles_over(agent, tree, structure_id)
    own_approval = None if own is None else own.own_approval
    return Standing(
        waits=waits(required=required, own_approval=own_approval, roles=roles),
        reviews=Role.SUPER_AGENT in roles,
        own_approval=may_approve_own(own_approval),
    )


class TextVersion(Value, kw_only=True):
    """One submitted text with what was decided of it. `decision` is None while nobody did. `number` counts from 1."""

    number: int
    text: ReplyVersion
    decision: ReplyVersion | None = None

    @property
    def returned(self) -> bool:
        return self.decision is not None and self.decision.step is VersionStep.RETURNED


def with_pending(steps: Iterable[ReplyVersion], pending: Iterable[Command], me: Agent) -> tuple[ReplyVersion, ...]:
    """The steps that the feed told, oldest first, with those of this desk that are on their way."""
    known = sorted(steps, key=lambda step: (step.version, step.at, step.id))
    there = {step.id for step in known}
    last = known[-1].version if known else 0
    for command in pending:
        payload = command.payload
        if command.id in there or not isinstance(payload, SubmitReply | ReturnReply | ApproveReply):
            continue
        last += 1
        known.append(_of_command(command, payload, me, last))
    return tuple(known)


def texts(steps: Sequence[ReplyVersion]) -> tuple[TextVersion, ...]:
    """The submitted texts, oldest first, each with the decision that followed it."""
    found: list[TextVersion] = []
    for step in steps:
        if step.step is VersionStep.SUBMITTED:
            found.append(TextVersion(number=len(found) + 1, text=step))
        elif found and found[-1].decision is None:
            found[-1] = TextVersion(number=found[-1].number, text=found[-1].text, decision=step)
    return tuple(found)


def last_return(steps: Sequence[ReplyVersion]) -> ReplyVersion | None:
    """The return that is still to be answered; None where another step followed it."""
    return steps[-1] if steps and steps[-1].step is VersionStep.RETURNED else None


def place_of(passage: Passage, body: str) -> Passage | None:
    """Where the passage stands in a text that may have changed since: its place, else the nearest one that says the
    same; None where it is no more."""
    if passage.fits(body):
        return passage
    found, at = [], body.find(passage.text) if passage.text else -1
    while at >= 0:
        found.append(at)
        at = body.find(passage.text, at + 1)
    if not found:
        return None
    start = min(found, key=lambda place: abs(place - passage.start))
    return Passage(start=start, end=start + len(passage.text), text=passage.text)


def _of_command(
    command: Command, payload: SubmitReply | ReturnReply | ApproveReply, me: Agent, version: int
) -> ReplyVersion:
    made = ReplyVersion(
        id=command.id,
        experience_id=command.subject,
        structure_id=payload.structure_id,
        step=_STEP_OF[type(payload)],
        version=version,
        at=command.issued_at,
        by=me.id,
        by_name=me.name,
    )
    match payload:
        case SubmitReply():
            return replace(
                made,
                greeting=payload.greeting,
                body=payload.body,
                closing=payload.closing,
                signature=payload.signature,
            )
        case ReturnReply():
            return replace(made, comment=payload.comment, passage=payload.passage)
        case _:
            return replace(made, comment=payload.comment)


_STEP_OF = {
    SubmitReply: VersionStep.SUBMITTED,
    ReturnReply: VersionStep.RETURNED,
    ApproveReply: VersionStep.APPROVED,
}
