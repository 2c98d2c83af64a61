"""XML as other tools take it: elements in the namespace of their root, and no character XML has not."""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML = "{http://www.w3.org/XML/1998/namespace}"


def begin(name: str, space: str, /, **attributes: str) -> Element:
    """Return the root of a file, in a namespace."""
    return _set(Element(f"{{{space}}}{name}"), attributes)


def add(parent: Element, name: str, text: str = "", /, **attributes: str) -> Element:
    """Add an element under another, in its namespace, and return it.

    An attribute that is empty is left out; `xml_id` is written as `xml:id`.
    """
    space = parent.tag[: parent.tag.find("}") + 1]
    node = ElementTree.SubElement(parent, f"{space}{name}")
    node.text = clean(text) or None
    return _set(node, attributes)


def write(root: Element) -> str:
    """Return an element and all under it as an XML file, the namespace of its root without a prefix."""
    ElementTree.register_namespace("", root.tag[1 : root.tag.find("}")])
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def clean(text: str) -> str:
    """Return a text without the characters that no XML file may hold."""
    return _NOT_XML.sub("\ufffd", text)


def _set(node: Element, attributes: dict[str, str]) -> Element:
    for name, value in attributes.items():
        if value:
            node.set(name.replace("xml_", _XML), clean(value))
    return node
