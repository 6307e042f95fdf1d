"""What is kept of a French text to be found again: folded, elisions dropped, each word cut to its Snowball stem.

Accents are folded before the stem is cut, because an agent types them or not: both must lead to the same stem.
"""

import re
import unicodedata

import Stemmer

_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu)['’ʼ‘`´]", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_ASIDE = re.compile("['’ʼ‘`´]")
_FEMININE = re.compile(r"ee(s?)$")
_MOST_WORDS = 400_000


class _Stems(dict[str, str]):
    """Word to stem, filled as words come: a text is then a few look-ups, not a few hundred calls."""

    def __init__(self) -> None:
        super().__init__()
        self._stemmer = Stemmer.Stemmer("french", 0)

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_WORDS:
            self.clear()
        # Folding « ée » leaves « ee », which the stemmer takes for another word than « e ».
        found: str = self._stemmer.stemWord(_FEMININE.sub(r"e\1", fold(word)))
        # envoyer, envoie, envoyée: the stemmer writes the first i, and the last y.
        stem = found[:-1] + "i" if found.endswith("y") else found
        self[word] = stem
        return stem


_stems = _Stems()
_stem_of = _stems.__getitem__


def fold(word: str) -> str:
    """`word` in lower case without accents or ligatures."""
    plain = unicodedata.normalize("NFKD", word.lower().translate(_LIGATURES))
    return "".join(c for c in plain if not unicodedata.combining(c))


def stems(text: str) -> list[str]:
    """The stems of `text` in its order. Only for the database thread: the table of stems is shared and not locked."""
    if not text:
        return []
    lowered = text.lower()
    if not lowered.isascii() and not unicodedata.is_normalized("NFC", lowered):
        lowered = unicodedata.normalize("NFC", lowered)
    if _ASIDE.search(lowered):
        lowered = _ELISION.sub(" ", lowered)
    return list(map(_stem_of, _WORD.findall(lowered)))


def stemmed(text: str) -> str:
    """The stems of `text`, as the index takes them."""
    return " ".join(stems(text))
