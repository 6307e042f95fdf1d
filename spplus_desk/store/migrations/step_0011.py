"""Version 11: what waits, by structure: where the manager's day looks."""

STATEMENTS = ("""CREATE INDEX inbox_open_by_structure ON inbox (structure_id, rank, urgency) WHERE rank < 2""",)
