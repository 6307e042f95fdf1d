"""Version 5: what a search asks of many experiences at once, without reading their texts."""

STATEMENTS = (
    """CREATE INDEX inbox_by_rid ON inbox (rid)""",
    """CREATE INDEX experiences_by_sentiment ON experiences (sentiment)""",
    """CREATE INDEX experiences_by_procedures ON experiences (procedures) WHERE procedures <> '[]'""",
)
