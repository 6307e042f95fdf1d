"""The guard's labelled corpus, and how the guard does on it: shared by its tests and by the benchmark's table."""

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from spplus_desk.domain.privacy import Finding, Kind, find

CORPUS = Path(__file__).parent.parent / "domain" / "privacy" / "corpus.txt"
_LABEL = re.compile(r"\[\[([a-z_]+):(.*?)\]\]")


@dataclass(frozen=True)
class Sentence:
    """`labels` are (kind, start, end) in characters of `text`."""

    text: str
    testimony: str
    labels: tuple[tuple[Kind, int, int], ...]


@dataclass
class Score:
    """Per kind: how many there are, how many were found, how many findings were of nothing."""

    there: Counter[Kind] = field(default_factory=Counter)
    found: Counter[Kind] = field(default_factory=Counter)
    exact: Counter[Kind] = field(default_factory=Counter)
    false: Counter[Kind] = field(default_factory=Counter)
    negatives: int = 0
    wrong: list[str] = field(default_factory=list)

    def recall(self, kind: Kind) -> float:
        return self.found[kind] / self.there[kind]


def read(path: Path = CORPUS) -> tuple[Sentence, ...]:
    sentences = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if not line or line.startswith("#"):
            continue
        testimony, bar, marked = line.rpartition(" | ")
        text, labels, at = "", [], 0
        for label in _LABEL.finditer(marked if bar else line):
            source = marked if bar else line
            text += source[at : label.start()]
            labels.append((Kind(label[1]), len(text), len(text) + len(label[2])))
            text += label[2]
            at = label.end()
        text += (marked if bar else line)[at:]
        sentences.append(Sentence(text, testimony if bar else "", tuple(labels)))
    return tuple(sentences)


def score(sentences: tuple[Sentence, ...]) -> Score:
    """A label is found when a finding of its kind covers most of it; a finding that meets no label is a false alarm."""
    result = Score()
    for sentence in sentences:
        findings = find(sentence.text, testimony=sentence.testimony)
        result.negatives += not sentence.labels
        for kind, start, end in sentence.labels:
            result.there[kind] += 1
            same = [f for f in findings if f.kind is kind and _shared(f, start, end) * 2 > end - start]
            result.found[kind] += bool(same)
            result.exact[kind] += any((f.start, f.end) == (start, end) for f in same)
            if not any((f.start, f.end) == (start, end) for f in same):
                result.wrong.append(f"{kind}: {sentence.text} -> {[(f.kind.value, f.start, f.end) for f in findings]}")
        for f in findings:
            if not any(_shared(f, start, end) for kind, start, end in sentence.labels if kind is f.kind):
                result.false[f.kind] += 1
                result.wrong.append(f"false {f.kind}: {sentence.text[f.start : f.end]} in {sentence.text}")
    return result


def _shared(f: Finding, start: int, end: int) -> int:
    return max(0, min(f.end, end) - max(f.start, start))
