"""Several rows at once: selected by keyboard and mouse, claimed, tagged, exported; the list stands still meanwhile."""

import csv
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from spplus_desk.domain.vocabulary import Sentiment
from spplus_desk.ui.inbox.bulk_bar import BulkBar
from tests.helpers.inbox_world import CIGALE, key_of
from tests.helpers.inbox_world import experience_changes as changes_of
from tests.ui.shell.conftest import Shell

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def bar(shell: Shell) -> BulkBar:
    return shell.control(BulkBar, "bulk_bar")


def select(shell: Shell, more: int, first: str = "E1") -> None:
    shell.choose(key_of(first))
    shell.window.inbox.view.list.setFocus()
    for _ in range(more):
        shell.press(Qt.Key.Key_Down, SHIFT)


def test_shift_and_arrows_select_and_the_reading_stays(shell: Shell) -> None:
    assert not bar(shell).isVisible()
    select(shell, 2)
    assert bar(shell).isVisible()
    assert bar(shell).accessibleDescription() == "3\u00a0expériences sélectionnées"
    assert shell.window.inbox.chosen_key == key_of("E1")
    shell.press(Qt.Key.Key_Escape)
    assert not bar(shell).isVisible()
    shell.until(lambda: shell.window.inbox.chosen_key == CIGALE)


def test_all_of_the_view_and_one_more_or_less_by_mouse(shell: Shell) -> None:
    view = shell.window.inbox.view.list
    select(shell, 0)
    shell.press(Qt.Key.Key_A, CTRL)
    assert bar(shell).accessibleDescription() == "9\u00a0expériences sélectionnées"
    place = view.visualRect(view.model().index_of(key_of("E2"))).center()
    shell.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, CTRL, place)
    assert bar(shell).accessibleDescription() == "8\u00a0expériences sélectionnées"
    header = view.visualRect(view.model().index(0, 0)).center()
    shell.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=header)
    assert bar(shell).isVisible(), "a header is nothing to choose"
    shell.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not bar(shell).isVisible()
    shell.until(lambda: shell.window.inbox.chosen_key == key_of("E2"))


def test_claims_skip_what_a_colleague_holds_and_are_undone_at_once(shell: Shell) -> None:
    heard: list[tuple[str, object]] = []
    selecting = shell.window.inbox.selecting
    assert selecting is not None
    selecting.told.connect(lambda text, back: heard.append((text, back)))
    select(shell, 3)  # Thomas holds the first, we hold the third
    shell.control(QPushButton, "bulk_claim").click()
    shell.until(lambda: bool(heard))
    assert heard[0][0] == "2\u00a0expériences prises en charge. 1 inchangée. 1 déjà suivie par un collègue."
    assert not bar(shell).isVisible()
    claimed = shell.world.desk.inbox.counts().result().my_claims
    assert claimed == 3
    heard[0][1]()  # type: ignore[operator]
    shell.until(lambda: len(heard) == 2)
    assert heard[1][0] == "Action annulée pour 2\u00a0expériences."
    assert shell.world.desk.inbox.counts().result().my_claims == 1


def test_tags_are_set_on_each_and_come_back_as_they_were(shell: Shell) -> None:
    heard: list[tuple[str, object]] = []
    selecting = shell.window.inbox.selecting
    assert selecting is not None
    selecting.told.connect(lambda text, back: heard.append((text, back)))
    inbox = shell.world.desk.inbox
    before = inbox.detail(CIGALE).result()
    select(shell, 2)
    bar(shell).add_tag.emit("Agenda")
    shell.until(lambda: len(heard) == 1)
    assert heard[0][0] == "2\u00a0expériences étiquetées. 1 inchangée."
    assert inbox.detail(key_of("E2")).result().slot.business_tags == ("Agenda",)
    heard[0][1]()  # type: ignore[operator]
    shell.until(lambda: len(heard) == 2)
    assert inbox.detail(key_of("E2")).result().slot.business_tags == ()
    assert inbox.detail(CIGALE).result().slot.business_tags == before.slot.business_tags
    select(shell, 1, "E2")
    bar(shell).tag.emit("relation", Sentiment.NEUTRAL)
    shell.until(lambda: len(heard) == 3)
    assert inbox.detail(CIGALE).result().tags.relation is Sentiment.NEUTRAL
    assert inbox.detail(CIGALE).result().tags.accessibility is before.tags.accessibility


def test_the_list_stands_still_under_a_selection(shell: Shell) -> None:
    select(shell, 1)
    now = shell.world.clock()
    shell.world.feed(
        *changes_of("E30", "Une nouvelle", "Paul", "…", Sentiment.NEUTRAL, ("Accueil",), now - now, now=now), cursor="2"
    )
    shell.until(lambda: shell.window.inbox._stands_still is not None)
    assert "Une nouvelle" not in shell.titles()
    assert bar(shell).accessibleDescription() == "2\u00a0expériences sélectionnées"
    shell.press(Qt.Key.Key_Escape)
    button = shell.control(QPushButton, "news_button")
    shell.until(lambda: button.isVisible() or "Une nouvelle" in shell.titles())


def test_an_export_has_no_word_of_a_citizen_unless_asked(shell: Shell, tmp_path: Path) -> None:
    heard: list[str] = []
    selecting = shell.window.inbox.selecting
    assert selecting is not None
    selecting.told.connect(lambda text, _back: heard.append(text))
    select(shell, 2)
    bare, whole = tmp_path / "liste.csv", tmp_path / "textes.csv"
    selecting.export_to(bare, texts=False)
    shell.until(lambda: len(heard) == 1)
    assert heard[0] == "3\u00a0expériences exportées\u00a0: liste.csv."
    content = bare.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(content.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert [row[0] for row in rows] == ["Expérience", "E1", "E2", "E3"]
    assert rows[3][6:9] == ["Négatif", "Accueil, Téléphone, Compte ou espace personnel", "Vous"]
    assert "Cigale" not in content.decode() and "attestation" not in content.decode()
    selecting.export_to(whole, texts=True)
    shell.until(lambda: len(heard) == 2)
    assert "Existe-t-il un autre moyen" in whole.read_text("utf-8-sig")
    now, body = shell.world.clock(), "Appelez-moi au 06 12 34 56 78."
    shell.world.feed(*changes_of("E0", "Un appel", "Paul", body, Sentiment.NEUTRAL, (), now - now, now=now), cursor="2")
    shell.window.inbox.view.list.setFocus()
    shell.press(Qt.Key.Key_Escape)  # a list stands still under a selection
    news = shell.control(QPushButton, "news_button")
    shell.until(lambda: news.isVisible() or "Un appel" in shell.titles())
    news.click()
    shell.until(lambda: "Un appel" in shell.titles())
    select(shell, 1, "E0")
    selecting.export_to(whole, texts=True)
    shell.until(lambda: len(heard) == 3)
    assert "Appelez-moi au " in whole.read_text("utf-8-sig")
    assert "06 12 34 56 78" not in whole.read_text("utf-8-sig")
    faults: list[str] = []
    shell.window._tasks.known_error.connect(lambda error: faults.append(error.code))
    selecting.export_to(tmp_path / "absent" / "liste.csv", texts=False)
    shell.until(lambda: faults == ["export_failed"])
