"""`make build`: freezes the program into dist/spplus-desk, unless it was made from these same sources."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "dist" / "spplus-desk" / ("spplus-desk.exe" if sys.platform == "win32" else "spplus-desk")
MADE_FROM = ROOT / "build" / "frozen.sha256"


def main() -> int:
    wanted = sources_digest()
    if PROGRAM.exists() and MADE_FROM.exists() and MADE_FROM.read_text(encoding="ascii") == wanted:
        print(f"{PROGRAM.relative_to(ROOT)} is up to date.")
        return 0
    MADE_FROM.unlink(missing_ok=True)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "build.spec"]
    frozen = subprocess.run(command, cwd=ROOT, check=False, env={**os.environ, "PYTHONOPTIMIZE": ""})
    if frozen.returncode != 0:
        return frozen.returncode
    MADE_FROM.parent.mkdir(exist_ok=True)
    MADE_FROM.write_text(wanted, encoding="ascii")
    print(f"Made {PROGRAM.relative_to(ROOT)}.")
    return 0


def sources_digest() -> str:
    """SHA-256 over all that goes into the program: our sources and resources, the recipe and the lock."""
    files = [ROOT / "build.spec", ROOT / "pyproject.toml", ROOT / "requirements.lock"]
    for folder in ("spplus_desk", "resources"):
        files += [f for f in (ROOT / folder).rglob("*") if f.is_file() and "__pycache__" not in f.parts]
    digest = hashlib.sha256(sys.version.encode())
    for file in sorted(files):
        digest.update(f"{file.relative_to(ROOT).as_posix()}\0{file.stat().st_size}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    raise SystemExit(main())
