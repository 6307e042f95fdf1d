"""Version 2: what retention took out of the mirror, and what happened while the agent was away."""

STATEMENTS = (
    """CREATE TABLE aged (
        experience_id TEXT NOT NULL PRIMARY KEY, newest INTEGER NOT NULL, slots TEXT NOT NULL, replies TEXT NOT NULL,
        comments TEXT NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE news (
        slot_id TEXT NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (slot_id, kind)
    ) WITHOUT ROWID""",
    """CREATE INDEX news_by_time ON news (at)""",
)
