"""Where the files that come with the program are: a checkout, an installed wheel or the frozen program."""

import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def resource_root() -> Path:
    """The folder `resources` of this installation. Raises FileNotFoundError when the installation has none."""
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [Path(frozen) / "resources"] if frozen else []
    candidates += [_PACKAGE.parent / "resources", Path(sys.prefix) / "share" / "spplus-desk" / "resources"]
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"no resources folder beside {_PACKAGE}")


def resource_path(*parts: str) -> Path:
    """The path of one resource, such as `resource_path("templates", "fr.json")`; it may not exist."""
    return resource_root().joinpath(*parts)
