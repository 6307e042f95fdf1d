"""French words as a search compares them: lower case, accents and ligatures folded, cut to their Snowball stem.

Accents are folded before the stem is cut, because an agent types them or not: both must lead to the same stem.
"""

import re
import unicodedata

import Stemmer

_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu)['’ʼ‘`´]", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_stemmer = Stemmer.Stemmer("french", 0)


def fold(word: str) -> str:
    """`word` in lower case without accents or ligatures."""
    plain = unicodedata.normalize("NFKD", word.lower().translate(_LIGATURES))
    return "".join(c for c in plain if not unicodedata.combining(c))


def stem(word: str) -> str:
    """Only for the database thread: the stemmer is shared and not locked."""
    if not (word.isascii() and word.islower()):
        word = fold(word)
    # Folding « ée » leaves « ee », which the stemmer takes for another word than « e ».
    if word.endswith("ee"):
        word = word[:-1]
    elif word.endswith("ees"):
        word = f"{word[:-2]}s"
    found: str = _stemmer.stemWord(word)
    # envoyer, envoie, envoyée: the stemmer writes the first i, and the last y.
    return found[:-1] + "i" if found.endswith("y") else found


def words(text: str, *, elisions: bool) -> list[str]:
    """The words of `text` in lower case, as the index cuts them. Without `elisions`, « l’attestation » is one word."""
    lowered = unicodedata.normalize("NFC", text.lower())
    return _WORD.findall(lowered if elisions else _ELISION.sub(" ", lowered))
