"""The form in which a template is written. What cannot be is said at the top, and nothing typed is lost."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from spplus_desk.domain.documents import Template
from spplus_desk.domain.templates import VARIABLES
from spplus_desk.domain.vocabulary import Sentiment
from spplus_desk.ui import wording
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.banner import Banner
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.field import Combo, LineField
from spplus_desk.ui.widgets.flow import FlowLayout
from spplus_desk.ui.widgets.frames import Pane, h_line
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.wording.typed import BadDay, read_day

if TYPE_CHECKING:
    from spplus_desk.domain.privacy import SiteNumbers

PERSONAL = ""
"""The place of a template of one's own."""


class TemplateForm(Pane):
    """`saved` carries a Template (with an empty id for a new one), `left` that the agent goes back without saving."""

    saved = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__("surface")
        self._theme = theme
        self._template = Template(id="", structure_id="", title="", body="")
        self._places: tuple[tuple[str, str], ...] = ()
        self.heading = Label(theme, "", Role.TITLE, 600)
        self.fault = Banner(theme, "error", self.tr("Ce modèle n’est pas encore enregistré"))
        self.fault.hide()
        self.title = self._line("template_title_field", self.tr("Titre"))
        self.place = Combo(theme)
        self.place.setObjectName("template_place")
        self.place.setAccessibleName(self.tr("Proposé à"))
        self.theme_field = self._line("template_theme_field", self.tr("Thème"))
        self.procedures = self._line("template_procedures_field", self.tr("Démarches, séparées par des virgules"))
        self.synonyms = self._line("template_synonyms_field", self.tr("Autres mots pour le trouver"))
        self.owner = self._line("template_owner_field", self.tr("Responsable"))
        self.review = self._line("template_review_field", self.tr("À relire avant le (jj/mm/aaaa)"))
        self.body = QPlainTextEdit()
        self.body.setObjectName("template_body_field")
        self.body.setAccessibleName(self.tr("Texte du modèle"))
        self.body.setProperty("field", True)
        self.body.setTabChangesFocus(True)
        theme.keep_font(self.body, Role.UI)
        self.sentiments = {sentiment: QCheckBox(wording.sentiment_name(sentiment)) for sentiment in Sentiment}
        self.channels = {one.stored: QCheckBox(one.full) for one in wording.CHANNELS}
        for box in (*self.sentiments.values(), *self.channels.values()):
            theme.keep_font(box, Role.UI)
            box.setAccessibleName(box.text())
        self.save = Button(theme, self.tr("Enregistrer"), "primary")
        self.save.setObjectName("template_save")
        self.cancel = Button(theme, self.tr("Annuler"), "secondary", key="Échap")
        self.cancel.setObjectName("template_cancel")
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.left)
        self._warned = ""
        self.public: SiteNumbers | None = None
        """What the service publishes of itself, as the guard of a reply knows it; None until it is read."""
        self._build()

    def _line(self, name: str, accessible: str) -> LineField:
        field = LineField(self._theme)
        field.setObjectName(name)
        field.setAccessibleName(accessible)
        self._theme.keep_font(field, Role.UI)
        return field

    def _build(self) -> None:
        theme = self._theme
        inside = QWidget()
        inside.setObjectName("template_inside")
        column = QVBoxLayout(inside)
        theme.keep_margins(column, 32, 20, 32, 24, spacing=12)
        column.addWidget(self.heading)
        column.addWidget(self.fault)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(theme.px(10))
        for widget in (self.title, self.place, self.theme_field):
            form.addRow(self._name(widget), widget)
        form.addRow(self._name(self.body), self.body)
        form.addRow("", self._inserters())
        form.addRow(self._group(self.tr("Ressentis pour lesquels le proposer"), self.sentiments.values()))
        form.addRow(self._group(self.tr("Canaux pour lesquels le proposer"), self.channels.values()))
        for widget in (self.procedures, self.synonyms, self.owner, self.review):
            form.addRow(self._name(widget), widget)
        column.addLayout(form)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        foot = QHBoxLayout()
        theme.keep_margins(foot, 28, 8, 28, 8, spacing=8)
        foot.addWidget(self.save)
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(area, 1)
        outer.addWidget(h_line())
        outer.addLayout(foot)
        theme.changed.connect(self._restyle)
        self._restyle()
        for before, after in pairwise((self.title, self.place, self.theme_field, self.body)):
            QWidget.setTabOrder(before, after)

    def _name(self, field: QWidget) -> Label:
        label = Label(self._theme, field.accessibleName(), weight=500)
        label.setBuddy(field)
        return label

    def _group(self, name: str, boxes: Iterable[QCheckBox]) -> QWidget:
        holder = QWidget()
        holder.setAccessibleName(name)
        column = QVBoxLayout(holder)
        self._theme.keep_margins(column, 0, 0, 0, 0, spacing=4)
        column.addWidget(Label(self._theme, name, weight=500))
        flow = FlowLayout(gap=16)
        for box in boxes:
            flow.addWidget(box)
        column.addLayout(flow)
        return holder

    def _inserters(self) -> QWidget:
        """What puts a variable or a blank at the cursor."""
        holder = QWidget()
        flow = FlowLayout(holder, gap=4)
        flow.addWidget(self._inserter(self.tr("Blanc à remplir"), "[[{}]]".format(self.tr("ce qu’il faut écrire"))))
        for name, french in VARIABLES.items():
            flow.addWidget(self._inserter(french, f"{{{{{name}}}}}"))
        return holder

    def _inserter(self, words: str, text: str) -> Button:
        button = Button(self._theme, words, "secondary", height=28, compact=True)
        button.setAccessibleName(self.tr("Insérer {what}").format(what=words))
        button.clicked.connect(lambda: self._insert(text))
        return button

    def _insert(self, text: str) -> None:
        self.body.insertPlainText(text)
        self.body.setFocus(Qt.FocusReason.OtherFocusReason)

    def _restyle(self) -> None:
        self.body.setMinimumHeight(self._theme.px(200))

    # Filling and reading

    def open(self, template: Template, places: tuple[tuple[str, str], ...], home: str) -> None:
        """Show `template` (a copy or a new one has no id). `places`: the structures it may be offered to; `home`: where
        one's own templates are kept."""
        self._template, self._places, self._home = template, places, home
        new = not template.id
        self.heading.setText(self.tr("Nouveau modèle") if new else self.tr("Modifier le modèle"))
        self.fault.hide()
        self.place.clear()
        self.place.addItem(self.tr("Moi seulement"), PERSONAL)
        for key, name in places:
            self.place.addItem(self.tr("{name} et ses structures").format(name=name), key)
        shared = template.agent_id is None and template.structure_id
        self.place.setCurrentIndex(max(self.place.findData(template.structure_id if shared else PERSONAL), 0))
        self.place.setEnabled(new)  # a template never changes hands
        self.title.setText(template.title)
        self.theme_field.setText(template.theme)
        self.body.setPlainText(template.body)
        self.procedures.setText(", ".join(template.procedures))
        self.synonyms.setText(template.synonyms)
        self.owner.setText(template.owner)
        day = template.review_on
        self.review.setText("" if day is None else f"{day.day:02d}/{day.month:02d}/{day.year}")
        for sentiment, box in self.sentiments.items():
            box.setChecked(sentiment in template.sentiments)
        for channel, box in self.channels.items():
            box.setChecked(channel in template.channels)
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def template(self) -> Template:
        """As it stands in the form. Raises BadDay."""
        review_on = read_day(self.review.text())
        place = self.place.currentData()
        known = [channel for channel, box in self.channels.items() if box.isChecked()]
        others = [channel for channel in self._template.channels if channel not in self.channels]
        return replace(
            self._template,
            structure_id=self._home if place == PERSONAL else place,
            agent_id="me" if place == PERSONAL else None,
            title=self.title.text().strip(),
            theme=self.theme_field.text().strip(),
            body=self.body.toPlainText().strip(),
            sentiments=tuple(s for s, box in self.sentiments.items() if box.isChecked()),
            channels=(*known, *others),
            procedures=tuple(filter(None, (word.strip() for word in self.procedures.text().split(",")))),
            synonyms=self.synonyms.text().strip(),
            owner=self.owner.text().strip(),
            review_on=review_on,
            origin="",  # what is changed here is no longer that of the published set
        )

    def show_fault(self, sentence: str) -> None:
        self.fault.show_text(self.tr("Ce modèle n’est pas encore enregistré"), sentence)
        self.fault.show()
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        try:
            template = self.template()
        except BadDay:
            self.show_fault(self.tr("La date de relecture s’écrit comme 31/03/2028. Corrigez-la, ou laissez-la vide."))
            self.review.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if template.body != self._warned and self._personal_data(template.body):
            self._warned = template.body  # said once: the second press saves
            return
        self.saved.emit(template)

    def _personal_data(self, body: str) -> bool:
        """Whether the guard sees personal data in `body`, which each reply would publish; it says so."""
        from spplus_desk.domain.privacy import (  # late: the guard's patterns, at the first save only
            NONE_KNOWN,
            Certainty,
        )
        from spplus_desk.services.guarding import in_template
        from spplus_desk.ui.wording.personal import listed

        sure = [f.kind for f in in_template(body, self.public or NONE_KNOWN) if f.certainty is not Certainty.POSSIBLE]
        if sure:
            words = self.tr("Chaque réponse publierait {what}. Enregistrez encore une fois si c’est bien voulu.")
            self.show_fault(words.format(what=listed(sure)))
        return bool(sure)
