"""The invented world: believable, dated relative to any day, and made by the real rules."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from spplus_desk.central.demonstration import Seeded, accounts, colleague_answers, deposit, seed
from spplus_desk.central.demonstration.plan import SITE
from spplus_desk.central.demonstration.texts import load
from spplus_desk.central.demonstration.variations import variations
from spplus_desk.central.importer.templates import read_templates
from spplus_desk.central.repository import migrate, open_engine, unit_of_work
from spplus_desk.central.tables import comments, slots
from spplus_desk.domain.deadlines import GROUP_OF, UrgencyGroup, published_due, status
from spplus_desk.domain.documents import SiteSettings
from spplus_desk.domain.errors import NotFound, Refused
from spplus_desk.domain.experience import Experience, Reply, Slot, slot_id
from spplus_desk.domain.resources import resource_path
from spplus_desk.domain.structure import Structure, StructureTree
from spplus_desk.domain.text import MAX_BODY, is_clean
from spplus_desk.domain.vocabulary import ReplyState, Role
from tests.helpers.typography import faults

NOW = datetime(2027, 12, 16, 9, 12, tzinfo=UTC)


class Shown:
    """All rows of a seeded store, for assertions."""

    def __init__(self, engine: Engine, now: datetime) -> None:
        with unit_of_work(engine, now) as unit:
            self.slots = unit.connection.execute(select(slots)).all()
            keys = [slot_id(row.experience_id, row.structure_id) for row in self.slots]
            self.experiences = unit.load_all(Experience, sorted({row.experience_id for row in self.slots}))
            self.places, self.replies = unit.load_all(Slot, keys), unit.load_all(Reply, keys)
            self.comments = unit.connection.execute(select(comments)).all()
        sites = [Structure(**entry) for entry in load("world")["structures"]]
        self.zones = {site.id: site.timezone for site in sites}
        self.tree = StructureTree(sites)

    def open_of(self, structure_id: str, now: datetime) -> Counter[UrgencyGroup]:
        found: Counter[UrgencyGroup] = Counter()
        for row in self.slots:
            is_open = row.reply_state is None or row.reply_state == ReplyState.RETURNED
            if is_open and row.structure_id in self.tree.subtree([structure_id]):
                zone = self.zones[row.structure_id]
                due = published_due(self.experiences[row.experience_id].published_at, date_only=False, timezone=zone)
                found[GROUP_OF[status(due, now, zone).urgency]] += 1
        return found


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Seeded]:
    """A whole world at NOW, made once: each test works on a copy."""
    path = tmp_path_factory.mktemp("demonstration") / "demo.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    seeded = seed(engine, NOW)
    engine.dispose()
    return path, seeded


@pytest.fixture
def world(seeded_file: tuple[Path, Seeded], tmp_path: Path) -> Iterator[Engine]:
    shutil.copy(seeded_file[0], tmp_path / "copy.db")
    engine = open_engine(f"sqlite:///{tmp_path / 'copy.db'}")
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    "now",
    [
        NOW,
        datetime(2026, 11, 22, 12, 0, tzinfo=UTC),
        datetime(2027, 3, 28, 0, 40, tzinfo=UTC),  # the night of summer time
        datetime(2027, 10, 31, 23, 50, tzinfo=UTC),
        datetime(2028, 2, 29, 22, 58, tzinfo=UTC),  # one minute before midnight in Paris
    ],
)
def test_the_inbox_of_the_agent_is_the_same_at_any_hour(sqlite_engine: Engine, now: datetime) -> None:
    seeded = seed(sqlite_engine, now, variations_count=20)
    shown = Shown(sqlite_engine, now)
    assert shown.open_of(seeded.site, now) == {
        UrgencyGroup.LATE: 2,
        UrgencyGroup.TODAY: 1,
        UrgencyGroup.NEXT_DAYS: 3,
        UrgencyGroup.LATER: 6,
    }
    assert len(shown.experiences) == seeded.experiences
    assert all(e.published_at <= now for e in shown.experiences.values())
    assert all((r.published_at or now) <= now and (r.submitted_at or now) <= now for r in shown.replies.values())


def test_all_cases_of_the_work_are_there(world: Engine, seeded_file: tuple[Path, Seeded]) -> None:
    seeded = seeded_file[1]
    shown = Shown(world, NOW)
    oldest = min(e.published_at for e in shown.experiences.values())
    assert timedelta(days=330) < NOW - oldest < timedelta(days=400)
    assert len(shown.experiences) >= 200
    assert {reply.state for reply in shown.replies.values()} == set(ReplyState)
    per_experience = Counter(row.experience_id for row in shown.slots)
    assert max(per_experience.values()) == 2
    assert {"Indian/Reunion", "America/Toronto"} <= {shown.zones[row.structure_id] for row in shown.slots}
    claims = Counter(slot.claimed_by_name for slot in shown.places.values())
    assert (claims["Nadia Belkacem"], claims["Thomas Ruault"]) == (4, 1)
    assert len(shown.comments) >= 2
    authors = Counter(reply.author_name for reply in shown.replies.values() if reply.state is ReplyState.PUBLISHED)
    assert {"", "Nadia Belkacem", "Thomas Ruault", "Hélène Morvan"} == set(authors)
    ours = [reply for reply in shown.replies.values() if reply.author is not None]
    assert all(reply.receipt for reply in ours)
    assert [person.role for person in seeded.people] == [Role.AGENT, Role.AGENT, Role.SUPER_AGENT, Role.MANAGER]
    assert seeded.agent.username == "nadia.belkacem"
    assert (returned := [r for r in ours if r.state is ReplyState.RETURNED])
    assert returned[0].return_comment


def test_every_text_is_complete_and_well_set(world: Engine) -> None:
    shown = Shown(world, NOW)
    told = [text for e in shown.experiences.values() for text in (e.title, e.body)]
    said = [r.body for r in shown.replies.values()]
    for text in told + said:
        assert text.strip() == text != ""
        assert is_clean(text)
        assert len(text) < MAX_BODY
        assert not {"{", "}", "[", "]", "'"} & set(text)
    assert [fault for text in said for fault in faults(text)] == []
    # Citizens make faults, on purpose; the spaces and the apostrophes are those of the program all the same.
    assert [fault for text in told for fault in faults(text) if "accents" not in fault] == []
    bodies = [e.body for e in shown.experiences.values()]
    assert len(set(bodies)) == len(bodies)


def test_the_same_day_gives_the_same_world(tmp_path: Path) -> None:
    worlds = []
    for name in ("one.db", "two.db"):
        engine = open_engine(f"sqlite:///{tmp_path / name}")
        migrate(engine)
        seed(engine, NOW, variations_count=30)
        shown = Shown(engine, NOW)
        worlds.append((shown.experiences, shown.places))
        engine.dispose()
    assert worlds[0] == worlds[1]


def test_a_trainer_can_deposit_and_have_the_colleague_answer(world: Engine) -> None:
    later = NOW + timedelta(minutes=5)
    first, second = deposit(world, later), deposit(world, later)
    assert first != second
    assert Shown(world, later).open_of(SITE, later)[UrgencyGroup.LATER] == 8
    assert colleague_answers(world, f"{first}:{SITE}", later) == first
    reply = Shown(world, later).replies[slot_id(first, SITE)]
    assert (reply.author_name, reply.state, reply.submitted_at) == ("Thomas Ruault", ReplyState.RECEIVED, later)
    with pytest.raises(Refused) as caught:
        colleague_answers(world, first, later)
    assert caught.value.code == "already_answered"
    with pytest.raises(NotFound):
        colleague_answers(world, "999", later)


def test_the_colleague_takes_first_what_nobody_claimed(world: Engine) -> None:
    answered = [colleague_answers(world, None, NOW) for _ in range(12)]
    assert len(set(answered)) == 12
    claimed = {slot.experience_id for slot in Shown(world, NOW).places.values() if slot.claimed_by is not None}
    assert not claimed & set(answered[:7])
    assert claimed >= set(answered[-5:])
    with pytest.raises(NotFound):
        colleague_answers(world, None, NOW)


def test_passwords_are_long_enough_to_sign_in_with() -> None:
    assert len({person.password for person in accounts()}) == 4
    assert all(len(person.password) >= 12 for person in accounts())


def test_variations_never_repeat_a_text() -> None:
    made = list(variations(512))
    assert len({entry["body"] for entry in made}) == 512
    assert made[:50] == list(variations(50))


def test_the_templates_can_be_used_as_they_are() -> None:
    made = read_templates(resource_path("templates", "fr.json"), "T-0")
    assert len(made) >= 20
    assert len({template.id for template in made}) == len(made)
    for template in made:
        assert faults(template.body) == []
        assert faults(template.title) == []
        assert template.body.count("[[") == template.body.count("]]") > 0
        variables = template.body.replace("{{structure}}", "").replace("{{pseudonym}}", "")
        assert "{{" not in variables
        for hollow in ("gêne occasionnée", "prenons note", "particulièrement attachés", "dans les meilleurs délais"):
            assert hollow not in template.body


def test_resources_are_found_in_a_checkout() -> None:
    assert resource_path("demonstration", "world.toml").is_file()


def test_the_site_has_what_its_poster_shows(world: Engine) -> None:
    """A link for the code, and changes that published replies tell of, the latest within a quarter."""
    shown = Shown(world, NOW)
    told = {
        reply.change.text for reply in shown.replies.values() if reply.change and reply.state is ReplyState.PUBLISHED
    }
    assert told == {entry["change"] for entry in load("answered")["experience"] if "change" in entry}
    assert len(told) == 3
    assert [text for text in told if faults(text)] == []
    with unit_of_work(world, NOW) as unit:
        assert unit.load_all(SiteSettings, [SITE])[SITE].public_links == tuple(load("world")["links"])
