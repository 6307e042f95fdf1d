"""Advice as points of the guard: shown last, never in the way."""

from typing import TYPE_CHECKING

from spplus_desk.domain.advice import Earlier, advise
from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.domain.review import Point, PointKind

if TYPE_CHECKING:
    from spplus_desk.services.reviewing import Sent


def advice_points(
    text: str, detail: ExperienceDetail, sent: "tuple[Sent, ...]", quiet: tuple[str, ...]
) -> tuple[Point, ...]:
    """What could be better in `text`, save the kinds in `quiet`."""
    found = advise(
        text,
        title=detail.experience.title,
        testimony=detail.experience.body,
        structure=detail.row.structure_name,
        earlier=(Earlier(one.pseudonym, one.title, one.body) for one in sent),
        off=quiet,
    )
    return tuple(
        Point(
            kind=PointKind.ADVICE,
            key=f"advice:{a.kind.value}:{place}",
            start=a.start,
            end=a.end,
            words=a.sentence,
            advice=a.kind.value,
        )
        for place, a in enumerate(found)
    )
