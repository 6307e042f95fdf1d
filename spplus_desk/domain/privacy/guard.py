"""Finding what is personal in a text that will be public.

A text is looked at sentence by sentence: nothing personal is found across a sentence's end, save that the words which
end the line before may announce a number. What was said of a sentence is remembered, so that a keystroke in a long text
costs the work of its own sentence.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from spplus_desk.domain.privacy import (
    addresses,
    banking,
    births,
    companies,
    emails,
    names,
    nir,
    phones,
    plates,
    references,
)
from spplus_desk.domain.privacy.findings import Finding, without_overlaps
from spplus_desk.domain.privacy.known import NONE_KNOWN, SiteNumbers
from spplus_desk.domain.values import replace

_SENTENCE = re.compile(r"(?<=[a-zà-ÿœ]{4}[.!?])[ \u00a0]+(?=[A-ZÀ-ÖØ-ÞŒ])")
"""Only after a whole word: « M. », « tél. » and « av. » end no sentence."""
_LONGEST = 1_000
_CUT = re.compile(r"(?<=[a-zà-ÿœ]{4}) (?=[a-zà-ÿœ]{4})")
_LEAD = 48
"""Characters of the line before that come along, where it ends by announcing something (« votre numéro : »)."""


def find(
    text: str, *, testimony: str = "", known: SiteNumbers = NONE_KNOWN, spared: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """The personal data of `text`, in reading order, without overlaps. Pure, and linear in the length of `text`.

    `testimony`: proper names that stand there are looked for. `known`: what the site published about itself is left
    out. `spared`: names that may be read by all (the pseudonym, who signs, the structure).
    """
    suspects = names.suspects(testimony) if testimony else frozenset()
    allowed = names.spared_words(tuple(spared))
    found: list[Finding] = []
    for at, announced, sentence in _sentences(text):
        for f in _in_sentence(announced, sentence, suspects, known, allowed):
            found.append(Finding(f.kind, f.start + at, f.end + at, f.masked, f.certainty, f.reason))
    return tuple(found)


def masked(text: str) -> str:
    """`text` with every personal datum in it masked, as far as `find` finds it."""
    out, at = "", 0
    for f in find(text):
        out += text[at : f.start] + f.masked
        at = f.end
    return out + text[at:]


def _sentences(text: str) -> Iterator[tuple[int, str, str]]:
    """Where each sentence begins, what the line before it announces, and its words."""
    at, announced = 0, ""
    for line in text.split("\n"):
        start = 0
        for gap in _SENTENCE.finditer(line):
            yield from _pieces(at + start, announced, line[start : gap.start()])
            start, announced = gap.end(), ""
        yield from _pieces(at + start, announced, line[start:])
        stripped = line.rstrip()
        if stripped:
            announced = stripped[-_LEAD:] if stripped.endswith((":", "°")) else ""
        at += len(line) + 1


def _pieces(at: int, announced: str, sentence: str) -> Iterator[tuple[int, str, str]]:
    """A sentence without an end (a text that lost its full stops) in parts, cut between two words of letters."""
    while len(sentence) > _LONGEST:
        cut = _CUT.search(sentence, _LONGEST - 200)
        if cut is None:
            break
        yield at, announced, sentence[: cut.start()]
        at, announced, sentence = at + cut.end(), "", sentence[cut.end() :]
    yield at, announced, sentence


@lru_cache(maxsize=2048)
def _in_sentence(
    announced: str, sentence: str, suspects: frozenset[str], known: SiteNumbers, spared: frozenset[str]
) -> tuple[Finding, ...]:
    if not sentence.strip():
        return ()
    shift = len(announced) + 1 if announced else 0
    text = f"{announced} {sentence}" if announced else sentence
    found: list[Finding] = []
    if any(c.isdigit() for c in sentence):
        found += nir.find(text)
        found += banking.find(text)
        found += companies.find(text)
        found += references.find(text)  # before telephones: of two equals, the words « dossier n° » win
        found += phones.find(text, known)
        found += plates.find(text)
        found += births.find(text)
        found += addresses.find(text, known)
    found += emails.find(text, known)
    found += names.find(text, suspects, spared)
    kept = without_overlaps(found)
    if not shift:
        return kept
    return tuple(replace(f, start=f.start - shift, end=f.end - shift) for f in kept if f.start >= shift)
