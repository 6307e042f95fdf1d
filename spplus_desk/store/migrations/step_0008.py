"""Version 8: the internal target of each row, and by which rules the rows of a structure were computed.

An empty column is filled in an idle moment: `internal_rules` has no line for the structure.
"""

STATEMENTS = (
    """ALTER TABLE inbox ADD COLUMN internal_due_at INTEGER""",
    """CREATE INDEX inbox_by_internal_target ON inbox (rank, internal_due_at) WHERE rank < 2""",
    """CREATE TABLE internal_rules (structure_id TEXT NOT NULL PRIMARY KEY, mark TEXT NOT NULL)""",
)
