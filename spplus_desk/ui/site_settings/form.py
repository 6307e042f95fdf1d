"""The fields of the settings of a site, from what holds to what is to be saved, and back."""

from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from spplus_desk.domain.calendar import TERRITORIES, BadCalendar, WorkingDays, customary
from spplus_desk.domain.calendar.settings import check
from spplus_desk.domain.calendar.writing import (
    calendar_json,
    closures_text,
    local_days_text,
    read_closures,
    read_local_days,
)
from spplus_desk.domain.document_payloads import SaveSiteSettings
from spplus_desk.domain.documents import content
from spplus_desk.domain.site_settings import LISTS, Site
from spplus_desk.ui.site_settings.fields import LinesField, SeasonField, TextField, WeekField
from spplus_desk.ui.site_settings.local_days import LocalDaysField
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.checks import CheckBox
from spplus_desk.ui.widgets.field import Combo
from spplus_desk.ui.widgets.frames import h_line
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.wording import calendars

_DAYS, _HOURS = 0, 1
_LIST_NAMES = {
    "public_numbers": ("Numéros publics du service", "Le garde-fou les laisse passer dans une réponse."),
    "public_emails": ("Adresses électroniques du service", "Une adresse, ou @domaine pour toutes celles d’un domaine."),
    "public_links": ("Liens du service", ""),
    "public_addresses": ("Adresses postales du service", ""),
    "greetings": ("Formules d’appel", ""),
    "closings": ("Formules de politesse", ""),
    "signatures": ("Signatures", ""),
    "business_tags": ("Étiquettes métier", ""),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("SiteSettings", text)


class Form(QWidget):
    """`touched` while something typed is not saved. Parts that nobody touched stay inherited."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.touched = False
        self._site: Site | None = None
        self._first: SaveSiteSettings | None = None
        self._calendar: dict[str, Any] = {}
        self._read_only = False
        self.week = WeekField(theme, "hours")
        self.origin = Label(theme, role=Role.META, tone="text-3", wrap=True)
        self.seasons: list[SeasonField] = []
        self.add = Button(theme, _tr("Ajouter une saison"), icon="add-line", flush=True)
        self.add.setObjectName("add_season")
        self.add.clicked.connect(lambda: self._add_season({}, typed=True))
        self.territory = Combo(theme)
        self.territory.setObjectName("site_territory")
        self.territory.setAccessibleName(_tr("Jours fériés"))
        for code, one in TERRITORIES.items():
            self.territory.addItem(one.name, code)
        self.territory.activated.connect(lambda _place: self._on_territory())
        self._customary: dict[str, CheckBox] = {}
        self.local_days = LocalDaysField(theme)
        example = _tr("Une par ligne\u00a0: 24/12/2027, «\u00a031/12/2027 à partir de 12\u00a0h\u00a0», «\u00a0du 24/12/2027 au 02/01/2028\u00a0; Fêtes\u00a0».")  # fmt: skip  # noqa: E501
        self.closures = LinesField(theme, "site_closures", _tr("Fermetures exceptionnelles"), example, 4)
        self.amount = TextField(theme, "target_amount", _tr("Objectif interne, nombre"))
        self.unit = Combo(theme)
        self.unit.setObjectName("target_unit")
        self.unit.setAccessibleName(_tr("Objectif interne, unité"))
        self.unit.addItems(
            [_tr("jours ouvrés après le jour de la publication"), _tr("heures ouvrées après la publication")]
        )
        self.unit.activated.connect(lambda _place: self._touch())
        self.validation = CheckBox(_tr("Chaque réponse est relue avant d’être envoyée"))
        self.validation.setObjectName("site_validation")
        self.validation.setAccessibleName(self.validation.text())
        self.validation.clicked.connect(lambda _on: self._touch())
        theme.keep_font(self.validation, Role.UI)
        self.other_hand = CheckBox(_tr("Y compris celles d’un super agent, relues par un autre"))
        self.other_hand.setObjectName("site_other_hand")
        self.other_hand.setAccessibleName(self.other_hand.text())
        self.other_hand.clicked.connect(lambda _on: self._touch())
        theme.keep_font(self.other_hand, Role.UI)
        self.lists = {
            name: LinesField(theme, f"site_{name}", _tr(words), _tr(said) if said else "", 3)
            for name, (words, said) in _LIST_NAMES.items()
        }
        self._build()
        for field in self._fields():
            field.changed.connect(self._touch)

    def _build(self) -> None:
        theme = self._theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(4))
        self._head(_tr("Horaires d’ouverture"))
        self._column.addWidget(self.origin)
        self._column.addWidget(self.week)
        self._season_column = QVBoxLayout()
        self._column.addLayout(self._season_column)
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self._head(_tr("Jours fériés et fermetures"))
        self._column.addWidget(self.territory, 0, Qt.AlignmentFlag.AlignLeft)
        self.customary_box = QVBoxLayout()
        self._column.addLayout(self.customary_box)
        self._column.addWidget(self.local_days)
        self._column.addWidget(self.closures)
        self._head(_tr("Objectif interne"))
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self.amount.setFixedWidth(theme.px(96))
        row.addWidget(self.amount, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.unit, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch()
        self._column.addLayout(row)
        self._head(_tr("Relecture"))
        self._column.addWidget(self.validation)
        self._column.addWidget(self.other_hand)
        self._head(_tr("Ce que le service rend public"))
        for name in LISTS[:4]:
            self._column.addWidget(self.lists[name])
        self._head(_tr("Textes des réponses"))
        for name in LISTS[4:]:
            self._column.addWidget(self.lists[name])

    def _head(self, title: str) -> None:
        if self._column.count():
            self._column.addSpacing(self._theme.px(16))
        self._column.addWidget(Label(self._theme, title, Role.HEADING, 600))
        self._column.addWidget(h_line())

    # Showing

    def show_site(self, site: Site) -> None:
        own = (
            SaveSiteSettings(structure_id=site.structure.id)
            if site.own is None
            else SaveSiteSettings(structure_id=site.structure.id, **content(site.own))
        )
        self.show_payload(own, site)
        self._first = own
        self.touched = False

    def show_payload(self, payload: SaveSiteSettings, site: Site) -> None:
        """Show these settings, with what holds by itself where they say nothing."""
        self._site, self._first = site, payload
        rules = site.rules
        shown = payload.calendar or calendar_json(rules.calendar)
        self._calendar = shown
        self.week.show_week(shown.get("hours", {}))
        for season in list(self.seasons):
            self._drop_season(season)
        for one in shown.get("seasons") or ():
            self._add_season(one)
        self.territory.setCurrentIndex(self.territory.findData(shown.get("territory") or rules.calendar.territory))
        self._show_customary(shown.get("customary") or ())
        self.local_days.show_text(local_days_text(shown.get("local_days") or ()))
        self.closures.show_text(closures_text(shown.get("closures") or ()))
        target = payload.target or _target_json(rules.target)
        by_hours = "working_hours" in target
        self.unit.setCurrentIndex(_HOURS if by_hours else _DAYS)
        self.amount.show_text(f"{target['working_hours' if by_hours else 'working_days']:g}".replace(".", ","))
        self.validation.setChecked(rules.validation if payload.validation is None else payload.validation)
        self.other_hand.setChecked(payload.own_approval is False)
        for name, field in self.lists.items():
            field.show_lines(getattr(payload, name) or getattr(rules, name))
        self.origin.setText(_origin(site))
        self._shown = self._read()
        self.touched = True

    def _on_territory(self) -> None:
        self._show_customary(())
        self._touch()

    def _show_customary(self, ticked: Any) -> None:
        while self.customary_box.count():
            item = self.customary_box.takeAt(0)
            old = None if item is None else item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self._customary.clear()
        every = ticked is True or ticked == "all"
        for one in customary(str(self.territory.currentData()), 2027):
            box = CheckBox(f"{one.name} ({one.source})")
            box.setObjectName(f"customary_{one.key}")
            box.setAccessibleName(box.text())
            box.setChecked(every or one.key in ticked)
            box.setEnabled(not self._read_only)
            box.clicked.connect(lambda _on: self._touch())
            self._customary[one.key] = box
            self.customary_box.addWidget(box)

    def _add_season(self, season: dict[str, Any], *, typed: bool = False) -> None:
        field = SeasonField(self._theme, len(self.seasons))
        field.show_season(season)
        field.changed.connect(self._touch)
        field.removed.connect(lambda: self._drop_season(field, typed=True))
        field.set_read_only(self._read_only)
        self.seasons.append(field)
        self._season_column.addWidget(field)
        if typed:
            field.name.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop_season(self, field: SeasonField, *, typed: bool = False) -> None:
        self.seasons.remove(field)
        self._season_column.removeWidget(field)
        field.hide()
        field.deleteLater()
        if typed:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)
            self._touch()

    def _fields(self) -> list[WeekField | LinesField | TextField | SeasonField]:
        return [self.week, *self.seasons, self.local_days, self.closures, self.amount, *self.lists.values()]

    def set_read_only(self, on: bool) -> None:
        self._read_only = on
        for field in self._fields():
            field.set_read_only(on)
        boxes = (self.validation, self.other_hand, *self._customary.values())
        for control in (self.add, self.territory, self.unit, *boxes):
            control.setEnabled(not on)

    def _touch(self) -> None:
        if not self._read_only:
            self.touched = True
            self.changed.emit()

    # Reading

    def _read(self) -> dict[str, Any]:
        """What the fields say, whole: each part as the JSON holds it. Raises BadCalendar."""
        calendar: dict[str, Any] = {"hours": self.week.read("hours")}
        seasons = [season.read(f"seasons[{place}]") for place, season in enumerate(self.seasons)]
        parts = {
            "seasons": seasons,
            "territory": str(self.territory.currentData()),
            "customary": [key for key, box in self._customary.items() if box.isChecked()],
            "local_days": read_local_days(self.local_days.text(), "local_days"),
            "closures": read_closures(self.closures.text(), "closures"),
        }
        calendar.update({name: part for name, part in parts.items() if part})
        return {
            "calendar": calendar,
            "target": self._target(),
            "validation": self.validation.isChecked(),
            **{name: field.lines() for name, field in self.lists.items()},
        }

    def _target(self) -> dict[str, Any]:
        typed = self.amount.text().replace("\u00a0", "").strip().replace(",", ".")
        try:
            number = float(typed)
        except ValueError:
            raise BadCalendar("target", f"«\u00a0{self.amount.text()}\u00a0» n’est pas un nombre") from None
        if self.unit.currentIndex() == _HOURS:
            return {"working_hours": number}
        if number != int(number):
            raise BadCalendar("target", "un nombre entier de jours est attendu")
        return {"working_days": int(number)}

    def payload(self) -> SaveSiteSettings:
        """What is to be saved: the parts that the site says itself, and those that were changed. Raises BadCalendar."""
        assert self._site is not None
        assert self._first is not None
        found = self._read()
        if not found["calendar"]["hours"] and not found["calendar"].get("seasons"):
            found["calendar"] = {}  # no hours of its own: those of the site above
        kept = {name: part for name, part in found.items() if part != self._shown[name] or getattr(self._first, name)}
        if found["validation"] != self._shown["validation"]:
            kept["validation"] = found["validation"]
        elif self._first.validation is not None:
            kept["validation"] = self._first.validation
        else:
            kept.pop("validation", None)
        if self.other_hand.isChecked():
            kept["own_approval"] = False
        elif self._first.own_approval is not False:
            kept["own_approval"] = self._first.own_approval
        payload = SaveSiteSettings(structure_id=self._site.structure.id, **kept)
        check(payload.calendar, payload.target)
        return payload

    # Faults

    def clear_faults(self) -> None:
        self.week.clear_faults()
        for season in self.seasons:
            season.clear_faults()
        for field in (self.local_days, self.closures, self.amount):
            field.said("")

    def say(self, error: BadCalendar) -> None:
        """Put the sentence at the field that the fault names."""
        field, sentence = error.field, f"{error.reason[:1].upper()}{error.reason[1:]}."
        if field.startswith("seasons["):
            place, _, rest = field.removeprefix("seasons[").partition("].")
            if place.isdigit() and int(place) < len(self.seasons):
                self.seasons[int(place)].say(rest, sentence)
        elif field.startswith("hours."):
            self.week.field_of(field[6:9]).said(sentence)
        elif field.startswith("closures"):
            self.closures.said(sentence)
        elif field.startswith("local_days"):
            self.local_days.said(sentence)
        elif field.startswith("target"):
            self.amount.said(sentence)
        else:
            self.week.days[0].said(sentence)

    def focus_fault(self) -> None:
        places: list[TextField | LinesField] = [*self.week.days]
        for season in self.seasons:
            places += [season.first, season.last, *season.week.days]
        for place in (*places, self.local_days, self.closures, self.amount):
            if not place.fault.isHidden():
                place.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def focus_first(self) -> None:
        first: QLineEdit = self.week.days[0].edit
        first.setFocus(Qt.FocusReason.OtherFocusReason)


def _target_json(target: Any) -> dict[str, Any]:
    return {"working_days": target.days} if isinstance(target, WorkingDays) else {"working_hours": target.hours}


def _origin(site: Site) -> str:
    """Where the hours come from, and the zone, which the central gives."""
    zone = site.rules.calendar.zone
    place = calendars.zone_place(zone)
    if not site.rules.hours_from:
        return _tr("Horaires par défaut, à l’heure de {place}. Changez-les pour donner ceux du site.").format(
            place=place
        )
    if site.rules.hours_from != site.structure.id:
        words = _tr("Horaires de {name}, à l’heure de {place}. Changez-les pour donner ceux du site.")
        return words.format(name=site.hours_from_name or site.rules.hours_from, place=place)
    return _tr("À l’heure de {place}. Laissez un jour vide pour le fermer.").format(place=place)
