"""Saving and removing a shared document: the checks of its rule, then the change of the docket."""

from collections.abc import Sequence
from typing import Any

from spplus_desk.central.docket import Docket
from spplus_desk.central.documents import DocumentRecord, removal
from spplus_desk.central.preconditions import Refusal, check_text, own_chain
from spplus_desk.domain.document_payloads import DocumentPayload
from spplus_desk.domain.documents import (
    RULE_OF_PAYLOAD,
    DocumentRule,
    agent_of_post,
    content,
    is_removal,
    may_change,
    post_id,
    row_of_payload,
)
from spplus_desk.domain.structure import Agent
from spplus_desk.domain.text import MAX_BODY, MAX_LINE
from spplus_desk.domain.values import Value, is_record, names
from spplus_desk.domain.vocabulary import Role

MAX_ENTRIES = 1_000
"""Entries in one list of a document."""
MAX_DOCUMENT = 200_000
"""Characters in all texts of a document."""


class DocumentCase(Value):
    """One command before the document that it speaks of."""

    docket: Docket
    id: str
    subject: str
    base: int | None
    after: str | None
    payload: DocumentPayload


def decide_document(case: DocumentCase) -> int:
    """Carries the command out; the document’s new version. Raises Refusal, and then changes nothing.

    Unknown documents, those outside the scope and those of another agent all get the same `not_allowed`.
    """
    rule = RULE_OF_PAYLOAD[type(case.payload)]
    docket, payload = case.docket, case.payload
    known = docket.documents.get((rule.entity, case.subject))
    _require_reach(case, rule, known)
    if is_removal(payload):
        if known is None:
            raise Refusal("not_allowed")
        if known.removed:
            return known.version  # gone already, by whoever’s hand: that is what was wanted
        _require_fresh(case, known)
        gone = removal(known, case.id)
        docket.put_document(gone, None)
        return gone.version
    if known is not None and known.removed:
        raise Refusal("stale")
    if payload.problem():
        raise Refusal("invalid_payload")
    _check_content(content(payload), rule)
    _require_fresh(case, known)
    author = Agent(docket.agent_id, docket.agent_name)
    row = row_of_payload(case.subject, payload, author, docket.unit.now, version=0 if known is None else known.version)
    docket.put_document(DocumentRecord.of_row(rule.entity, row, case.id), row)
    return row.version


def _require_reach(case: DocumentCase, rule: DocumentRule, known: DocumentRecord | None) -> None:
    docket, payload = case.docket, case.payload
    roles = docket.scope.roles_over(payload.structure_id)
    if not roles or payload.structure_id not in docket.sites:
        raise Refusal("not_allowed")
    if rule.single and case.subject != payload.structure_id:
        raise Refusal("invalid_payload")
    if rule.of_post and case.subject != post_id(agent_of_post(case.subject), payload.structure_id):
        raise Refusal("invalid_payload")
    if known is None:
        _require_writer(case, rule, roles, private=payload.private)
        return
    # A document never changes hands: neither its structure nor from private to shared, or back.
    private = known.agent_id is not None
    if known.structure_id != payload.structure_id or (private and known.agent_id != docket.agent_id):
        raise Refusal("not_allowed")
    if not is_removal(payload) and private != payload.private:
        raise Refusal("invalid_payload")
    _require_writer(case, rule, roles, private=private)


def _require_writer(case: DocumentCase, rule: DocumentRule, roles: frozenset[Role], *, private: bool) -> None:
    if not private and not may_change(rule, case.subject, case.docket.agent_id, roles):
        raise Refusal("not_allowed")


def _require_fresh(case: DocumentCase, known: DocumentRecord | None) -> None:
    if known is None or case.base is None or known.version <= case.base:
        return
    if known.command_id is not None and known.command_id in own_chain(case.docket, case.after):
        return
    raise Refusal("stale")


def _check_content(values: dict[str, Any], rule: DocumentRule) -> None:
    total = 0
    for name, value in values.items():
        longest = MAX_BODY if name in rule.long else MAX_LINE
        for text in _texts(value):
            check_text(text, longest)
            total += len(text)
    if total > MAX_DOCUMENT:
        raise Refusal("too_long")


def _texts(value: Any) -> Sequence[str]:
    """All texts in a value of a payload: text, number, None, list, mapping or record."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, (list, tuple)):
        if len(value) > MAX_ENTRIES:
            raise Refusal("too_long")
        return [text for each in value for text in _texts(each)]
    if isinstance(value, dict):
        return [text for pair in value.items() for each in pair for text in _texts(each)]
    if is_record(value):
        return [text for name in names(value) for text in _texts(getattr(value, name))]
    return ()
