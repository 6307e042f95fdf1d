"""The bench of the search holds its floor: what is meant is found, and little else."""

from benchmarks.search_bench import LEAST_PRECISION, LEAST_RECALL, measure


def test_the_search_finds_what_is_meant_and_little_else() -> None:
    report = measure()
    assert len(report.answers) >= 60
    assert report.recall >= LEAST_RECALL, [a.query for a in report.answers if a.wanted - a.found]
    assert report.precision >= LEAST_PRECISION, [a.query for a in report.answers if a.found - a.wanted]
