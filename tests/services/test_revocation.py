"""An account taken back: wiped at the next contact, unsent texts first offered, against the real central."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from spplus_desk.central.repository import add_agent, revoke_agent, unit_of_work
from spplus_desk.domain.commands import PAYLOAD_OF
from spplus_desk.domain.errors import AccountRevoked, BadInput, CacheLocked
from spplus_desk.domain.experience import GeneralTags, ServiceChange
from spplus_desk.domain.experience_payloads import SetChannels, SetImprovement, SetTags, SetWriting, Transfer
from spplus_desk.domain.inbox import View
from spplus_desk.domain.outbox import Draft
from spplus_desk.domain.structure import Membership
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.domain.values import names
from spplus_desk.domain.vocabulary import Role, Sentiment
from spplus_desk.services import unsent_words
from spplus_desk.services.desk import Desk
from tests.helpers.clock import FakeClock
from tests.helpers.world import PASSWORD, WEST, WEST_1, World
from tests.sync.conftest import central_seed, world
from tests.sync.test_session import WAIT, Bench, bench, reaches

__all__ = ["bench", "central_seed", "world"]


def revoke(world: World) -> None:
    with unit_of_work(world.engine, world.clock()) as unit:
        revoke_agent(unit, "omar")


def working(world: World, bench: Bench) -> Desk:
    """A desk with a draft and a comment that waits for the network."""
    world.deposit(WEST, count=3)
    desk = bench.sign_in()
    reaches(desk, SyncPhase.SYNCED)
    first, second, _ = desk.inbox.rows(View.TO_ANSWER).result(WAIT)
    bench.transports[-1].switch(False)
    desk.replying.save(Draft(slot_id=first.key, body="Mon brouillon.")).result(WAIT)
    desk.inbox.comment(second.key, "Mon commentaire.").result(WAIT)
    desk.inbox.keep_comment(first.key, "À dire à").result(WAIT)
    return desk


def mirror(desk: Desk) -> int:
    return len(desk.inbox.rows(View.ALL).result(WAIT))


def test_the_mirror_goes_at_the_next_contact_and_the_texts_wait(world: World, bench: Bench, tmp_path: Path) -> None:
    desk = working(world, bench)
    assert desk.folder is not None and desk.revocation is not None
    assert not desk.revocation.revoked().result(WAIT)
    old = (desk.folder / "cache.db").read_bytes()
    revoke(world)
    bench.transports[-1].switch(True)
    desk.syncing.sync_now()
    status = reaches(desk, SyncPhase.SESSION_EXPIRED)
    assert "30\u00a0jours" in status.sentence
    assert desk.revocation.revoked().result(WAIT)
    assert mirror(desk) == 0
    assert (desk.folder / "cache.db").read_bytes()[:4096] != old[:4096]
    texts = desk.revocation.unsent().result(WAIT)
    assert sorted(
        (unsent_words.heading(one.payload, comment=one.comment), one.draft, bool(one.title)) for one in texts
    ) == [
        ("Brouillon", "Mon brouillon.", True),
        ("Commentaire commencé", "À dire à", True),
        ("Commentaire non envoyé", "", True),
    ]
    with pytest.raises(BadInput):
        desk.revocation.export_unsent(tmp_path / "absent" / "textes.txt").result(WAIT)
    target = tmp_path / "textes.txt"
    assert desk.revocation.export_unsent(target).result(WAIT) == 3
    content = target.read_text(encoding="utf-8")
    assert "Mon brouillon." in content and "Mon commentaire." in content
    assert target.stat().st_mode & 0o077 == 0
    desk.revocation.wipe().result(WAIT)
    assert not desk.folder.exists()
    assert bench.keyring is not None and bench.keyring.kept == {}
    assert bench.service.profiles() == ()


def test_the_texts_wait_thirty_days_across_restarts(world: World, bench: Bench, clock: FakeClock) -> None:
    desk = working(world, bench)
    folder = desk.folder
    assert folder is not None
    desk.close()
    revoke(world)
    with pytest.raises(AccountRevoked):
        bench.service.sign_in(world.url, "Omar", PASSWORD, offline_unlock=True).result(WAIT)
    clock.advance(timedelta(days=29))
    again = bench.opened(bench.service.open_profile(folder))
    assert again.revocation is not None
    assert mirror(again) == 0
    assert len(again.revocation.unsent().result(WAIT)) == 3
    again.close()
    clock.advance(timedelta(days=2))
    with pytest.raises(AccountRevoked):
        bench.service.open_profile(folder).result(WAIT)
    assert not folder.exists()
    with pytest.raises(CacheLocked):
        bench.service.open_profile(folder).result(WAIT)


def test_nothing_unsent_leaves_nothing(world: World, bench: Bench) -> None:
    world.deposit(WEST)
    desk = bench.sign_in()
    reaches(desk, SyncPhase.SYNCED)
    folder = desk.folder
    assert folder is not None
    desk.close()
    revoke(world)
    with pytest.raises(AccountRevoked):
        bench.service.sign_in(world.url, "omar", PASSWORD, offline_unlock=True).result(WAIT)
    assert not folder.exists()
    assert bench.keyring is not None and bench.keyring.kept == {}


def test_signing_in_again_wipes_too_and_a_reinstated_account_goes_on(world: World, bench: Bench) -> None:
    desk = working(world, bench)
    bench.transports[-1].switch(True)
    revoke(world)
    with pytest.raises(AccountRevoked):
        desk.syncing.sign_in_again(PASSWORD).result(WAIT)
    assert mirror(desk) == 0
    desk.close()
    with unit_of_work(world.engine, world.clock()) as unit:
        post = Membership(WEST, Role.AGENT)
        add_agent(unit, username="omar", name="Omar", password=PASSWORD, posts=(post,))
    again = bench.sign_in()
    reaches(again, SyncPhase.SYNCED)
    assert mirror(again) == 3
    assert again.revocation is not None
    assert not again.revocation.revoked().result(WAIT)
    left = again.revocation.unsent().result(WAIT)  # the comment that waited has left by now
    assert [one.draft for one in left] == ["Mon brouillon.", "À dire à"]


def test_what_is_not_a_text_is_exported_in_words_and_holds_nothing_back(
    world: World, bench: Bench, tmp_path: Path
) -> None:
    desk = working(world, bench)
    assert desk.revocation is not None
    third = desk.inbox.rows(View.TO_ANSWER).result(WAIT)[2]
    desk.inbox.claim(third.key).result(WAIT)
    for payload in (
        SetTags(structure_id=WEST, tags=GeneralTags(relation=Sentiment.POSITIVE), business_tags=("accueil",)),
        SetChannels(structure_id=WEST, channels=("Téléphone",)),
        SetImprovement(structure_id=WEST, improvement=True),
        Transfer(structure_id=WEST, to_structure_id=WEST_1, reason="Le guichet de la gare a reçu cette personne."),
    ):
        desk._store.intend(third.key, payload, world.clock()).result(WAIT)
    revoke(world)
    bench.transports[-1].switch(True)
    desk.syncing.sync_now()
    reaches(desk, SyncPhase.SESSION_EXPIRED)
    assert desk.revocation.unsent_counts().result(WAIT) == (4, 4)
    target = tmp_path / "textes.txt"
    assert desk.revocation.export_unsent(target).result(WAIT) == 8
    content = target.read_text(encoding="utf-8")
    for words in (
        "Je m’en occupe.",
        "Étiquettes générales\u00a0: Relation positif",
        "Étiquettes métier\u00a0: accueil",
        "Canaux\u00a0: Téléphone",
        "À considérer comme une amélioration.",
        f"Vers la structure {WEST_1}.",
        "Le guichet de la gare a reçu cette personne.",
    ):
        assert words in content, words


def test_every_kind_of_command_has_its_words() -> None:
    for kind, payload in PAYLOAD_OF.items():
        if payload is SetWriting:
            continue  # a passing sign: never exported
        made = payload(**{name: _value(name) for name in names(payload)})
        assert unsent_words.heading(made) not in ("Action non envoyée", "Brouillon"), kind
        assert unsent_words.content(made), kind


def _value(name: str) -> object:
    values = {"tags": GeneralTags(), "business_tags": (), "channels": (), "improvement": True}
    days = {"change": ServiceChange(text="mot"), "start": date(2027, 12, 16), "end": date(2027, 12, 18)}
    return {**values, **days}.get(name, "mot")
