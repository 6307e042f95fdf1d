"""Rows of the feed to columns (in the order of `tables`), and back."""

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec

from spplus_desk.domain.experience import Comment, Event, Experience, Reply, ReplyVersion, Slot
from spplus_desk.domain.structure import Member, Structure
from spplus_desk.domain.vocabulary import ReplyState, Role, Sentiment
from spplus_desk.store.values import (
    change_of,
    change_text,
    day_or_none,
    felt,
    filled_text,
    instant,
    instant_or_none,
    list_text,
    micros,
    micros_or_none,
    tags,
    tags_text,
    texts,
    words,
    writers,
)

Columns = Sequence[Any]
_SENTIMENTS = {sentiment.value: sentiment for sentiment in Sentiment}

STRUCTURE = "id, network, name, typology, parent_id, town, country, timezone, holiday_territory, validation_required"
MEMBER = "id, agent_id, name, structure_id, role"
EXPERIENCE = (
    "id, title, body, pseudonym, published_at, posted_as, sentiment, written_on, published_date_only, first_reply_at, "
    "first_reply_date_only, country, region, department, procedures, tags, similar_count"
)
SLOT = (
    "id, experience_id, structure_id, structure_name, channels, business_tags, improvement, claimed_by, "
    "claimed_by_name, claimed_at, version, channel_sentiments, writers"
)
REPLY = (
    "id, experience_id, structure_id, body, state, greeting, closing, signature, author, author_name, submitted_at, "
    "published_at, useful, not_useful, return_comment, receipt, version, template_id, sources, change, evaluation"
)
COMMENT = "id, experience_id, structure_id, author, body, created_at, author_name"
EVENT = "id, experience_id, structure_id, structure_name, kind, at, by_name, detail"


def words_print(experience: Experience) -> int:
    """A fingerprint of what is searched in an experience: as long as it stays, its words are not indexed again."""
    text = "\0".join((experience.title, experience.body, experience.pseudonym))
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def of_structure(row: Structure, generation: int) -> Columns:
    return (
        row.id,
        row.network,
        row.name,
        row.typology,
        row.parent_id,
        row.town,
        row.country,
        row.timezone,
        row.holiday_territory,
        row.validation_required,
        generation,
    )


def of_member(row: Member, generation: int) -> Columns:
    return (row.id, row.agent_id, row.name, row.structure_id, row.role.value, generation)


def of_experience(row: Experience, rid: int, words: int, generation: int) -> Columns:
    return (
        rid,
        row.id,
        row.title,
        row.body,
        row.pseudonym,
        micros(row.published_at),
        row.posted_as,
        row.sentiment and row.sentiment.value,
        row.written_on and row.written_on.isoformat(),
        row.published_date_only,
        micros_or_none(row.first_reply_at),
        row.first_reply_date_only,
        row.country,
        row.region,
        row.department,
        list_text(row.procedures),
        tags_text(row.tags),
        row.similar_count,
        words,
        generation,
    )


def indexed(row: Experience) -> tuple[str | None, str]:
    """The columns of an experience that have an index: sentiment, procedures."""
    return row.sentiment and row.sentiment.value, list_text(row.procedures)


def of_slot(row: Slot, generation: int) -> Columns:
    return (
        row.id,
        row.experience_id,
        row.structure_id,
        row.structure_name,
        list_text(row.channels),
        list_text(row.business_tags),
        row.improvement,
        row.claimed_by,
        row.claimed_by_name,
        micros_or_none(row.claimed_at),
        row.version,
        generation,
        filled_text(row.channel_sentiments),
        filled_text(row.writers),
    )


def of_reply(row: Reply, generation: int) -> Columns:
    return (
        row.id,
        row.experience_id,
        row.structure_id,
        row.body,
        row.state.value,
        row.greeting,
        row.closing,
        row.signature,
        row.author,
        row.author_name,
        micros_or_none(row.submitted_at),
        micros_or_none(row.published_at),
        row.useful,
        row.not_useful,
        row.return_comment,
        row.receipt,
        row.version,
        generation,
        row.template_id,
        list_text(row.sources),
        change_text(row.change),
        row.evaluation,
    )


def of_comment(row: Comment, generation: int) -> Columns:
    return (
        row.id,
        row.experience_id,
        row.structure_id,
        row.author,
        row.body,
        micros(row.created_at),
        row.author_name,
        generation,
    )


def of_event(row: Event, generation: int) -> Columns:
    return (
        row.id,
        row.experience_id,
        row.structure_id,
        row.structure_name,
        row.kind,
        micros(row.at),
        row.by_name,
        filled_text(row.detail),
        generation,
    )


def of_reply_version(row: ReplyVersion, generation: int) -> Columns:
    # Whole as JSON: it is read whole, and only its place is asked for.
    doc = msgspec.json.encode(row).decode()
    return (
        row.id,
        row.experience_id,
        row.structure_id,
        row.step.value,
        row.version,
        micros(row.at),
        doc,
        generation,
    )


def sentiment(value: str | None) -> Sentiment | None:
    return None if value is None else _SENTIMENTS[value]


def to_structure(c: Columns) -> Structure:
    return Structure(
        id=c[0],
        network=c[1],
        name=c[2],
        typology=c[3],
        parent_id=c[4],
        town=c[5],
        country=c[6],
        timezone=c[7],
        holiday_territory=c[8],
        validation_required=bool(c[9]),
    )


def to_member(c: Columns) -> Member:
    return Member(id=c[0], agent_id=c[1], name=c[2], structure_id=c[3], role=Role(c[4]))


def to_experience(c: Columns) -> Experience:
    return Experience(
        id=c[0],
        title=c[1],
        body=c[2],
        pseudonym=c[3],
        published_at=instant(c[4]),
        posted_as=c[5],
        sentiment=sentiment(c[6]),
        written_on=day_or_none(c[7]),
        published_date_only=bool(c[8]),
        first_reply_at=instant_or_none(c[9]),
        first_reply_date_only=bool(c[10]),
        country=c[11],
        region=c[12],
        department=c[13],
        procedures=texts(c[14]),
        tags=tags(c[15]),
        similar_count=c[16],
    )


def to_slot(c: Columns) -> Slot:
    return Slot(
        id=c[0],
        experience_id=c[1],
        structure_id=c[2],
        structure_name=c[3],
        channels=texts(c[4]),
        business_tags=texts(c[5]),
        improvement=bool(c[6]),
        claimed_by=c[7],
        claimed_by_name=c[8],
        claimed_at=instant_or_none(c[9]),
        version=c[10],
        channel_sentiments=felt(c[11]),
        writers=writers(c[12]),
    )


def to_reply(c: Columns) -> Reply:
    return Reply(
        id=c[0],
        experience_id=c[1],
        structure_id=c[2],
        body=c[3],
        state=ReplyState(c[4]),
        greeting=c[5],
        closing=c[6],
        signature=c[7],
        author=c[8],
        author_name=c[9],
        submitted_at=instant_or_none(c[10]),
        published_at=instant_or_none(c[11]),
        useful=c[12],
        not_useful=c[13],
        return_comment=c[14],
        receipt=c[15],
        version=c[16],
        template_id=c[17],
        sources=texts(c[18]),
        change=change_of(c[19]),
        evaluation=c[20],
    )


def to_comment(c: Columns) -> Comment:
    return Comment(
        id=c[0],
        experience_id=c[1],
        structure_id=c[2],
        author=c[3],
        body=c[4],
        created_at=instant(c[5]),
        author_name=c[6],
    )


def to_event(c: Columns) -> Event:
    return Event(
        id=c[0],
        experience_id=c[1],
        structure_id=c[2],
        structure_name=c[3],
        kind=c[4],
        at=instant(c[5]),
        by_name=c[6],
        detail=words(c[7]),
    )


def to_reply_version(doc: str) -> ReplyVersion:
    return msgspec.json.decode(doc, type=ReplyVersion)
