"""The benchmark of the cache runs, on few rows: what it measures is judged elsewhere, on many."""

from benchmarks import cache


def test_both_rows_are_measured_on_the_same_work() -> None:
    first, small = cache.run(400)
    assert (first.id, small.id) == ("a1", "b")
    assert first.ratio is not None and first.ratio > 0
    assert small.ratio is not None and small.ratio > 0
