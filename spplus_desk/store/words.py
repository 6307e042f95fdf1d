"""French words as a search compares them: folded (see `domain.folding`), then cut to their Snowball stem.

Accents are folded before the stem is cut, because an agent types them or not: both must lead to the same stem.
"""

import re
import threading
import unicodedata
from typing import TYPE_CHECKING

from spplus_desk.domain.folding import APOSTROPHES, ELISION, fold

if TYPE_CHECKING:
    import Stemmer

VERSION = "3"
"""Of `stem`: a cache that learnt its words by another one learns them again, in idle moments."""

_WORD = re.compile(r"[^\W_]+")
_LETTER_APOSTROPHES = frozenset("ʼʹ")
"""Letters to Unicode, hence to the index: it keeps « lʼattestation » as one word."""
_OWN_STEMS = {
    "travaux": "travail",
    "baux": "bail",
    "vitraux": "vitrail",
    "yeux": "oeil",
    # Their stems are those of « Caf », « personne », « retrait », « maire », « paie », « attester »: other things.
    "mairie": "mairie",
    "mairies": "mairie",
    "pays": "pays",
    "attestation": "attestation",
    "attestations": "attestation",
    "cafe": "cafe",
    "cafes": "cafe",
    "personnel": "personnel",
    "personnels": "personnel",
    "personnelle": "personnel",
    "personnelles": "personnel",
    "retraite": "retraite",
    "retraites": "retraite",
}
_IDLE_WORDS = frozenset(["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "un", "une"])
_of_thread = threading.local()  # a stemmer serves one thread at a time


def stem(word: str) -> str:
    if not _LETTER_APOSTROPHES.isdisjoint(word):
        word = ELISION.sub("", word).strip(APOSTROPHES)
    if not (word.isascii() and word.islower()):
        word = fold(word)
    # Folding « ée » leaves « ee », which the stemmer takes for another word than « e ».
    if word.endswith("ee"):
        word = word[:-1]
    elif word.endswith("ees"):
        word = f"{word[:-2]}s"
    own = _OWN_STEMS.get(word)
    if own is not None:
        return own
    found: str = _stemmer().stemWord(word)
    # envoyer, envoie, envoyée: the stemmer writes the first i, and the last y.
    return found[:-1] + "i" if found.endswith("y") else found


def _stemmer() -> "Stemmer.Stemmer":
    found = getattr(_of_thread, "stemmer", None)
    if found is None:
        import Stemmer  # late: not needed for the first paint

        found = _of_thread.stemmer = Stemmer.Stemmer("french", 0)
    return found


def words(text: str, *, elisions: bool) -> list[str]:
    """The words of `text` in lower case, as the index cuts them. Without `elisions`, « l’attestation » is one word."""
    lowered = unicodedata.normalize("NFC", text.lower())
    return _WORD.findall(lowered if elisions else ELISION.sub(" ", lowered))


def idle(word: str) -> bool:
    """True for what stands in every text and says nothing: it is not looked for beside other words."""
    return fold(word) in _IDLE_WORDS
