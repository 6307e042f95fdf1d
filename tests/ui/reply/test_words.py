from datetime import timedelta

import pytest

from spplus_desk.domain.blanks import marks
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.ui.reply.words import count_text, left_to_do, send_line

_HOLD = timedelta(seconds=30)


@pytest.mark.parametrize(
    ("phase", "points", "validation", "line"),
    [
        (SyncPhase.SYNCED, 0, False, "Sera envoyée tout de suite, annulable 30\u00a0s."),
        (SyncPhase.OFFLINE, 0, False, "Sera envoyée au retour du réseau."),
        (SyncPhase.UNREACHABLE, 1, False, "Sera envoyée au retour du réseau, une fois le point vérifié."),
        (SyncPhase.OFFLINE, 3, False, "Sera envoyée au retour du réseau, une fois les 3\u00a0points vérifiés."),
        (SyncPhase.SYNCED, 0, True, "Sera relue par un super agent avant publication."),
        (SyncPhase.SESSION_EXPIRED, 0, False, "Sera envoyée dès que vous serez reconnecté."),
    ],
)
def test_the_send_line_says_what_will_happen(phase: SyncPhase, points: int, validation: bool, line: str) -> None:
    assert send_line(phase, points, validation=validation, hold=_HOLD) == line


def test_what_remains_is_named() -> None:
    assert left_to_do(marks("[[jour]]")) == "Il reste un blanc à remplir\u00a0: jour."
    assert (
        left_to_do(marks("[[a]] [[b]] [[c]] [[d]]")) == "Il reste 4\u00a0blancs à remplir\u00a0: a, b, c et 1 de plus."
    )
    assert left_to_do(marks("{{site}}")) == "Il reste une variable vide\u00a0: site."


def test_the_count_has_its_usual_range_in_a_wide_window() -> None:
    assert count_text(1, wide=False) == "1\u00a0caractère"
    assert count_text(1_501, wide=True) == "1\u00a0501\u00a0caractères, repère 400 à 1\u00a0200"
