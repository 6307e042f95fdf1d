"""Version 3: the earlier texts of each draft, so that undo goes on after a restart.

The trigger takes them away with their draft, whatever statement deletes it, in the same transaction.
"""

STATEMENTS = (
    """CREATE TABLE draft_revisions (
        slot_id TEXT NOT NULL, number INTEGER NOT NULL, size INTEGER NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (slot_id, number)
    )""",
    """CREATE TRIGGER revisions_go_with_their_draft AFTER DELETE ON drafts BEGIN
        DELETE FROM draft_revisions WHERE slot_id = old.slot_id;
    END""",
)
