"""The seven kinds of advice, one function each. All are pure, and their cost is proportional to the texts."""

import re
from collections.abc import Collection, Iterable, Iterator

from spplus_desk.domain.advice import lists
from spplus_desk.domain.advice.model import Advice, AdviceKind, Earlier
from spplus_desk.domain.advice.texts import sentences, shingles, stems
from spplus_desk.domain.privacy.known import words_key

_ALIKE = 0.7
"""Share of runs of three words in common from which two replies are called near-identical."""
_FEW_WORDS = 12
"""Under that many words a text is too short to be compared, or called empty, while it is being written."""
_LEFT = 4
"""Words with a meaning that must remain once the hollow sentences are gone."""
_LONG = 40
"""Words of a sentence, from which plain language asks to cut it in two (usual advice: 15 to 25)."""
_MOST = 3
"""Advices of one kind on one text: the rest can wait."""
_SOMEBODY = r"(?:quelqu un|un conseiller|une personne|un agent)"
_ASKED = re.compile(
    r"comment (?:vous |les |le |la )?(?:joindre|contacter)|qui (?:dois je )?(?:contacter|appeler|joindre)|"
    r"a qui (?:m adresser|ecrire)|ou (?:m adresser|appeler|ecrire|se rendre)|quel (?:numero|service|bureau)|"
    r"injoignable|personne ne (?:repond|decroche)|autre moyen|impossible (?:de|d) (?:vous )?(?:joindre|avoir)|"
    rf"(?:joindre|parler a) {_SOMEBODY}"
)
_CHANNEL = re.compile(
    r"\b(?:appele[zr]|telephon\w*|appel|guichet\w*|accueil\w*|rendez vous|messagerie|courriels?|e mails?|mails?|"
    r"courrier|espace (?:personnel|client|allocataire|en ligne)|votre compte|mon compte|formulaire|ecrive[zr]|ecrire|"
    r"contacte[zr]|www|https?|[a-z0-9]+ (?:gouv )?fr|3\d{3}|0\d(?: ?\d\d){4}|tchat|permanences?)\b"
)


def advise(
    text: str,
    *,
    title: str = "",
    testimony: str = "",
    structure: str = "",
    earlier: Iterable[Earlier] = (),
    off: Collection[str] = (),
) -> tuple[Advice, ...]:
    """What could be better in `text`, the body of a reply to that testimony; `off` are kinds switched off."""
    if not text.strip():
        return ()
    found: dict[AdviceKind, Iterator[Advice]] = {
        AdviceKind.SIMILAR: _similar(text, earlier),
        AdviceKind.UNRELATED: _unrelated(text, f"{title} {testimony}"),
        AdviceKind.HOLLOW: _hollow(text),
        AdviceKind.NO_CHANNEL: _no_channel(text, testimony),
        AdviceKind.RIGHT_TO_ERROR: _right_to_error(text, testimony),
        AdviceKind.LONG_SENTENCE: _long(text),
        AdviceKind.JARGON: _jargon(text, f"{title} {testimony} {structure}"),
    }
    return tuple(a for kind, each in found.items() if kind.value not in off for a in list(each)[:_MOST])


def _whole(kind: AdviceKind, sentence: str) -> Advice:
    return Advice(kind, 0, 0, sentence)


def _similar(text: str, earlier: Iterable[Earlier]) -> Iterator[Advice]:
    mine = shingles(text)
    if len(mine) < _FEW_WORDS:
        return
    best, which = 0.0, None
    for one in earlier:
        theirs = shingles(one.body)
        share = len(mine & theirs) / max(1, len(mine | theirs))
        if share > best:
            best, which = share, one
    if which is not None and best >= _ALIKE:
        yield _whole(
            AdviceKind.SIMILAR,
            f"Ce texte est à {round(best * 100)}\u00a0% celui de votre réponse à {which.pseudonym}, "
            f"«\u00a0{which.title}\u00a0». "
            "Un détail de ce témoignage-ci le rendrait plus utile.",
        )


def _unrelated(text: str, testimony: str) -> Iterator[Advice]:
    mine, theirs = stems(text), stems(testimony)
    if len(mine) >= _LEFT and len(theirs) >= _LEFT and not mine & theirs:
        yield _whole(
            AdviceKind.UNRELATED,
            "Cette réponse ne reprend aucun mot du témoignage. Est-elle bien pour cet usager\u00a0?",
        )


def _hollow(text: str) -> Iterator[Advice]:
    if len(words_key(text).split()) < _FEW_WORDS:
        return
    pattern = lists.hollow()
    full = " ".join(words for _, _, words in sentences(text) if not pattern.search(words_key(words)))
    if len(stems(full)) < _LEFT:
        yield _whole(
            AdviceKind.HOLLOW,
            "Une fois les formules retirées, il ne reste rien. Dites ce qui a été fait, ou ce que l’usager peut faire.",
        )


def _no_channel(text: str, testimony: str) -> Iterator[Advice]:
    if _ASKED.search(words_key(testimony)) and not _CHANNEL.search(words_key(text)):
        yield _whole(
            AdviceKind.NO_CHANNEL,
            "L’usager demande à qui s’adresser. La réponse ne donne ni téléphone, ni adresse, ni lien, ni guichet.",
        )


def _right_to_error(text: str, testimony: str) -> Iterator[Advice]:
    rule, told, said = lists.right_to_error(), words_key(testimony), words_key(text)
    if not (any(w in told for w in rule.mistake) and any(w in told for w in rule.cost)):
        return
    if any(w in said for w in rule.said):
        return
    where = "\u00a0; ".join(rule.entries)
    yield _whole(
        AdviceKind.RIGHT_TO_ERROR,
        f"Le témoignage parle d’une erreur et de son coût\u00a0: le droit à l’erreur s’applique peut-être. "
        f"Voir {where}. Liste du {rule.dated:%d/%m/%Y}. {rule.caution}",
    )


def _long(text: str) -> Iterator[Advice]:
    for start, end, words in sentences(text):
        count = len(words.split())
        if count >= _LONG:
            yield Advice(
                AdviceKind.LONG_SENTENCE,
                start,
                end,
                f"Phrase de {count}\u00a0mots. Coupée en deux, elle se lirait mieux.",
            )


def _jargon(text: str, known: str) -> Iterator[Advice]:
    key, heard = words_key(text), f" {words_key(known)} "
    for found in re.finditer(r"(?<![\w’'])[A-Z]{2,6}(?![\w])", text):
        plain = lists.acronyms().get(found.group())
        if plain is None or f" {found.group().casefold()} " in heard or words_key(plain) in key:
            continue  # the citizen used it, or the text says it in full
        if found.start() == text.find(found.group()):
            sentence = f"«\u00a0{found.group()}\u00a0» n’est pas expliqué\u00a0: {plain}."
            yield Advice(AdviceKind.JARGON, found.start(), found.end(), sentence)
    lowered = text.casefold().replace("'", "’")
    for word, plain in lists.jargon().items():
        place = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", lowered)
        if place is not None and f" {words_key(word)} " not in heard:
            sentence = f"«\u00a0{word}\u00a0» se dirait plus simplement\u00a0: {plain}."
            yield Advice(AdviceKind.JARGON, place.start(), place.end(), sentence)
