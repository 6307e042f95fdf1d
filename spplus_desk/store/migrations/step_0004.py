"""Version 4: shared documents of every kind in one table; templates become one of them.

`doc` is the row as the feed gave it. They are few: they are read whole and looked through in Python.
"""

STATEMENTS = (
    """CREATE TABLE documents (
        entity TEXT NOT NULL, id TEXT NOT NULL, structure_id TEXT NOT NULL, version INTEGER NOT NULL, doc TEXT NOT NULL,
        generation INTEGER NOT NULL, PRIMARY KEY (entity, id)
    ) WITHOUT ROWID""",
    """INSERT INTO documents (entity, id, structure_id, version, doc, generation)
        SELECT 'template', id, structure_id, version, json_object(
            'id', id, 'structure_id', structure_id, 'title', title, 'body', body, 'theme', theme,
            'sentiments', json(sentiments), 'channels', json(channels), 'version', version
        ), generation FROM templates""",
    """DROP TABLE templates""",
)
