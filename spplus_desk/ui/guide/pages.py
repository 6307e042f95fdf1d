"""The pages of the guide: French Markdown that comes with the program."""

import re
from pathlib import Path

from spplus_desk.domain.resources import resource_path, resource_root
from spplus_desk.domain.values import Value

HOME = "index.md"
_LINK = re.compile(r"\[([^\]]+)\]\(([\w-]+\.md)\)")
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


class GuidePage(Value):
    file: str
    title: str


def folder() -> Path:
    """In a wheel and in the frozen program, among the resources; in a checkout, beside them."""
    found = resource_path("guide")
    return found if found.is_dir() else resource_root().parent / "docs" / "guide"


def text_of(file: str) -> str:
    """The Markdown of a page. Raises FileNotFoundError for one that does not exist."""
    if "/" in file or "\\" in file:
        raise FileNotFoundError(file)
    return (folder() / file).read_text(encoding="utf-8")


def contents() -> tuple[GuidePage, ...]:
    """The first page, then those that it links to, in its order."""
    home = text_of(HOME)
    title = _TITLE.search(home)
    first = GuidePage(HOME, title[1] if title else HOME)
    files = dict.fromkeys(file for _name, file in _LINK.findall(home))
    return (first, *(GuidePage(file, _title_of(file)) for file in files if file != HOME))


def _title_of(file: str) -> str:
    found = _TITLE.search(text_of(file))
    return found[1] if found else file
