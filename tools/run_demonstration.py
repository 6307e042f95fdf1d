"""`make run`: the demonstration in a window, or, where there is no display, the main job played by itself."""

import os
import subprocess
import sys
from pathlib import Path

TOUR = Path("build/tour")


def main() -> int:
    desk = [sys.executable, "-m", "spplus_desk"]
    if not sys.platform.startswith("linux") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return subprocess.run([*desk, "--demo"], check=False).returncode
    print(f"There is no display here: the main job is played by itself, its pictures go to {TOUR}.", flush=True)
    TOUR.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run([*desk, "--tour", str(TOUR)], check=False, env=environment).returncode


if __name__ == "__main__":
    raise SystemExit(main())
