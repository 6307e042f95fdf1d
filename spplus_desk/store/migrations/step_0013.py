"""Version 13: the recall base. Its index holds stems, folded: cases are looked for by their words alone."""

STATEMENTS = (
    """CREATE TABLE cases (
        rid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, structure_name TEXT NOT NULL, title TEXT NOT NULL,
        body TEXT NOT NULL, reply TEXT NOT NULL, published_at INTEGER NOT NULL, sentiment TEXT,
        procedures TEXT NOT NULL, channels TEXT NOT NULL, useful INTEGER NOT NULL, not_useful INTEGER NOT NULL
    )""",
    """CREATE VIRTUAL TABLE stems_of_cases USING fts5 (
        title, body, reply, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2"
    )""",
    "CREATE VIRTUAL TABLE vocabulary_of_cases USING fts5vocab ('stems_of_cases', 'row')",
)
