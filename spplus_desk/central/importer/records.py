"""One row of an export as our own frozen records. No database here."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from spplus_desk.central.importer.dates import BadDate, Stamp, parse_stamp
from spplus_desk.central.importer.repair import repair_body, repair_line
from spplus_desk.central.importer.vocabulary import (
    channels_of,
    fold,
    is_yes,
    sentiment_of,
    slot_numbers,
    words_of,
)
from spplus_desk.central.incoming import IncomingExperience, IncomingReply, IncomingSlot
from spplus_desk.domain.experience import Experience, GeneralTags, ServiceChange
from spplus_desk.domain.text import MAX_LINE
from spplus_desk.domain.values import Value
from spplus_desk.domain.vocabulary import ChangeState, Sentiment

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_PUBLISHED = frozenset({"publiee", "publie", "repondue", "validee", ""})

NO_ID = "pas d’identifiant"
BAD_ID = "identifiant illisible"
NO_TEXT = "ni titre ni texte"
NO_DATE = "pas de date de publication"
BAD_DATE = "date de publication illisible"
NOTE_DATE = "date secondaire illisible, laissée vide"
NOTE_SENTIMENT = "ressenti inconnu, laissé vide"
NOTE_STATUS = "réponse non publiée sur la plateforme, laissée de côté"
NOTE_EMPTY_REPLY = "réponse annoncée publiée mais vide"


class BadRow(ValueError):
    """The row cannot become an experience. `reason` is one of the sentences above."""

    def __init__(self, reason: str, detail: str = "", row_id: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail
        self.row_id = row_id


class Record(Value, kw_only=True):
    """One row. `notes` are (reason, detail) of what was left out of it."""

    line: int
    incoming: IncomingExperience
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        return self.incoming.experience.id


class RowReader:
    """Rows of one file to records. `split` parts a cell that may name several structures."""

    def __init__(
        self, fields: dict[str, int], split: Callable[[str], tuple[str, ...]], shift: timedelta = timedelta(0)
    ) -> None:
        self._fields = fields
        self._numbers = slot_numbers(fields)
        self._split = split
        self._shift = shift

    def id_of(self, cells: Sequence[str]) -> str:
        """The id of a row that may be damaged, for the rejects file."""
        at = self._fields["id"]
        return repair_line(cells[at])[:64] if at < len(cells) else ""

    def publication(self, cells: Sequence[str]) -> Stamp | None:
        """The publication of a row, without the shift; None when it has none that can be read."""
        try:
            return parse_stamp(self._get(cells, "published_at")) or parse_stamp(self._get(cells, "written_on"))
        except BadDate:
            return None

    def record(self, line: int, cells: Sequence[str]) -> Record:
        """Raises BadRow."""
        row_id = self._id(cells)
        notes: list[tuple[str, str]] = []
        published = self._published(cells, row_id)
        written = self._stamp(cells, "written_on", notes)
        first_reply = self._stamp(cells, "first_reply_at", notes)
        title = repair_line(self._get(cells, "title"))
        body = repair_body(self._get(cells, "body"))
        if not title and not body:
            raise BadRow(NO_TEXT, row_id=row_id)
        experience = Experience(
            id=row_id,
            title=title,
            body=body,
            pseudonym=repair_line(self._get(cells, "pseudonym")),
            posted_as=repair_line(self._get(cells, "posted_as")),
            sentiment=self._sentiment(cells, "sentiment", notes),
            written_on=written.day if written else None,
            published_at=published.at,
            published_date_only=published.date_only,
            first_reply_at=first_reply.at if first_reply else None,
            first_reply_date_only=bool(first_reply and first_reply.date_only),
            country=repair_line(self._get(cells, "country")),
            region=repair_line(self._get(cells, "region")),
            department=repair_line(self._get(cells, "department")),
            procedures=words_of(repair_line(self._get(cells, "procedures"))),
            tags=GeneralTags(
                accessibility=self._sentiment(cells, "tag_accessibility", notes),
                information=self._sentiment(cells, "tag_information", notes),
                relation=self._sentiment(cells, "tag_relation", notes),
                responsiveness=self._sentiment(cells, "tag_responsiveness", notes),
                simplicity=self._sentiment(cells, "tag_simplicity", notes),
            ),
            similar_count=_number(self._get(cells, "similar_count")) or 0,
        )
        replied_at = first_reply.at if first_reply else None
        slots = self._numbered_slots(cells, replied_at, notes) if self._numbers else ()
        slots = slots or self._listed_slots(cells, replied_at, notes)
        return Record(line=line, incoming=IncomingExperience(experience=experience, slots=slots), notes=tuple(notes))

    def _get(self, cells: Sequence[str], field: str) -> str:
        at = self._fields.get(field)
        return cells[at] if at is not None else ""

    def _id(self, cells: Sequence[str]) -> str:
        row_id = repair_line(self._get(cells, "id"))
        if not row_id:
            raise BadRow(NO_ID)
        if not _ID.fullmatch(row_id):
            # A colon would break `experience:structure`; the rest is what no platform would number by.
            raise BadRow(BAD_ID, row_id=row_id[:64])
        return row_id

    def _published(self, cells: Sequence[str], row_id: str) -> Stamp:
        text = self._get(cells, "published_at")
        try:
            stamp = parse_stamp(text, self._shift)
        except BadDate as error:
            raise BadRow(BAD_DATE, text.strip()[:40], row_id) from error
        if stamp is None:
            raise BadRow(NO_DATE, row_id=row_id)
        return stamp

    def _stamp(self, cells: Sequence[str], field: str, notes: list[tuple[str, str]]) -> Stamp | None:
        text = self._get(cells, field)
        try:
            return parse_stamp(text, self._shift)
        except BadDate:
            notes.append((NOTE_DATE, text.strip()[:40]))
            return None

    def _sentiment(self, cells: Sequence[str], field: str, notes: list[tuple[str, str]]) -> Sentiment | None:
        text = self._get(cells, field).strip()
        found = sentiment_of(text)
        if text and found is None:
            notes.append((NOTE_SENTIMENT, text[:40]))
        return found

    def _channels(self, cells: Sequence[str], field: str) -> tuple[str, ...] | None:
        """None where the export has no such column: it does not tell."""
        return channels_of(repair_line(self._get(cells, field))) if field in self._fields else None

    def _business_tags(self, cells: Sequence[str]) -> tuple[str, ...] | None:
        return words_of(repair_line(self._get(cells, "business_tags"))) if "business_tags" in self._fields else None

    def _improvement(self, cells: Sequence[str]) -> bool | None:
        return is_yes(self._get(cells, "improvement")) if "improvement" in self._fields else None

    def _told(self, cells: Sequence[str], notes: list[tuple[str, str]]) -> "_Told":
        """What an export tells of the experience as a whole: of its first reply, then."""
        evaluation = repair_line(self._get(cells, "evaluation"))[:MAX_LINE]
        text = repair_line(self._get(cells, "change"))
        done, planned = (self._stamp(cells, f"change_{state}_on", notes) for state in ("done", "planned"))
        if not text and done is None and planned is None:
            return _Told(evaluation)
        state = ChangeState.PLANNED if done is None else ChangeState.DONE
        when = done or planned
        return _Told(evaluation, ServiceChange(text=text, state=state, on=None if when is None else when.day))

    def _numbered_slots(
        self, cells: Sequence[str], replied_at: datetime | None, notes: list[tuple[str, str]]
    ) -> tuple[IncomingSlot, ...]:
        found: list[IncomingSlot] = []
        for number in self._numbers:
            label = repair_line(self._get(cells, f"code#{number}")) or repair_line(
                self._get(cells, f"structure#{number}")
            )
            if not label:
                continue
            first = not found
            found.append(
                IncomingSlot(
                    label=label,
                    typology=repair_line(self._get(cells, f"typology#{number}")),
                    channels=self._channels(cells, f"channels#{number}"),
                    business_tags=self._business_tags(cells) if first else None,
                    improvement=self._improvement(cells) if first else None,
                    reply=_reply(
                        self._get(cells, f"reply#{number}"),
                        self._get(cells, f"status#{number}"),
                        replied_at,
                        (self._get(cells, f"useful#{number}"), self._get(cells, f"not_useful#{number}")),
                        notes,
                        self._told(cells, notes) if first else NOTHING_TOLD,
                    ),
                )
            )
        return tuple(found)

    def _listed_slots(
        self, cells: Sequence[str], replied_at: datetime | None, notes: list[tuple[str, str]]
    ) -> tuple[IncomingSlot, ...]:
        """One column for all structures. What is not told per structure belongs to the first one."""
        labels = self._split(repair_line(self._get(cells, "structures")))
        kinds = [repair_line(self._get(cells, f"typology#{number}")) for number in (1, 2, 3)]
        kinds = [kind for kind in kinds if kind] or list(words_of(repair_line(self._get(cells, "typologies"))))
        if not labels:
            if not kinds:
                return ()
            # The export of 2023 names the typology only: kept, so that the reply is not lost.
            labels = ("",)
        count = len(labels)
        replies = _shared_out(self._get(cells, "replies"), count)
        statuses = _shared_out(self._get(cells, "reply_status"), count)
        found: list[IncomingSlot] = []
        for at, label in enumerate(labels):
            first = at == 0
            found.append(
                IncomingSlot(
                    label=label,
                    typology=kinds[at] if at < len(kinds) else (kinds[0] if len(kinds) == 1 else ""),
                    channels=self._channels(cells, "channels_by_contact") if first else None,
                    business_tags=self._business_tags(cells) if first else None,
                    improvement=self._improvement(cells) if first else None,
                    reply=_reply(
                        replies[at],
                        statuses[at],
                        replied_at,
                        (self._get(cells, "useful"), self._get(cells, "not_useful")) if first else ("", ""),
                        notes,
                        self._told(cells, notes) if first else NOTHING_TOLD,
                    ),
                )
            )
        return tuple(found)


class _Told(Value):
    evaluation: str = ""
    change: ServiceChange | None = None


NOTHING_TOLD = _Told()


def _shared_out(cell: str, count: int) -> tuple[str, ...]:
    """One part per structure where the cell has as many parts, else all of it for the first."""
    if count > 1 and "|" in cell:
        parts = tuple(part.strip() for part in cell.split("|"))
        if len(parts) == count:
            return parts
    return (cell, *([""] * (count - 1)))


def _reply(
    text: str,
    status: str,
    replied_at: datetime | None,
    votes: tuple[str, str],
    notes: list[tuple[str, str]],
    told: _Told,
) -> IncomingReply | None:
    body = repair_body(text)
    shown = fold(status)
    if not body:
        if shown and shown in _PUBLISHED:
            notes.append((NOTE_EMPTY_REPLY, ""))
        return None
    if shown not in _PUBLISHED:
        notes.append((NOTE_STATUS, status.strip()[:40]))
        return None
    return IncomingReply(
        body=body,
        published_at=replied_at,
        useful=_number(votes[0]),
        not_useful=_number(votes[1]),
        evaluation=told.evaluation,
        change=told.change,
    )


def _number(text: str) -> int | None:
    text = text.strip().replace("\u00a0", "").replace(" ", "")
    return int(text) if text.isdecimal() and len(text) < 9 else None
