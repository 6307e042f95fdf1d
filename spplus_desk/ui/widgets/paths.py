"""A path of the file system, which has no blanks to be cut at."""

from pathlib import Path

from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.labels import Label


class PathLabel(Label):
    """Cut after its separators where the room ends, by invisible blanks; read aloud as it is."""

    def __init__(self, theme: Theme, path: Path | None = None) -> None:
        super().__init__(theme, "", Role.UI, wrap=True)
        if path is not None:
            self.show_path(path)

    def show_path(self, path: Path) -> None:
        said = str(path)
        # Also after hyphens and dots: a folder of ours is named by a host and a digest.
        shown = "".join(f"{sign}\u200b" if sign in "/\\-." else sign for sign in said)
        self.setText(shown)
        self.setAccessibleName(said)
