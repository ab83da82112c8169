"""Image files: what one is by its first bytes, how large it is shown, and whether it tells where it was taken.

In: a file's bytes. Out: a `Picture`, with the reason if it can't be published. What a name ends in must be what the bytes
are; SVG is refused, since it can hold scripts. Sizes are read by imagesize, and turned as the file says it is to be.
"""

import io
import re
import struct

from msgspec import Struct

LARGEST_IMAGE = 10_000_000
"""Bytes of an image. A larger one is refused unread."""
LARGE_IMAGE = 1_000_000
"""Bytes from which on a reader with a slow connection waits for it."""
ENDINGS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "GIF", ".webp": "WebP", ".avif": "AVIF"}
_FIRST_BYTES = {
    "PNG": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "JPEG": re.compile(rb"\xff\xd8\xff"),
    "GIF": re.compile(rb"GIF8[79]a"),
    "WebP": re.compile(rb"RIFF....WEBP", re.DOTALL),
    "AVIF": re.compile(rb"....ftyp(?:....)*?avi[fs]", re.DOTALL),
}
_TIFF = re.compile(rb"II\*\0|MM\0\*")
"""Where Exif data begin (Exif 3.0, 4.5.2), in whatever part of whatever kind of file."""
_TURNED = re.compile(rb"\0\0\0\x09irot(.)", re.DOTALL)
_GPS_DIRECTORY, _LATITUDE, _LONGITUDE = 0x8825, 2, 4
_IN_XMP = re.compile(rb"GPS(?:Latitude|Longitude)\b")
_MOST_TRIED = 64


class Picture(Struct, frozen=True):
    """An image file. width, height: in pixels as it is to be shown, 0 if there is a fault. located: it holds a position.

    fault: why it can't be published, as the end of a sentence; empty if it can. size: in bytes.
    """

    data: bytes
    size: int
    width: int = 0
    height: int = 0
    located: bool = False
    fault: str = ""


def picture(name: str, data: bytes, size: int) -> Picture:
    """What a file of this name holds. data: its bytes, or fewer if it is larger than LARGEST_IMAGE."""
    kind = ENDINGS.get(name[name.rfind(".") :].lower()) if "." in name else None
    if kind is None:
        endings = ", ".join(ENDINGS)
        reason = "is SVG, which can hold scripts" if name.lower().endswith(".svg") else f"ends in none of {endings}"
        return Picture(b"", size, fault=reason)
    if size > LARGEST_IMAGE:
        return Picture(b"", size, fault=f"is larger than {LARGEST_IMAGE:,} bytes")
    found = next((known for known, first in _FIRST_BYTES.items() if first.match(data)), "")
    if found != kind:
        return Picture(b"", size, fault=f"is no {kind}" + (f" but {found}" if found else ""))
    width, height = _size_of_avif(data) if kind == "AVIF" else _size(data)
    if width < 1 or height < 1:
        return Picture(b"", size, fault=f"is no whole {kind}: it does not say how large it is")
    return Picture(data, size, width, height, holds_position(data))


def _size(data: bytes) -> tuple[int, int]:
    import imagesize  # it brings all that is needed to fetch images, which most dossiers never need

    try:
        return imagesize.get(io.BytesIO(data))
    except Exception:  # the file may hold anything, and the library says for none of it what it raises
        return 0, 0


def _size_of_avif(data: bytes) -> tuple[int, int]:
    """AVIF is turned by a property of its own alone, by quarters; what Exif says of it is for information (ISO/IEC 23008-12).

    The library reads of that property a byte too far, and heeds Exif: so both are hidden from it.
    """
    turned = _TURNED.search(data)
    width, height = _size(data.replace(b"irot", b"skip").replace(b"Exif", b"skip"))
    return (height, width) if turned and turned[1][0] & 1 else (width, height)


def holds_position(data: bytes) -> bool:
    """Whether a file says where it was taken: in the GPS directory of its Exif data, or in XMP."""
    headers = (found.start() for found, _ in zip(_TIFF.finditer(data), range(_MOST_TRIED), strict=False))
    return any(_has_position(data, start) for start in headers) or bool(_IN_XMP.search(data))


def _has_position(data: bytes, start: int) -> bool:
    order = "<" if data[start : start + 2] == b"II" else ">"
    try:
        (first,) = struct.unpack_from(f"{order}I", data, start + 4)
        gps = dict(_entries(data, start, first, order)).get(_GPS_DIRECTORY)
        return gps is not None and any(tag in (_LATITUDE, _LONGITUDE) for tag, _ in _entries(data, start, gps, order))
    except struct.error:  # it ends before what it points to: then it was no header, or is a broken one
        return False


def _entries(data: bytes, start: int, offset: int, order: str) -> list[tuple[int, int]]:
    """The tags of a directory (TIFF 6.0, section 2), each with what stands in its field for the value."""
    (count,) = struct.unpack_from(f"{order}H", data, start + offset)
    places = [start + offset + 2 + 12 * number for number in range(count)]
    return [
        (struct.unpack_from(f"{order}H", data, at)[0], struct.unpack_from(f"{order}I", data, at + 8)[0])
        for at in places
    ]
