"""Tags that this desk's own commands have set and the feed has not passed yet: the inbox row does not hold them."""

from spplus_desk.domain.commands import CommandKind
from spplus_desk.domain.experience import GeneralTags, Slot
from spplus_desk.domain.projection import Mirror, project
from spplus_desk.store import outbox_reading
from spplus_desk.store.connection import Database
from spplus_desk.store.mirror import ids_text
from spplus_desk.store.projections import Scope
from spplus_desk.store.values import tags, texts


def overrides(database: Database, scope: Scope) -> dict[str, tuple[GeneralTags, tuple[str, ...]]]:
    """(general, business tags) of the slots that have such a command, as `project` decides them. Mostly none."""
    slots = [
        str(id)
        for (id,) in database.raw.execute(
            "SELECT DISTINCT slot_id FROM commands WHERE closed = 0 AND state <> 'retired'"
            f" AND kind = '{CommandKind.SET_TAGS.value}' AND state IN {outbox_reading.PENDING}"
        )
    ]
    if not slots:
        return {}
    pending = outbox_reading.pending(database, ids_text(slots))
    found = database.raw.execute(
        "SELECT s.id, s.experience_id, s.structure_id, s.business_tags, e.tags FROM json_each(?) t"
        " CROSS JOIN slots s ON s.id = t.value JOIN experiences e ON e.id = s.experience_id",
        (ids_text(slots),),
    )
    made = {}
    for id, experience, structure, business, general in found:
        slot = Slot(id=id, experience_id=experience, structure_id=structure, business_tags=texts(business))
        seen = project(Mirror(slot=slot, tags=tags(general)), pending[id], scope.agent)
        made[str(id)] = (seen.tags, seen.slot.business_tags)
    return made
