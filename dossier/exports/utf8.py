"""Text that is made in many small pieces, as bytes: together the pieces take ten times as much memory as what they make up."""

import io
from collections.abc import Iterable


def utf8(pieces: Iterable[str]) -> bytes:
    """The pieces one after another, in UTF-8; each is let go as it is written."""
    data = io.BytesIO()
    text = io.TextIOWrapper(data, "utf-8", newline="")
    text.writelines(pieces)
    text.flush()
    return data.getvalue()
