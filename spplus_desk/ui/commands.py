"""What a command is: its words, its keys, where it acts. Pages declare theirs; the window makes them act."""

from PySide6.QtGui import QKeySequence

from spplus_desk.domain.values import Value

_AZERTY = {1: "&", 2: "é", 3: '"', 4: "'", 5: "(", 6: "-", 7: "è", 8: "_", 9: "ç", 0: "à"}
"""The top row of a French keyboard gives these without Shift, so Ctrl+1 is Ctrl+& there."""
_WORDS = {
    "PgDown": "PgSuiv", "PgUp": "PgPréc", "Shift": "Maj", "Return": "Entrée", "Enter": "Entrée", ",": "virgule",
    "Escape": "Échap", "Delete": "Suppr", "Down": "Bas", "Up": "Haut", "Space": "Espace", "Backspace": "Retour arrière",
    "Wheel": "molette", "Left": "Gauche", "Right": "Droite",
}  # fmt: skip


class Command(Value):
    """`local` commands act in the lists and texts of their page only, never in a field. Without `menu`, a second key
    of another command, named there as `also`. `account` ones stand in the menu of the account too. `built_in` ones are
    done by the widget that has the focus: they are listed, and nothing is bound."""

    name: str
    text: str
    keys: tuple[str, ...] = ()
    menu: str = ""
    local: bool = False
    also: str = ""
    account: bool = False
    built_in: bool = False

    @property
    def sequences(self) -> list[QKeySequence]:
        return [] if self.built_in else [QKeySequence(keys) for keys in self.keys]

    @property
    def repeats(self) -> bool:
        """Held down, it acts again: never what confirms, for the next screen may take the same key (« Relire »)."""
        return not any("Return" in keys for keys in self.keys)

    @property
    def is_letter(self) -> bool:
        """A single letter, which an agent may want off (WCAG 2.1.4)."""
        return self.local and not self.built_in and len(self.keys[0]) == 1

    def each_in_words(self, *, letters: bool = True) -> list[str]:
        """« Alt+PgSuiv », « J » : the key names that French keyboards print, each way of pressing it once."""
        words = ["+".join(_WORDS.get(key, key) for key in keys.split("+")) for keys in self.keys]
        if self.also and letters:
            words.append(self.also)
        return list(dict.fromkeys(words))

    def keys_in_words(self, *, letters: bool = True) -> str:
        """« Alt+PgSuiv ou J », « Ctrl+1 ou Ctrl+& »."""
        return " ou ".join(self.each_in_words(letters=letters))


def ctrl_digit(digit: int) -> tuple[str, ...]:
    """Ctrl+digit, on both keyboards."""
    return (f"Ctrl+{digit}", f"Ctrl+{_AZERTY[digit]}")
