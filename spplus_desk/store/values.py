"""How a Python value is kept in a column, and read back. Instants are microseconds since 1970, lists are JSON texts."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from spplus_desk.domain.experience import GeneralTags, ServiceChange, Writer
from spplus_desk.domain.vocabulary import Sentiment

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NO_TAGS = GeneralTags()
_encoder = msgspec.json.Encoder()
_texts = msgspec.json.Decoder(tuple[str, ...])
_sentiments = msgspec.json.Decoder(tuple[Sentiment, ...])
_tags = msgspec.json.Decoder(GeneralTags)
_change = msgspec.json.Decoder(ServiceChange)
_felt = msgspec.json.Decoder(dict[str, Sentiment])
_writers = msgspec.json.Decoder(tuple[Writer, ...])
_words = msgspec.json.Decoder(dict[str, str])


def micros(value: datetime) -> int:
    return (value - _EPOCH) // _MICROSECOND


def micros_or_none(value: datetime | None) -> int | None:
    return None if value is None else (value - _EPOCH) // _MICROSECOND


def instant(value: int) -> datetime:
    return _EPOCH + timedelta(0, 0, value)  # days, seconds: by place, which takes a quarter less; three a row


def instant_or_none(value: int | None) -> datetime | None:
    return None if value is None else _EPOCH + timedelta(0, 0, value)


def day_or_none(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def json_text(value: Any) -> str:
    return _encoder.encode(value).decode()


def list_text(value: Sequence[Any]) -> str:
    return _encoder.encode(value).decode() if value else "[]"


def texts(value: str) -> tuple[str, ...]:
    return () if value == "[]" else _texts.decode(value)


def sentiments(value: str) -> tuple[Sentiment, ...]:
    return () if value == "[]" else _sentiments.decode(value)


def change_text(value: ServiceChange | None) -> str:
    return "" if value is None else json_text(value)


def change_of(value: str) -> ServiceChange | None:
    return _change.decode(value) if value else None


def tags_text(value: GeneralTags) -> str:
    return "" if value == _NO_TAGS else json_text(value)


def tags(value: str) -> GeneralTags:
    return _tags.decode(value) if value else _NO_TAGS


def filled_text(value: Sequence[Any] | Mapping[str, Any]) -> str:
    """Nothing for what is empty, as it most often is."""
    return json_text(value) if value else ""


def felt(value: str) -> dict[str, Sentiment]:
    return _felt.decode(value) if value else {}


def writers(value: str) -> tuple[Writer, ...]:
    return _writers.decode(value) if value else ()


def words(value: str) -> dict[str, str]:
    return _words.decode(value) if value else {}
