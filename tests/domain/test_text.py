"""Cleaning never touches a word."""

from hypothesis import given
from hypothesis import strategies as st

from spplus_desk.domain import text


def test_what_no_database_takes_is_removed_and_the_rest_is_kept() -> None:
    assert text.clean("a\x00b\r\nc\rd\te\x1b") == "ab\nc\nd\te"
    kept = "Réponse 👩🏽‍💻 — שלום, مرحبا\u00a0: l’œuvre…"
    assert text.clean(kept) == kept
    assert text.clean("x\ud83dy") == "x\ufffdy"


@given(st.text())
def test_clean_is_idempotent_and_always_encodes(raw: str) -> None:
    once = text.clean(raw)
    assert text.clean(once) == once
    assert text.is_clean(once)
    assert once.encode("utf-8").decode("utf-8") == once
    assert not {c for c in once if ord(c) < 32} - {"\n", "\t"}


def test_excerpt_is_one_line() -> None:
    assert text.excerpt("Bonjour,\n\nje  viens\tde") == "Bonjour, je viens de"
    assert len(text.excerpt("mot " * 1000)) == 240
