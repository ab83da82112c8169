"""XML as bytes, for exports: elements in, a UTF-8 document out that any parser reads, whatever characters came in."""

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document can hold, not even escaped (XML 1.0, production 2, Char)."""


def add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """A new child, with the characters left out that XML can't hold."""
    child = SubElement(parent, tag, {name: _NOT_XML.sub("", value) for name, value in attributes.items()})
    child.text = _NOT_XML.sub("", text)
    return child


def document(root: Element) -> bytes:
    """The document, one element a line."""
    ElementTree.indent(root, " ")
    data: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"
