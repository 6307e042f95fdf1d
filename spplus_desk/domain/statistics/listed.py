"""A line of the list behind a figure."""

from datetime import date, datetime

from spplus_desk.domain.values import Value


class Listed(Value, kw_only=True):
    """One experience behind a figure. `key` is its slot; the texts are empty once it has left this desk by age."""

    key: str
    experience_id: str
    structure_id: str
    structure_name: str
    published_on: date
    replied_at: datetime | None
    delay: int | None
    sentiment: str
    channels: tuple[str, ...]
    procedures: tuple[str, ...]
    useful: int
    not_useful: int
    title: str = ""
    body: str = ""
    pseudonym: str = ""
    kept_here: bool = True
