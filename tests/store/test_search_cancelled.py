"""A newer question cancels the one before, and nothing that an interruption breaks passes for damage."""

from concurrent.futures import CancelledError
from datetime import timedelta

from tests.helpers.cache import NOW, Cache, experience, puts, slot, structure
from tests.helpers.searching import ask, question


def test_a_burst_of_questions_ends_with_the_last_answer(desk: Cache) -> None:
    rows: list[object] = [structure()]
    for i in range(300):
        rows += [experience(str(i), published_at=NOW - timedelta(hours=i)), slot(str(i))]
    desk.feed(puts(*rows))
    for _round in range(12):
        with desk.store._searches.parted():
            pass  # the next question opens the file anew, and may be interrupted at that
        asked = [
            desk.store.search(question(text, unfinished=True), NOW)
            for text in ("a", "at", "att", "attestation attendue", "attestation -zebre depuis:mois", "attestation")
        ]
        assert asked[-1].result().total == 300
        for future in asked[:-1]:
            error = future.exception()
            assert error is None or isinstance(error, CancelledError)
    assert desk.store.rescued is None
    assert ask(desk, "attestation").total == 300


def test_a_rescue_meanwhile_leaves_the_search_at_work(desk: Cache) -> None:
    desk.feed(puts(structure(), experience(), slot()))
    assert ask(desk, "attestation").total == 1
    desk.store._post(lambda work: work.heal(NOW)).result()
    assert ask(desk, "attestation").total == 0
    assert desk.store.cursor().result() is None
    desk.feed(puts(structure(), experience(), slot()))
    assert ask(desk, "attestation").total == 1
