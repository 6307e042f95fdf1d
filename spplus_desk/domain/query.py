"""What an agent looks for, as a frozen record: words, phrases, filters. `query_reading` makes it from typed text."""

from datetime import date
from enum import StrEnum

from spplus_desk.domain.values import Value, replace


class Field(StrEnum):
    """The operators, in the order in which the page offers them."""

    CHANNEL = "channel"
    SENTIMENT = "sentiment"
    PROCEDURE = "procedure"
    STATE = "state"
    STRUCTURE = "structure"
    PSEUDONYM = "pseudonym"
    SINCE = "since"
    UNTIL = "until"
    WHERE = "where"


class Place(StrEnum):
    """Where words are found. `dans` names the first four; a pseudonym has an operator of its own."""

    TITLE = "title"
    TESTIMONY = "testimony"
    REPLY = "reply"
    COMMENT = "comment"
    PSEUDONYM = "pseudonym"


class Standing(StrEnum):
    """The values of `état`: the views of the rail, and the steps of a reply."""

    TO_ANSWER = "to_answer"
    LATE = "late"
    DUE_SOON = "due_soon"
    TO_VALIDATE = "to_validate"
    RETURNED = "returned"
    QUEUED = "queued"
    RECEIVED = "received"
    PUBLISHED = "published"
    ANSWERED = "answered"
    TRANSFERRED = "transferred"
    MINE = "mine"


NAMES = {
    Field.CHANNEL: "canal",
    Field.SENTIMENT: "ressenti",
    Field.PROCEDURE: "démarche",
    Field.STATE: "état",
    Field.STRUCTURE: "structure",
    Field.PSEUDONYM: "pseudonyme",
    Field.SINCE: "depuis",
    Field.UNTIL: "jusqu’au",
    Field.WHERE: "dans",
}
"""Each operator as it is written; a language that agents type, hence French here."""

DATES = frozenset({Field.SINCE, Field.UNTIL})
OPEN = frozenset({Field.PROCEDURE, Field.STRUCTURE, Field.PSEUDONYM})
"""Their values are free text, found as part of what stands there."""


class Term(Value):
    """One word (hyphens and apostrophes may cut it in several, which then stand in a row) or one phrase."""

    text: str
    phrase: bool = False
    excluded: bool = False

    def written(self) -> str:
        text = f'"{self.text}"' if self.phrase else self.text
        return f"-{text}" if self.excluded else text


class Filter(Value):
    """`value`: a Sentiment, Standing or Place value, a channel's stored label, an ISO date, or free text."""

    field: Field
    value: str
    excluded: bool = False

    def written(self) -> str:
        from spplus_desk.domain.query_values import value_name

        value = self.value if self.field in DATES else f'"{value_name(self.field, self.value)}"'
        return f"{'-' if self.excluded else ''}{NAMES[self.field]}:{value}"

    @property
    def day(self) -> date:
        """Of a date filter. Raises ValueError for any other."""
        return date.fromisoformat(self.value)


class Query(Value):
    """All terms must be met. Filters of one field: any of them; of several fields: each; excluded ones: none."""

    terms: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()

    @property
    def empty(self) -> bool:
        return not self.terms and not self.filters

    @property
    def wanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.excluded)

    @property
    def unwanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.excluded)

    @property
    def places(self) -> frozenset[Place]:
        """Where words are looked for: every place, unless `dans` says otherwise."""
        named = {Place(f.value) for f in self.filters if f.field is Field.WHERE and not f.excluded}
        barred = {Place(f.value) for f in self.filters if f.field is Field.WHERE and f.excluded}
        return frozenset((named or set(Place)) - barred)

    def of(self, field: Field, *, excluded: bool = False) -> tuple[str, ...]:
        return tuple(f.value for f in self.filters if f.field is field and f.excluded is excluded)

    def joined(self, other: "Query") -> "Query":
        """Both at once, each part once."""
        return Query(
            tuple(dict.fromkeys((*self.terms, *other.terms))), tuple(dict.fromkeys((*self.filters, *other.filters)))
        )

    def without(self, unwanted: Filter) -> "Query":
        return replace(self, filters=tuple(known for known in self.filters if known != unwanted))

    def written(self) -> str:
        """The text that reads as this query again, whatever the day."""
        return " ".join((*(f.written() for f in self.filters), *(term.written() for term in self.terms)))
