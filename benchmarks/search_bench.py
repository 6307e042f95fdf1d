"""Row c0: how well the search finds what is meant. Invented texts and written-down answers, no time in it.

python -m benchmarks.search_bench     # every pair that is not answered exactly
"""

import re
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.search_corpus import CORPUS, PAIRS
from benchmarks.table import Figure, Row
from spplus_desk.domain.experience import Comment, Experience, Reply, Slot, slot_id
from spplus_desk.domain.query_reading import read_query
from spplus_desk.domain.search import Question
from spplus_desk.domain.structure import Agent, Membership, Structure
from spplus_desk.domain.vocabulary import Entity, ReplyState, Role, Sentiment
from spplus_desk.store.pages import PulledChange
from spplus_desk.store.store import Store

LEAST_RECALL, LEAST_PRECISION = 0.98, 0.95
_NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
_SITE = "site-1"
_ME = Agent("agent-1", "Hélène Morvan", (Membership(_SITE, Role.AGENT),))
_SENTIMENTS = {"n": Sentiment.NEGATIVE, "p": Sentiment.POSITIVE}
_MARK = re.compile(r"^([RCPKSDJ]): (.*)$")


@dataclass(frozen=True)
class Answer:
    query: str
    wanted: frozenset[str]
    found: frozenset[str]


@dataclass(frozen=True)
class Report:
    """`recall`: the part of what was wanted that was found; `precision`: the part of what was found that was wanted."""

    answers: tuple[Answer, ...]

    @property
    def recall(self) -> float:
        return self._right / max(sum(len(answer.wanted) for answer in self.answers), 1)

    @property
    def precision(self) -> float:
        return self._right / max(sum(len(answer.found) for answer in self.answers), 1)

    @property
    def exact(self) -> int:
        return sum(answer.wanted == answer.found for answer in self.answers)

    @property
    def _right(self) -> int:
        return sum(len(answer.wanted & answer.found) for answer in self.answers)


def measure() -> Report:
    """Asks every question of the bench."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "cache.db", bytes(32), clock=lambda: _NOW)
        try:
            store.set_identity(_ME, "https://central.example", "helene").result()
            structure = PulledChange(
                Entity.STRUCTURE, _SITE, Structure(id=_SITE, network="caf", name="Caf de l’Orvanne")
            )
            # The first page ends the read from zero: from then on words are learnt with each page.
            store.apply_page([structure], cursor="c1", last=True, at=_NOW, remaining=0).result()
            store.apply_page(_changes(), cursor="c2", last=True, at=_NOW, remaining=0).result()
            return Report(tuple(_answer(store, query, wanted) for query, wanted in PAIRS))
        finally:
            store.close()


def run() -> list[Row]:
    report = measure()
    found = Figure(report.recall * 100, report.recall * 100, report.recall * 100, "% recall")
    met = report.recall >= LEAST_RECALL and report.precision >= LEAST_PRECISION
    goal = f"≥ {LEAST_RECALL:.0%}, precision ≥ {LEAST_PRECISION:.0%}"
    detail = (
        f"{len(report.answers)} questions over {len(_lines())} invented texts; precision {report.precision:.1%}; "
        f"{report.exact} answered exactly"
    )
    return [Row("c0", "search: what is meant is found", found, None, None, goal, met, detail)]


def _answer(store: Store, query: str, wanted: str) -> Answer:
    question = Question(query=read_query(query, _NOW.date()).query, limit=500)
    hits = store.search(question, _NOW).result()
    return Answer(query, frozenset(wanted.split()), frozenset(row.experience_id for row in hits.rows))


def _lines() -> list[str]:
    return [line for line in CORPUS.strip().splitlines() if line]


def _changes() -> list[PulledChange]:
    changes: list[PulledChange] = []
    for line in _lines():
        id, title, body, *marked = line.split(" | ")
        marks = {found[1]: found[2] for part in marked if (found := _MARK.match(part)) is not None}
        published = _NOW - timedelta(days=int(marks["J"]))
        key = slot_id(id, _SITE)
        experience = Experience(
            id=id,
            title=title,
            body=body,
            pseudonym=marks.get("P", "Anonyme"),
            published_at=published,
            sentiment=_SENTIMENTS.get(marks.get("S", "")),
            procedures=(marks["D"],) if "D" in marks else (),
        )
        channels = (marks["K"],) if "K" in marks else ()
        slot = Slot(id=key, experience_id=id, structure_id=_SITE, channels=channels, version=1)
        changes += [PulledChange(Entity.EXPERIENCE, id, experience), PulledChange(Entity.SLOT, key, slot)]
        if "R" in marks:
            reply = Reply(
                id=key, experience_id=id, structure_id=_SITE, body=marks["R"], state=ReplyState.PUBLISHED,
                published_at=published,
            )  # fmt: skip
            changes.append(PulledChange(Entity.REPLY, key, reply))
        if "C" in marks:
            comment = Comment(
                id=f"c-{id}", experience_id=id, structure_id=_SITE, author="thomas", body=marks["C"], created_at=_NOW
            )
            changes.append(PulledChange(Entity.COMMENT, comment.id, comment))
    return changes


if __name__ == "__main__":
    whole = measure()
    for answer in whole.answers:
        if answer.wanted != answer.found:
            lacking, unwanted = sorted(answer.wanted - answer.found), sorted(answer.found - answer.wanted)
            print(f"{answer.query!r}: lacks {lacking}, has {unwanted}")
    print(f"recall {whole.recall:.1%}, precision {whole.precision:.1%}, {whole.exact} of {len(whole.answers)} exact")
