"""What is pasted into a reply: its words and paragraphs, and nothing of the look or the hidden signs it came with."""

import re

from spplus_desk.domain.text import clean

# Soft hyphen, zero-width space, joiners' relatives, marks and overrides of direction, byte order mark, the place of an
# image; joiners stay where another script or an emoji needs them.
_HIDDEN = re.compile("[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]")
_LATIN_JOINER = re.compile("(?:(?<=[\\x00-\u05ff])|^)[\u200c\u200d]|[\u200c\u200d](?=[\\x00-\u05ff]|$)")
_LINE_ENDS = re.compile("[\u2028\u2029\x0b\x0c\x85]")
_BULLET = re.compile(
    "^[ \\t\u00a0]*(?:[•◦▪▫‣⁃∙●○■□►▶➢➤❖\uf02d\uf0a7\uf0b7\uf0d8\uf076]|[·o§ü](?=[\\t\u00a0]))[ \\t\u00a0]*(?=\\S)",
    re.MULTILINE,
)
_TABS = re.compile(r"[ ]*\t[\t ]*")
_TRAILING = re.compile(r"[ ]+$", re.MULTILINE)
_EMPTY_LINES = re.compile(r"\n{3,}")


def pasted(text: str) -> str:
    """`text` as it may stand in a reply: paragraphs kept, bullets as « - », tabs as spaces, at most one line empty."""
    plain = clean(_LINE_ENDS.sub("\n", text))
    plain = _LATIN_JOINER.sub("", _HIDDEN.sub("", plain))
    plain = _BULLET.sub("- ", plain)
    plain = _TRAILING.sub("", _TABS.sub(" ", plain)) if "\t" in plain else plain
    return _EMPTY_LINES.sub("\n\n", plain)
