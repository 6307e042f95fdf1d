"""The same window as everywhere."""

from tests.ui.shell.conftest import look, shell, world

__all__ = ["look", "shell", "world"]
