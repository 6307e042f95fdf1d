"""What each kind of shared document holds: written once, for its row (`documents`) and for the command that saves it
(`document_payloads`).

These classes have no slots: Python refuses a class with two bases that have some.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from spplus_desk.domain.vocabulary import Sentiment


@dataclass(frozen=True, kw_only=True)
class TemplateContent:
    """A reply to start from (`domain.templates` says what its body may hold).

    Bound to what it suits: `theme`, `sentiments`, `channels`, `procedures`. `synonyms`: other words under which it is
    found. `owner`: who answers for it; `review_on`: the day by which they read it again. `origin`: the published set
    that it comes from, empty for one made here.
    """

    title: str
    body: str
    theme: str = ""
    sentiments: tuple[Sentiment, ...] = ()
    channels: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    synonyms: str = ""
    owner: str = ""
    review_on: date | None = None
    origin: str = ""


@dataclass(frozen=True, kw_only=True)
class ViewContent:
    """A view of an agent's own: `criteria` is the text of its filter and order, as the desk writes and reads it."""

    name: str
    criteria: str = ""
    position: int = 0


@dataclass(frozen=True, kw_only=True)
class SiteSettingsContent:
    """What a site decides for itself (`domain.site_settings` says what it means).

    `calendar` and `target` are written as `why-date` reads them. An empty part, or None, is that of the site above.
    """

    calendar: dict[str, Any] = field(default_factory=dict)
    target: dict[str, Any] = field(default_factory=dict)
    validation: bool | None = None
    own_approval: bool | None = None
    """Whether a super agent may have their own reply go out without a colleague; None: see `domain.validation`."""
    public_numbers: tuple[str, ...] = ()
    public_emails: tuple[str, ...] = ()
    public_links: tuple[str, ...] = ()
    public_addresses: tuple[str, ...] = ()
    greetings: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    business_tags: tuple[str, ...] = ()


class PauseReason(StrEnum):
    """For whom or what a site waits."""

    CITIZEN = "citizen"
    SERVICE = "service"
    DOCUMENT = "document"
    DECISION = "decision"


LONGEST_REASON = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The site waits for someone from `start` on; `end` is None while it still does. `reason`: a `PauseReason`, or
    what a newer program wrote; never a sentence, which might name somebody."""

    start: datetime
    end: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class PausesContent:
    """When the internal clock of one slot stood still because the site waited for someone: all of its pauses."""

    pauses: tuple[Waiting, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WordContent:
    """A word that spelling takes as right."""

    word: str


@dataclass(frozen=True, kw_only=True)
class ServiceLineContent:
    """How a service is reached in public, as an agent said of it: what the guard lets through. `kind`: `phone`, `email`
    or `address`."""

    kind: str
    value: str


@dataclass(frozen=True, kw_only=True)
class AbsenceContent:
    """When an agent is away from one structure, and who stands in. Both days count; without `start` they are there.
    `stand_in` is an agent's id."""

    start: date | None = None
    end: date | None = None
    stand_in: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class DraftContent:
    """The text of a reply under way; `slot` is the slot's id."""

    slot: str
    body: str
    greeting: str = ""
    closing: str = ""
    signature: str = ""
    template_id: str = ""
