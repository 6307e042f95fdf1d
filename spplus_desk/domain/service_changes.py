"""The changes of the service that replies announced, and which of them are late."""

from collections.abc import Sequence
from datetime import date

from spplus_desk.domain.experience import ServiceChange
from spplus_desk.domain.values import Value
from spplus_desk.domain.vocabulary import ChangeState


class AnnouncedChange(Value):
    """One change, and the reply of the slot `slot_id` that told of it."""

    slot_id: str
    title: str
    pseudonym: str
    structure_name: str
    change: ServiceChange


def is_late(change: ServiceChange, today: date) -> bool:
    """Planned for a day that is over; the day itself still counts."""
    return change.state is ChangeState.PLANNED and change.on is not None and change.on < today


def is_due(change: ServiceChange, today: date) -> bool:
    """Planned for a day that has come: it was done, or has to be put off."""
    return change.state is ChangeState.PLANNED and change.on is not None and change.on <= today


def in_order(changes: Sequence[AnnouncedChange]) -> tuple[AnnouncedChange, ...]:
    """What is planned by its date, so that the latest of the late comes first and what has no date last; then what is
    done, the newest first."""
    planned = [one for one in changes if one.change.state is ChangeState.PLANNED]
    done = [one for one in changes if one.change.state is ChangeState.DONE]
    planned.sort(key=lambda one: (one.change.on or date.max, one.slot_id))
    done.sort(key=lambda one: (one.change.on or date.min, one.slot_id), reverse=True)
    return (*planned, *done)
