"""Close cases: the published answers of the network, and which of them are near a testimony.

A case is public as it stands: the testimony, the published reply, its votes. Nothing internal is in it.
The store finds candidates by the words in common; what follows is pure: how near each is, which passage says
something, and that those judged useful come first.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from math import sqrt

from spplus_desk.domain.folding import WORD, fold
from spplus_desk.domain.values import Value
from spplus_desk.domain.vocabulary import Sentiment

NEAREST = 5
PASSAGE_SENTENCES = 3
_LONGEST_PASSAGE = 420
ENOUGH_VOTES = 3
"""Below that, « utile 1 fois sur 1 » would say more than is known."""
_HALF = 0.5
_NEAR_ENOUGH = 0.65


class Case(Value, kw_only=True):
    """One published answer; `id` is its slot's."""

    id: str
    structure_name: str
    title: str
    body: str
    reply: str
    published_at: datetime
    sentiment: Sentiment | None = None
    procedures: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    useful: int = 0
    not_useful: int = 0

    @property
    def votes(self) -> int:
        return self.useful + self.not_useful


class CloseCase(Value, kw_only=True):
    """One case as it is offered: a passage worth inserting, and why it is near. `words` are in common, as written."""

    case: Case
    passage: str
    words: tuple[str, ...]
    nearness: float


class Asked(Value, kw_only=True):
    """What is looked for: a testimony, with what is known of it."""

    experience_id: str
    title: str
    body: str
    procedures: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    sentiment: Sentiment | None = None


def judged(case: Case) -> int:
    """2: judged useful; 1: too few votes to say; 0: judged not useful. By the interval of its share of useful votes
    (Wilson, 80 %): one good vote of one says less than fourteen of sixteen. Half is what replies have on the whole."""
    n = case.votes
    if n < ENOUGH_VOTES:
        return 1
    z, share = 1.28, case.useful / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    spread = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    if middle - spread >= _HALF:
        return 2
    return 0 if middle + spread < _HALF else 1


def nearness(asked: Asked, case: Case, by_words: float) -> float:
    """`by_words` (higher is nearer) moved by what else is in common. The same procedure says much, the rest little."""
    found = by_words
    if {fold(p) for p in asked.procedures} & {fold(p) for p in case.procedures}:
        found *= 1.3
    if set(asked.channels) & set(case.channels):
        found *= 1.05
    if asked.sentiment is not None and asked.sentiment is case.sentiment:
        found *= 1.05
    return found


def rank(
    asked: Asked, candidates: Iterable[tuple[Case, float]], *, useful_first: bool = True, most: int = NEAREST
) -> list[tuple[Case, float]]:
    """The nearest of `candidates` (case, nearness by words), each with its nearness. `useful_first`: of those about
    as near as the nearest (two thirds), the ones judged useful come first, the ones judged not useful last. A case of
    the same experience is left out, and so is one whose reply says nothing once the hollow sentences are gone.
    """
    from spplus_desk.domain.privacy.known import words_key  # late, as below

    scored = [
        (case, nearness(asked, case, by_words))
        for case, by_words in candidates
        if case.id.partition(":")[0] != asked.experience_id
    ]
    least = _NEAR_ENOUGH * max((near for _, near in scored), default=0.0)

    def order(each: tuple[Case, float]) -> tuple[bool, int, float, str]:
        case, near = each
        far = near < least
        return far, 0 if far or not useful_first else -judged(case), -near, case.id

    scored.sort(key=order)
    found: list[tuple[Case, float]] = []
    said: set[str] = set()
    for case, near in scored:
        key = words_key(case.reply)[:400]
        if key in said or not meaningful(case.reply):
            continue  # the same text was sent to many: once is enough
        said.add(key)
        found.append((case, near))
        if len(found) == most:
            break
    return found


def meaningful(reply: str) -> list[str]:
    """The sentences of a reply that say something, in their order."""
    # Late: the guard's libraries come with them, and a cache names `Case` before the first paint.
    from spplus_desk.domain.advice.lists import hollow
    from spplus_desk.domain.advice.texts import sentences
    from spplus_desk.domain.privacy.known import words_key

    pattern = hollow()
    return [words for _, _, words in sentences(reply) if not pattern.search(words_key(words))]


def passage(reply: str, stems: Collection[str], stem_of: Mapping[str, str]) -> str:
    """Up to three sentences in a row that share the most with the testimony; greetings and stock sentences left out.

    `stems` are those of the testimony, `stem_of` those of the reply's words.
    """
    kept = meaningful(reply)
    best, best_score = "", -1.0
    for start in range(len(kept)):
        for count in range(1, PASSAGE_SENTENCES + 1):
            part = kept[start : start + count]
            text = " ".join(part)
            if len(part) < count or (count > 1 and len(text) > _LONGEST_PASSAGE):
                continue
            shared = len({stem_of.get(fold(word), "") for word in WORD.findall(text)} & set(stems))
            score = shared + 0.3 * min(len(text), 240) / 240
            if score > best_score:
                best, best_score = text, score
    return best


def words_in_common(
    asked: Asked, case: Case, weight_of: Mapping[str, float], stem_of: Mapping[str, str], most: int = 3
) -> tuple[str, ...]:
    """The rarest words of the testimony that the case has too, as the case writes them. `weight_of` gives stems their
    rarity, `stem_of` words their stem."""
    mine = {stem_of.get(fold(word), "") for word in WORD.findall(f"{asked.title} {asked.body}")}
    shown: dict[str, str] = {}
    for word in WORD.findall(f"{case.title} {case.body}"):
        stem = stem_of.get(fold(word), "")
        if stem in mine and stem in weight_of and len(word) > 3:
            shown.setdefault(stem, word.lower())
    ordered: Sequence[str] = sorted(shown, key=lambda stem: (-weight_of[stem], stem))
    return tuple(shown[stem] for stem in ordered[:most])
