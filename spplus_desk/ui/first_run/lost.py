"""What is missing to open a profile."""

from enum import Enum


class Lost(Enum):
    PASSPHRASE = 0
    KEY = 1
