"""A set of reply templates (JSON, as resources/templates/fr.json) into the central store."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Engine, select

from spplus_desk.central.importer.counts import Counts
from spplus_desk.central.repository import run_unit, upsert_templates, utc_now
from spplus_desk.central.tables import structures
from spplus_desk.domain.documents import Template
from spplus_desk.domain.errors import BadInput
from spplus_desk.domain.vocabulary import Sentiment


class _Entry(msgspec.Struct, forbid_unknown_fields=True):
    id: str
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


class _File(msgspec.Struct, kw_only=True):
    """`origin` names the published set: its templates are then told apart from those that sites write."""

    origin: str = ""
    templates: list[_Entry]


def read_templates(path: Path, structure_id: str) -> list[Template]:
    """The templates of the file, for the subtree of `structure_id`. Raises BadInput."""
    name = f"«\u00a0{path.name}\u00a0»"
    try:
        file = msgspec.json.decode(path.read_bytes(), type=_File)
    except OSError as error:
        raise BadInput(f"{name} ne peut pas être lu.", detail=str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{name} n’est pas un fichier de modèles (JSON).", detail=str(error)) from error
    # The id carries its owner: each head of network has its own copy, which it may change later.
    return [
        Template(
            **{**_fields(entry), "id": f"{entry.id}@{structure_id}", "structure_id": structure_id}
            | ({} if entry.origin else {"origin": file.origin})
        )
        for entry in file.templates
    ]


def _fields(entry: _Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in entry.__struct_fields__ if name != "id"}


def import_templates(engine: Engine, path: Path, structure_id: str | None = None) -> Counts:
    """Offer the templates of `path` below `structure_id`, or below each head of network when it is None.

    The same file again changes nothing. Raises BadInput for a file that is none, or an unknown structure.
    """
    counts = Counts(kind="templates", vocabulary="templates")
    with engine.connect() as connection:
        heads = connection.execute(
            select(structures.c.id).where(structures.c.parent_id.is_(None)).order_by(structures.c.id)
        ).scalars()
        owners = [structure_id] if structure_id is not None else list(heads)
    rows = [template for owner in owners for template in read_templates(path, owner)]
    counts.read = len(rows)
    tally = run_unit(engine, utc_now, lambda unit: upsert_templates(unit, rows))
    counts.added, counts.updated, counts.unchanged = tally.added, tally.updated, tally.unchanged
    return counts
