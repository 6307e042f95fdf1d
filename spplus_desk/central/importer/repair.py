"""Repairs of texts that an export damaged. Pure functions that never change a word.

Each repair is done only where it is certain: a doubt leaves the text as it came.
"""

import html
import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from spplus_desk.domain.text import clean

_NBSP = "\u00a0"
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(
    r"</?(?:p|br|div|ul|ol|li|strong|em|b|i|u|a|span|font|h[1-6]|table|tbody|tr|td|blockquote)(?:\s[^<>]*)?/?>", re.I
)
_BLOCKS = frozenset({"p", "div", "ul", "ol", "blockquote", "table", "h1", "h2", "h3", "h4", "h5", "h6"})
_LINES = frozenset({"li", "tr", "br"})
_SILENT = frozenset({"script", "style", "head", "title"})

# A sentence that ends, then one that begins, with nothing between: "fois.Je", "non!L’agent", "(voir site).Il".
_GLUED = re.compile(
    r"(?P<before>[a-zà-öø-ÿœ»)])(?P<stop>[.!?…]{1,4})(?=[A-ZÀ-ÖØ-ÞŒ][a-zà-öø-ÿœ]|[CDJLMNST]['’][a-zà-öø-ÿœA-ZÀ-ÖØ-Þ])"
)
_TOKEN_START = re.compile(r"\S*$")
_TOKEN_END = re.compile(r"\S*")
_ADDRESS = re.compile(r"://|www\.|@|/\w|\.(?:fr|com|org|net|eu|gouv|info|io|html?|php|pdf|aspx?)(?![a-zà-ÿ])", re.I)
_WORD_BEFORE = re.compile(r"[^\W\d_]+$")
_WORD_AFTER = re.compile(r"[^\W\d_]+")
_ABBREVIATIONS = frozenset(
    [
        "m",
        "mm",
        "mme",
        "mmes",
        "mlle",
        "mlles",
        "mr",
        "mrs",
        "ms",
        "dr",
        "drs",
        "pr",
        "prof",
        "me",
        "mes",
        "st",
        "ste",
        "sts",
        "av",
        "bd",
        "bld",
        "all",
        "chem",
        "rte",
        "tel",
        "tél",
        "fax",
        "art",
        "al",
        "ex",
        "cf",
        "ref",
        "réf",
        "num",
        "no",
        "nos",
        "env",
        "dept",
        "dép",
        "min",
        "max",
        "adj",
        "cdt",
        "lt",
        "col",
        "gal",
        "cap",
        "ing",
        "jr",
        "sr",
        "vs",
    ]
)
_DOMAINS = frozenset(["fr", "com", "org", "net", "eu", "gouv", "info", "io"])
_GREETING = re.compile(
    r"\A(?P<greeting>(?:Bonjour|Bonsoir|Madame|Monsieur|Mesdames|Messieurs|Chère|Cher|Chers|Chères)\b[^.!?\n]{0,58}?,)"
    r"(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ’' ])"
)

# French typography wants a no-break space here; everywhere else, one that an export left behind is a plain space.
_KEPT_NBSP = re.compile(r"(?<=«)\u00a0|\u00a0(?=[:;?!%»€°])|(?<=\d)\u00a0(?=\w)|(?<=n°)\u00a0(?=\d)")
_INVISIBLE = re.compile(r"[\u200b\ufeff\u00ad]")
_MANY_LINES = re.compile(r"\n{3,}")
_OTHER_LINE_ENDS = re.compile(r"[\u2028\u2029\u0085]")


def decode_entities(text: str) -> str:
    """HTML entities that end with their semicolon become characters, also where they were escaped twice.

    Without the semicolon nothing is done: `?a=1&copy=2` is an address, not a copyright sign.
    """
    while True:
        decoded = _ENTITY.sub(lambda match: html.unescape(match.group()), text)
        if decoded == text:
            return text
        text = decoded


def has_markup(text: str) -> bool:
    """True when the text holds a tag that only HTML has; a citizen's « <3 » is none."""
    return _TAG.search(text) is not None


def html_to_plain(markup: str) -> str:
    """The text of a small HTML reply: paragraphs apart by a blank line, `- ` before items, addresses after links."""
    body = LexborHTMLParser(markup).body
    if body is None:
        return ""
    parts: list[str] = []
    _walk(body, parts)
    lines = [re.sub(r"[ \t]+", " ", line).strip(" \t") for line in "".join(parts).split("\n")]
    return _MANY_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def _walk(node: LexborNode, parts: list[str]) -> None:
    child = node.child
    while child is not None:
        tag = child.tag
        if tag == "-text":
            parts.append(re.sub(r"[ \t\r\n]+", " ", child.text(deep=False) or ""))
        elif tag in _SILENT or tag == "-comment":
            pass
        else:
            _element(child, tag or "", parts)
        child = child.next


def _element(node: LexborNode, tag: str, parts: list[str]) -> None:
    if tag in _BLOCKS:
        parts.append("\n\n")
    elif tag in _LINES:
        parts.append("\n")
    if tag == "li":
        parts.append("- ")
    _walk(node, parts)
    if tag == "a":
        address = (node.attributes.get("href") or "").strip()
        shown = (node.text() or "").strip()
        if address.startswith(("http://", "https://")) and address.rstrip("/") not in shown and shown not in address:
            parts.append(f" ({address})")
    if tag in _BLOCKS:
        parts.append("\n\n")


def split_glued(text: str) -> str:
    """A line end where a paragraph's end was lost for certain: after the greeting line, and in « fois.Je ».

    Left as they are: addresses (service-public.fr), initials and titles (M.Dupont), abbreviations, figures.
    """
    text = _GREETING.sub(lambda match: match.group("greeting") + "\n", text)
    return _GLUED.sub(_unglue, text)


def _unglue(match: re.Match[str]) -> str:
    text, glued = match.string, match.group()
    if match.group("stop") == ".":
        start = match.start() + 1
        head = text[max(0, start - 80) : start]
        tail = text[match.end() : match.end() + 80]
        token_head = _TOKEN_START.search(head)
        token_tail = _TOKEN_END.match(tail)
        token = (token_head.group() if token_head else "") + "." + (token_tail.group() if token_tail else "")
        before = _WORD_BEFORE.search(head)
        after = _WORD_AFTER.match(tail)
        if _ADDRESS.search(token):
            return glued
        if before and (before.group().lower() in _ABBREVIATIONS or len(before.group()) == 1):
            return glued
        if after and after.group().lower() in _DOMAINS:
            return glued
    return glued + "\n"


def tidy(text: str) -> str:
    """Line ends, no-break spaces, blank lines and characters that no screen shows."""
    text = _OTHER_LINE_ENDS.sub("\n", clean(text))
    text = _INVISIBLE.sub("", text)
    text = _plain_spaces(text)
    text = "\n".join(line.rstrip(" \t\u00a0") for line in text.split("\n"))
    return _MANY_LINES.sub("\n\n", text).strip()


def _plain_spaces(text: str) -> str:
    if _NBSP not in text:
        return text
    kept = {match.start() for match in _KEPT_NBSP.finditer(text)}
    return "".join(" " if char == _NBSP and at not in kept else char for at, char in enumerate(text))


def repair_body(raw: str) -> str:
    """A testimony or a reply, whatever the export did to it."""
    if has_markup(raw):
        # The HTML reader decodes entities itself, and keeps the paragraphs: nothing there is glued.
        return tidy(decode_entities(html_to_plain(clean(raw))))
    return tidy(split_glued(tidy(decode_entities(raw))))


def repair_line(raw: str) -> str:
    """A title, a pseudonym, a name: one line."""
    if "&" not in raw and raw.isprintable():
        return " ".join(raw.split())  # nearly all cells, and ten times faster
    return " ".join(tidy(decode_entities(raw)).split())
