"""Filters, sorts, choices and numbers, each against a plain recomputation; and the index that each of them uses."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from spplus_desk.domain.commands import Payload
from spplus_desk.domain.experience import GeneralTags
from spplus_desk.domain.experience_payloads import Claim, Release, SetChannels, SetImprovement, SetTags
from spplus_desk.domain.inbox import ExperienceDetail, SortOrder, View, ViewCounts
from spplus_desk.domain.inbox_filter import BY_ME, BY_NOBODY, Filter
from spplus_desk.domain.listing import Ask, ListQuery
from spplus_desk.domain.projection import SlotState
from spplus_desk.domain.structure import Agent, Membership
from spplus_desk.domain.values import replace
from spplus_desk.domain.vocabulary import ReplyState, Role, Sentiment
from spplus_desk.store import list_filter, projections
from tests.helpers.cache import ME, NOW, URL, Cache, command, experience, puts, reply, slot, structure, submit

SITES = ("s0", "s1", "s2")
CHANNELS = ("Téléphone", "Accueil", 'Guichet "B"')
PROCEDURES = ("Attestation", "Carte d’identité", "Permis")
BUSINESS = ("Agenda", "Panne")
THOMAS = "a-thomas"


def fill(desk: Cache, dice: random.Random, count: int = 90) -> None:
    posts = tuple(Membership(site, Role.AGENT) for site in SITES)
    desk.store.set_identity(Agent(ME.id, ME.name, posts), URL, "helene").result()
    rows: list[object] = [structure(site, name=f"Site {site}") for site in SITES]
    for i in range(count):
        rows.append(
            experience(
                str(i),
                published_at=NOW - timedelta(hours=dice.randint(0, 400)),
                sentiment=dice.choice([None, *Sentiment]),
                procedures=tuple(dice.sample(PROCEDURES, dice.randint(0, 2))),
                tags=GeneralTags(relation=dice.choice([None, *Sentiment])),
                similar_count=dice.randint(0, 3),
            )
        )
        rows.append(
            slot(
                str(i),
                dice.choice(SITES),
                channels=tuple(dice.sample(CHANNELS, dice.randint(0, 3))),
                business_tags=tuple(dice.sample(BUSINESS, dice.randint(0, 2))),
                improvement=dice.random() < 0.3,
                claimed_by=dice.choice([None, ME.id, THOMAS]),
                claimed_by_name="Quelqu’un",
            )
        )
        if dice.random() < 0.4:
            rows.append(reply(str(i), rows[-1].structure_id, state=dice.choice(tuple(ReplyState)), submitted_at=NOW))  # type: ignore[attr-defined]
    desk.feed(puts(*rows))


def everything(desk: Cache) -> list[ExperienceDetail]:
    rows = desk.store.rows(View.ALL, SortOrder.DEADLINE, NOW, limit=10_000).result()
    return [desk.store.detail(row.key).result() for row in rows]


def wanted(asked: Filter, sites: tuple[str, ...], seen: ExperienceDetail) -> bool:
    told, own, row = seen.experience, seen.slot, seen.row
    tags = {f"{name}:{getattr(seen.tags, name)}" for name in ("relation", "information") if getattr(seen.tags, name)}
    claimed = {BY_NOBODY if own.claimed_by is None else own.claimed_by, *([BY_ME] if own.claimed_by == ME.id else [])}
    published = told.published_at.date()
    return all(
        (
            not asked.channels or set(asked.channels) & set(own.channels),
            not asked.sentiments or told.sentiment in asked.sentiments,
            not asked.procedures or set(asked.procedures) & set(told.procedures),
            not asked.states or row.state in asked.states,
            not asked.structures or own.structure_id in asked.structures,
            not asked.tags or set(asked.tags) & tags,
            not asked.business_tags or set(asked.business_tags) & set(own.business_tags),
            not asked.claimed or set(asked.claimed) & claimed,
            not asked.improvement or own.improvement,
            asked.since is None or published >= asked.since,
            asked.until is None or published <= asked.until,
            not sites or own.structure_id in sites,
        )
    )


FILTERS = (
    Filter(channels=("Téléphone",)),
    Filter(channels=('Guichet "B"', "Accueil")),
    Filter(sentiments=(Sentiment.NEGATIVE, Sentiment.POSITIVE)),
    Filter(procedures=("Carte d’identité",), sentiments=(Sentiment.NEUTRAL,)),
    Filter(states=(SlotState.RETURNED, SlotState.PUBLISHED)),
    Filter(structures=("s1", "s2"), channels=("Accueil", "Téléphone")),
    Filter(tags=("relation:negative",), business_tags=("Agenda",)),
    Filter(business_tags=BUSINESS, improvement=True),
    Filter(claimed=(BY_ME,)),
    Filter(claimed=(BY_NOBODY, THOMAS), sentiments=(Sentiment.NEGATIVE,)),
    Filter(since=date(2027, 12, 6), until=date(2027, 12, 12)),
    Filter(improvement=True, channels=("Accueil",), claimed=(THOMAS,), since=date(2027, 12, 1)),
    Filter(channels=("Fax",)),
)


@pytest.mark.parametrize("bulk", [0, projections.BULK])
def test_a_filtered_list_has_the_rows_of_a_plain_loop(desk: Cache, monkeypatch: pytest.MonkeyPatch, bulk: int) -> None:
    monkeypatch.setattr(projections, "BULK", bulk)
    fill(desk, random.Random(bulk))
    seen = everything(desk)
    for asked in FILTERS:
        for sites in ((), ("s1",), ("s0", "s2")):
            expected = {one.row.key for one in seen if wanted(asked, sites, one)}
            for order in SortOrder:
                query = ListQuery(view=View.ALL, order=order, filter=asked, sites=sites)
                found = desk.store.listing(query, Ask(), NOW).result()
                keys = [row.key for row in found.rows if row is not None]
                assert set(keys) == expected and len(keys) == len(expected) == found.count, (asked, sites, order)
            (number,) = desk.store.count_lists([query], NOW).result()
            assert number == len(expected)


def test_the_last_days_end_today(desk: Cache) -> None:
    rows: list[object] = [structure("s0")]
    for n, hours in enumerate((1, 30, 50)):
        rows += [experience(str(n), published_at=NOW - timedelta(hours=hours)), slot(str(n), "s0")]
    desk.store.set_identity(Agent(ME.id, ME.name, (Membership("s0", Role.AGENT),)), URL, "helene").result()
    desk.feed(puts(*rows))
    queries = [ListQuery(view=View.ALL, filter=Filter(days=days)) for days in (1, 2, 3)]
    assert desk.store.count_lists(queries, NOW).result() == (1, 2, 3)


def test_choices_tell_what_each_would_leave(desk: Cache) -> None:
    fill(desk, random.Random(5))
    for view in (View.TO_ANSWER, View.MY_CLAIMS, View.ALL):
        for sites in ((), ("s1",)):
            query = ListQuery(view=view, sites=sites, filter=Filter(channels=("Fax",)))
            found = desk.store.choices(query, NOW).result()
            assert {choice.field for choice in found} >= {"channels", "sentiments", "procedures", "claimed"}
            for choice in found:
                value = True if choice.field == "improvement" else (choice.value,)
                asked = replace(Filter(), **{choice.field: value})
                (number,) = desk.store.count_lists([ListQuery(view=view, sites=sites, filter=asked)], NOW).result()
                assert number == choice.count, choice
    names = {choice.value: choice.name for choice in found if choice.field == "structures"}
    assert names == {"s1": "Site s1"}


@pytest.mark.parametrize("seed", range(6))
def test_numbers_follow_every_act_and_every_page(desk: Cache, seed: int) -> None:
    dice = random.Random(seed)
    fill(desk, dice, 25)
    keys = [row.key for row in desk.store.rows(View.ALL, SortOrder.DEADLINE, NOW).result()]
    undoable: list[str] = []
    for step in range(25):
        key = dice.choice(keys)
        experience_id, _, site = key.partition(":")
        id = f"c{seed}-{step}"
        match dice.randint(0, 5):
            case 0:
                desk.store.enqueue(submit(id, experience_id, structure_id=site), hold_until=NOW + timedelta(1)).result()
                undoable.append(id)
            case 1 if undoable:
                desk.store.undo(undoable.pop(), NOW).result()
            case 2:
                state = dice.choice(tuple(ReplyState))
                desk.feed(puts(reply(experience_id, site, state=state, submitted_at=NOW)))
            case _:
                acts: tuple[Payload, ...] = (
                    Claim(structure_id=site),
                    Release(structure_id=site),
                    SetImprovement(structure_id=site, improvement=dice.random() < 0.5),
                    SetChannels(structure_id=site, channels=tuple(dice.sample(CHANNELS, 2))),
                    SetTags(structure_id=site, business_tags=tuple(dice.sample(BUSINESS, 1))),
                )
                desk.store.enqueue(command(id, dice.choice(acts), experience_id)).result()
        seen = everything(desk)
        assert_counts(desk, seen, ())
        assert_counts(desk, seen, ("s0",))
        queries = [ListQuery(view=View.ALL, filter=asked) for asked in FILTERS]
        expected = tuple(sum(wanted(asked, (), one) for one in seen) for asked in FILTERS)
        assert desk.store.count_lists(queries, NOW).result() == expected


def assert_counts(desk: Cache, seen: list[ExperienceDetail], sites: tuple[str, ...]) -> None:
    counted: Counter[View] = Counter()
    soon = NOW.replace(hour=23, minute=0) + timedelta(days=2)  # midnight in Paris
    for one in seen:
        row = one.row
        if sites and row.structure_id not in sites:
            continue
        late = row.due_at <= NOW
        counted[View.ALL] += 1
        counted[View.TO_ANSWER] += row.state.open
        counted[View.LATE] += row.state.open and late
        counted[View.DUE_SOON] += row.state.open and not late and row.due_at <= soon
        counted[View.MY_CLAIMS] += row.state.open and row.claimed_by == ME.id
        counted[View.TO_VALIDATE] += row.state is SlotState.PENDING_VALIDATION
        counted[View.ANSWERED] += row.state in (SlotState.QUEUED, SlotState.RECEIVED, SlotState.PUBLISHED)
    found: ViewCounts = desk.store.counts(NOW, sites).result()
    assert {view: found.of(view) for view in View} == {view: counted[view] for view in View}


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (ListQuery(view=View.TO_ANSWER), "inbox_by_urgency (rank=?)"),
        (ListQuery(view=View.ALL), "inbox_by_urgency"),
        (ListQuery(view=View.MY_CLAIMS), "inbox_by_claim (claimed_by=? AND rank=?)"),
        (ListQuery(view=View.ANSWERED, order=SortOrder.NEWEST), "inbox_by_publication (rank=?)"),
        (ListQuery(view=View.ALL, order=SortOrder.NEWEST), "inbox_by_date"),
        (ListQuery(view=View.ALL, order=SortOrder.SIMILAR), "inbox_by_similarity"),
        *(
            (ListQuery(view=View.TO_ANSWER, filter=asked), "USING PRIMARY KEY (value=? AND rank=?)")
            for asked in (
                Filter(channels=("Téléphone",)),
                Filter(sentiments=(Sentiment.NEGATIVE,)),
                Filter(procedures=("Permis",)),
                Filter(tags=("relation:negative",)),
                Filter(business_tags=("Agenda",)),
                Filter(structures=("s1",)),
                Filter(improvement=True),
            )
        ),
        (ListQuery(view=View.TO_ANSWER, sites=("s1",)), "USING PRIMARY KEY (value=? AND rank=?)"),
    ],
)
def test_each_expected_list_comes_from_an_index_in_its_order(desk: Cache, query: ListQuery, index: str) -> None:
    fill(desk, random.Random(1), 5)

    def plan(_work: object) -> list[str]:
        from spplus_desk.store import inbox_queries

        work = desk.store._work
        of_view = inbox_queries.where(work.scope, query.view, NOW)
        sql, values = list_filter.source(work.scope, query, NOW).statement("i.slot_id", of_view)
        return [str(row[3]) for row in work.database.raw.execute(f"EXPLAIN QUERY PLAN {sql}", values)]

    told = desk.store._post(plan).result()
    assert index in told[0], told
    assert not any("TEMP B-TREE" in line for line in told), told
