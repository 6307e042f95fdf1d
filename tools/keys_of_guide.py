"""Writes the tables of docs/guide/raccourcis.md from the table of commands: `python -m tools.keys_of_guide`."""

from pathlib import Path

from spplus_desk.ui.main_window.commands import MENUS, command_table
from spplus_desk.ui.main_window.pages import PAGES

GUIDE = Path(__file__).parents[1] / "docs" / "guide" / "raccourcis.md"
BEGIN, END = "<!-- touches -->\n", "<!-- fin des touches -->\n"


def tables() -> str:
    """One heading and one table per group, in the order of the menu bar."""
    parts = []
    for menu, title in MENUS.items():
        shown = [one for one in command_table(PAGES) if one.menu == menu and one.keys]
        if shown:
            rows = [f"| {', '.join(one.each_in_words())} | {one.text} |\n" for one in shown]
            parts.append("".join([f"## {title.replace('&', '')}\n\n| Touche | Action |\n| --- | --- |\n", *rows]))
    return "\n".join(parts)


def rewritten(text: str) -> str:
    """The page with its tables as they must be; what stands around them is kept."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{tables()}\n{END}{after}"


if __name__ == "__main__":
    GUIDE.write_text(rewritten(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
