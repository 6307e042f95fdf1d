"""The internal target of each row of the inbox, kept in a column, by the rules that hold for its site now.

A row gets its target when it is projected. Rules change afterwards (settings of a site, its place in the tree): the
table `internal_rules` says which rules the rows of each structure were computed with, and `follow` computes those again
where other rules hold by now. All rows follow, answered ones too: two desks with the same feed
have the same figures.
"""

import hashlib
from collections.abc import Callable
from copy import copy
from typing import TYPE_CHECKING, TypeVar

from spplus_desk.domain.calendar import BadCalendar, Pause, Promise
from spplus_desk.domain.changes import ChangeKind, ChangeSet, Origin
from spplus_desk.domain.commands import CommandKind
from spplus_desk.domain.deadlines import published_on
from spplus_desk.domain.documents import RULE_OF_ROW, ClockPauses, Document, SiteSettings, overlay
from spplus_desk.domain.site_settings import SiteRules, rules_of
from spplus_desk.domain.structure import Agent, Structure, StructureTree
from spplus_desk.domain.vocabulary import Entity
from spplus_desk.store.connection import Database
from spplus_desk.store.mirror import ids_text
from spplus_desk.store.thread import Chore
from spplus_desk.store.values import instant

if TYPE_CHECKING:
    from spplus_desk.domain.privacy import SiteNumbers
    from spplus_desk.store.workplace import Workplace

D = TypeVar("D", bound=Document)
_METHOD = "1"
"""Changes when the same rules give other dates than before: all rows are then computed again."""


class SiteBook:
    """The rules of every structure of a scope, read when they are first asked for."""

    def __init__(self, database: Database, tree: StructureTree, agent: Agent) -> None:
        self._tree = tree
        self._settings = {row.structure_id: row for row in _shown(SiteSettings, database, agent)}
        self._pauses = {
            row.id: tuple(Pause(one.start, one.end, one.reason) for one in row.pauses)
            for row in _shown(ClockPauses, database, agent)
        }
        self._rules: dict[str, SiteRules] = {}
        self._promises: dict[str, Promise | None] = {}

    def with_settings(self, row: Document) -> "SiteBook":
        """The book as it would be with other settings of one site."""
        other = copy(self)
        other._rules, other._promises = {}, {}
        other._settings = {**self._settings, row.structure_id: row} if isinstance(row, SiteSettings) else self._settings
        return other

    def own(self, structure_id: str) -> SiteSettings | None:
        """What that site says itself."""
        return self._settings.get(structure_id)

    def rules(self, structure_id: str) -> SiteRules:
        found = self._rules.get(structure_id)
        if found is None:
            structure = self._tree.get(structure_id) or Structure(id=structure_id, network="", name="")
            found = self._rules[structure_id] = rules_of(structure, self._tree, self._settings)
        return found

    def pauses(self, slot_id: str) -> tuple[Pause, ...]:
        """When the internal clock of that slot stood still."""
        return self._pauses.get(slot_id, ())

    def _promise(self, structure_id: str) -> Promise | None:
        if structure_id not in self._promises:
            rules = self.rules(structure_id)
            try:
                self._promises[structure_id] = Promise(rules.calendar, rules.target)
            except BadCalendar:
                self._promises[structure_id] = None
        return self._promises[structure_id]

    def worked(self, slot_id: str, structure_id: str, published_at: int, date_only: bool, replied_at: int) -> int:
        """Microseconds of opening, without the pauses, until the reply; -1 where they cannot be told."""
        promise = self._promise(structure_id)
        if promise is None:
            return -1
        try:
            on = published_on(instant(published_at)) if date_only else None
            return promise.worked(published_at, replied_at, published_on=on, pauses=self.pauses(slot_id))
        except BadCalendar:
            return -1

    def due(self, slot_id: str, structure_id: str, published_at: int, date_only: bool) -> int | None:
        """Microseconds since 1970; None where the site promises nothing (it never opens, or waits for someone)."""
        promise = self._promise(structure_id)
        if promise is None:
            return None
        at = instant(published_at)
        try:
            on = published_on(at) if date_only else None
            return promise.due(at, published_on=on, pauses=self.pauses(slot_id))
        except BadCalendar:
            return None

    def public(self) -> "SiteNumbers":
        """What the sites that are seen from here have made public: for the guard."""
        from spplus_desk.domain.privacy import SiteNumbers  # late: not for the first paint

        rows = self._settings.values()
        return SiteNumbers(
            tuple(one for row in rows for one in row.public_numbers),
            tuple(one for row in rows for one in row.public_emails),
            tuple(one for row in rows for one in row.public_addresses),
        )

    def tags(self) -> tuple[str, ...]:
        """The catalogue of business tags of those sites."""
        return tuple(dict.fromkeys(tag for row in self._settings.values() for tag in row.business_tags))

    def mark(self, structure_id: str) -> str:
        """A short print of what decides the targets of that structure."""
        rules = self.rules(structure_id)
        calendar = rules.calendar
        parts = (
            _METHOD, calendar.zone, calendar.territory, calendar.week, calendar.seasons, sorted(calendar.customary),
            calendar.local_days, calendar.closures, rules.target,
        )  # fmt: skip
        return hashlib.blake2b(repr(parts).encode(), digest_size=8).hexdigest()


def _shown(kind: type[D], database: Database, agent: Agent) -> tuple[D, ...]:
    import msgspec

    from spplus_desk.store import documents

    rule = RULE_OF_ROW[kind]
    found = database.raw.execute("SELECT doc FROM documents WHERE entity = ?", (rule.entity.value,))
    rows = [msgspec.json.decode(doc, type=kind) for (doc,) in found]
    return overlay(kind, rows, documents.pending(database, rule), agent)


def begin(database: Database, book: SiteBook, structure_ids: frozenset[str]) -> None:
    """Before the first rows of some structures: they are about to be computed with the rules of `book`."""
    known = {id for (id,) in database.raw.execute("SELECT structure_id FROM internal_rules")}
    database.raw.executemany(
        "INSERT OR IGNORE INTO internal_rules (structure_id, mark)"
        " SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM inbox WHERE structure_id = ?1)",
        [(id, book.mark(id)) for id in structure_ids - known],
    )


def follow(work: "Workplace") -> bool:
    """The rows of structures whose rules have changed, computed again in one pass; a chore. Nothing is left then."""
    scope, database = work.scope, work.database
    known = dict(database.raw.execute("SELECT structure_id, mark FROM internal_rules").fetchall())
    book = scope.book
    late = [(id, mark) for id in sorted(scope.ids) if known.get(id) != (mark := book.mark(id))]
    if late:
        _follow_rules(work, book, late)
    _follow_pauses(work)
    return False


def _follow_rules(work: "Workplace", book: SiteBook, late: list[tuple[str, str]]) -> None:
    from spplus_desk.store import rollup  # late: it needs the projections, which need this module

    scope, database = work.scope, work.database
    database.raw.create_function("internal_due_of", 4, book.due, deterministic=True)
    due = (
        "internal_due_of(slot_id, structure_id, published_at,"
        " (SELECT published_date_only FROM experiences e WHERE e.rid = inbox.rid))"
    )
    with database.transaction(durable=False):
        # Mostly the rows were computed by these very rules: what is the same is neither written nor announced.
        moved = database.raw.execute(
            f"UPDATE inbox SET internal_due_at = {due}"
            f" WHERE structure_id IN (SELECT value FROM json_each(?)) AND internal_due_at IS NOT {due}",
            (ids_text(id for id, _ in late),),
        ).rowcount
        database.raw.executemany("INSERT OR REPLACE INTO internal_rules (structure_id, mark) VALUES (?, ?)", late)
        # Always: other hours may change a working time and no date.
        recounted = rollup.recount_structures(database, scope, [id for id, _ in late])
    if moved or recounted:
        work.announce((ChangeKind.INBOX,), (), Origin.FEED)


def _follow_pauses(work: "Workplace") -> None:
    """The rows whose clock was ever paused, where they are not what the pauses say now: few, and read by their key.
    The board looks at all of them: a pause may move a working time and no date."""
    from spplus_desk.store import rollup  # late: it needs the projections, which need this module

    book = work.scope.book
    listed = work.database.raw.execute(
        "SELECT i.slot_id, i.structure_id, i.published_at, e.published_date_only, i.internal_due_at"
        " FROM (SELECT id FROM documents WHERE entity = ?1"
        "  UNION SELECT subject FROM commands WHERE kind = ?2 AND closed = 0) p"
        " JOIN inbox i ON i.slot_id = p.id JOIN experiences e ON e.rid = i.rid",
        (Entity.CLOCK_PAUSES.value, CommandKind.SAVE_PAUSES.value),
    ).fetchall()
    moved = [
        (due, slot_id)
        for slot_id, structure_id, published_at, date_only, kept in listed
        if (due := book.due(slot_id, structure_id, published_at, bool(date_only))) != kept
    ]
    if not listed:
        return
    with work.database.transaction(durable=False):
        work.database.raw.executemany("UPDATE inbox SET internal_due_at = ? WHERE slot_id = ?", moved)
        rollup.refresh(work.database, work.scope, [slot_id for slot_id, *_ in listed])
    if moved:
        work.announce((ChangeKind.INBOX,), [slot_id for _, slot_id in moved], Origin.FEED)


def follow_changes(work: "Workplace", when_idle: Callable[[Chore], None]) -> None:
    """From now on: other settings, or another tree, are followed as soon as the thread has a moment."""

    def heard(changes: ChangeSet) -> None:
        if changes.kinds & {ChangeKind.DOCUMENTS, ChangeKind.STRUCTURES}:
            work.forget_scope()
            when_idle(lambda: follow(work))

    work.subscribe(heard)
    when_idle(lambda: follow(work))
