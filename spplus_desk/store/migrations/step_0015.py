"""Version 15: the working time from publication to reply, for the internal clock. All facts and sums are counted again.

What left by age keeps its fact without a working time: the rows that would tell it are not there any more.
"""

STATEMENTS = (
    """ALTER TABLE board_facts ADD COLUMN worked INTEGER NOT NULL DEFAULT -1""",
    """ALTER TABLE board_facts ADD COLUMN worked_bucket INTEGER NOT NULL DEFAULT -1""",
    """CREATE INDEX board_facts_by_worked ON board_facts (structure_id, worked_bucket, worked, day)
        WHERE shared = 0 AND worked_bucket >= 0""",
    *(f"ALTER TABLE board_sums ADD COLUMN w{number} INTEGER NOT NULL DEFAULT 0" for number in range(12)),
    "DELETE FROM meta WHERE name IN ('board_position', 'board_print')",
)
