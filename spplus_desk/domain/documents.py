"""Shared documents: what people keep beside experiences (templates, views…), owned by a structure or by one agent.

One mechanism for all of them. The central keeps each with its version and its earlier versions, tells of it by the
feed to those who may see it, and changes it by two kinds of command, save and remove. A desk shows the mirror with its
own pending commands on top (`overlay`). To add a kind: an `Entity`, its content in `document_contents`, a row here, its
payloads in `document_payloads`, their `CommandKind`s in `commands`, one line in `RULES`, and its words in
`ui/outbox/refusals.py`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, TypeVar

from spplus_desk.domain.commands import KIND_OF, Command, CommandKind
from spplus_desk.domain.document_contents import (
    AbsenceContent,
    DraftContent,
    PausesContent,
    ServiceLineContent,
    SiteSettingsContent,
    TemplateContent,
    ViewContent,
    WordContent,
)
from spplus_desk.domain.document_payloads import (
    AddServiceLine,
    AddWord,
    DeleteView,
    DocumentPayload,
    RemoveServiceLine,
    RemoveWord,
    SaveAbsence,
    SavePauses,
    SaveSiteSettings,
    SaveTemplate,
    SaveView,
    ShareDraft,
    UnshareDraft,
    WithdrawTemplate,
)
from spplus_desk.domain.structure import Agent
from spplus_desk.domain.vocabulary import Entity, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """`structure_id` owns it, and all of that structure's subtree sees it; where `agent_id` is set, that agent alone
    does. `version` grows by one at each change; `author_name` and `changed_at` tell of the last one."""

    id: str
    structure_id: str
    agent_id: str | None = None
    version: int = 0
    author_name: str = ""
    changed_at: datetime | None = None


D = TypeVar("D", bound=Document)


@dataclass(frozen=True, slots=True, kw_only=True)
class Template(Document, TemplateContent):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView(Document, ViewContent):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings(Document, SiteSettingsContent):
    """Its id is that of the structure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockPauses(Document, PausesContent):
    """Its id is that of the slot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DictionaryWord(Document, WordContent):
    """The agent's own, or of their site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence(Document, AbsenceContent):
    """Its id is that of the post, `AGENT:STRUCTURE` (`domain.absences` reads it)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedDraft(Document, DraftContent):
    """A reply under way that its author offers to their colleagues: a copy, taken at `changed_at`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLine(Document, ServiceLineContent):
    """A telephone number, an e-mail or a postal address that the service publishes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRule:
    """What holds for one kind. `writers`: the roles, over the owning structure, that may change what is not private.
    `single`: one for each structure, whose id it has. `of_post`: one for each post, whose id it has; the agent of that
    post may change it too. `upward`: not for the structures below. `long`: its fields of running text."""

    entity: Entity
    row: type[Document]
    save: type[DocumentPayload]
    remove: type[DocumentPayload] | None = None
    writers: frozenset[Role] = frozenset()
    single: bool = False
    of_post: bool = False
    upward: bool = False
    long: frozenset[str] = frozenset()


EVERY_WRITER = frozenset({Role.AGENT, Role.SUPER_AGENT, Role.MANAGER})
RULES = (
    DocumentRule(
        entity=Entity.TEMPLATE,
        row=Template,
        save=SaveTemplate,
        remove=WithdrawTemplate,
        writers=frozenset({Role.SUPER_AGENT, Role.MANAGER}),
        long=frozenset({"body"}),
    ),
    DocumentRule(
        entity=Entity.SAVED_VIEW, row=SavedView, save=SaveView, remove=DeleteView, long=frozenset({"criteria"})
    ),
    DocumentRule(
        entity=Entity.SITE_SETTINGS,
        row=SiteSettings,
        save=SaveSiteSettings,
        writers=frozenset({Role.MANAGER, Role.ADMIN}),
        single=True,
        long=frozenset({"signatures"}),
    ),
    DocumentRule(entity=Entity.CLOCK_PAUSES, row=ClockPauses, save=SavePauses, writers=EVERY_WRITER),
    DocumentRule(
        entity=Entity.DICTIONARY_WORD,
        row=DictionaryWord,
        save=AddWord,
        remove=RemoveWord,
        writers=frozenset({Role.SUPER_AGENT, Role.MANAGER}),
    ),
    DocumentRule(
        entity=Entity.ABSENCE,
        row=Absence,
        save=SaveAbsence,
        writers=frozenset({Role.SUPER_AGENT, Role.MANAGER}),
        of_post=True,
        upward=True,
    ),
    DocumentRule(
        entity=Entity.SHARED_DRAFT,
        row=SharedDraft,
        save=ShareDraft,
        remove=UnshareDraft,
        writers=EVERY_WRITER,
        upward=True,
        long=frozenset({"body"}),
    ),
    DocumentRule(
        entity=Entity.SERVICE_LINE,
        row=ServiceLine,
        save=AddServiceLine,
        remove=RemoveServiceLine,
        writers=EVERY_WRITER,
    ),
)
RULE_OF_ENTITY: Mapping[Entity, DocumentRule] = {rule.entity: rule for rule in RULES}
RULE_OF_ROW: Mapping[type[Document], DocumentRule] = {rule.row: rule for rule in RULES}
RULE_OF_PAYLOAD: Mapping[type[DocumentPayload], DocumentRule] = {
    payload: rule for rule in RULES for payload in (rule.save, rule.remove) if payload is not None
}

_OWN = frozenset(field.name for field in fields(Document))


def may_change(rule: DocumentRule, document_id: str, agent_id: str, roles: frozenset[Role]) -> bool:
    """Whether an agent with `roles` over the owning structure may change what is not private."""
    return bool(roles & rule.writers) or (bool(roles) and rule.of_post and agent_of_post(document_id) == agent_id)


def post_id(agent_id: str, structure_id: str) -> str:
    """The id of a post, and of what hangs on it."""
    return f"{agent_id}:{structure_id}"


def agent_of_post(post: str) -> str:
    return post.partition(":")[0]


def is_removal(payload: DocumentPayload) -> bool:
    return type(payload) is RULE_OF_PAYLOAD[type(payload)].remove


def content(value: Document | DocumentPayload) -> dict[str, Any]:
    """What is saved: the fields that the row and its payload share, without owner and version."""
    rule = RULE_OF_PAYLOAD[type(value)] if isinstance(value, DocumentPayload) else RULE_OF_ROW[type(value)]
    return {f.name: getattr(value, f.name) for f in fields(rule.row) if f.name not in _OWN}


def row_of_payload(subject: str, payload: DocumentPayload, author: Agent, at: datetime, *, version: int) -> Document:
    """The row as it stands once `payload` is saved over `version` (0: over nothing)."""
    rule = RULE_OF_PAYLOAD[type(payload)]
    return rule.row(
        id=subject,
        structure_id=payload.structure_id,
        agent_id=author.id if payload.private else None,
        version=version + 1,
        author_name=author.name,
        changed_at=at,
        **content(payload),
    )


def overlay(kind: type[D], rows: Iterable[D], pending: Iterable[Command], me: Agent) -> tuple[D, ...]:
    """The mirrored documents of one kind with the agent's pending commands on top, oldest first. The version stays the
    mirrored one: it is what the next command is based on."""
    shown: dict[str, D] = {row.id: row for row in rows}
    rule = RULE_OF_ROW[kind]
    for command in pending:
        payload = command.payload
        if not isinstance(payload, DocumentPayload) or RULE_OF_PAYLOAD[type(payload)] is not rule:
            continue
        if is_removal(payload):
            shown.pop(command.subject, None)
            continue
        version = shown[command.subject].version if command.subject in shown else 0
        row = row_of_payload(command.subject, payload, me, command.issued_at, version=version)
        assert isinstance(row, kind)
        shown[command.subject] = replace(row, version=version)
    return tuple(shown.values())


def kinds_of(rule: DocumentRule) -> tuple[CommandKind, ...]:
    """The kinds of command that change documents of this rule."""
    return tuple(KIND_OF[payload] for payload in (rule.save, rule.remove) if payload is not None)
