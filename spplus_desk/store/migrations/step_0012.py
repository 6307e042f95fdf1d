"""Version 12: the versions of replies that go through validation."""

STATEMENTS = (
    """CREATE TABLE reply_versions (
        id TEXT NOT NULL PRIMARY KEY, experience_id TEXT NOT NULL, structure_id TEXT NOT NULL, step TEXT NOT NULL,
        version INTEGER NOT NULL, at INTEGER NOT NULL, doc TEXT NOT NULL, generation INTEGER NOT NULL
    )""",
    """CREATE INDEX reply_versions_by_experience ON reply_versions (experience_id, structure_id, version)""",
    """ALTER TABLE aged ADD COLUMN versions TEXT NOT NULL DEFAULT '[]'""",
)
