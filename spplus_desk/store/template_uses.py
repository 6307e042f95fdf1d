"""What became of the replies that began with a template, as far as this desk mirrors them."""

from datetime import datetime

from spplus_desk.domain.templates import TemplateUse
from spplus_desk.store.connection import Database
from spplus_desk.store.values import micros


def since(database: Database, moment: datetime) -> tuple[TemplateUse, ...]:
    """Replies submitted from `moment` on. Votes count where the platform gave both numbers."""
    found = database.raw.execute(
        "SELECT template_id, count(*), coalesce(sum(useful), 0), coalesce(sum(useful + not_useful), 0) FROM replies"
        " WHERE template_id <> '' AND submitted_at >= ? GROUP BY template_id",
        (micros(moment),),
    )
    return tuple(
        TemplateUse(template_id=id, uses=uses, useful=useful, votes=votes) for id, uses, useful, votes in found
    )
