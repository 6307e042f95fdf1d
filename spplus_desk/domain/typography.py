"""French typography of a reply: apostrophes, guillemets, no-break spaces, ellipsis. Letters and digits never change.

Links, addresses, blanks and variables are left as they are, and so is « 12:30 »: only a space that is there becomes a
no-break one while the agent types; `fixes`, which the agent asks for, also adds the one that is missing.
"""

import re
from collections.abc import Iterator

from spplus_desk.domain.blanks import marks
from spplus_desk.domain.spacing import LINK
from spplus_desk.domain.values import Value

NBSP = "\u00a0"
_APOSTROPHE, _ELLIPSIS = "’", "…"
_SIGNS = ";:?!%»"
_OPENS_AFTER = f" {NBSP}\t([’'-–—"
_E_MAIL = re.compile(r"[^\s@]{1,64}@[^\s@]+")
_LETTER = r"[^\W\d_]"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"(?<={_LETTER})'(?={_LETTER})"), _APOSTROPHE),
    (re.compile(rf"(?<=\S)\x20(?=[{_SIGNS}])"), NBSP),
    (re.compile(r"(?<=«)\x20(?=\S)"), NBSP),
    (re.compile(r"(?<=«)(?=[^\s»])"), NBSP),
    (re.compile(r"(?<=[^\s«])(?=»)"), NBSP),
    # The space that is missing, where the sign ends a word: never in « 12:30 », « a?b » or « ?! ».
    (re.compile(rf"(?<=(?:{_LETTER}|[)»\d]))(?=[;?!:]+(?:\s|$))", re.MULTILINE), NBSP),
    (re.compile(r"(?<=\d)(?=%)"), NBSP),
    (re.compile(r"(?<!\.)\.{3}(?!\.)"), _ELLIPSIS),
)
_PAIR = re.compile(r'(?:^|(?<=[\s([’\'–—-]))"(?P<inside>[^"\n]+)"', re.MULTILINE)


class Fix(Value):
    """Characters `start` to `end` of the text give way to `words`."""

    start: int
    end: int
    words: str


def protected(text: str) -> tuple[tuple[int, int], ...]:
    """Where nothing is helped or checked: links, e-mail addresses, blanks and variables."""
    # Asked for at each key: a text without « @ », « // » or « www » needs no look at all.
    links = LINK.finditer(text) if "//" in text or "www" in text.casefold() else ()
    mails = _E_MAIL.finditer(text) if "@" in text else ()
    found = [match.span() for match in (*links, *mails)]
    return (*found, *((mark.start, mark.end) for mark in marks(text)))


def typed(paragraph: str, at: int) -> Fix | None:
    """What the character just typed, which ends at `at`, makes of the text before it; it ends at `at` too."""
    fix = _typed(paragraph, at)
    if fix is None or any(start < fix.end and fix.start < end for start, end in protected(paragraph)):
        return None
    return fix


def _typed(text: str, at: int) -> Fix | None:
    if at < 1 or at > len(text):
        return None
    sign, before = text[at - 1], text[: at - 1]
    if sign.isalpha():
        if before.endswith("'") and before[-2:-1].isalpha():
            return Fix(at - 2, at, _APOSTROPHE + sign)
    elif sign == '"':
        return _guillemet(before, at)
    elif sign in _SIGNS:
        if before.endswith(" ") and before[:-1].strip():
            return Fix(at - 2, at, NBSP + sign)
    elif sign == " ":
        if before.endswith("«"):
            return Fix(at - 1, at, NBSP)
    elif sign == "." and before.endswith("..") and not before.endswith("..."):
        return Fix(at - 3, at, _ELLIPSIS)
    return None


def _guillemet(before: str, at: int) -> Fix | None:
    if before.count("«") > before.count("»"):
        spaces = len(before) - len(before.rstrip(f" {NBSP}"))
        return Fix(at - 1 - spaces, at, f"{NBSP}»")
    if not before or before[-1] in _OPENS_AFTER:
        return Fix(at - 1, at, f"«{NBSP}")
    return None


def fixes(text: str) -> tuple[Fix, ...]:
    """All that « Corriger la typographie » does, in the order of the text; none overlaps another."""
    kept: list[Fix] = []
    barred = protected(text)
    for fix in sorted(_all(text), key=lambda one: (one.start, one.end)):
        inside = any(start < max(fix.end, fix.start + 1) and fix.start < end for start, end in barred)
        after_another = bool(kept) and (fix.start < kept[-1].end or fix.start == kept[-1].start)
        if not inside and not after_another:
            kept.append(fix)
    return tuple(kept)


def _all(text: str) -> Iterator[Fix]:
    for pattern, words in _RULES:
        yield from (Fix(match.start(), match.end(), words) for match in pattern.finditer(text))
    for pair in _PAIR.finditer(text):
        inside = pair["inside"]
        left = len(inside) - len(inside.lstrip(f" {NBSP}"))
        right = len(inside) - len(inside.rstrip(f" {NBSP}"))
        if left < len(inside):
            yield Fix(pair.start(), pair.start() + 1 + left, f"«{NBSP}")
            yield Fix(pair.end() - 1 - right, pair.end(), f"{NBSP}»")


def corrected(text: str) -> str:
    """`text` with its `fixes`."""
    parts: list[str] = []
    end = 0
    for fix in fixes(text):
        parts += (text[end : fix.start], fix.words)
        end = fix.end
    return "".join((*parts, text[end:]))
