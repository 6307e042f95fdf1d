"""Python's own import is back after PySide's first one."""

import subprocess
import sys

_PROGRAM = """
import builtins
plain = builtins.__import__
from spplus_desk.ui.first_import import import_qt
assert not any(name.startswith("PySide6") for name in __import__("sys").modules)
import_qt()
from PySide6.QtWidgets import QApplication, QLabel
print(builtins.__import__ is plain, QLabel.__name__)
"""


def test_pyside_leaves_no_hook_on_import() -> None:
    ended = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=False, timeout=60)
    assert ended.stdout.split() == ["True", "QLabel"], ended.stderr
