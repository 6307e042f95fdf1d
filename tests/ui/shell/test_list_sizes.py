"""The window around an empty list, and around a very long one."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics

from spplus_desk.domain.inbox import View
from spplus_desk.ui.rail.delegate import badge_words, with_badge
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.text import two_at_most
from tests.ui.shell.conftest import Shell


def test_nothing_is_offered_to_be_chosen_in_an_empty_view(shell: Shell) -> None:
    empty = shell.window.reading.view.empty
    assert empty.accessibleName() == "Choisissez une expérience"
    shell.window.router.go(View.TO_VALIDATE.value)
    shell.until(lambda: empty.accessibleName() == "Rien à lire dans cette vue")
    assert empty.isVisible() and empty.accessibleDescription() == ""
    shell.window.router.go(View.TO_ANSWER.value)
    shell.until(lambda: empty.accessibleName() == "Choisissez une expérience")


def test_a_count_over_99_is_never_cut_to_another_number(look: Theme) -> None:
    assert [badge_words(count) for count in (7, 99, 100, 10_000)] == ["7", "99", "99+", "99+"]
    for scale in (1.0, 1.5, 2.0):
        look.set_text_scale(scale)
        px = look.px
        row = QRect(px(8), 40, px(32), px(32))
        icon = QRect(row.left() + px(8), row.top() + px(8), px(16), px(16))
        for alert in (400, 600):
            width = QFontMetrics(look.font(Role.BADGE, alert, tabular=True)).horizontalAdvance("99+")
            moved, badge = with_badge(icon, QRect(0, row.top(), width, px(16)), row.right())
            assert badge.width() == width and badge.right() <= row.right()
            assert badge.left() - moved.right() >= -px(4) and moved.left() >= row.left() - px(8)
        few, beside = with_badge(icon, QRect(0, row.top(), px(6), px(16)), row.right())
        assert few == icon and beside.left() > icon.center().x()  # one figure moves nothing


def test_the_name_of_who_claimed_it_is_what_stays_where_room_is_short(shell: Shell) -> None:
    claimer = shell.window.reading.view.toolbar._claimer
    shell.window.reading.view.toolbar.show_claim(mine=False, colleague="Thomas Ruault")
    claimer.resize(claimer.fontMetrics().horizontalAdvance("Thomas Ruault") + 4, claimer.height())
    assert claimer.shown == "Thomas Ruault"
    assert claimer.text() == "Prise en charge par Thomas Ruault"


def test_a_title_takes_a_second_line_before_it_is_cut(look: Theme) -> None:
    metrics = QFontMetrics(look.font(Role.UI, 500))
    title = "Trois rendez-vous annulés pour une attestation"
    whole = metrics.horizontalAdvance(title)
    assert two_at_most(metrics, title, whole) == [title]
    assert two_at_most(metrics, title, whole * 3 // 4) == ["Trois rendez-vous annulés pour", "une attestation"]
    first, second = two_at_most(metrics, title, whole // 3)
    assert title.startswith(first) and second.endswith("…")
    assert two_at_most(metrics, "Anticonstitutionnellement", 20)[0].endswith("…")
    assert two_at_most(metrics, "", 20) == [""]
