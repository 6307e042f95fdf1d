"""The rules of written French that the screens and the guide follow; one kind of space only, U+00A0."""

import ast
import re
from collections.abc import Iterator

NBSP = "\u00a0"
_RULES = {
    "apostrophe is ’": re.compile(r"(?<=\w)'(?=\w)"),
    "no-break space before ; ? !": re.compile(rf"(?<=[^\s{NBSP}(\[«])[?!;](?!\w)| [?!;](?!\w)"),
    "no-break space before :": re.compile(rf"(?<=[^\s{NBSP}\d]):(?=[ \n]|$)| :(?=[ \n]|$)"),
    "no-break space before %": re.compile(r"[\d}] ?%(?!\w)"),
    "no-break space inside « »": re.compile(rf"«(?![{NBSP}])|(?<![{NBSP}])»"),
    "ellipsis is …": re.compile(r"\.\.\."),
    "no other kind of space": re.compile("[\u202f\u2009]"),
    "no-break space before a unit": re.compile(r"[\d}] (?:h|min|s|j|px|Mo|Go|ms)\b(?!’)|\bn° \d"),
    "no-break space between thousands": re.compile(r"\b\d{1,3} \d{3}\b"),
    "hours are written 16 h 30": re.compile(r"\b\d{1,2}:\d{2}\b|\b\d{1,2}h\d{0,2}\b"),
    "capitals keep their accents": re.compile(r"\bA (?=[a-zà-ÿ])|\b(?:Etat|Ecri|Etiquet|Echéance|Echap)"),
}
_FRENCH = re.compile(r"[éèêàùçîôœÉÈÀ’«…]|\b(?:le|la|les|une?|des?|du|et|votre|vos|ce|cette|aux?|pour|est|dans)\b")
_STYLE_SHEET = re.compile(r"[{;]\s*\n|^\s*Q[A-Z]\w+|[\w-]+: [^;]+;")


def faults(text: str) -> list[str]:
    """The rules that a French text breaks, each with the words around; empty when it is well set."""
    return [
        f"{rule}: {text[max(0, match.start() - 20) : match.end() + 20]!r}"
        for rule, pattern in _RULES.items()
        for match in pattern.finditer(text)
    ]


def prose_of_markdown(source: str) -> str:
    """The words of a page: without code, link targets, image marks and HTML comments."""
    without_code = re.sub(r"```.*?```|`[^`\n]*`|<!--.*?-->", "", source, flags=re.DOTALL)
    without_targets = re.sub(r"\]\([^)]*\)", "]", without_code)
    return re.sub(r"!\[|^\s*\|[-| :]+\|\s*$", "", without_targets, flags=re.MULTILINE)


def french_literals(source: str) -> Iterator[tuple[int, str]]:
    """(line, text) of each string of a Python file that an agent may read: no docstring, no style sheet, no English."""
    tree = ast.parse(source)
    passed_over = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed_over:
            text = node.value
            if (
                len(text) > 3
                and " " in text.replace(NBSP, " ")
                and _FRENCH.search(text)
                and not _STYLE_SHEET.search(text)
            ):
                yield node.lineno, text
