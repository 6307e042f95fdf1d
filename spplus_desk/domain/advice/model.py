"""What an advice is."""

from enum import StrEnum

from spplus_desk.domain.values import Value


class AdviceKind(StrEnum):
    """In the order in which they are shown; the values are kept in the agent's preferences."""

    SIMILAR = "similar"
    UNRELATED = "unrelated"
    HOLLOW = "hollow"
    NO_CHANNEL = "no_channel"
    RIGHT_TO_ERROR = "right_to_error"
    LONG_SENTENCE = "long_sentence"
    JARGON = "jargon"


class Advice(Value):
    """`start` and `end` count characters of the reply's body, both 0 for an advice on the whole. `sentence` is French
    and says what and why."""

    kind: AdviceKind
    start: int
    end: int
    sentence: str


class Earlier(Value):
    """A reply that the agent sent before."""

    pseudonym: str
    title: str
    body: str
