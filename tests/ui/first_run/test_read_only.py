"""A profile that cannot be written when the program opens: said, nothing changed, and it opens once that is mended."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from spplus_desk.domain.inbox import View
from spplus_desk.ui.first_run.pane import Screen
from tests.helpers.typography import faults
from tests.helpers.world import PASSWORD, World
from tests.ui.first_run.conftest import Starting
from tests.ui.first_run.test_way_out import TEXT, write


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """As the system does it: a mount of its own for root, whom rights do not stop; rights for anybody else."""
    if os.geteuid() != 0:
        folder.chmod(0o500)
        try:
            yield
        finally:
            folder.chmod(0o700)
        return
    subprocess.run(["mount", "--bind", str(folder), str(folder)], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_read_only_profile_at_the_opening(make: Callable[[], Starting], central: World) -> None:
    folder = write(make(), central)
    before = {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}
    again = make()
    unlock = again.pane.unlock
    with read_only(folder):
        unlock.phrase.line.setText(PASSWORD)
        unlock.submit()
        again.wait_problem(unlock.phrase.problem.label.text, "en lecture seule")
        said = unlock.phrase.problem.label.text()
        assert "intact" in said and "assistance" in said and faults(said) == []
        assert again.pane.current_screen is Screen.UNLOCK
        # Another way in, the same answer: signing in would open the same folder.
        again.pane.show_sign_in()
        again.fill(central.url, "omar", PASSWORD)
        again.form.submit()
        again.wait_problem(again.form.problem.label.text, "en lecture seule")
        assert {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()} == before
    again.form.submit()
    again.qtbot.waitUntil(lambda: len(again.desks) == 1, timeout=15_000)
    (desk,) = again.desks
    (row, *_) = desk.inbox.rows(View.TO_ANSWER).result(15)
    assert desk.replying.draft(row.key).result(15).body == TEXT
