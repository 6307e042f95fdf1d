"""The same eyes on what is not a reply: internal comments, templates, exports."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spplus_desk.domain.documents import Template
from spplus_desk.domain.privacy import Kind, SiteNumbers
from spplus_desk.services import guarding
from spplus_desk.ui.reading.comments import CommentBox
from spplus_desk.ui.templates.form import TemplateForm
from tests.helpers.typography import faults
from tests.ui.reply.looking import theme_of

PHONE = "01 99 00 12 34"


def test_a_comment_gets_advice_and_can_be_added_all_the_same(qtbot: QtBot, qapp: QApplication) -> None:
    box = CommentBox(theme_of(qapp))
    qtbot.addWidget(box)
    box.show()
    box.field.setPlainText(f"Rappeler Mme Aubertin au {PHONE}")
    assert box.advice.isVisible()
    assert "le nom, le numéro de téléphone" in box.advice.text()
    assert not faults(box.advice.text())
    assert PHONE not in box.advice.text()
    with qtbot.waitSignal(box.submitted):
        box._submit()
    box.field.setPlainText("Rappeler demain")
    assert not box.advice.isVisible()


def test_a_template_and_an_export_are_looked_at_with_the_site_s_own_list() -> None:
    known = SiteNumbers(phones=(PHONE,))
    assert [f.kind for f in guarding.in_template(f"Appelez le {PHONE}")] == [Kind.PHONE]
    assert guarding.in_template(f"Appelez le {PHONE}", known) == ()
    first, second = guarding.in_export(["rien", f"Appelez le {PHONE}"])
    assert (first, [f.kind for f in second]) == ((), [Kind.PHONE])


def test_a_template_with_personal_data_is_saved_at_the_second_press(qtbot: QtBot, qapp: QApplication) -> None:
    form = TemplateForm(theme_of(qapp))
    qtbot.addWidget(form)
    form.open(Template(id="", structure_id="S", title="Joindre", body=f"Appelez le {PHONE}"), (("S", "Site"),), "S")
    form.show()
    saved: list[Template] = []
    form.saved.connect(saved.append)
    form.save.click()
    assert saved == []
    assert form.fault.isVisible()
    form.save.click()
    assert [template.body for template in saved] == [f"Appelez le {PHONE}"]
