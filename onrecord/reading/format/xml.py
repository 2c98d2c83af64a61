"""XML files parsed with care: without entities of their own, fetching nothing, of bounded depth."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.error import CorpusError

_LONGEST = 2_000_000  # characters of one element that are kept


def parse_xml(content: bytes, path: Path) -> Any:
    """Return the root of an XML file.

    Raises
    ------
    CorpusError
        When it is damaged.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.LxmlError, ValueError) as error:
        raise CorpusError.of("xml_damaged", where=path, found=str(error)[:120]) from error
    if root is None:
        raise CorpusError.of("xml_damaged", where=path, found="no element")
    return root


def name_of(node: Any) -> str:
    """Return the name of an element without its namespace; "" for a comment."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def find_first(node: Any, name: str) -> Any:
    """Return the first element of that name under `node`, or None."""
    return next((one for one in node.iter() if name_of(one) == name), None)


def find_all(node: Any, name: str, inside: str = "") -> Iterator[Any]:
    """Yield the elements of that name under `node`, or under its first element called `inside`."""
    root = find_first(node, inside) if inside else node
    return (one for one in root.iter() if name_of(one) == name) if root is not None else iter(())


def words_of(node: Any, without: frozenset[str] = frozenset()) -> str:
    """Return the words of an element, in order, those of the elements named `without` left out."""
    parts: list[str] = []
    length = 0
    waiting: list[tuple[Any, bool]] = [(node, True)]
    while waiting and length < _LONGEST:
        one, is_start = waiting.pop()
        if not is_start:
            parts.append(one.tail or "")
            length += len(parts[-1])
            continue
        if isinstance(one.tag, str) and name_of(one) not in without:
            parts.append(one.text or "")
            length += len(parts[-1])
            for child in reversed(one):
                waiting += [(child, False), (child, True)]
    return " ".join("".join(parts).split())
