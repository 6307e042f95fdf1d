"""The known pairs of close cases: what is found must not get worse."""

from benchmarks.close_cases import evaluate


def test_the_known_pairs_are_found_better_than_by_plain_words() -> None:
    found = evaluate()
    plain, near, useful = found["plain BM25"], found["near"], found["near, useful first"]
    assert near[0] >= 0.9
    assert useful[0] >= 0.9
    assert useful[0] >= plain[0]
    assert useful[1] >= 0.85
    assert useful[2] >= 0.7
    assert useful[2] > near[2]
