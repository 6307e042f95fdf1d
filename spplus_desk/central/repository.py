"""The writing API of the central, in one place: for the endpoints, the importer and the demonstration.

    engine = open_engine("sqlite:///central.db")           # or postgresql+psycopg://…
    migrate(engine)                                         # creates or upgrades the schema

    with unit_of_work(engine, now) as unit:                 # one transaction, `now` aware UTC
        upsert_structures(unit, [Structure(...), ...])      # -> Tally(added, updated, unchanged, unresolved_slots)
        index = StructureIndex.load(unit.connection)        # names and codes; load once, reuse for all batches
        resolve_slots(unit, index)                          # slots that waited for those structures; again until 0
    with unit_of_work(engine, now) as unit:
        upsert_experiences(unit, batch, index)              # batch: IncomingExperience, about 1,000 a transaction
        upsert_templates(unit, [Template(...)])
        add_agent(unit, username=…, name=…, password=…, posts=(Membership("SP-…", Role.AGENT),))  # -> agent id
        unit.audit("import_experiences", detail={"added": …})

All of it is idempotent, and announced in the feed by the last statements of the transaction: nothing is committed,
nor seen by any reader, when an exception leaves the block. Rows of other kinds (a comment of the demonstration) go
through commands (`commands.execute`), as those of the desks do.
"""

from spplus_desk.central.cases import keep, refresh_cases
from spplus_desk.central.engine import open_engine, reading
from spplus_desk.central.experiences import resolve_slots, upsert_experiences
from spplus_desk.central.incoming import IncomingExperience, IncomingReply, IncomingSlot, Tally, label_key
from spplus_desk.central.people import add_agent, remove_post, revoke_agent, set_post
from spplus_desk.central.schema import migrate
from spplus_desk.central.structures import StructureIndex, upsert_structures
from spplus_desk.central.templates import upsert_templates
from spplus_desk.central.unit import UnitOfWork, run_unit, unit_of_work, utc_now

__all__ = [
    "IncomingExperience",
    "IncomingReply",
    "IncomingSlot",
    "StructureIndex",
    "Tally",
    "UnitOfWork",
    "add_agent",
    "keep",
    "label_key",
    "migrate",
    "open_engine",
    "reading",
    "refresh_cases",
    "remove_post",
    "resolve_slots",
    "revoke_agent",
    "run_unit",
    "set_post",
    "unit_of_work",
    "upsert_experiences",
    "upsert_structures",
    "upsert_templates",
    "utc_now",
]
