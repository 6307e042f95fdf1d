"""Version 7: the history of experiences, what was felt of each channel, and who is writing."""

STATEMENTS = (
    """CREATE TABLE trail (
        id TEXT NOT NULL PRIMARY KEY, experience_id TEXT NOT NULL, structure_id TEXT NOT NULL,
        structure_name TEXT NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL, by_name TEXT NOT NULL,
        detail TEXT NOT NULL, generation INTEGER NOT NULL
    )""",
    """CREATE INDEX trail_by_experience ON trail (experience_id, at)""",
    """ALTER TABLE slots ADD COLUMN channel_sentiments TEXT NOT NULL DEFAULT ''""",
    """ALTER TABLE slots ADD COLUMN writers TEXT NOT NULL DEFAULT ''""",
    """CREATE INDEX slots_by_business_tags ON slots (business_tags) WHERE business_tags <> '[]'""",
    """ALTER TABLE aged ADD COLUMN events TEXT NOT NULL DEFAULT '[]'""",
)
