"""What the demonstration holds, decided without a database: experiences, and who does what on them, and when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from spplus_desk.central.demonstration.texts import dated
from spplus_desk.central.incoming import IncomingExperience, IncomingReply, IncomingSlot
from spplus_desk.domain.commands import Payload
from spplus_desk.domain.deadlines import PUBLISHED_DELAY
from spplus_desk.domain.document_payloads import SaveSiteSettings
from spplus_desk.domain.experience import Experience, GeneralTags, Passage, ServiceChange
from spplus_desk.domain.experience_payloads import (
    AddComment,
    Claim,
    ReturnReply,
    SetChannels,
    SetImprovement,
    SetTags,
    SetWriting,
    SubmitReply,
)
from spplus_desk.domain.values import Value
from spplus_desk.domain.vocabulary import ChangeState, Sentiment

SITE = "DEMO-CAF-ORV-MON"
_SUPER_AGENT = "helene.morvan"
_MANAGER = "claire.bastide"
_SIGNATURES = {
    "nadia.belkacem": "Nadia, accueil de Montrelin",
    "thomas.ruault": "Thomas, accueil de Montrelin",
    "helene.morvan": "Hélène Morvan, Caf de l’Orvanne",
}


_WRITING_FOR = timedelta(minutes=4)
"""A colleague has been writing for that long when the demonstration opens."""


class Act(Value):
    """One command of one person. `username` does `payload` on the experience `subject` at the instant `at`."""

    at: datetime
    username: str
    subject: str
    payload: Payload


@dataclass(slots=True)
class Plan:
    """`deposited` is stored first, then the acts are played in order of time, then `shown` is stored: the same
    experiences with the replies that the platform has published."""

    deposited: list[IncomingExperience] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    shown: list[IncomingExperience] = field(default_factory=list)


class Planner:
    """`zones` gives the time zone of each structure. Deterministic for one `now`."""

    def __init__(self, now: datetime, zones: Mapping[str, str]) -> None:
        self._now = now
        self._zones = zones
        self._random = Random(20_260)
        self.plan = Plan()

    def add_open(self, entries: Iterable[dict[str, Any]], first_id: int) -> None:
        """What is to be answered, or on its way to be: entries of inbox.toml."""
        for number, entry in enumerate(entries, start=first_id):
            structure = entry.get("structure", SITE)
            published = self._published(entry, structure)
            neighbours = entry.get("neighbours", [])
            replied = [self._now - timedelta(days=n["replied_days_ago"], hours=2) for n in neighbours]
            experience = self._experience(str(number), entry, published, min(replied, default=None))
            slots = [self._slot(entry, structure)]
            for neighbour, at in zip(neighbours, replied, strict=True):
                reply = IncomingReply(body=self._text(neighbour["reply"]), published_at=at, useful=0, not_useful=0)
                slots.append(
                    IncomingSlot(label=neighbour["structure"], channels=tuple(neighbour["channels"]), reply=reply)
                )
            self.plan.deposited.append(IncomingExperience(experience=experience, slots=tuple(slots)))
            self._open_acts(entry, str(number), structure, published)

    def add_answered(self, entries: Iterable[dict[str, Any]], first_id: int) -> None:
        """What the platform shows as answered: entries of answered.toml, or made by `variations`."""
        for number, entry in enumerate(entries, start=first_id):
            structure = entry.get("structure", SITE)
            published, replied = self._answered_at(entry, structure)
            experience = self._experience(str(number), entry, published, replied)
            slot = self._slot(entry, structure)
            votes = entry.get("votes", [0, 0])
            text = self._text(entry["reply"])
            reply = IncomingReply(
                body=text, published_at=replied, useful=votes[0], not_useful=votes[1], change=_change(entry)
            )
            shown = IncomingSlot(label=structure, channels=slot.channels, business_tags=slot.business_tags, reply=reply)
            complete = IncomingExperience(experience=experience, slots=(shown,))
            author = entry.get("author")
            if author is None:
                self.plan.deposited.append(complete)
                continue
            self.plan.deposited.append(IncomingExperience(experience=experience, slots=(slot,)))
            self.plan.shown.append(complete)
            sent = replied - timedelta(minutes=self._random.randrange(15, 90))
            self._act(max(sent, published), author, experience.id, self._submit(entry, author, structure, text))
            if "comment" in entry:
                comment = AddComment(structure_id=structure, body=self._text(entry["comment"]))
                self._act(max(sent - timedelta(hours=1), published), "thomas.ruault", experience.id, comment)

    def add_links(self, links: tuple[str, ...]) -> None:
        """What the site gives to citizens, said by its manager long ago."""
        payload = SaveSiteSettings(structure_id=SITE, public_links=links)
        self._act(self._now - timedelta(days=300), _MANAGER, SITE, payload)

    def _open_acts(self, entry: dict[str, Any], subject: str, structure: str, published: datetime) -> None:
        if who := entry.get("claimed_by"):
            half = published + (self._now - published) / 2
            self._act(half, who, subject, Claim(structure_id=structure))
        for act in entry.get("acts", []):
            at = self._local(self._today(structure) - timedelta(days=act["days_ago"]), act["clock"], structure)
            for payload in _payloads(act, structure):
                self._act(max(at, published), act["author"], subject, payload)
        if who := entry.get("writing_by"):
            self._act(self._now - _WRITING_FOR, who, subject, SetWriting(structure_id=structure, writing=True))
        for comment in entry.get("comments", []):
            at = self._local(self._today(structure) - timedelta(days=comment["days_ago"]), comment["clock"], structure)
            body = self._text(comment["body"])
            self._act(max(at, published), comment["author"], subject, AddComment(structure_id=structure, body=body))
        if "reply" not in entry:
            return
        at = max(self._now - timedelta(hours=entry["reply_hours_ago"]), published + timedelta(minutes=20))
        author = entry["reply_author"]
        self._act(at, author, subject, self._submit(entry, author, structure, self._text(entry["reply"])))
        if entry["reply_state"] == "returned":
            body, about = self._text(entry["reply"]), entry.get("return_passage", "")
            start = body.index(about)
            passage = Passage(start=start, end=start + len(about), text=about) if about else None
            comment = self._text(entry["return_comment"])
            back = ReturnReply(structure_id=structure, comment=comment, passage=passage)
            self._act(at + timedelta(minutes=45), _SUPER_AGENT, subject, back)

    def _submit(self, entry: dict[str, Any], author: str, structure: str, text: str) -> SubmitReply:
        return SubmitReply(
            structure_id=structure,
            greeting=f"Bonjour {entry['pseudonym']},",
            body=text,
            closing="Cordialement,",
            signature=_SIGNATURES[author],
            change=_change(entry),
        )

    def _act(self, at: datetime, username: str, subject: str, payload: Payload) -> None:
        self.plan.acts.append(Act(min(at, self._now), username, subject, payload))

    def _text(self, text: str) -> str:
        return dated(text, self._now.date())

    def _experience(
        self, key: str, entry: dict[str, Any], published: datetime, first_reply_at: datetime | None
    ) -> Experience:
        tags = {name: Sentiment(value) for name, value in entry.get("tags", {}).items()}
        return Experience(
            id=key,
            title=self._text(entry["title"]),
            body=self._text(entry["body"]),
            pseudonym=entry["pseudonym"],
            posted_as=entry.get("posted_as", "Particulier"),
            sentiment=Sentiment(entry["sentiment"]),
            written_on=(published - timedelta(days=1)).date(),
            published_at=published,
            first_reply_at=first_reply_at,
            country=entry.get("country", "France"),
            procedures=tuple(entry.get("procedures", ())),
            tags=GeneralTags(**tags),
            similar_count=entry.get("similar", 0),
        )

    def _slot(self, entry: dict[str, Any], structure: str) -> IncomingSlot:
        return IncomingSlot(
            label=structure,
            channels=tuple(entry["channels"]),
            business_tags=tuple(entry.get("business_tags", ())),
        )

    def _today(self, structure: str) -> date:
        return self._now.astimezone(self._zone(structure)).date()

    def _zone(self, structure: str) -> ZoneInfo:
        return ZoneInfo(self._zones[structure])

    def _local(self, day: date, clock: str, structure: str) -> datetime:
        return datetime.combine(day, time.fromisoformat(clock), self._zone(structure)).astimezone(UTC)

    def _published(self, entry: dict[str, Any], structure: str) -> datetime:
        """So that the published indicator ends `due` days from now, whatever the hour at which the program starts."""
        if "published_hours_ago" in entry:
            return self._now - timedelta(hours=entry["published_hours_ago"])
        today = self._today(structure)
        due = self._local(today + timedelta(days=entry["due"]), entry["clock"], structure)
        if entry["due"] < 0 and self._now - due < timedelta(days=-entry["due"]):
            due -= timedelta(days=1)
        if entry["due"] == 0 and due < self._now + timedelta(minutes=30):
            midnight = self._local(today + timedelta(days=1), "00:00", structure)
            due = self._now + (midnight - self._now) / 2
        return min(due - PUBLISHED_DELAY, self._now)

    def _answered_at(self, entry: dict[str, Any], structure: str) -> tuple[datetime, datetime]:
        """Published `day` days ago, answered `delay` days later, never at a week-end unless today asks for it."""
        clock = f"{self._random.randrange(7, 20):02d}:{self._random.randrange(60):02d}"
        published = self._local(self._today(structure) - timedelta(days=entry["day"]), clock, structure)
        replied = published + timedelta(days=entry["delay"], minutes=self._random.randrange(5, 240))
        while replied.astimezone(self._zone(structure)).weekday() >= 5:
            replied += timedelta(days=1)
        return published, min(replied, self._now - timedelta(hours=2))


def _payloads(act: Mapping[str, Any], structure: str) -> Iterable[Payload]:
    """What an entry of `acts` does: tags, channels with what was felt of each, the improvement."""
    if "tags" in act or "business_tags" in act:
        tags = {name: Sentiment(value) for name, value in act["tags"].items()} if "tags" in act else None
        yield SetTags(
            structure_id=structure,
            tags=None if tags is None else GeneralTags(**tags),
            business_tags=tuple(act["business_tags"]) if "business_tags" in act else None,
        )
    if "channels" in act:
        felt = {channel: Sentiment(value) for channel, value in act.get("felt", {}).items()}
        yield SetChannels(structure_id=structure, channels=tuple(act["channels"]), channel_sentiments=felt)
    if "improvement" in act:
        yield SetImprovement(structure_id=structure, improvement=act["improvement"])


def _change(entry: dict[str, Any]) -> ServiceChange | None:
    return ServiceChange(text=entry["change"], state=ChangeState.DONE) if "change" in entry else None
