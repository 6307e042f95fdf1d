"""What no Python package brings: libraries of Qt; PostgreSQL, poppler and a bus for the tests; what freezing needs.

    python3 tools/system_packages.py GROUP…     with GROUP among venv, qt, postgresql, poppler, dbus, freeze

Looks whether each part is there (a few milliseconds). What is missing is installed where that can be done without
asking anybody (root, or sudo without a password, on Debian and Ubuntu); else it is named in one sentence, exit code 1.
It runs before anything else is set up, so it needs nothing but Python's own library.
"""

import ctypes
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

OLDEST_PYTHON = (3, 11)
OLDEST_POSTGRESQL = 15

QT_LIBRARIES = {
    # What QtGui and QtWidgets link to, on any platform plugin.
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libz.so.1": "zlib1g",
    # The X11 plugin.
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    # The Wayland plugin.
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}


def main(groups: list[str]) -> int:
    if sys.version_info < OLDEST_PYTHON:
        return _refuse("SP+ Desk needs Python 3.11 or newer: name one with `make PYTHON=/path/to/python3.11 …`.")
    missing = _missing(groups)
    if not missing:
        return 0
    if not sys.platform.startswith("linux"):
        return _refuse(f"SP+ Desk misses these parts of the system: {' '.join(missing)}.")
    installer = _installer()
    if installer is None:
        return _refuse(
            "SP+ Desk misses packages of the system, which an administrator can install with: "
            f"apt-get install --no-install-recommends {' '.join(missing)}"
        )
    print(f"Installing packages of the system: {' '.join(missing)}", flush=True)
    for command in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", *missing]):
        if subprocess.run([*installer, *command], check=False, stdin=subprocess.DEVNULL).returncode != 0:
            return _refuse(f"Packages of the system could not be installed: {' '.join(missing)}.")
    still = _missing(groups)
    if still:
        return _refuse(f"Packages of the system were installed, and yet these parts are not found: {' '.join(still)}.")
    return 0


def _missing(groups: list[str]) -> list[str]:
    """Names of the Debian packages to install for these groups; empty when all is there."""
    finders = {
        "venv": _venv, "qt": _qt, "postgresql": _postgresql, "poppler": _poppler, "dbus": _dbus, "freeze": _freeze,
    }  # fmt: skip
    return [package for group in groups for package in finders[group]()]


def _venv() -> list[str]:
    return [] if importlib.util.find_spec("ensurepip") else [f"python{_version()}-venv"]


def _qt() -> list[str]:
    if not sys.platform.startswith("linux"):
        return []
    return [package for library, package in QT_LIBRARIES.items() if not _loads(library)]


def _postgresql() -> list[str]:
    """A server of our own is started by the tests: the program files are needed, not a running service."""
    if os.environ.get("SPPLUS_TEST_POSTGRES"):
        return []
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep)]
    folders += [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    for folder in folders:
        initdb = folder / "initdb"
        if initdb.is_file() and _postgresql_version(initdb) >= OLDEST_POSTGRESQL:
            return []
    return ["postgresql"]


def _postgresql_version(initdb: Path) -> int:
    said = subprocess.run([str(initdb), "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(found[1]) if found else 0


def _poppler() -> list[str]:
    """Another program reads the PDF that we write."""
    return [] if shutil.which("pdftotext") and shutil.which("pdffonts") else ["poppler-utils"]


def _dbus() -> list[str]:
    """A session bus of our own is started by the tests, to see what a desktop is told."""
    if not sys.platform.startswith("linux") or shutil.which("dbus-daemon"):
        return []
    return ["dbus-daemon"]


def _freeze() -> list[str]:
    """PyInstaller reads libraries with objdump and takes Python's shared library along."""
    if not sys.platform.startswith("linux"):
        return []
    found = [] if shutil.which("objdump") else ["binutils"]
    shared = sysconfig.get_config_var("INSTSONAME") or ""
    if ".so" not in shared or not (_loads(shared) or (Path(sysconfig.get_config_var("LIBDIR")) / shared).exists()):
        found.append(f"libpython{_version()}")
    return found


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _version() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _installer() -> "list[str] | None":
    """The command that installs without asking anybody, or None."""
    if shutil.which("apt-get") is None:
        return None
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    if os.geteuid() == 0:
        return quiet
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n", *quiet]
    return None


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
