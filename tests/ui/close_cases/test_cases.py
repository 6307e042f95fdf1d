"""« Cas proches » in the writing mode and in the reading: what is near, its source, the passage that is inserted."""

from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView, QPushButton

from spplus_desk.domain.cases import Case
from tests.helpers.inbox_world import CIGALE
from tests.ui.shell.conftest import Shell

NEAR = Case(
    id="X1:CAF-9",
    structure_name="Caf de la Haute-Vègre",
    title="Attestation incomplète sur le compte",
    body="La ligne du mois manque sur l’attestation de paiement de mon compte, l’agence la refuse.",
    reply="Bonjour. Nous prenons note. L’attestation se demande par téléphone\u00a0: elle arrive sous trois jours.",
    published_at=datetime(2027, 11, 2, tzinfo=UTC),
    useful=14,
    not_useful=2,
)
PASSAGE = "L’attestation se demande par téléphone\u00a0: elle arrive sous trois jours."


def fill_cases(shell: Shell) -> None:
    others = [
        Case(
            id=f"Y{number}:CAF-9",
            structure_name="Ailleurs",
            title=f"Travaux {number}",
            body="Le chantier bloque la rue.",
            reply="La rue rouvre lundi.",
            published_at=NEAR.published_at,
        )
        for number in range(20)
    ]
    shell.world.store.apply_cases([(case.id, case) for case in (NEAR, *others)], "c").result()


def test_a_passage_is_inserted_with_its_source_and_undone_at_once(shell: Shell) -> None:
    fill_cases(shell)
    shell.choose()
    shell.window.reading.ask_reply(with_template=False)
    pane = shell.window.router._host.page("reply")
    insert = lambda: pane.findChildren(QPushButton, "insert_passage")  # noqa: E731 - looked for again each time
    shell.until(lambda: len(insert()) == 1 and pane.key == CIGALE and pane.view.sheet.isEnabled())
    (button,) = insert()
    assert button.accessibleName() == "Insérer le passage de Attestation incomplète sur le compte"
    pane.view.sheet.editor.setPlainText("Bonjour, voici.")
    cursor = pane.view.sheet.editor.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    pane.view.sheet.editor.setTextCursor(cursor)
    shell.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pane.view.sheet.editor.body() == f"Bonjour, voici.\n\n{PASSAGE}"
    assert pane.view.sheet.draft().sources == ("X1:CAF-9",)
    pane.view.sheet.editor.undo()
    assert pane.view.sheet.editor.body() == "Bonjour, voici."


def test_the_reading_lists_them_and_one_can_be_read_whole(shell: Shell) -> None:
    fill_cases(shell)
    shell.choose()
    listing = shell.control(QListView, "similar_list")
    shell.until(listing.isVisible)
    assert listing.accessibleName() == "Cas proches jugés utiles"
    index = listing.model().index(0, 0)
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Attestation incomplète sur le compte, Caf de la Haute-Vègre, utile 14 fois sur 16"
    listing.setCurrentIndex(index)
    shell.qtbot.keyClick(listing, Qt.Key.Key_Return)
    popover = shell.window.reading.view.similar._popover
    assert popover is not None
    shell.until(popover.isVisible)
    assert NEAR.reply in popover.accessibleDescription()
    popover.close()
