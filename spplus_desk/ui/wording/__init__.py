"""The French words of the window: pure functions from values to texts, with their no-break spaces.

This is the one place where domain values become words; sentences that belong to one widget stay in it, through tr().
Rules: ui.md §10 of the design (dates, numbers, plurals, typography).
"""

from spplus_desk.ui.wording.dates import (
    ago,
    clock_line,
    due_line,
    due_sentence,
    full_date,
    hour,
    long_day,
    published_day,
    published_line,
    since_hour,
)
from spplus_desk.ui.wording.filters import FIELD_NAMES, PERIODS, SORT_NAMES, filter_part, filter_value, filter_words
from spplus_desk.ui.wording.numbers import count_of, number, plural
from spplus_desk.ui.wording.terms import (
    CHANNELS,
    GENERAL_TAGS,
    VIEW_NAMES,
    channel_icon,
    channel_name,
    channel_short,
    deadline_text,
    group_name,
    order_words,
    row_status,
    row_text,
    send_state_name,
    sentiment_name,
)

__all__ = [
    "CHANNELS",
    "FIELD_NAMES",
    "GENERAL_TAGS",
    "PERIODS",
    "SORT_NAMES",
    "VIEW_NAMES",
    "ago",
    "channel_icon",
    "channel_name",
    "channel_short",
    "clock_line",
    "count_of",
    "deadline_text",
    "due_line",
    "due_sentence",
    "filter_part",
    "filter_value",
    "filter_words",
    "full_date",
    "group_name",
    "hour",
    "long_day",
    "number",
    "order_words",
    "plural",
    "published_day",
    "published_line",
    "row_status",
    "row_text",
    "send_state_name",
    "sentiment_name",
    "since_hour",
]
