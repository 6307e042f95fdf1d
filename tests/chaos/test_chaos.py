"""The bounded part of the chaos: the long one is `make chaos`. A seed that fails plays again by --replay."""

from pathlib import Path

import pytest

from tests.chaos import power_cut, swift, typing_lost
from tests.chaos.proxy import Spoil
from tests.chaos.series import typing_runs
from tests.chaos.siege import Siege
from tests.chaos.tally import Tally


def _clean(tally: Tally) -> None:
    assert not tally.wrong, tally.wrong
    assert (tally.lost, tally.doubled) == (0, 0)


@pytest.mark.parametrize("on_postgres", [False, True])
def test_processes_are_killed_and_each_reply_arrives_once(
    seeds: swift.Seeds, tmp_path: Path, on_postgres: bool
) -> None:
    with seeds.central(tmp_path, on_postgres=on_postgres) as at:
        tally = Siege(f"bounded {on_postgres}", at, tmp_path, kills=6).play()
    _clean(tally)
    assert (tally.kills["desk"], tally.kills["central"]) == (5, 1)
    assert tally.replies >= 5 and tally.faults.total() >= 5 and tally.caches == 2


@pytest.mark.parametrize(("on_postgres", "count"), [(False, 3), (True, 1)])
def test_histories_with_desks_that_die(seeds: swift.Seeds, on_postgres: bool, count: int) -> None:
    tally = Tally()
    for seed in range(count):
        tally.add(swift.one(seeds, seed, on_postgres=on_postgres))
    _clean(tally)
    assert tally.runs == count and tally.kills["desk"] >= count and tally.replies >= count


def test_what_was_told_to_be_saved_is_there_after_a_kill(base: Path, tmp_path: Path) -> None:
    tally = Tally()
    for seed in range(8):
        tally.add(power_cut.one(f"bounded {seed}", base, tmp_path))
    _clean(tally)
    assert tally.kills["writer"] == 8 and tally.drafts + tally.replies > 30


def test_a_kill_takes_a_second_of_typing_at_most_and_nothing_after_the_field_was_left() -> None:
    losses: list[float] = []
    tally = Tally()
    for one in typing_runs(range(3), losses):
        tally.add(one)
    _clean(tally)
    assert len(losses) == 3 and max(losses) <= 1.0


def test_the_script_of_faults_comes_from_the_seed_alone() -> None:
    from tests.chaos.dice import dice_of

    def script(seed: str) -> list[object]:
        return [dice_of(seed, "line", "lise", n).choice(list(Spoil)) for n in range(200)]

    assert script("7") == script("7") != script("8")
    assert set(script("7")) == set(Spoil)


def test_the_oracle_sees_each_broken_promise(seeds: swift.Seeds, tmp_path: Path) -> None:
    """Nothing lost means something only where a loss would be seen."""
    with seeds.central(tmp_path, on_postgres=False) as at:
        siege = Siege("oracle", at, tmp_path, kills=1, acts=8)
        _clean(siege.play())
        lise, omar = (siege._desks[name].told for name in ("lise", "omar"))

        def judged() -> Tally:
            for fresh in tmp_path.glob("fresh-*"):
                fresh.unlink()
            tally = Tally()
            siege._judge(tally)
            return tally

        lise.saved["0197a0a0-0000-7000-8000-000000000000"] = ("1:RES-0", "Jamais arrivée")
        lise.drafts["1001:RES-0"] = {"Jamais gardé"}
        found = judged()
        assert (found.lost, len(found.wrong)) == (2, 2)
        del lise.saved["0197a0a0-0000-7000-8000-000000000000"], lise.drafts["1001:RES-0"]
        arrived, body = next((i, b) for i, (_, b) in lise.saved.items() if i not in lise.undoing)
        lise.undone[arrived] = body
        assert len(judged().wrong) == 2
        lise.undone.clear()
        lise.tried.clear()
        omar.tried.clear()
        assert any("nobody wrote" in sentence for sentence in judged().wrong)


def test_typing_that_is_lost_is_seen() -> None:
    tally = Tally()
    typing_lost.count(typing_lost.Loss(50, 9, 1.2, whole=True), "0", tally, most=1.0)
    typing_lost.count(typing_lost.Loss(50, 0, 0.0, whole=False), "1", tally, most=1.0)
    assert (tally.lost, len(tally.wrong)) == (2, 2)
