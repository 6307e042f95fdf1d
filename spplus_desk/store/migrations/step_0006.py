"""Version 6: the figures of the board. A fact for each slot, sums by node and day or month, and by channel and such.

See `rollup`. The facts of what left by age stay: they hold no text.
"""

_SUMS = (
    "experiences", "answered", "positive", "neutral", "negative", "replies", "useful", "not_useful", "rated", "targets",
    "kept", *(f"d{number}" for number in range(18)),
)  # fmt: skip
_NUMBERS = ", ".join(f"{name} INTEGER NOT NULL" for name in _SUMS)

STATEMENTS = (
    """CREATE TABLE board_facts (
        slot_id TEXT NOT NULL UNIQUE, experience_id TEXT NOT NULL, structure_id TEXT NOT NULL, rid INTEGER NOT NULL,
        day INTEGER NOT NULL, state INTEGER NOT NULL, shared INTEGER NOT NULL, delay INTEGER NOT NULL,
        bucket INTEGER NOT NULL, replied_at INTEGER, sentiment TEXT, channels TEXT NOT NULL, procedures TEXT NOT NULL,
        tags TEXT NOT NULL, business_tags TEXT NOT NULL, useful INTEGER NOT NULL, not_useful INTEGER NOT NULL,
        target INTEGER NOT NULL
    )""",
    """CREATE INDEX board_facts_by_delay ON board_facts (structure_id, bucket, delay, day) WHERE shared = 0""",
    """CREATE INDEX board_facts_by_day ON board_facts (structure_id, day)""",
    """CREATE INDEX board_facts_waiting ON board_facts (structure_id, day) WHERE state < 2""",
    """CREATE INDEX board_facts_shared ON board_facts (experience_id) WHERE shared = 1""",
    f"""CREATE TABLE board_sums (
        node INTEGER NOT NULL, grain INTEGER NOT NULL, at INTEGER NOT NULL, {_NUMBERS}, PRIMARY KEY (node, grain, at)
    ) WITHOUT ROWID""",
    """CREATE TABLE board_labels (
        part INTEGER PRIMARY KEY, dimension TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (dimension, name)
    )""",
    """CREATE TABLE board_parts (
        node INTEGER NOT NULL, part INTEGER NOT NULL, day INTEGER NOT NULL, experiences INTEGER NOT NULL,
        answered INTEGER NOT NULL, dated INTEGER NOT NULL, in_time INTEGER NOT NULL, useful INTEGER NOT NULL,
        not_useful INTEGER NOT NULL, PRIMARY KEY (node, part, day)
    ) WITHOUT ROWID""",
)
