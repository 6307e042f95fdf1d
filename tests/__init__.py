"""A package by name, because an installed library may bring a `tests` of its own (spylls does), which would hide a
folder without this file from `python -m tests.chaos` and from processes that tests start."""
