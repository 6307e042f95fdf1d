"""What a command is: its words, its keys, where it acts. Pages declare theirs; the window makes them act."""

from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

_AZERTY = {1: "&", 2: "é", 3: '"', 4: "'", 5: "(", 6: "-", 7: "è", 8: "_", 9: "ç", 0: "à"}
"""The top row of a French keyboard gives these without Shift, so Ctrl+1 is Ctrl+& there."""
_WORDS = {"PgDown": "PgSuiv", "PgUp": "PgPréc", "Shift": "Maj", "Return": "Entrée", ",": "virgule"}


@dataclass(frozen=True, slots=True)
class Command:
    """`local` commands act in the lists and texts of their page only, never in a field. Without `menu`, a second key
    of another command, named there as `also`. `account` ones stand in the menu of the account too."""

    name: str
    text: str
    keys: tuple[str, ...] = ()
    menu: str = ""
    local: bool = False
    also: str = ""
    account: bool = False

    @property
    def sequences(self) -> list[QKeySequence]:
        return [QKeySequence(keys) for keys in self.keys]

    @property
    def is_letter(self) -> bool:
        """A single letter, which an agent may want off (WCAG 2.1.4)."""
        return self.local and len(self.keys[0]) == 1

    def keys_in_words(self, *, letters: bool = True) -> str:
        """« Alt+PgSuiv » : the key names that French keyboards print."""
        shown = "+".join(_WORDS.get(key, key) for key in self.keys[0].split("+"))
        return f"{shown} ou {self.also}" if self.also and letters else shown


def ctrl_digit(digit: int) -> tuple[str, ...]:
    """Ctrl+digit, on both keyboards."""
    return (f"Ctrl+{digit}", f"Ctrl+{_AZERTY[digit]}")
