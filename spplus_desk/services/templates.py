"""Templates in the agent's words: the shelf of all libraries, changes, files, and what suits an experience."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from spplus_desk.domain import templates as rules
from spplus_desk.domain.document_payloads import SaveTemplate, WithdrawTemplate
from spplus_desk.domain.documents import Template, content
from spplus_desk.domain.errors import BadInput, Refused, StorageFault
from spplus_desk.domain.structure import StructureTree
from spplus_desk.domain.templates import Library, TemplateUse
from spplus_desk.domain.text import folded, slug
from spplus_desk.domain.values import Value
from spplus_desk.domain.vocabulary import Sentiment
from spplus_desk.services import background
from spplus_desk.services.documents import DocumentService
from spplus_desk.services.futures import failed, gather, nothing, then
from spplus_desk.services.replying import USED_WITHIN
from spplus_desk.store.store import Store

_MOST_BYTES = 5_000_000


class Shelved(Value, kw_only=True):
    """One template as the shelf shows it. `scope`: the name of the structure that owns it."""

    template: Template
    library: Library
    scope: str
    use: TemplateUse
    writable: bool
    overdue: bool

    @property
    def due(self) -> bool:
        """To be read again by this agent."""
        return self.overdue and self.writable


class _Entry(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One template in a file; other fields than these are ignored, so that an older program reads a newer file."""

    id: str = ""
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


class _File(msgspec.Struct):
    templates: list[_Entry]


class TemplateService:
    def __init__(self, store: Store, documents: DocumentService, clock: Callable[[], datetime]) -> None:
        self._store, self._documents, self._clock = store, documents, clock

    def shelf(self) -> Future[tuple[Shelved, ...]]:
        """Every template that the agent sees, by title. Works offline."""
        parts = gather(self._store.documents(Template), self._store.structures(), self._uses())

        def lay_out(found: tuple[Any, ...]) -> tuple[Shelved, ...]:
            templates, structures, uses = found
            tree = StructureTree(structures)
            known = {use.template_id: use for use in uses}
            today = self._clock().date()
            rows = [self._shelved(template, tree, known, today) for template in templates]
            return tuple(sorted(rows, key=lambda row: (folded(row.template.title), row.template.id)))

        return then(parts, lay_out)

    def _shelved(
        self, template: Template, tree: StructureTree, uses: Mapping[str, TemplateUse], today: date
    ) -> Shelved:
        owner = tree.get(template.structure_id)
        mine = template.agent_id is not None
        return Shelved(
            template=template,
            library=rules.library(template, tree),
            scope="" if owner is None else owner.name,
            use=uses.get(template.id, TemplateUse(template_id=template.id)),
            writable=mine or self._documents.may_write(Template, template.structure_id, tree),
            overdue=rules.due_for_review(template, today),
        )

    def _uses(self) -> Future[tuple[TemplateUse, ...]]:
        return self._store.template_uses(self._clock() - USED_WITHIN)

    def places(self) -> Future[tuple[tuple[str, str], ...]]:
        """(id, name) of the structures for which the agent may write shared templates, by name."""

        def writable(structures: Iterable[Any]) -> tuple[tuple[str, str], ...]:
            known = tuple(structures)
            tree = StructureTree(known)
            return tuple((s.id, s.name) for s in known if self._documents.may_write(Template, s.id, tree))

        return then(self._store.structures(), writable)

    def save(self, template: Template) -> Future[str]:
        """Saves it, new where its id is empty; its id. Raises (in the future) Refused with what its author has to
        mend, in one sentence for each thing."""
        wrong = rules.problems(template.title, template.body)
        if wrong:
            return failed(Refused(" ".join(wrong), code="invalid_template"))
        key = template.id or self._documents.new_id()
        payload = SaveTemplate(
            structure_id=template.structure_id, personal=template.agent_id is not None, **content(template)
        )
        return then(self._documents.save(key, payload), lambda _command: key)

    def withdraw(self, template: Template) -> Future[None]:
        """Nobody is offered it any more; replies that began with it stay."""
        return nothing(self._documents.save(template.id, WithdrawTemplate(structure_id=template.structure_id)))

    def versions(self, template: Template) -> Future[tuple[Template, ...]]:
        """Newest first, from the central. Raises (in the future) Unreachable, SessionExpired, NotFound."""
        return self._documents.versions(template)

    def export_file(self, path: Path, templates: Iterable[Template]) -> Future[int]:
        """Writes them as a file that `import_file`, and `spplus-central import-templates`, read; how many. Raises (in
        the future) StorageFault."""
        entries = [_Entry(**{**content(template), "id": slug(template.title)}) for template in templates]

        def work() -> int:
            body = {"templates": [msgspec.to_builtins(entry) for entry in entries]}
            try:
                path.write_bytes(msgspec.json.format(msgspec.json.encode(body), indent=1) + b"\n")
            except OSError as error:
                raise StorageFault(
                    f"«\u00a0{path.name}\u00a0» ne peut pas être écrit. Choisissez un autre dossier.", detail=str(error)
                ) from error
            return len(entries)

        return background.run(work, "spplus-export-templates")

    def read_file(self, path: Path) -> Future[tuple[Template, ...]]:
        """The templates of a file, without owner, to be looked at before they are saved. Raises (in the future)
        BadInput, which names the first template that cannot be."""
        return background.run(lambda: _read(path), "spplus-import-templates")

    def import_all(self, templates: Iterable[Template], structure_id: str, *, personal: bool) -> Future[int]:
        """Saves them as new ones of a structure, or of the agent alone; how many."""
        owner = "me" if personal else None
        rows = [_owned(template, structure_id, owner) for template in templates]
        return then(gather(*(self.save(row) for row in rows)), len)


def _owned(template: Template, structure_id: str, owner: str | None) -> Template:
    return Template(id="", structure_id=structure_id, agent_id=owner, **content(template))


def _read(path: Path) -> tuple[Template, ...]:
    name = f"«\u00a0{path.name}\u00a0»"
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise BadInput(f"{name} est trop gros pour un fichier de modèles.")
        entries = msgspec.json.decode(path.read_bytes(), type=_File).templates
    except OSError as error:
        raise BadInput(f"{name} ne peut pas être lu.", detail=str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{name} n’est pas un fichier de modèles (JSON).", detail=str(error)) from error
    if not entries:
        raise BadInput(f"{name} ne contient aucun modèle.")
    for number, entry in enumerate(entries, start=1):
        wrong = rules.problems(entry.title, entry.body)
        if wrong:
            raise BadInput(f"{name}, modèle {number} («\u00a0{entry.title[:60]}\u00a0»)\u00a0: {wrong[0]}")
    return tuple(Template(**{**msgspec.structs.asdict(entry), "id": "", "structure_id": ""}) for entry in entries)
