"""Words and sentences, for comparing texts."""

import re

from spplus_desk.domain.privacy.known import words_key

_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*[.!?]*")
_STEM = 5
"""Letters that two words share to count as one (« attestation », « attestations »): crude, and enough to say *none*."""
_COMMON = """
alors apres aucun aussi autre avant avec avoir bien bonjour cela ceci celle celui cette ceux chaque chez comme
comment cordialement dans depuis deja deux donc dont elle elles encore entre etait etaient etant etes etre faire
fait faites fois jamais leur leurs lors lorsque madame mais meme merci mien moins monsieur mois nous notre nos parce
pendant peut peuvent plus plusieurs point pour pourquoi pouvez pouvoir puis quand quel quelle quels sans sera serait
service services seulement soit sommes sont sous suis tous tout toute toutes tres trop votre vos vous voici voila
jour jours heure heures avez avons aurait ainsi afin car ces ses mes tes une des les par sur aux qui que quoi
dossier demande
"""
STOPS = frozenset(word[:_STEM] for word in _COMMON.split())


def says_something(word: str) -> bool:
    """False for what stands in any text, and for the shortest words, save acronyms (« RSA »)."""
    folded = words_key(word)
    return (len(folded) > 3 or (len(word) > 1 and word.isupper())) and folded[:_STEM] not in STOPS


def sentences(text: str) -> list[tuple[int, int, str]]:
    """(start, end, words) of each sentence, spaces around it left out."""
    found = []
    for match in _SENTENCE.finditer(text):
        words = match.group().strip()
        if words:
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            found.append((start, start + len(words), words))
    return found


def stems(text: str) -> frozenset[str]:
    """The beginnings of the words that carry meaning."""
    return frozenset(w[:_STEM] for w in words_key(text).split() if len(w) > 3 and w[:_STEM] not in STOPS)


def shingles(text: str, size: int = 3) -> frozenset[tuple[str, ...]]:
    """Every run of `size` words."""
    words = words_key(text).split()
    return frozenset(tuple(words[i : i + size]) for i in range(len(words) - size + 1))
