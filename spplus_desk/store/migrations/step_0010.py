"""Version 10: of a reply, the template it began with, the passages it took from others, the change it tells of, and
what its citizen said of it."""

STATEMENTS = (
    "ALTER TABLE replies ADD COLUMN template_id TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE replies ADD COLUMN sources TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE replies ADD COLUMN change TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE replies ADD COLUMN evaluation TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE drafts ADD COLUMN sources TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE drafts ADD COLUMN change TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX replies_by_template ON replies (template_id, submitted_at) WHERE template_id <> ''",
)
