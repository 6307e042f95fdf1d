"""What the frozen values of every layer are made of.

msgspec's Struct rather than a frozen data class: the same class body, equality, hash and pattern matching, but a class
costs 14 µs to define instead of 670 (two hundred of them stand before the first paint of the inbox), an instance a
fifth, and desk and central read and write them on the wire without a second definition. Data classes are left where
a value is changed, hides a field from its `repr`, or has two bases with fields (`documents`), which Struct refuses.
"""

from dataclasses import fields, is_dataclass
from typing import Any, dataclass_transform

from msgspec import Struct, field
from msgspec.structs import asdict, replace

__all__ = ["Value", "asdict", "field", "is_record", "names", "replace"]


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Value(Struct, frozen=True):
    """Never changed: `replace` makes another one. `asdict` is of one level; nested values stay what they are."""


def is_record(value: object) -> bool:
    """True for what has fields: a Value, or a data class."""
    return isinstance(value, Struct) or is_dataclass(value)


def names(record: Any) -> tuple[str, ...]:
    """Of the fields of a record or of its class."""
    declared: tuple[str, ...] | None = getattr(record, "__struct_fields__", None)
    return tuple(field.name for field in fields(record)) if declared is None else declared
