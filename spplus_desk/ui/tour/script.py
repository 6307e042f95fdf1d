"""The main job, step by step: sign in, read, answer from a template, lose the network, answer again, get it back."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QListView, QTextEdit

from spplus_desk.domain.inbox import View
from spplus_desk.ui.main_window.window import MainWindow
from spplus_desk.ui.reply.pane import ReplyPane
from spplus_desk.ui.tour.driver import TourFailed, Until
from spplus_desk.ui.tour.stage import Stage
from spplus_desk.ui.wording import VIEW_NAMES

_SECOND_TEXT = (
    "Votre demande a bien été lue. Vous pouvez joindre l’accueil de Montrelin du lundi au vendredi, de 9\u00a0h à "
    "16\u00a0h\u00a030, sans rendez-vous\u00a0: un conseiller regarde votre situation avec vous "
    "et vous dit quelle pièce manque."
)
_FILLS = {
    "délai habituel": "trois semaines",
    "délai constaté": "cinq semaines",
    "cause": "l’afflux des demandes de rentrée",
    "lien ou rubrique de suivi": "votre espace personnel, rubrique « Mes démarches »",
    "libellé affiché": "En cours d’étude",
    "explication": "le dossier est complet et attend son tour",
    "date": "30 du mois",
    "canal": "téléphone",
}
"""What the agent types in the guided blanks, by their names; another blank gets its own name back."""


def play(stage: Stage) -> Iterator[Until]:
    """Raises TourFailed at the first step that does not end as it must."""
    yield from _sign_in(stage)
    yield from _first_sync(stage)
    yield from _open_most_urgent(stage)
    first = _main(stage).inbox.chosen_key
    first_text: list[str] = []
    yield from _answer_from_template(stage, first_text)
    yield from _send(stage)
    yield from _wait_received(stage, first, first_text[0])
    yield from _cut(stage)
    second = _main(stage).inbox.chosen_key
    if second == first:
        raise TourFailed("après l’envoi, la liste est restée sur l’expérience répondue")
    yield from _answer_offline(stage)
    yield from _outbox_waits(stage)
    yield from _restore(stage)
    yield from _wait_received(stage, second, _SECOND_TEXT)
    yield from _exactly_once(stage, {first: first_text[0], second: _SECOND_TEXT})
    stage.step("Fin")
    stage.observed("les deux réponses sont chez le serveur, chacune une seule fois")


def _main(stage: Stage) -> MainWindow:
    window = stage.window()
    if not isinstance(window, MainWindow):
        raise TourFailed("la fenêtre principale n’est pas ouverte")
    return window


def _reply(stage: Stage) -> ReplyPane:
    pane = _main(stage).page("reply")
    assert isinstance(pane, ReplyPane)
    return pane


def _sign_in(stage: Stage) -> Iterator[Until]:
    stage.step("Connexion")
    yield Until(lambda: stage.shows("login_button"), "l’écran de connexion")
    for name, text in (
        ("server_field", stage.account.server),
        ("login_field", stage.account.username),
        ("password_field", stage.account.password),
    ):
        field = stage.find(QLineEdit, name)
        field.setFocus()
        field.clear()
        stage.type(text)
    stage.picture("connexion")
    stage.press("login_button")


def _first_sync(stage: Stage) -> Iterator[Until]:
    stage.step("Première synchronisation")

    def ready() -> bool:
        button = stage.maybe(QAbstractButton, "start_reading")
        return button is not None and button.isEnabled()

    yield Until(ready, "«\u00a0Commencer à lire\u00a0»")
    stage.picture("premiere-synchronisation")
    stage.press("start_reading")
    yield Until(lambda: isinstance(stage.window(), MainWindow), "la boîte de réception")
    yield Until(lambda: bool(_rows(stage)), "des expériences à répondre")
    yield Until(lambda: stage.desk.syncing.status.last_success is not None, "la fin de la synchronisation")
    stage.observed(f"{len(_rows(stage))} expériences dans «\u00a0{VIEW_NAMES[View.TO_ANSWER]}\u00a0»")


def _rows(stage: Stage) -> list[str]:
    """The accessible texts of the list's rows, as a screen reader would say them."""
    view = stage.find(QListView, "experience_list")
    model = view.model()
    return [
        str(index.data(Qt.ItemDataRole.AccessibleTextRole))
        for index in (model.index(place, 0) for place in range(model.rowCount()))
        if index.flags() & Qt.ItemFlag.ItemIsSelectable
    ]


def _open_most_urgent(stage: Stage) -> Iterator[Until]:
    stage.step("Ouvrir la plus urgente")
    view = stage.find(QListView, "experience_list")
    view.setFocus()
    stage.key(Qt.Key.Key_Home)
    yield Until(lambda: bool(_main(stage).inbox.chosen_key), "une ligne choisie")
    yield Until(lambda: bool(_testimony(stage)), "le texte du témoignage")
    stage.observed(_rows(stage)[0])
    stage.picture("lecture")


def _testimony(stage: Stage) -> str:
    found = stage.maybe(QTextEdit, "reading_view")
    return found.toPlainText() if found is not None else ""


def _answer_from_template(stage: Stage, written: list[str]) -> Iterator[Until]:
    stage.step("Partir d’un modèle")
    stage.key(Qt.Key.Key_M)
    yield Until(lambda: stage.shows("insert_template"), "les modèles")
    stage.press("insert_template")
    editor = stage.find(QTextEdit, "reply_editor")
    yield Until(lambda: bool(editor.toPlainText()), "le texte du modèle")
    stage.picture("modele")
    blanks = len(_reply_marks(stage))
    for _ in range(blanks):
        stage.key(Qt.Key.Key_Tab)
        name = editor.textCursor().selectedText().strip("[]")
        stage.type(_FILLS.get(name, name))
    if _reply_marks(stage):
        raise TourFailed("il reste un blanc après les avoir tous remplis")
    # The sheet's own reading: QTextEdit gives no-break spaces back as ordinary ones.
    written.append(_reply(stage).view.sheet.draft().body)
    stage.observed(f"modèle inséré, {blanks} blancs remplis, {len(written[0])} caractères")
    yield Until(lambda: "enregistré" in stage.find(QLabel, "draft_status").text(), "le brouillon enregistré")
    stage.picture("reponse")


def _reply_marks(stage: Stage) -> tuple[object, ...]:
    return tuple(_reply(stage).view.sheet.editor.marks())


def _send(stage: Stage) -> Iterator[Until]:
    stage.step("Envoyer")
    stage.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    yield Until(lambda: stage.shows("read_back"), "la relecture avant le premier envoi")
    stage.picture("relecture")
    stage.press("read_back_send")
    yield Until(lambda: stage.shows("undo_bar"), "le délai d’annulation")
    stage.picture("envoi-annulable")
    stage.press("send_now")
    yield Until(lambda: not stage.shows("undo_bar"), "la fin du délai d’annulation")


def _wait_received(stage: Stage, key: str, text: str) -> Iterator[Until]:
    """Until the central itself holds that very text, and the desk shows it as received."""
    experience = key.partition(":")[0]
    asked = [stage.received(experience)]

    def arrived() -> bool:
        if not asked[0].done():
            return False
        if asked[0].result():
            return True
        asked[0] = stage.received(experience)
        return False

    yield Until(arrived, f"la réponse à l’expérience {experience} chez le serveur")
    bodies = asked[0].result()
    if bodies != (text,):
        raise TourFailed(f"le serveur a reçu {len(bodies)} réponses à {experience}, ou un autre texte")
    stage.observed(f"réponse à l’expérience {experience} reçue par le serveur, {len(text)} caractères")


def _cut(stage: Stage) -> Iterator[Until]:
    stage.step("Couper le réseau")
    stage.controls.set_network(False)
    stage.key(Qt.Key.Key_F5)
    yield Until(lambda: stage.shows("offline_strip"), "le bandeau «\u00a0Hors ligne\u00a0»")
    stage.picture("hors-ligne")
    stage.observed("le bandeau dit que les envois partiront au retour du réseau")


def _answer_offline(stage: Stage) -> Iterator[Until]:
    stage.step("Répondre hors ligne")
    stage.find(QListView, "experience_list").setFocus()
    stage.key(Qt.Key.Key_R)
    yield Until(lambda: stage.shows("reply_editor"), "l’éditeur")
    editor = stage.find(QTextEdit, "reply_editor")
    yield Until(editor.hasFocus, "le curseur dans l’éditeur")
    stage.type(_SECOND_TEXT)
    stage.picture("reponse-hors-ligne")
    stage.press("send_button")
    yield Until(lambda: stage.shows("undo_bar"), "le délai d’annulation")
    stage.press("send_now")
    yield Until(lambda: not stage.shows("undo_bar"), "la fin du délai d’annulation")


def _outbox_waits(stage: Stage) -> Iterator[Until]:
    stage.step("La réponse attend dans Envois")
    stage.key(Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)

    def waiting() -> list[str]:
        view = stage.maybe(QListView, "outbox_list")
        if view is None:
            return []
        model = view.model()
        texts = (model.index(n, 0).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(model.rowCount()))
        return [str(text) for text in texts if text and str(text).startswith("En attente d’envoi")]

    yield Until(lambda: bool(waiting()), "un envoi en attente")
    stage.observed(waiting()[0])
    stage.picture("envois")


def _restore(stage: Stage) -> Iterator[Until]:
    stage.step("Rétablir le réseau")
    stage.controls.set_network(True)
    stage.press("offline_retry")
    yield Until(lambda: not stage.shows("offline_strip"), "la fin du bandeau «\u00a0Hors ligne\u00a0»")
    stage.picture("de-retour")


def _exactly_once(stage: Stage, expected: dict[str, str]) -> Iterator[Until]:
    """One more whole synchronisation, then the central is asked again: nothing may have left a second time."""
    stage.step("Synchroniser encore, et compter")
    before = stage.desk.syncing.status.last_success
    stage.key(Qt.Key.Key_F5)
    yield Until(lambda: stage.desk.syncing.status.last_success != before, "une synchronisation de plus")
    asked = {key: stage.received(key.partition(":")[0]) for key in expected}
    yield Until(lambda: all(future.done() for future in asked.values()), "la réponse du serveur")
    for key, future in asked.items():
        if future.result() != (expected[key],):
            raise TourFailed(f"l’expérience {key} n’a pas exactement sa réponse\u00a0: {len(future.result())}")
    stage.picture("fin")
