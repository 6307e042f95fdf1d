import pytest

from spplus_desk.ui.first_run import address


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("spplus.orvanne.example", "https://spplus.orvanne.example"),
        (" https://spplus.orvanne.example/ ", "https://spplus.orvanne.example/"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("localhost:8000", "localhost:8000"),
        ("", ""),
    ],
)
def test_a_bare_name_is_completed(typed: str, known: str) -> None:
    assert address.completed(typed) == known


@pytest.mark.parametrize("typed", ["https://a.example", "a.example", "http://127.0.0.1:1", "https://[::1]:8000/base"])
def test_what_can_be_an_address_has_no_problem(typed: str) -> None:
    assert address.problem(typed) == ""


@pytest.mark.parametrize("typed", ["", "bonjour", "https://", "ftp://a.example", "https://a b.example", "https://a:x"])
def test_what_cannot_says_what_one_looks_like(typed: str) -> None:
    assert "ressemble à" in address.problem(typed)


def test_a_missing_slash_is_named() -> None:
    assert address.problem("https:/serveur") == "Il manque une barre après «\u00a0https:\u00a0»."
