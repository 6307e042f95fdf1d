"""What can be wrong with a calendar, in one sentence that names the field."""

from spplus_desk.domain.errors import BadInput


class BadCalendar(BadInput):
    """`field` is the path in the JSON (`hours.mon[1]`); `reason` ends the sentence after a colon, without full stop."""

    code = "bad_calendar"

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"Champ « {field} » : {reason}.", detail=field)
        self.field = field
        self.reason = reason


class NeverOpen(BadCalendar):
    """No opening hour comes within two years: no date can be given."""

    code = "never_open"
