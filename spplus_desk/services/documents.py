"""Shared documents in the agent’s words: list, save, remove, and the versions that the central keeps."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from typing import TypeVar

from uuid_utils import uuid7

from spplus_desk.domain.document_payloads import DocumentPayload
from spplus_desk.domain.documents import RULE_OF_ROW, Document
from spplus_desk.domain.errors import REFUSALS, Refused
from spplus_desk.domain.structure import Agent, StructureTree
from spplus_desk.domain.vocabulary import Role
from spplus_desk.services import background
from spplus_desk.services.futures import failed
from spplus_desk.store.store import Store
from spplus_desk.sync.client import Client

D = TypeVar("D", bound=Document)


class DocumentService:
    """Works offline, save for `versions`. A change’s future resolves once it is safe on this desk; it shows at once."""

    def __init__(self, store: Store, client: Client, clock: Callable[[], datetime], agent: Agent) -> None:
        self._store, self._client, self._clock, self._agent = store, client, clock, agent

    def all(self, kind: type[D]) -> Future[tuple[D, ...]]:
        """Those of one kind that the agent sees, by id, their own pending changes included."""
        return self._store.documents(kind)

    def new_id(self) -> str:
        return str(uuid7())

    def save(self, document_id: str, payload: DocumentPayload) -> Future[str]:
        """Saves or removes; the command’s id. Raises (in the future) Refused for what the central would refuse."""
        if payload.problem():
            return failed(Refused(REFUSALS["invalid_payload"], code="invalid_payload", detail=payload.problem()))
        return self._store.save_document(document_id, payload, self._clock())

    def roles_over(self, structure_id: str, tree: StructureTree) -> frozenset[Role]:
        """The agent’s roles at the structure or above it."""
        above = {structure_id, *tree.ancestors(structure_id)}
        return frozenset(post.role for post in self._agent.memberships if post.structure_id in above)

    def may_write(self, kind: type[Document], structure_id: str, tree: StructureTree) -> bool:
        """Whether the agent may change what this structure shares; what is private to them they always may."""
        return bool(self.roles_over(structure_id, tree) & RULE_OF_ROW[kind].writers)

    def versions(self, document: D) -> Future[tuple[D, ...]]:
        """Newest first, from the central. Raises (in the future) Unreachable, SessionExpired, NotFound."""
        kind = type(document)
        entity = RULE_OF_ROW[kind].entity

        def work() -> tuple[D, ...]:
            return tuple(row for row in self._client.versions(entity, document.id) if isinstance(row, kind))

        return background.run(work, "spplus-versions")
