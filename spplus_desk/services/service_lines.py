"""The site's list of what it publishes of itself, as its manager looks after it: what agents added, by whom, and out
with what is none of the service's."""

from concurrent.futures import Future
from datetime import datetime

from spplus_desk.domain.document_payloads import RemoveServiceLine
from spplus_desk.domain.documents import ServiceLine
from spplus_desk.domain.privacy.known import line_key
from spplus_desk.domain.values import Value
from spplus_desk.services.documents import DocumentService
from spplus_desk.services.futures import gather, nothing, then


class KnownLine(Value):
    """One number or address, however often it was added; `by` and `at` tell of the first time."""

    kind: str
    value: str
    structure_id: str
    by: str
    at: datetime | None
    ids: tuple[str, ...]


class ServiceLines:
    """Works offline. Nothing here blocks."""

    def __init__(self, documents: DocumentService) -> None:
        self._documents = documents

    def of(self, structure_id: str) -> Future[tuple[KnownLine, ...]]:
        """Those of one structure, by kind, the newest last."""
        return then(self._documents.all(ServiceLine), lambda found: _once(found, structure_id))

    def remove(self, line: KnownLine) -> Future[None]:
        """The guard asks about it again, here at once and elsewhere at the next synchronisation."""
        payload = RemoveServiceLine(structure_id=line.structure_id)
        return nothing(gather(*(self._documents.save(id, payload) for id in line.ids)))


def _once(found: tuple[ServiceLine, ...], structure_id: str) -> tuple[KnownLine, ...]:
    own = sorted(
        (line for line in found if line.structure_id == structure_id),
        key=lambda line: (line.kind, line.changed_at.timestamp() if line.changed_at else 0.0, line.id),
    )
    groups: dict[tuple[str, str], list[ServiceLine]] = {}
    for line in own:
        groups.setdefault(line_key(line.kind, line.value), []).append(line)
    return tuple(
        KnownLine(
            kind=first.kind,
            value=first.value,
            structure_id=first.structure_id,
            by=first.author_name,
            at=first.changed_at,
            ids=tuple(line.id for line in lines),
        )
        for lines in groups.values()
        for first in lines[:1]
    )
