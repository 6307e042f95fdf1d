"""One document of `resources/paper` with its facts, as a PDF or as pictures of the very same pages.

No network, no font of the system: Inter comes with the program. The facts are plain texts and numbers, which typst
reads as data and never as markup: a name with a `#` in it runs nothing.
"""

import json
from collections.abc import Mapping
from enum import Enum
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from spplus_desk.domain.resources import resource_path
from spplus_desk.services.paper.glyphs import showable

if TYPE_CHECKING:
    import typst

Facts = Mapping[str, Any]
STANDARD: Final = "ua-1"
"""PDF/UA-1 (ISO 14289-1): typst refuses to write a page that lacks a title, a language or an alternative text."""


class Document(Enum):
    REPORT = "report.typ"
    POSTER = "poster.typ"


def pdf(document: Document, facts: Facts) -> bytes:
    """The tagged file. Takes some tenths of a second: never on the window's thread."""
    return _one(_compiler(document, facts).compile(format="pdf", pdf_standards=[STANDARD]))


def pictures(document: Document, facts: Facts, ppi: float) -> tuple[bytes, ...]:
    """Each page as PNG, at `ppi` dots per inch."""
    made = _compiler(document, facts).compile(format="png", ppi=ppi)
    return tuple(made) if isinstance(made, list) else (_one(made),)


def _compiler(document: Document, facts: Facts) -> "typst.Compiler":
    import typst  # late: only who prints needs it

    return typst.Compiler(
        str(resource_path("paper", document.value)),
        root=str(resource_path("paper")),
        font_paths=[str(resources.files("fontpkg_inter") / "files")],
        ignore_system_fonts=True,
        sys_inputs={"facts": json.dumps(showable(facts), ensure_ascii=False)},
    )


def _one(made: Any) -> bytes:
    if not isinstance(made, bytes):
        raise TypeError(f"typst gave {type(made).__name__} for one document")
    return made
