"""The sums of the board are those of a full count whatever happened: random histories, SQL that knows no roll-up."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from spplus_desk.domain.document_contents import Waiting
from spplus_desk.domain.documents import ClockPauses, SiteSettings
from spplus_desk.domain.experience import GeneralTags
from spplus_desk.domain.experience_payloads import SetChannels, SetTags, Transfer
from spplus_desk.domain.statistics import figures, measures
from spplus_desk.domain.statistics.answers import AGES, Dimension
from spplus_desk.domain.statistics.definitions import Clock
from spplus_desk.domain.statistics.questions import Behind, Node, Which
from spplus_desk.domain.structure import Agent, Membership
from spplus_desk.domain.values import replace
from spplus_desk.domain.vocabulary import Entity, ReplyState, Role, Sentiment
from spplus_desk.store import retention, rollup, rollup_facts, rollup_jobs, rollup_ranks
from spplus_desk.store.workplace import Workplace
from tests.helpers.board_oracle import DESK_A, DESK_B, EVER, HEAD, LONG, OPEN, OUTSIDE, PERIOD, Week, check, numbers
from tests.helpers.cache import (
    NOW,
    SITE,
    Cache,
    applied,
    cache,
    command,
    experience,
    gone,
    key,
    puts,
    refused,
    reply,
    slot,
    structure,
    submit,
)
from tests.helpers.clock import FakeClock

BOSS = Agent("a-boss", "Hélène Morvan", (Membership(HEAD, Role.MANAGER),))


@pytest.fixture
def network(tmp_path: Path, clock: FakeClock) -> Any:
    with cache(tmp_path / "cache.db", clock, BOSS) as opened:
        opened.feed(puts(*sites()))
        yield opened


def sites() -> list[Any]:
    return [
        structure(HEAD, name="Réseau"),
        structure(SITE, parent_id=HEAD),
        structure(DESK_A, name="Accueil A", parent_id=SITE),
        structure(DESK_B, name="Accueil B", parent_id=SITE, timezone="Indian/Reunion"),
        structure(OUTSIDE, name="Préfecture"),
    ]


class Play:
    """Random pages and commands on one cache; the central is the dice."""

    def __init__(self, desk: Cache, seed: int) -> None:
        self.desk, self.dice = desk, random.Random(seed)
        self.rows: dict[tuple[Entity, str], Any] = {}
        self.made = 0
        self.sent: list[str] = []
        self.swept = False
        self.hours: Week = OPEN
        self.pauses: dict[str, tuple[Waiting, ...]] = {}

    def act(self) -> None:
        acts: list[tuple[Callable[[], None], int]] = [
            (self.deposit, 5), (self.answer, 6), (self.vote, 2), (self.withdraw, 1), (self.lose_slot, 1),
            (self.lose_experience, 1), (self.write, 4), (self.hear, 2), (self.resync, 1), (self.correct_date, 1),
            (self.move_structure, 1), (self.rescue, 1), (self.age, 1),
            (self.change_hours, 1), (self.pause, 2),
        ]  # fmt: skip
        self.dice.choices([act for act, _ in acts], weights=[weight for _, weight in acts])[0]()

    def put(self, *rows: Any) -> None:
        changes = puts(*rows)
        self.rows.update({(change.entity, change.id): change.row for change in changes})
        self.desk.feed(changes)

    def lose(self, entity: Entity, *ids: str) -> None:
        for id in ids:
            self.rows.pop((entity, id), None)
        self.desk.feed(gone(entity, *ids))

    def some(self, entity: Entity) -> Any:
        found = [row for (kind, _), row in sorted(self.rows.items()) if kind is entity]
        return self.dice.choice(found) if found else None

    def deposit(self) -> None:
        made: list[Any] = []
        for _ in range(self.dice.randint(1, 4)):
            self.made += 1
            id = str(self.made)
            date_only = self.dice.random() < 0.3
            at = NOW - timedelta(
                days=self.dice.randint(0, 800 if self.dice.random() < 0.3 else 70), seconds=7 * self.made
            )
            if date_only:
                at = at.replace(hour=23, minute=0, second=0, microsecond=0)  # midnight in Paris, in winter
                if at.month in range(3, 12):
                    at = at.replace(month=12)  # the independent SQL knows the hours of winter only
                at = min(at, NOW - timedelta(days=2)).replace(hour=23, minute=0, second=0, microsecond=0)
            elif at.month in range(3, 12):
                at = at.replace(month=1)
            made.append(
                experience(
                    id, published_at=at, published_date_only=date_only,
                    sentiment=self.dice.choice((*Sentiment, None)),
                    procedures=tuple(self.dice.sample(("Logement", "Emploi", "Santé"), self.dice.randint(0, 2))),
                )
            )  # fmt: skip
            for place in self.dice.sample((SITE, DESK_A, DESK_B, OUTSIDE), self.dice.choice((1, 1, 2, 3))):
                made.append(slot(id, place, channels=(self.dice.choice(("Accueil", "Courrier")),)))
        self.put(*made)

    def answer(self) -> None:
        place = self.some(Entity.SLOT)
        if place is None:
            return
        at = self.rows[Entity.EXPERIENCE, place.experience_id].published_at
        given = at + timedelta(hours=self.dice.randint(-2, 20 * 24), seconds=self.dice.randint(0, 3599))
        if given.month in range(3, 12):
            given = at
        state = self.dice.choice(tuple(ReplyState))
        published = given if state is ReplyState.PUBLISHED else None
        self.put(
            reply(place.experience_id, place.structure_id, state=state, submitted_at=given, published_at=published)
        )

    def vote(self) -> None:
        found = self.some(Entity.REPLY)
        if found is not None:
            self.put(replace(found, useful=self.dice.randint(0, 9), not_useful=self.dice.choice((None, 0, 3))))

    def withdraw(self) -> None:
        found = self.some(Entity.REPLY)
        if found is not None:
            self.lose(Entity.REPLY, found.id)

    def lose_slot(self) -> None:
        found = self.some(Entity.SLOT)
        if found is not None:
            self.rows.pop((Entity.REPLY, found.id), None)
            self.lose(Entity.SLOT, found.id)

    def lose_experience(self) -> None:
        found = self.some(Entity.EXPERIENCE)
        if found is not None:
            for kind, id in [one for one in self.rows if one[1].startswith(f"{found.id}:")]:
                self.rows.pop((kind, id))
            self.lose(Entity.EXPERIENCE, found.id)

    def correct_date(self) -> None:
        found = self.some(Entity.EXPERIENCE)
        if found is not None and not found.published_date_only:
            self.put(replace(found, published_at=NOW - timedelta(days=self.dice.randint(1, 14), seconds=int(found.id))))

    def change_hours(self) -> None:
        """The head of the network sets its hours; those below follow it."""
        self.hours = LONG if self.hours is OPEN else OPEN
        week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), self.hours["mon"])
        week |= {"sat": self.hours["sat"]} if "sat" in self.hours else {}
        calendar = {"territory": "metropole", "hours": {day: [list(p) for p in of] for day, of in week.items()}}
        self.put(SiteSettings(id=HEAD, structure_id=HEAD, calendar=calendar, version=1))

    def pause(self) -> None:
        """The site waited for somebody, a few hours or days after the publication."""
        place = self.some(Entity.SLOT)
        if place is not None:
            start = self.rows[Entity.EXPERIENCE, place.experience_id].published_at
            start += timedelta(minutes=self.dice.randint(0, 4_000))
            waited = Waiting(start=start, end=start + timedelta(minutes=self.dice.randint(1, 4_000)))
            self.pauses[place.id] = (waited,)
            self.put(ClockPauses(id=place.id, structure_id=place.structure_id, pauses=(waited,), version=1))

    def write(self) -> None:
        place = self.some(Entity.SLOT)
        if place is None:
            return
        self.made += 1
        number, id = self.made, place.experience_id
        kinds: list[Any] = [
            SetChannels(structure_id=place.structure_id, channels=("Téléphone",)),
            SetTags(
                structure_id=place.structure_id, business_tags=(f"Thème {number % 3}",),
                tags=GeneralTags(relation=self.dice.choice(tuple(Sentiment))),
            ),
        ]  # fmt: skip
        if place.structure_id == SITE:
            kinds.append(Transfer(structure_id=SITE, to_structure_id=DESK_A, reason="Plus près."))
        asked = submit(f"c{number}", id, structure_id=place.structure_id) if self.dice.random() < 0.5 else None
        self.desk.store.enqueue(asked or command(f"c{number}", self.dice.choice(kinds), id)).result()
        self.sent.append(f"c{number}")

    def hear(self) -> None:
        if self.sent:
            id = self.sent.pop(self.dice.randrange(len(self.sent)))
            self.desk.store.record_results(applied(id) if self.dice.random() < 0.6 else [refused(id)], NOW).result()

    def resync(self) -> None:
        self.desk.store.begin_resync().result()
        self.desk.feed(puts(*sites(), *self.rows.values()), last=True)

    def move_structure(self) -> None:
        parent = self.dice.choice((SITE, HEAD))
        self.desk.feed(puts(structure(DESK_A, name="Accueil A", parent_id=parent)))
        self.desk.feed(puts(structure(DESK_A, name="Accueil A", parent_id=SITE)))

    def rescue(self) -> None:
        self.desk.store._post(lambda work: work.heal(NOW)).result()
        assert self.desk.store.cursor().result() is None
        self.desk.store.set_identity(BOSS, "https://central.example", "helene").result()
        self.desk.feed(puts(*sites(), *self.rows.values()))

    def age(self) -> None:
        """What is old and answered leaves, and comes back before the next look: the independent SQL needs its rows."""
        assert self.desk.store.recount().result() == ()  # rows follow new settings in an idle moment, or here
        before = numbers(self.desk).now
        self.desk.store.set_retention(timedelta(days=100)).result()
        while self.desk.store._post(lambda work: retention.sweep(work, work.retention, NOW)).result():
            pass
        assert numbers(self.desk).now == before
        assert self.desk.store.recount().result() == ()
        self.desk.store.set_retention(None).result()
        self.desk.feed(puts(*sites(), *self.rows.values()))


@pytest.mark.parametrize("seed", range(6))
def test_the_sums_are_those_of_a_recount_after_any_history(
    network: Cache, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if seed % 2:  # a count is under way most of the time
        monkeypatch.setattr(rollup, "SLICE", 2)
        monkeypatch.setattr(rollup, "_CLEARED", 1)
    if seed % 3:  # each bucket is halved, as one of many thousands
        monkeypatch.setattr(rollup_ranks, "MANY", 1)
    play = Play(network, seed)
    for turn in range(60):
        play.act()
        if turn % 6 == 5:
            check(network, EVER if turn % 12 == 5 else PERIOD, play.hours, play.pauses)
    assert numbers(network).now.counts.experiences > 0


def test_an_experience_of_two_structures_counts_once_above_them(network: Cache) -> None:
    at = NOW - timedelta(days=20)
    network.feed(puts(experience("1", published_at=at), slot("1", DESK_A), slot("1", DESK_B), slot("1", OUTSIDE)))
    network.feed(puts(reply("1", DESK_B, submitted_at=at + timedelta(days=9))))
    network.feed(puts(reply("1", DESK_A, submitted_at=at + timedelta(days=2, hours=1))))
    told = numbers(network, SITE)
    assert (told.now.counts.experiences, told.now.counts.answered, told.now.counts.replies) == (1, 1, 2)
    assert told.now.median == measures.micros(timedelta(days=2, hours=1))
    lines = {line.key: line for line in told.lines if line.dimension is Dimension.STRUCTURE}
    assert {key: line.in_time for key, line in lines.items()} == {DESK_A: 1, DESK_B: 0}
    assert lines[DESK_B].median == measures.micros(timedelta(days=9))
    check(network)


def test_working_time_follows_hours_pauses_and_settings(network: Cache) -> None:
    """By hand: published on Friday 10 December 2027 at 15:00 in Paris, answered on Tuesday the 14th at 9:30."""
    at, given = datetime(2027, 12, 10, 14, tzinfo=UTC), datetime(2027, 12, 14, 8, 30, tzinfo=UTC)
    network.feed(puts(experience("1", published_at=at), slot("1"), reply("1", submitted_at=given)))
    told = numbers(network)
    assert told.now.worked_median == told.now.worked_p90 == measures.HOUR * 8  # 1 h, then 3.5 + 2.5 h, then 1 h
    pause = Waiting(start=datetime(2027, 12, 13, 10, tzinfo=UTC), end=datetime(2027, 12, 13, 13, tzinfo=UTC))
    network.feed(puts(ClockPauses(id=key("1"), structure_id=SITE, pauses=(pause,), version=1)))
    assert network.store.recount().result() == ()
    assert numbers(network).now.worked_median == measures.HOUR * 13 // 2  # less 11:00 to 12:00 and 13:30 to 14:00
    week = {day: [["08:00", "20:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat")}
    network.feed(puts(SiteSettings(id=HEAD, structure_id=HEAD, calendar={"hours": week}, version=1)))
    assert network.store.recount().result() == ()
    told = numbers(network)
    assert told.now.worked_median == measures.HOUR * 55 // 2  # 5 + 12 + 9 + 1.5
    # The published clock did not move, and the two stand under their own names.
    assert told.now.median == measures.micros(given - at)
    names = [(figure.definition.clock, figure.told) for figure in figures.internal(told)]
    assert names[1:] == [(Clock.INTERNAL, "27,5\u00a0heures"), (Clock.INTERNAL, "27,5\u00a0heures")]


def test_what_waits_is_told_by_age_at_the_site(network: Cache) -> None:
    for number, age in enumerate((0, 2, 3, 6, 7, 13, 14, 40)):
        network.feed(puts(experience(str(number), published_at=NOW - timedelta(days=age)), slot(str(number))))
    assert numbers(network).waiting.ages == (2, 2, 2, 2)
    for (least, most), held in zip(AGES, numbers(network).waiting.ages, strict=True):
        asked = Behind(Node(HEAD), EVER, Which.WAITING, least=least, most=most)
        assert len(network.store.behind(asked, NOW).result()) == held


def test_a_reply_counts_in_the_instant_in_which_it_is_sent(network: Cache) -> None:
    network.feed(puts(experience("1"), slot("1"), experience("2"), slot("2")))
    assert numbers(network).waiting.total == 2
    network.store.enqueue(submit("c1", "1")).result()
    told = numbers(network)
    assert (told.now.counts.answered, told.now.counts.in_time, told.waiting.total) == (1, 1, 1)
    network.store.record_results([refused("c1")], NOW).result()
    assert numbers(network).now.counts.answered == 0
    check(network)


@pytest.mark.parametrize("slices", range(8))
def test_a_count_goes_slice_by_slice_and_changes_meanwhile_are_not_lost(
    network: Cache, slices: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three slices take out what the count before had left, four count."""
    monkeypatch.setattr(rollup, "SLICE", 3)
    monkeypatch.setattr(rollup, "_CLEARED", 4)
    rows = [
        row for n in range(1, 11) for row in (experience(str(n), published_at=NOW - timedelta(days=n)), slot(str(n)))
    ]
    network.feed(puts(*rows))
    network.store._post(lambda work: rollup.begin(work.database, work.scope.nodes)).result()
    for _ in range(slices):
        network.store._post(rollup_jobs.count_slice).result()
    network.feed(puts(reply("1", submitted_at=NOW), reply("10", submitted_at=NOW)))
    network.feed(gone(Entity.SLOT, key("9")))
    check(network)
    assert numbers(network).now.counts.experiences == 9


def test_a_slice_reads_by_indexes_alone(network: Cache) -> None:
    """One that made an index of the whole inbox for itself took two seconds of a million rows, a thousand times."""
    network.feed(puts(experience("1", published_at=NOW), slot("1")))

    def plan(work: Workplace) -> list[str]:
        found = work.database.raw.execute(f"EXPLAIN QUERY PLAN {rollup_facts._OF_RANGE}", (0, 9))
        return [str(row[3]) for row in found]

    read = network.store._post(plan).result()
    assert read[0].startswith("SEARCH i USING INDEX inbox_by_rid")
    assert all(step.startswith("SEARCH") and "AUTOMATIC" not in step for step in read)


def test_what_is_asked_meanwhile_does_not_wait_for_a_whole_count(
    network: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rollup, "SLICE", 1)
    network.feed(puts(*[row for n in range(40) for row in (experience(str(n), published_at=NOW), slot(str(n)))]))
    order: list[str] = []

    def begin(work: Workplace) -> Any:
        rollup.begin(work.database, work.scope.nodes)
        board = network.store.numbers(Node(HEAD), EVER, NOW)
        board.add_done_callback(lambda _answer: order.append("board"))
        network.store.counts(NOW).add_done_callback(lambda _answer: order.append("counts"))
        return board

    found = network.store._post(begin).result().result()
    assert found.now.counts.experiences == 40
    assert order == ["counts", "board"]


def test_what_a_desk_forgets_by_age_stays_in_its_figures(network: Cache) -> None:
    old = NOW - timedelta(days=500)
    network.feed(puts(experience("1", published_at=old), slot("1"), reply("1", submitted_at=old, useful=4)))
    before = numbers(network).now
    # A count is under way: what leaves is counted first.
    network.store._post(lambda work: rollup.begin(work.database, work.scope.nodes)).result()
    network.store.set_retention(timedelta(days=365)).result()
    while network.store._post(lambda work: retention.sweep(work, work.retention, NOW)).result():
        pass
    assert numbers(network).now == before
    (line,) = network.store.behind(Behind(Node(HEAD), EVER, Which.ANSWERED), NOW).result()
    assert (line.kept_here, line.title, line.useful) == (False, "", 4)
    # A count from nothing finds it too.
    network.feed(puts(structure(DESK_A, name="Accueil A", parent_id=HEAD)))
    assert numbers(network).now == before
    network.feed(gone(Entity.EXPERIENCE, "1"))
    assert numbers(network).now.counts.experiences == 0
    assert network.store.recount().result() == ()


def test_outside_the_scope_there_is_no_figure(network: Cache) -> None:
    assert network.store.numbers(Node(OUTSIDE), EVER, NOW).result() is None
    assert network.store.behind(Behind(Node(OUTSIDE), EVER), NOW).result() == ()


def test_reading_ahead_neither_counts_nor_hurries_a_count(network: Cache) -> None:
    network.feed(puts(experience("1", published_at=NOW), slot("1")))
    assert numbers(network).now.counts.experiences == 1
    for node in (Node(HEAD), Node(OUTSIDE)):
        network.store.numbers_ahead(node, EVER, NOW)
    network.store._post(lambda work: rollup.begin(work.database, work.scope.nodes)).result()
    network.store.numbers_ahead(Node(HEAD), EVER, NOW)
    check(network)
    assert numbers(network).now.counts.experiences == 1


def test_a_wrong_sum_is_found(network: Cache) -> None:
    network.feed(puts(experience("1"), slot("1")))
    numbers(network)
    network.store._post(
        lambda work: work.database.raw.execute("UPDATE board_sums SET answered = answered + 1 WHERE grain = 0")
    ).result()
    found = network.store.recount().result()
    assert found and all((one.kept, one.recounted) == (1, 0) for one in found)
