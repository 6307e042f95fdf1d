"""What replies say that the service has changed: for the poster. Words of agents, public already with their reply."""

from datetime import date

from spplus_desk.domain.statistics.periods import Period, number_of
from spplus_desk.domain.statistics.questions import Node
from spplus_desk.domain.vocabulary import ChangeState, ReplyState
from spplus_desk.store.connection import Database
from spplus_desk.store.mirror import ids_text
from spplus_desk.store.projections import Scope
from spplus_desk.store.values import change_of

_SQL = """
SELECT r.change FROM json_each(?1) t CROSS JOIN board_facts f ON f.structure_id = t.value
  JOIN replies r ON r.id = f.slot_id
 WHERE f.day BETWEEN ?2 AND ?3 AND r.change <> '' AND r.state = ?4
 ORDER BY f.day DESC, f.slot_id
"""


def done(database: Database, scope: Scope, node: Node, period: Period) -> tuple[str, ...]:
    """What was done, of the published replies to the experiences of the period: each text once, the latest first."""
    structures = scope.nodes.structures(node.structure_id, alone=node.alone)
    rows = database.raw.execute(
        _SQL,
        (ids_text(sorted(structures)), number_of(period.first), number_of(period.last), ReplyState.PUBLISHED.value),
    )
    found: dict[str, date] = {}
    for (text,) in rows:
        change = change_of(text)
        if change is not None and change.state is ChangeState.DONE:
            found.setdefault(change.text.strip(), change.on or date.min)
    return tuple(text for text, _ in sorted(found.items(), key=lambda one: one[1], reverse=True) if text)
