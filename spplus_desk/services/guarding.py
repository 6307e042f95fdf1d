"""The guard for who asks about a text: the command line, templates when they are saved, exports, comments.

The same `domain.privacy.find` serves all of them and the editor: what is found does not depend on where it is asked.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from spplus_desk.domain.errors import BadInput
from spplus_desk.domain.privacy import NONE_KNOWN, Finding, SiteNumbers, find

Report = dict[str, Any]


def report(text: str) -> Report:
    """What `spplus-desk guard` prints of one text: `{"findings": [...]}`, offsets in characters of `text`."""
    return {"findings": [_plain(f) for f in find(text)]}


def reports(lines: Iterable[bytes]) -> Iterator[Report]:
    """One report for each line `{"id", "text"}`, as it comes; `id` comes back as it was given, whatever it is.

    Raises BadInput, with the number of the line, at the first line that cannot be read; blank lines are passed over.
    """
    for number, line in enumerate(lines, 1):
        try:
            decoded = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise _unreadable(number, "elle n’est pas en UTF-8") from error
        if not decoded.strip():
            continue
        try:
            given = json.loads(decoded)
        except (ValueError, RecursionError) as error:
            raise _unreadable(number, "ce n’est pas du JSON") from error
        if not isinstance(given, dict) or not isinstance(given.get("text"), str):
            raise _unreadable(number, "il faut un objet avec un champ «\u00a0text\u00a0» qui soit un texte")
        named = {"id": given["id"]} if "id" in given else {}
        yield named | report(given["text"])


def in_template(body: str, known: SiteNumbers = NONE_KNOWN) -> tuple[Finding, ...]:
    """What a template would publish each time it is used; asked when it is saved."""
    return find(body, known=known)


def in_export(texts: Iterable[str], known: SiteNumbers = NONE_KNOWN) -> tuple[tuple[Finding, ...], ...]:
    """For each text about to leave in a file, in the same order, what it says of people."""
    return tuple(find(text, known=known) for text in texts)


def _plain(found: Finding) -> Report:
    return {
        "kind": found.kind.value,
        "start": found.start,
        "end": found.end,
        "masked": found.masked,
        "certainty": found.certainty.value,
        "reason": found.reason,
    }


def _unreadable(number: int, why: str) -> BadInput:
    return BadInput(f"La ligne {number} ne peut pas être lue\u00a0: {why}. Corrigez-la, puis recommencez.")
