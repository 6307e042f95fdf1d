"""Dice of their own for each decision."""

import random


def dice_of(*parts: object) -> random.Random:
    """The same parts, the same decisions, whatever else happened before and in whatever order."""
    return random.Random("/".join(map(str, parts)))
