"""What the program has imported when the inbox is painted: a start is short because of what is not there yet."""

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.startup import make_profile

_WAITS = frozenset(
    {
        "holidays",
        "hunspell",
        "litestar",
        "phonenumbers",
        "requests",
        "sqlalchemy",
        "stdnum",
        "typst",
        "urllib3",
        "xlsxwriter",
    }
)
"""Each costs tens to hundreds of milliseconds, and none shows a row."""
_PROGRAM = """
import sys
from benchmarks import painted_inbox

def told():
    import threading
    threads = sorted(thread.name for thread in threading.enumerate())
    return "modules " + " ".join(sorted({name.partition(".")[0] for name in sys.modules})) + "|" + " ".join(threads)

sys.exit(painted_inbox.run(sys.argv[1:], told))
"""


def test_what_can_wait_is_not_there_when_the_inbox_is_painted(tmp_path: Path) -> None:
    make_profile(tmp_path / "profile", 60)
    ended = subprocess.run(
        [sys.executable, "-c", _PROGRAM, "--profile", str(tmp_path / "profile")],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "SPPLUS_DATA_ROOT": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    said = next((line for line in ended.stdout.splitlines() if line.startswith("modules ")), "")
    modules, _, threads = said.removeprefix("modules ").partition("|")
    assert "PySide6" in modules.split(), ended.stderr[-2000:]
    assert _WAITS & set(modules.split()) == set()
    assert "spplus-sync" not in threads.split()
