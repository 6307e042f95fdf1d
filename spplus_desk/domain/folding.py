"""French words as a search compares them: no case, accents or ligatures, cut at apostrophes and hyphens."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
APOSTROPHES = "'’ʼ‘`´ʹ＇"
"""What keyboards and word processors write for one."""
_ELIDED = r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu)"
ELISION = re.compile(rf"(?<![^\W_])[{APOSTROPHES}]?{_ELIDED}[{APOSTROPHES}]", re.IGNORECASE)
"""« l’ » and its like, at the beginning of a word."""
# An accent may stand apart from its letter (macOS file names, some mail): it belongs to the word.
WORD = re.compile(r"[^\W_ʼʹ][^\W_ʼʹ\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_ʼʹ\u0300-\u036f]*)*")


def fold(word: str) -> str:
    """`word` in lower case without accents or ligatures."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.lower().translate(_LIGATURES))
    return "".join(c for c in plain if not unicodedata.combining(c))


def folded_line(text: str) -> str:
    """The words of `text`, folded, with one space between: « Jusqu’au » and « jusqu au » are one."""
    return " ".join(fold(word) for word in WORD.findall(text))
