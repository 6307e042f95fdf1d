"""What the strip says when waiting will not do, or when versions differ: the reason, and who is to be asked."""

from PySide6.QtWidgets import QFrame

from spplus_desk.domain.errors import ProtocolMismatch
from spplus_desk.domain.sync_status import SyncPhase
from tests.helpers.clock import FakeClock
from tests.ui.shell.conftest import Shell

STRANGER = "L’identité du serveur n’est pas sûre. Rien n’a été envoyé. Prévenez votre assistance."
BEHIND = "Le serveur a une version plus ancienne. Vous pouvez lire et écrire, rien ne part. Prévenez votre assistance."


def test_a_certificate_or_a_proxy_is_told_with_what_to_do(shell: Shell, clock: FakeClock) -> None:
    strip = shell.control(QFrame, "offline_strip")
    shell.world.phase(SyncPhase.UNREACHABLE, sentence=STRANGER, needs_help=True)
    shell.until(lambda: STRANGER in strip.accessibleDescription())
    shell.world.phase(SyncPhase.UNREACHABLE, sentence="Le serveur ne répond pas.")
    shell.until(lambda: "dès qu’il répondra" in strip.accessibleDescription())


def test_versions_that_differ_say_which_side_is_behind(shell: Shell, clock: FakeClock) -> None:
    strip = shell.control(QFrame, "offline_strip")
    shell.world.phase(SyncPhase.PROTOCOL_MISMATCH, sentence=ProtocolMismatch.sentence)
    shell.until(lambda: strip.accessibleDescription().endswith("Demandez la mise à jour du programme."))
    assert "rien ne part" in strip.accessibleDescription()
    shell.world.phase(SyncPhase.PROTOCOL_MISMATCH, sentence=BEHIND)
    shell.until(lambda: strip.accessibleDescription().endswith("rien ne part. Prévenez votre assistance."))
