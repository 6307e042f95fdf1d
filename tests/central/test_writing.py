"""Who is writing: a passing sign, never a lock. And what was felt of each channel."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.helpers.central_world import Desk, World, reply

SignIn = Callable[[str], Desk]


def slot(desk: Desk, key: str = "E1:S1") -> dict[str, Any]:
    desk.pull()
    row: dict[str, Any] = desk.mirror["slot", key]
    return row


def names(desk: Desk) -> list[str]:
    return [writer["name"] for writer in slot(desk)["writers"]]


def test_colleagues_see_who_writes_until_it_is_over(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1", "P1")
    alice, anne = sign_in("alice"), sign_in("anne")
    alice.do("set_writing", "E1", "S1", writing=True)
    (writer,) = slot(anne)["writers"]
    assert (writer["name"], writer["since"]) == ("Alice", "2027-12-16T09:12:00Z")
    anne.do("set_writing", "E1", "S1", writing=True)
    assert names(alice) == ["Alice", "Anne"], "two may write: nobody is locked out"
    assert [w["name"] for w in slot(sign_in("paul"))["writers"]] == ["Alice", "Anne"]
    alice.do("set_writing", "E1", "S1", writing=False)
    assert names(anne) == ["Anne"]


def test_a_sign_goes_on_from_its_beginning_and_fades(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    alice, anne = sign_in("alice"), sign_in("anne")
    alice.do("set_writing", "E1", "S1", writing=True)
    world.clock.advance(timedelta(minutes=10))
    alice.do("set_writing", "E1", "S1", writing=True)
    (writer,) = slot(anne)["writers"]
    assert (writer["since"], writer["seen_at"]) == ("2027-12-16T09:12:00Z", "2027-12-16T09:22:00Z")
    world.clock.advance(timedelta(minutes=15))
    anne.do("set_writing", "E1", "S1", writing=True)
    assert names(alice) == ["Anne"], "fifteen minutes without a sign"


def test_sending_ends_the_sign_and_a_sign_makes_nothing_stale(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    alice, anne = sign_in("alice"), sign_in("anne")
    seen = slot(alice)["version"]
    anne.do("set_writing", "E1", "S1", writing=True)
    alice.do("set_writing", "E1", "S1", writing=True)
    (sent,) = alice.send(reply("E1", "S1", base=seen))
    assert sent["outcome"] == "applied"
    assert names(anne) == ["Anne"]


def test_nobody_signs_outside_their_scope(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    assert sign_in("bruno").do("set_writing", "E1", "S1", writing=True)["code"] == "not_allowed"
    assert sign_in("paul").do("set_writing", "E1", "P1", writing=True)["code"] == "not_allowed"
    assert sign_in("alice").do("set_writing", "E1", "S1")["code"] == "invalid_payload"


def test_what_was_felt_of_each_channel_is_kept_with_it(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    alice = sign_in("alice")
    felt = {"Accueil": "negative", "Téléphone": "positive"}
    alice.do("set_channels", "E1", "S1", channels=["Accueil", "Téléphone"], channel_sentiments=felt)
    assert slot(alice)["channel_sentiments"] == felt
    alice.do("set_channels", "E1", "S1", channels=["Téléphone", "Courrier"])  # an older desk does not know of it
    assert slot(alice)["channel_sentiments"] == {"Téléphone": "positive"}
    alice.do("set_channels", "E1", "S1", channels=["Téléphone"], channel_sentiments={})
    assert slot(alice)["channel_sentiments"] == {}


@pytest.mark.parametrize(
    "felt", [{"Courrier": "negative"}, {"Accueil": "furious"}, {"Accueil": None}, ["Accueil"], "x"]
)
def test_a_feeling_is_of_a_channel_that_is_there(world: World, sign_in: SignIn, felt: Any) -> None:
    world.deposit("E1", "S1")
    alice = sign_in("alice")
    result = alice.do("set_channels", "E1", "S1", channels=["Accueil"], channel_sentiments=felt)
    assert result["code"] == "invalid_payload"
    assert slot(alice)["channel_sentiments"] == {}
