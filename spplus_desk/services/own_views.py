"""Views of an agent's own: a name for a view with its filter and order. They follow the account from desk to desk."""

from collections.abc import Sequence
from concurrent.futures import Future

import msgspec

from spplus_desk.domain.document_payloads import DeleteView, SaveView
from spplus_desk.domain.documents import SavedView
from spplus_desk.domain.errors import KnownError
from spplus_desk.domain.inbox import SortOrder, View
from spplus_desk.domain.inbox_filter import NO_FILTER, Filter
from spplus_desk.domain.listing import ListQuery
from spplus_desk.domain.structure import Agent
from spplus_desk.domain.values import Value
from spplus_desk.services.documents import DocumentService
from spplus_desk.services.futures import failed, nothing, then

MAX_NAME = 60


class Criteria(Value, kw_only=True):
    """What `SavedView.criteria` holds, as JSON. Fields that this version does not know are left out when it is read."""

    view: View
    order: SortOrder = SortOrder.DEADLINE
    filter: Filter = NO_FILTER


class OwnView(Value):
    id: str
    name: str
    query: ListQuery
    position: int
    structure_id: str


class OwnViews:
    """Every change is safe on this desk once its future resolves, and is sent like any other."""

    def __init__(self, documents: DocumentService, agent: Agent) -> None:
        self._documents, self._agent = documents, agent

    def all(self) -> Future[tuple[OwnView, ...]]:
        """In the agent's order. Those that only a newer version understands are left out."""
        return then(self._documents.all(SavedView), _known)

    def add(self, name: str, query: ListQuery, position: int) -> Future[str]:
        """The id of the new view. Raises KnownError (`view_name`) for a name that is empty or too long."""
        id = self._documents.new_id()
        home = next((post.structure_id for post in self._agent.memberships), "")
        return then(self._save(OwnView(id, name, query, position, home)), lambda _command: id)

    def change(self, view: OwnView) -> Future[None]:
        """Another name, filter, order or place. Raises as `add` does."""
        return nothing(self._save(view))

    def remove(self, view: OwnView) -> Future[None]:
        return nothing(self._documents.save(view.id, DeleteView(structure_id=view.structure_id)))

    def move(self, views: Sequence[OwnView], view: OwnView, by: int) -> Future[None]:
        """One place up (-1) or down (1) among `views`; beyond the ends nothing happens."""
        order = list(views)
        at = next(n for n, one in enumerate(order) if one.id == view.id)
        goal = min(max(at + by, 0), len(order) - 1)
        order.insert(goal, order.pop(at))
        moved: Future[None] = Future()
        moved.set_result(None)
        for place, one in enumerate(order):
            if one.position != place:
                moved = self.change(OwnView(one.id, one.name, one.query, place, one.structure_id))
        return moved

    def _save(self, view: OwnView) -> Future[str]:
        name = " ".join(view.name.split())
        if not name or len(name) > MAX_NAME:
            return failed(
                KnownError(
                    f"Une vue porte un nom de 1 à {MAX_NAME} caractères. Elle n’a pas été enregistrée. "
                    "Donnez-lui un autre nom.",
                    code="view_name",
                )
            )
        criteria = Criteria(view=view.query.view, order=view.query.order, filter=view.query.filter)
        payload = SaveView(
            structure_id=view.structure_id,
            name=name,
            criteria=msgspec.json.encode(criteria).decode(),
            position=view.position,
        )
        return self._documents.save(view.id, payload)


def _known(found: tuple[SavedView, ...]) -> tuple[OwnView, ...]:
    views: list[OwnView] = []
    for one in found:
        try:
            read = msgspec.json.decode(one.criteria, type=Criteria)
        except msgspec.DecodeError:
            continue
        query = ListQuery(view=read.view, order=read.order, filter=read.filter)
        views.append(OwnView(one.id, one.name, query, one.position, one.structure_id))
    return tuple(sorted(views, key=lambda view: (view.position, view.name.casefold(), view.id)))
