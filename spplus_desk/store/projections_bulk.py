"""The inbox rows of a whole page in one statement, for slots that are new here and have nothing pending.

A first synchronisation makes one row for each slot; most of its time in Python went there. The states are not said
a second time: the words of the statement come from `domain.projection.project` itself, asked once for each state of a
reply. A test holds both ways against each other on random pages.
"""

from datetime import UTC, datetime
from functools import cache

import msgspec

from spplus_desk.domain.deadlines import PUBLISHED_DELAY
from spplus_desk.domain.experience import Reply, Slot
from spplus_desk.domain.projection import Mirror, project
from spplus_desk.domain.structure import Agent
from spplus_desk.domain.vocabulary import ReplyState
from spplus_desk.store import working_time
from spplus_desk.store.connection import Database
from spplus_desk.store.facets import facets_text
from spplus_desk.store.projections import (
    INBOX_COLUMNS,
    RANK_ANSWERED,
    RANK_OPEN,
    RANK_TO_VALIDATE,
    RANKS,
    Scope,
    due_at,
)

_DELAY = int(PUBLISHED_DELAY.total_seconds()) * 1_000_000


def write(database: Database, scope: Scope, listed: str) -> None:
    """Inserts the rows of the listed slots (a JSON list of ids) that are in scope; none of them has a row yet."""
    database.raw.create_function("due_of", 2, _due_of, deterministic=True)
    database.raw.create_function("facets_of", 7, facets_text, deterministic=True)
    database.raw.create_function("internal_due_of", 4, scope.book.due, deterministic=True)
    working_time.begin(database, scope.book, scope.ids)
    structures = [
        (id, scope.zone_of(id), "" if (found := scope.structure(id)) is None else found.name) for id in scope.ids
    ]
    database.raw.execute(_statement(), (msgspec.json.encode(structures).decode(), listed))


def _due_of(published_at: int, zone: str) -> int:
    return due_at(published_at, True, zone)


@cache
def _statement() -> str:
    return f"""
    WITH scope (id, zone, name) AS MATERIALIZED (
        SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?1)
    ), seen AS (
        SELECT s.id, e.rid, s.experience_id, s.structure_id,
               coalesce(nullif(s.structure_name, ''), scope.name) AS structure_name,
               {_by_state("rank")} AS rank, {_by_state("state")} AS state, e.published_at,
               CASE WHEN e.published_date_only THEN due_of(e.published_at, scope.zone)
                    ELSE e.published_at + {_DELAY} END AS due_at,
               scope.zone, coalesce(r.published_at, r.submitted_at, e.first_reply_at) AS told_at,
               s.claimed_by, s.claimed_by_name, s.channels, e.similar_count,
               internal_due_of(s.id, s.structure_id, e.published_at, e.published_date_only) AS internal_due_at,
               facets_of(e.sentiment, e.procedures, e.tags, s.channels, s.business_tags, s.improvement,
                         s.structure_id) AS facets
          FROM json_each(?2) t CROSS JOIN slots s ON s.id = t.value
          JOIN scope ON scope.id = s.structure_id
          JOIN experiences e ON e.id = s.experience_id
          LEFT JOIN replies r ON r.id = s.id
    )
    INSERT INTO inbox ({INBOX_COLUMNS})
    SELECT id, rid, experience_id, structure_id, structure_name, rank,
           CASE WHEN rank IN ({RANK_OPEN}, {RANK_TO_VALIDATE}) THEN due_at ELSE -coalesce(told_at, published_at) END,
           state, published_at, due_at, zone, CASE WHEN rank = {RANK_ANSWERED} THEN told_at END,
           claimed_by, claimed_by_name, channels, similar_count, internal_due_at, facets
      FROM seen
    """


def _by_state(column: str) -> str:
    """`CASE` over the state of the mirrored reply, as `project` decides it."""
    nobody, moment = Agent("", ""), datetime(1970, 1, 1, tzinfo=UTC)
    slot = Slot(id="e:s", experience_id="e", structure_id="s")

    def word(state: ReplyState | None) -> str:
        reply = None
        if state is not None:
            reply = Reply(id="e:s", experience_id="e", structure_id="s", body="", state=state, published_at=moment)
        seen = project(Mirror(slot=slot, reply=reply), (), nobody).state
        return str(RANKS[seen]) if column == "rank" else f"'{seen.value}'"

    cases = " ".join(f"WHEN '{state.value}' THEN {word(state)}" for state in ReplyState)
    return f"CASE coalesce(r.state, '') WHEN '' THEN {word(None)} {cases} END"
