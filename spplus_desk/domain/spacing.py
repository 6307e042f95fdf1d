"""Spacing repaired for the eye: glued sentences parted, French no-break spaces. Words and signs never change.

Half of the citizens' texts lost their line breaks on the way (« fois.Je »). What is stored and copied stays as it came:
without its white space, the repaired text is the same string.
"""

import re

_NBSP = "\u00a0"
# A word of two letters or more, the end of its sentence, and the capital that begins the next one. Not « S.N.C.F. »,
# not « 3.5 », and nothing that a link or an address holds.
_GLUED = re.compile(r"(?<=[a-zà-öø-ÿœ]{2})([.!?…]+|[.!?…]*[)»])(?=[A-ZÀ-ÖØ-ÞŒ](?:[a-zà-öø-ÿœ’'\x20]|\u00a0))")
_GLUED_COMMA = re.compile(r"(?<=[a-zà-öø-ÿœ]{2}),(?=[A-Za-zÀ-ÖØ-öø-ÿœŒ]{2})")
_BEFORE_SIGN = re.compile(r"(?<=\S)\x20(?=[:;!?»%€])")
_AFTER_OPENING = re.compile(r"«\x20(?=\S)")
_LOOSE = re.compile(r"[ \t]{2,}")
LINK = re.compile(r"(?:https?://|www\.)[^\s<>«»\"]+[^\s<>«»\".,;:!?)\]’']", re.IGNORECASE)
"""What looks like the address of a page."""
_KEPT = re.compile(rf"{LINK.pattern}|\S+@\S+", re.IGNORECASE)


def repaired(text: str) -> str:
    """`text` with its spacing set; addresses are left alone. Doing it twice changes nothing more."""
    parts: list[str] = []
    end = 0
    for address in _KEPT.finditer(text):
        parts += (_repaired(text[end : address.start()]), address[0])
        end = address.end()
    parts.append(_repaired(text[end:]))
    return "".join(parts)


def _repaired(text: str) -> str:
    text = _LOOSE.sub(" ", text)
    text = _GLUED.sub("\\1\x20", text)
    text = _GLUED_COMMA.sub(",\x20", text)
    text = _BEFORE_SIGN.sub(_NBSP, text)
    return _AFTER_OPENING.sub(f"«{_NBSP}", text)


def unspaced(text: str) -> str:
    """`text` without any white space."""
    return "".join(text.split())


def original_part(original: str, shown: str, start: int, end: int) -> str:
    """What `shown[start:end]` is in `original`, which differs from `shown` by white space alone."""
    first, count = len(unspaced(shown[:start])), len(unspaced(shown[start:end]))
    if not count:
        return shown[start:end]
    places = [place for place, sign in enumerate(original) if not sign.isspace()]
    return original[places[first] : places[first + count - 1] + 1]
