"""Version 14: internal comments that are being written, kept as drafts of replies are."""

STATEMENTS = (
    """CREATE TABLE comment_drafts (
        slot_id TEXT PRIMARY KEY, body TEXT NOT NULL, saved_at INTEGER NOT NULL,
        title TEXT NOT NULL, pseudonym TEXT NOT NULL, structure_name TEXT NOT NULL
    ) WITHOUT ROWID""",
)
