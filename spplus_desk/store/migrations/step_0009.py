"""Version 9: what the list is filtered and sorted by, each with an index.

Triggers keep `inbox_facets` in the image of the column. The rows that are there are projected again when the file is
opened: they need the pending commands too.
"""

_COME = (
    "INSERT OR IGNORE INTO inbox_facets SELECT value, new.rank, new.urgency, new.slot_id FROM json_each(new.facets);"
)
_GO = (
    "DELETE FROM inbox_facets WHERE value IN (SELECT value FROM json_each(old.facets))"
    " AND rank = old.rank AND urgency = old.urgency AND slot_id = old.slot_id;"
)

STATEMENTS = (
    "ALTER TABLE inbox ADD COLUMN facets TEXT NOT NULL DEFAULT '[]'",
    """CREATE TABLE inbox_facets (
        value TEXT NOT NULL, rank INTEGER NOT NULL, urgency INTEGER NOT NULL, slot_id TEXT NOT NULL,
        PRIMARY KEY (value, rank, urgency, slot_id)
    ) WITHOUT ROWID""",
    f"CREATE TRIGGER facets_come AFTER INSERT ON inbox BEGIN {_COME} END",
    f"CREATE TRIGGER facets_go AFTER DELETE ON inbox BEGIN {_GO} END",
    f"""CREATE TRIGGER facets_move AFTER UPDATE OF facets, rank, urgency ON inbox
        WHEN old.facets <> new.facets OR old.rank <> new.rank OR old.urgency <> new.urgency BEGIN {_GO} {_COME} END""",
    "CREATE INDEX inbox_by_date ON inbox (published_at)",
    "CREATE INDEX inbox_by_similarity ON inbox (similar_count DESC, rank, urgency)",
    "INSERT OR REPLACE INTO meta (name, value) SELECT 'unprojected', 'all' WHERE EXISTS (SELECT 1 FROM inbox)",
)
