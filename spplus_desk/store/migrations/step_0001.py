"""Version 1: the mirror, the inbox made from it, what the agent wrote, and the full-text index.

Instants are microseconds since 1970 in UTC; lists and small records are JSON texts; flags are 0 or 1.

`experiences.rid` grows with the publication (see `rids`), so that "newest first" is the order of the key, in the table
and in the index of words. `inbox.rank` and `inbox.urgency` are the order of the list (see `inbox_columns`).
"""

_MIRROR = (
    """CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE structures (
        id TEXT NOT NULL PRIMARY KEY, network TEXT NOT NULL, name TEXT NOT NULL, typology TEXT NOT NULL,
        parent_id TEXT, town TEXT NOT NULL, country TEXT NOT NULL, timezone TEXT NOT NULL,
        holiday_territory TEXT NOT NULL, validation_required INTEGER NOT NULL, generation INTEGER NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE members (
        id TEXT NOT NULL PRIMARY KEY, agent_id TEXT NOT NULL, name TEXT NOT NULL, structure_id TEXT NOT NULL,
        role TEXT NOT NULL, generation INTEGER NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE experiences (
        rid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, body TEXT NOT NULL,
        pseudonym TEXT NOT NULL, published_at INTEGER NOT NULL, posted_as TEXT NOT NULL, sentiment TEXT,
        written_on TEXT, published_date_only INTEGER NOT NULL, first_reply_at INTEGER,
        first_reply_date_only INTEGER NOT NULL, country TEXT NOT NULL, region TEXT NOT NULL, department TEXT NOT NULL,
        procedures TEXT NOT NULL, tags TEXT NOT NULL, similar_count INTEGER NOT NULL, words INTEGER NOT NULL,
        generation INTEGER NOT NULL
    )""",
    """CREATE TABLE slots (
        id TEXT NOT NULL PRIMARY KEY, experience_id TEXT NOT NULL, structure_id TEXT NOT NULL,
        structure_name TEXT NOT NULL, channels TEXT NOT NULL, business_tags TEXT NOT NULL,
        improvement INTEGER NOT NULL, claimed_by TEXT, claimed_by_name TEXT NOT NULL, claimed_at INTEGER,
        version INTEGER NOT NULL, generation INTEGER NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE replies (
        id TEXT NOT NULL UNIQUE, experience_id TEXT NOT NULL, structure_id TEXT NOT NULL, body TEXT NOT NULL,
        state TEXT NOT NULL, greeting TEXT NOT NULL, closing TEXT NOT NULL, signature TEXT NOT NULL, author TEXT,
        author_name TEXT NOT NULL, submitted_at INTEGER, published_at INTEGER, useful INTEGER, not_useful INTEGER,
        return_comment TEXT NOT NULL, receipt TEXT NOT NULL, version INTEGER NOT NULL, generation INTEGER NOT NULL
    )""",
    """CREATE INDEX replies_by_author ON replies (author, state, submitted_at) WHERE author IS NOT NULL""",
    """CREATE TABLE comments (
        id TEXT NOT NULL PRIMARY KEY, experience_id TEXT NOT NULL, structure_id TEXT NOT NULL, author TEXT NOT NULL,
        body TEXT NOT NULL, created_at INTEGER NOT NULL, author_name TEXT NOT NULL, generation INTEGER NOT NULL
    )""",
    """CREATE INDEX comments_by_experience ON comments (experience_id, created_at)""",
    """CREATE TABLE templates (
        id TEXT NOT NULL PRIMARY KEY, structure_id TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL,
        theme TEXT NOT NULL, sentiments TEXT NOT NULL, channels TEXT NOT NULL, version INTEGER NOT NULL,
        generation INTEGER NOT NULL
    )""",
)

_INBOX = (
    """CREATE TABLE inbox (
        slot_id TEXT NOT NULL PRIMARY KEY, rid INTEGER NOT NULL, experience_id TEXT NOT NULL,
        structure_id TEXT NOT NULL, structure_name TEXT NOT NULL, rank INTEGER NOT NULL, urgency INTEGER NOT NULL,
        state TEXT NOT NULL, published_at INTEGER NOT NULL, due_at INTEGER NOT NULL, timezone TEXT NOT NULL,
        replied_at INTEGER, claimed_by TEXT, claimed_by_name TEXT NOT NULL, channels TEXT NOT NULL,
        similar_count INTEGER NOT NULL
    ) WITHOUT ROWID""",
    """CREATE INDEX inbox_by_urgency ON inbox (rank, urgency)""",
    """CREATE INDEX inbox_by_publication ON inbox (rank, published_at)""",
    """CREATE INDEX inbox_by_claim ON inbox (claimed_by, rank, urgency) WHERE claimed_by IS NOT NULL""",
    """CREATE TABLE inbox_counts (rank INTEGER NOT NULL PRIMARY KEY, rows INTEGER NOT NULL)""",
    """CREATE TABLE reads (slot_id TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID""",
)

_WRITTEN = (
    """CREATE TABLE commands (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, subject TEXT NOT NULL,
        structure_id TEXT NOT NULL, slot_id TEXT NOT NULL, base INTEGER, after TEXT, issued_at INTEGER NOT NULL,
        payload TEXT NOT NULL, state TEXT NOT NULL, hold_until INTEGER, hold_us INTEGER, attempts INTEGER NOT NULL,
        next_attempt_at INTEGER, code TEXT NOT NULL, reason TEXT NOT NULL, known TEXT NOT NULL, receipt TEXT NOT NULL,
        received_at INTEGER, acknowledgement INTEGER, replaces TEXT, closed INTEGER NOT NULL, title TEXT NOT NULL,
        pseudonym TEXT NOT NULL, structure_name TEXT NOT NULL
    )""",
    """CREATE INDEX commands_by_slot ON commands (slot_id, seq)""",
    """CREATE INDEX commands_by_subject ON commands (subject, seq)""",
    """CREATE INDEX commands_alive ON commands (state, seq) WHERE closed = 0 AND state <> 'retired'""",
    """CREATE TABLE events (
        number INTEGER PRIMARY KEY AUTOINCREMENT, command_id TEXT, slot_id TEXT NOT NULL, at INTEGER NOT NULL,
        event TEXT NOT NULL, detail TEXT NOT NULL
    )""",
    """CREATE INDEX events_by_command ON events (command_id, number)""",
    """CREATE INDEX events_by_slot ON events (slot_id, number) WHERE command_id IS NULL""",
    """CREATE TABLE drafts (
        slot_id TEXT NOT NULL PRIMARY KEY, greeting TEXT NOT NULL, body TEXT NOT NULL, closing TEXT NOT NULL,
        signature TEXT NOT NULL, template_id TEXT, template_title TEXT NOT NULL, cursor INTEGER NOT NULL,
        saved_at INTEGER NOT NULL, empty INTEGER NOT NULL, title TEXT NOT NULL, pseudonym TEXT NOT NULL,
        structure_name TEXT NOT NULL
    )""",
)

_WORDS = tuple(
    f"""CREATE VIRTUAL TABLE {name} USING fts5 (
        {columns}, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2"
    )"""
    for name, columns in (
        ("words_of_experiences", "title, body, pseudonym"),
        ("words_of_replies", "body"),
        ("words_of_comments", "body"),
    )
)

# A leaf of the index takes half a page of the file; the default is meant for pages of 4 kB.
_LEAVES = tuple(
    f"INSERT INTO words_of_{what} (words_of_{what}, rank) VALUES ('pgsz', 8000)"
    for what in ("experiences", "replies", "comments")
)

_VOCABULARY = (
    """CREATE TABLE stems (word TEXT NOT NULL PRIMARY KEY, stem TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE INDEX stems_by_stem ON stems (stem)""",
    *(
        f"CREATE VIRTUAL TABLE vocabulary_of_{what} USING fts5vocab ('words_of_{what}', 'row')"
        for what in ("experiences", "replies", "comments")
    ),
)

_COUNTS = ("INSERT INTO inbox_counts (rank, rows) VALUES (0, 0), (1, 0), (2, 0), (3, 0)",)

STATEMENTS = (*_MIRROR, *_INBOX, *_WRITTEN, *_WORDS, *_LEAVES, *_VOCABULARY, *_COUNTS)
