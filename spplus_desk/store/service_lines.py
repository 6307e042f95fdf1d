"""What the sites of the agent publish of themselves: their settings, and what agents said of a datum (« c’est le numéro
du service »), each a shared document."""

from datetime import datetime

import msgspec
from uuid_utils import uuid7

from spplus_desk.domain.document_payloads import AddServiceLine
from spplus_desk.domain.documents import EVERY_WRITER, ServiceLine
from spplus_desk.domain.privacy import Kind, SiteNumbers
from spplus_desk.domain.privacy.known import line_key
from spplus_desk.store import documents, meta
from spplus_desk.store.workplace import Workplace

_BEFORE = "guard.site"
"""Where a desk kept for itself alone what its agent said, until these lines were shared."""


class _Before(msgspec.Struct):
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


def known(work: Workplace, now: datetime) -> SiteNumbers:
    """All that the guard lets through; what only this desk knew so far is shared in passing."""
    _share_what_was_kept(work, now)
    return _known(work)


def add(work: Workplace, structure_id: str, kind: Kind, value: str, now: datetime) -> SiteNumbers:
    """`kind` is a telephone number, an e-mail or a postal address; what is known already is not added again.

    Raises ValueError for another kind.
    """
    from spplus_desk.store import outbox_jobs  # late: it needs documents, which need the workplace

    payload = AddServiceLine(structure_id=structure_id, kind=kind.value, value=value)
    if payload.problem():
        raise ValueError(f"no site has a public {kind.value}")
    lines = documents.of_kind(work, ServiceLine)
    if line_key(payload.kind, value) not in {line_key(line.kind, line.value) for line in lines}:
        outbox_jobs.save_document(work, str(uuid7()), payload, now)
    return _known(work)


def _known(work: Workplace) -> SiteNumbers:
    settled = work.scope.book.public()
    lines = documents.of_kind(work, ServiceLine)

    def said(kind: Kind) -> tuple[str, ...]:
        return tuple(line.value for line in lines if line.kind == kind.value)

    return SiteNumbers(
        (*settled.phones, *said(Kind.PHONE)),
        (*settled.emails, *said(Kind.EMAIL)),
        (*settled.addresses, *said(Kind.ADDRESS)),
    )


def _share_what_was_kept(work: Workplace, now: datetime) -> None:
    """Once, for the first site at which the agent writes; a crash on the way begins again, and adds nothing twice."""
    kept = meta.read(work.database, _BEFORE)
    home = next((post.structure_id for post in work.agent.memberships if post.role in EVERY_WRITER), None)
    if kept is None or home is None:
        return
    before = msgspec.json.decode(kept, type=_Before)
    for kind, values in ((Kind.PHONE, before.phones), (Kind.EMAIL, before.emails), (Kind.ADDRESS, before.addresses)):
        for value in values:
            add(work, home, kind, value, now)
    with work.database.transaction(durable=True):
        meta.write(work.database, _BEFORE, None)
