"""Full-text search over the three indexes of words: the whole number of experiences, and a page of them.

Every word must be found, in any of its forms, wherever it stands: one may be in the testimony and another in a reply.
The order is that of publication, which is the order of the indexes; relevance costs a score for every match, and is
reckoned only when it is asked for.
"""

from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime
from heapq import nlargest, nsmallest

import msgspec

from spplus_desk.domain.inbox import InboxRow
from spplus_desk.domain.needles import Needles
from spplus_desk.domain.query import Field, Place, Query
from spplus_desk.domain.search import Question, SearchHits, SearchOrder
from spplus_desk.store import bulk, inbox_queries, search_filters, search_parts, terms
from spplus_desk.store.connection import Database, one
from spplus_desk.store.projections import Scope
from spplus_desk.store.search_parts import Part
from spplus_desk.store.terms import Sought, Words
from spplus_desk.store.values import json_text

_COLUMNS = {Place.TITLE: "title", Place.TESTIMONY: "body", Place.PSEUDONYM: "pseudonym"}
_WEIGHTS = {"words_of_experiences": "4.0, 1.0, 2.0", "words_of_replies": "0.8", "words_of_comments": "0.6"}
"""How much a word counts for relevance; in the first index by column: title, body, pseudonym."""
_SETS_KEPT = 8
"""Sets of row numbers remembered from one question to the next: as one types, all words but the last stay."""
_FEW = 2_000
"""Experiences that are looked up one by one; beyond, the inbox is read through once, and what it said remembered."""
_numbers = msgspec.json.Decoder(list[int])

Targets = tuple[tuple[str, str], ...]
"""(index, what narrows an expression to its columns)."""


class Searcher:
    """Answers questions on one connection. What it remembers is void as soon as anybody has written."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._seen: tuple[int, int] = (-1, -1)
        self._kept: OrderedDict[object, frozenset[int]] = OrderedDict()
        self._pending: list[tuple[int, Part]] = []
        self._words = Words(database)

    def answer(self, question: Question, scope: Scope, now: datetime) -> SearchHits:
        query = question.query
        self._look_for_changes()
        wanted, barred = terms.sought(self._words, query, unfinished=question.unfinished)
        needles = Needles(tuple(each.needle for each in wanted))
        filling = bulk.filling(self._database) or bulk.merging(self._database)
        if query.empty or (query.wanted and not wanted):
            return SearchHits(needles=needles, filling=filling)
        targets = _targets(query.places)
        narrowed = bool(barred) or any(asked.field is not Field.WHERE for asked in query.filters)
        if len(wanted) == 1 and not narrowed and question.order is SearchOrder.NEWEST:
            total, page = self._newest_of_one(wanted[0], targets, query.places, question)
            slots = None
        else:
            numbers, slots = self._all(query, wanted, barred, targets, scope, now)
            total, page = len(numbers), self._page(numbers, wanted, targets, question)
        rows = self._rows(page, slots)
        return SearchHits(
            total=total,
            hits=search_parts.hits(self._database, rows, needles, query.places, scope.agent.id),
            needles=needles,
            filling=filling,
        )

    def _look_for_changes(self) -> None:
        raw = self._database.raw
        # The first tells of other connections' writes, the second of this one's own.
        seen = (int(raw.execute("PRAGMA data_version").fetchone()[0]), int(raw.total_changes))
        if seen != self._seen:
            self._seen = seen
            self._kept.clear()
            self._pending = search_parts.pending_texts(self._database)
            self._words = Words(self._database, (part.text for _rid, part in self._pending))

    # One word, no filter: the index has it in the right order already

    def _newest_of_one(
        self, sought: Sought, targets: Targets, places: frozenset[Place], question: Question
    ) -> tuple[int, list[int]]:
        raw = self._database.raw
        here = self._pending_with(sought, places)
        # One index has all the matches of many words: no union is made where the others have none.
        asked = [
            (index, match)
            for index, columns in targets
            if one(
                self._database, f"SELECT 1 FROM {index} WHERE {index} MATCH ? LIMIT 1", match := _on(columns, sought)
            )
        ]
        if not asked and not here:
            return 0, []
        if len(asked) == 1 and not here:
            index, match = asked[0]
            total = int(one(self._database, f"SELECT count(*) FROM {index} WHERE {index} MATCH ?", match)[0])
        else:
            union = " UNION ".join(
                [f"SELECT rowid FROM {index} WHERE {index} MATCH ?" for index, _match in asked]
                + ["SELECT value FROM json_each(?)"]
            )
            values = (*(match for _index, match in asked), json_text(list(here)))
            total = int(one(self._database, f"SELECT count(*) FROM ({union})", *values)[0])
        end = question.offset + question.limit
        newest = set(here)
        for index, match in asked:
            found = raw.execute(
                f"SELECT rowid FROM {index} WHERE {index} MATCH ? ORDER BY rowid DESC LIMIT ?", (match, end)
            )
            newest.update(int(rid) for (rid,) in found)
        return total, sorted(newest, reverse=True)[question.offset : end]

    # Everything else: sets of row numbers

    def _all(
        self,
        query: Query,
        wanted: Iterable[Sought],
        barred: Iterable[Sought],
        targets: Targets,
        scope: Scope,
        now: datetime,
    ) -> tuple[frozenset[int], dict[int, str] | None]:
        """(experiences, the slot that answers for each where a filter speaks of slots)."""
        base: frozenset[int] | None = None

        def narrow(found: frozenset[int]) -> None:
            nonlocal base
            base = found if base is None else base & found

        for each in wanted:
            narrow(self._with(each, targets, query.places))
            if not base:
                return frozenset(), None
        if query.of(Field.PSEUDONYM):
            narrow(self._pseudonyms(query.of(Field.PSEUDONYM)))
        sets = search_filters.experience_sets(self._database, query)
        for excluded, found in sets:
            if not excluded:
                narrow(found)
        slots: dict[int, str] | None = None
        condition = search_filters.slot_condition(self._database, query, scope, now)
        if condition is not None or base is None:
            slots = self._slots(condition or ("1 = 1", ()), base)
            narrow(frozenset(slots))
        left = base or frozenset()
        for excluded, found in sets:
            if excluded:
                left -= found
        left -= self._pseudonyms(query.of(Field.PSEUDONYM, excluded=True))
        for each in barred:
            left -= self._with(each, targets, query.places)
        return left, slots

    def _with(self, sought: Sought, targets: Targets, places: frozenset[Place]) -> frozenset[int]:
        key = (sought.match, targets)
        found = self._kept.get(key)
        if found is None:
            found = self._pending_with(sought, places).union(
                *(self._matching(index, _on(columns, sought)) for index, columns in targets)
            )
            self._kept[key] = found
            while len(self._kept) > _SETS_KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        return found

    def _matching(self, index: str, match: str) -> list[int]:
        # One text for all of them: a row for each costs four times as much.
        return _numbers.decode(
            one(self._database, f"SELECT json_group_array(rowid) FROM {index} WHERE {index} MATCH ?", match)[0]
        )

    def _pending_with(self, sought: Sought, places: frozenset[Place]) -> frozenset[int]:
        needles = Needles((sought.needle,))
        return frozenset(rid for rid, part in self._pending if part.place in places and needles.count(part.text))

    def _pseudonyms(self, names: Iterable[str]) -> frozenset[int]:
        found: frozenset[int] = frozenset()
        for name in names:
            sought = terms.beginning(self._words, name)
            if sought is not None:
                found |= self._with(sought, _targets(frozenset({Place.PSEUDONYM})), frozenset())
        return found

    def _slots(self, condition: search_filters.Condition, base: frozenset[int] | None) -> dict[int, str]:
        """The most pressing slot of each experience, among those that satisfy the condition."""
        where, values = condition
        source = "inbox i"
        if base is not None and len(base) <= _FEW:
            source, values = f"json_each(?) t CROSS JOIN {source} ON i.rid = t.value", (json_text(list(base)), *values)
        found = self._database.raw.execute(
            f"SELECT i.rid, i.slot_id FROM {source} WHERE {where} ORDER BY i.rank DESC, i.slot_id DESC", values
        )
        return dict(found)

    # The page

    def _page(self, numbers: frozenset[int], wanted: list[Sought], targets: Targets, question: Question) -> list[int]:
        end = question.offset + question.limit
        if question.order is SearchOrder.NEWEST or not wanted:
            return nlargest(end, numbers)[question.offset :]
        scores = dict.fromkeys(numbers, 0.0)
        anything = Sought(" OR ".join(each.match for each in wanted), wanted[0].needle)
        for index, columns in targets:
            for rid, score in self._database.raw.execute(
                f"SELECT rowid, bm25({index}, {_WEIGHTS[index]}) FROM {index} WHERE {index} MATCH ?",
                (_on(columns, anything),),
            ):
                if rid in scores:
                    scores[rid] += score
        return nsmallest(end, numbers, key=lambda rid: (scores[rid], -rid))[question.offset :]

    def _rows(self, page: list[int], slots: dict[int, str] | None) -> list[tuple[int, InboxRow]]:
        """One row for each experience; one that has left the inbox, or has not come whole yet, has none."""
        if slots is None:
            found = self._database.raw.execute(
                "SELECT t.value, i.slot_id FROM json_each(?) t CROSS JOIN inbox i ON i.rid = t.value"
                " ORDER BY t.key, i.rank DESC, i.slot_id DESC",
                (json_text(page),),
            )
            slots = dict(found)
        keys = {slots[rid]: rid for rid in page if rid in slots}
        rows = inbox_queries.rows_of(self._database, json_text(list(keys)))
        return [(keys[row.key], row) for row in rows]


def _targets(places: frozenset[Place]) -> Targets:
    found: list[tuple[str, str]] = []
    columns = [name for place, name in _COLUMNS.items() if place in places]
    if columns:
        found.append(("words_of_experiences", "" if len(columns) == len(_COLUMNS) else f"{{{' '.join(columns)}}} : "))
    if Place.REPLY in places:
        found.append(("words_of_replies", ""))
    if Place.COMMENT in places:
        found.append(("words_of_comments", ""))
    return tuple(found)


def _on(columns: str, sought: Sought) -> str:
    return f"{columns}({sought.match})"
