"""Dates as EDTF (ISO 8601-2:2019) levels 0 and 1 and some of level 2."""

from typing import Literal

from msgspec import Struct

Precision = Literal["year", "month", "day", "minute", "second"]
Form = Literal["point", "interval", "before", "after", "one-of", "some-day"]


class Date(Struct, frozen=True):
    """placeholder: being written"""

    text: str
