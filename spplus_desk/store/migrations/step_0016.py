"""Version 16: the sums by part in the order (node, day, part). Those of a day stand on one page, where a change that
touches all of them wrote one page each; a period is read as one range."""

_COLUMNS = "node, part, day, experiences, answered, dated, in_time, useful, not_useful"

STATEMENTS = (
    "ALTER TABLE board_parts RENAME TO board_parts_before",
    """CREATE TABLE board_parts (
        node INTEGER NOT NULL, part INTEGER NOT NULL, day INTEGER NOT NULL, experiences INTEGER NOT NULL,
        answered INTEGER NOT NULL, dated INTEGER NOT NULL, in_time INTEGER NOT NULL, useful INTEGER NOT NULL,
        not_useful INTEGER NOT NULL, PRIMARY KEY (node, day, part)
    ) WITHOUT ROWID""",
    f"INSERT INTO board_parts ({_COLUMNS}) SELECT {_COLUMNS} FROM board_parts_before ORDER BY node, day, part",
    "DROP TABLE board_parts_before",
)
