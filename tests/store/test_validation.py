"""Validation on this desk: versions mirrored, judgements shown before the network has them, and taken along by age."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from spplus_desk.domain.document_payloads import SaveSiteSettings
from spplus_desk.domain.documents import SiteSettings
from spplus_desk.domain.experience import Passage, ReplyVersion
from spplus_desk.domain.experience_payloads import ApproveReply, ReturnReply
from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.domain.projection import SlotState
from spplus_desk.domain.structure import Agent, Membership
from spplus_desk.domain.validation import Standing, last_return, texts
from spplus_desk.domain.vocabulary import Entity, ReplyState, Role, VersionStep
from spplus_desk.store.pages import PulledChange
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
    reply,
    slot,
    structure,
    submit,
)
from tests.helpers.clock import FakeClock

CHIEF = Agent("a-nadia", "Nadia Ferrand", (Membership(SITE, Role.SUPER_AGENT),))
PENDING = {"state": ReplyState.PENDING_VALIDATION, "author": "a-helene", "author_name": "Hélène Morvan"}


def step(id: str, kind: VersionStep, version: int, experience_id: str = "1", **values: object) -> PulledChange:
    given = {"by": "a-helene", "by_name": "Hélène Morvan", "at": NOW}
    row = ReplyVersion(
        id=id,
        experience_id=experience_id,
        structure_id=SITE,
        step=kind,
        version=version,
        **(given | values),  # type: ignore[arg-type]
    )
    return PulledChange(Entity.REPLY_VERSION, id, row)


def opened(path: Path, clock: FakeClock, agent: Agent) -> Cache:
    desk = Cache(path, clock, agent)
    rows = (structure(validation_required=True), experience(), slot(version=2), reply(version=2, **PENDING))
    desk.feed([*puts(*rows), step("v1", VersionStep.SUBMITTED, 2, body="Votre attestation est en ligne.")])
    return desk


@pytest.fixture
def chief(tmp_path: Path, clock: FakeClock):  # type: ignore[no-untyped-def]
    desk = opened(tmp_path / "chief.db", clock, CHIEF)
    yield desk
    desk.store.close()


def detail(desk: Cache) -> ExperienceDetail:
    return desk.store.detail(key()).result()


def test_an_approval_shows_at_once_and_moves_the_counts(chief: Cache) -> None:
    before = chief.store.counts(NOW).result()
    assert (before.to_validate, before.answered) == (1, 0)
    chief.store.enqueue(command("c1", ApproveReply(structure_id=SITE))).result()
    after = chief.store.counts(NOW).result()
    assert (after.to_validate, after.answered) == (0, 1)
    shown = detail(chief)
    assert shown.row.state is SlotState.RECEIVED
    assert [(v.step, v.by_name) for v in shown.versions] == [
        (VersionStep.SUBMITTED, "Hélène Morvan"),
        (VersionStep.APPROVED, "Nadia Ferrand"),
    ]


def test_a_return_shows_at_once_with_its_passage_and_never_twice(chief: Cache) -> None:
    passage = Passage(start=6, end=17, text="attestation")
    payload = ReturnReply(structure_id=SITE, comment="Laquelle ?", passage=passage)
    chief.store.enqueue(command("c1", payload)).result()
    counts = chief.store.counts(NOW).result()
    assert (counts.to_validate, counts.to_answer) == (0, 1)
    mine = last_return(detail(chief).versions)
    assert mine is not None
    assert (mine.comment, mine.passage) == ("Laquelle ?", passage)
    # The answer, then the feed: the line of the central has the same id, and takes the place of ours.
    chief.store.record_results(applied("c1"), NOW).result()
    told = step("c1", VersionStep.RETURNED, 3, by_name="Nadia Ferrand", comment="Laquelle ?", passage=passage)
    returned = reply(version=3, **(PENDING | {"state": ReplyState.RETURNED, "return_comment": "Laquelle ?"}))
    chief.feed([*puts(slot(version=3), returned), told])
    assert [v.id for v in detail(chief).versions] == ["v1", "c1"]
    assert last_return(detail(chief).versions) is not None


def test_the_texts_with_their_decisions(chief: Cache) -> None:
    chief.feed(
        [
            step("v4", VersionStep.SUBMITTED, 5, body="Second"),
            step("v2", VersionStep.RETURNED, 3, comment="Non."),
        ]
    )
    found = texts(detail(chief).versions)
    assert [(t.number, t.text.id, t.decision and t.decision.id, t.returned) for t in found] == [
        (1, "v1", "v2", True),
        (2, "v4", None, False),
    ]
    assert last_return(detail(chief).versions) is None


def test_who_may_do_what(chief: Cache, tmp_path: Path, clock: FakeClock) -> None:
    assert detail(chief).standing == Standing(waits=False, reviews=True, own_approval=False)
    own = SiteSettings(id=SITE, structure_id=SITE, validation=True, own_approval=False, version=1)
    chief.feed([PulledChange(Entity.SITE_SETTINGS, SITE, own)])
    assert detail(chief).standing == Standing(waits=True, reviews=True, own_approval=False)
    chief.feed([PulledChange(Entity.SITE_SETTINGS, SITE, replace(own, own_approval=True, version=2))])
    assert detail(chief).standing == Standing(waits=False, reviews=True, own_approval=True)
    agent = opened(tmp_path / "agent.db", clock, Agent("a-helene", "Hélène Morvan", (Membership(SITE, Role.AGENT),)))
    assert detail(agent).standing == Standing(waits=True, reviews=False, own_approval=False)
    agent.store.close()


def test_old_payloads_of_settings_keep_their_digest() -> None:
    from spplus_desk.protocol import to_wire

    sent = to_wire(command("c1", SaveSiteSettings(structure_id=SITE)))
    assert "own_approval" not in sent.payload
    assert "passage" not in to_wire(command("c2", ReturnReply(structure_id=SITE))).payload


def test_the_author_who_amends_offline_sees_the_new_text_in_the_chain(tmp_path: Path, clock: FakeClock) -> None:
    with cache(tmp_path / "cache.db", clock) as desk:
        returned = reply(version=3, **(PENDING | {"state": ReplyState.RETURNED, "return_comment": "Non."}))
        desk.feed(
            [
                *puts(structure(validation_required=True), experience(), slot(version=3), returned),
                step("v1", VersionStep.SUBMITTED, 2, body="Premier."),
                step("v2", VersionStep.RETURNED, 3, comment="Non.", by_name="Nadia Ferrand"),
            ]
        )
        assert desk.store.counts(NOW).result().to_answer == 1
        desk.store.enqueue(submit("c1", body="Second.")).result()
        assert [v.body for v in detail(desk).versions] == ["Premier.", "", "Second."]


def test_versions_leave_and_are_counted_with_their_experience(chief: Cache) -> None:
    from spplus_desk.store import retention

    old = NOW - timedelta(days=400)
    done = reply(version=3, **(PENDING | {"state": ReplyState.PUBLISHED, "published_at": old, "submitted_at": old}))
    chief.feed([*puts(slot(version=3), done), step("v2", VersionStep.APPROVED, 3)])
    chief.store.set_retention(timedelta(days=365)).result()
    while chief.store._post(lambda work: retention.sweep(work, work.retention, NOW)).result():
        pass
    told = {"experience": 1, "slot": 1, "reply": 1, "reply_version": 2}
    assert chief.store.compare_counts(told, NOW).result() == ()
    chief.feed([step("v3", VersionStep.APPROVED, 4)])
    assert chief.store.compare_counts(told | {"reply_version": 3}, NOW).result() == ()
    chief.feed(gone(Entity.REPLY_VERSION, "v3"))
    assert chief.store.compare_counts(told, NOW).result() == ()
