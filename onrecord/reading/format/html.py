"""A saved web page becomes its visible text, in blocks, and the metadata of its head.

All visible text is kept, so that the report can list what was left out: blocks of menus, forms and
comments, which `html_part` recognises, come with a reason. Selectolax parses the page leniently, as
browsers do; nothing is fetched and no script is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.error import CorpusError
from onrecord.reading.block import reason
from onrecord.reading.format.decode import decode
from onrecord.reading.format.extract import Extract
from onrecord.reading.format.html_head import read_html_head
from onrecord.reading.format.html_part import find_part
from onrecord.reading.format.typeset import Style, Typesetter
from onrecord.text.pattern import one_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_DEEPEST = 1_000  # nested elements; real pages stay under 60
_MOST_ELEMENTS = 100_000  # tags; real pages have a few thousand
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_ENDLESS = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option",
    "optgroup", "colgroup", "caption", "rt", "rp", "html", "head", "body",
))  # fmt: skip
_OWN_TITLE = "h1, h2 a, h3 a, h4 a, a h2, a h3, a h4"
_NEVER_SHOWN = frozenset((
    "script", "style", "template", "noscript", "svg", "math", "iframe", "object", "canvas", "audio",
    "video", "select", "head",
))  # fmt: skip
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol",
    "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BOLD = frozenset(("strong", "b", "dt", "th", "summary"))
_ITALIC = frozenset(("em", "i", "cite"))
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,30})", re.I)


def extract_html(content: bytes, path: Path) -> Extract:
    """Return the visible text of a page in blocks, with the metadata that it states.

    Raises
    ------
    CorpusError
        When the page has no words, is not decoded, or has too many or too deeply nested elements.
    """
    from selectolax.lexbor import LexborHTMLParser  # late: only pages need it

    source = _decode_page(content, path)
    _check_depth(source, path)
    tree = LexborHTMLParser(source)
    setter = Typesetter(path)
    if tree.body is not None:
        _Walker(setter, _find_article(tree)).walk(tree.body)
    text, blocks = setter.finish()
    if not re.search(r"\w", text):
        raise CorpusError.of("page_empty", where=path)
    return Extract(text, tuple(blocks), read_html_head(tree))


def _decode_page(content: bytes, path: Path) -> str:
    """Decode a page as UTF-8, else by its `<meta charset>`, else in the most likely encoding."""
    try:
        return content.decode("utf-8").replace("\0", "\ufffd")
    except UnicodeDecodeError:
        stated = _CHARSET.search(content[:10_000])
    if stated:
        try:
            return content.decode(stated[1].decode("ascii"), errors="strict")
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    return decode(content, path)


def _check_depth(source: str, path: Path) -> None:
    """Raise CorpusError for a page with too many or too deep elements, which take hours to parse."""
    depth = deepest = count = 0
    for match in _TAG.finditer(source):
        count += 1
        if match[2].lower() in _ENDLESS:
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    if deepest > _DEEPEST or count > _MOST_ELEMENTS:
        name = "page_too_deep" if deepest > _DEEPEST else "page_too_many"
        raise CorpusError.of(name, where=path, deepest=deepest, count=count)


def _find_article(tree: Any) -> LexborNode | None:
    """Return the element that holds at least half of the prose, or None for the whole body."""
    body_length = _prose_length(tree.body)
    for selector in ("[itemprop=articleBody]", "article", "main", "[role=main]"):
        nodes = tree.css(selector)[:50]
        lengths = [_prose_length(node) for node in nodes]
        if not lengths or 2 * max(lengths) < body_length:
            continue
        node = nodes[lengths.index(max(lengths))]
        return _widen(node) if selector == "[itemprop=articleBody]" else node
    return None


def _find_continued(article: Any) -> set[int]:
    """Return an article's element, with those of its kind beside it that go on with it.

    A page that puts a box into an article may close the article before it and open it again after it:
    with the same class, and without a title or a link to another page's.
    """
    found = {article.mem_id}
    for node in _children(article.parent) if article.parent is not None else ():
        is_alike = node.is_element_node and node.tag == article.tag
        if is_alike and node.attributes.get("class") == article.attributes.get("class"):
            is_other = node.css_first(_OWN_TITLE) is not None
            found |= set() if is_other else {node.mem_id}
    return found


def _widen(node: Any) -> LexborNode:
    """Return the `<article>` or `<main>` around an article's body, with its title and lead, if any."""
    around = node
    for _ in range(12):
        if around is None or around.tag == "body":
            return node  # type: ignore[no-any-return]
        if around.tag in ("article", "main"):
            return around  # type: ignore[no-any-return]
        around = around.parent
    return node  # type: ignore[no-any-return]


def _prose_length(node: Any) -> int:
    """Return the number of characters in the paragraphs under a node with more than 60 each."""
    lengths = (
        len(paragraph.text(deep=True))
        for paragraph in node.css("p, dd, li, blockquote")
        if paragraph.tag
    )
    return sum(length for length in lengths if length > 60)


@dataclass(slots=True)
class _Open:
    """An element on the walker's stack: its children still to visit, and their style."""

    children: Iterator[Any]
    style: Style
    is_block: bool = False
    is_article: bool = False


class _Walker:
    """Visits the elements of a page in order and writes their text to a typesetter."""

    def __init__(self, setter: Typesetter, article: LexborNode | None) -> None:
        self._setter = setter
        self._articles = _find_continued(article) if article is not None else set()
        self._is_inside = article is None

    def walk(self, root: Any) -> None:
        """Write the text under `root`, without recursion: deep pages must not exhaust the stack."""
        stack = [_Open(iter([root]), Style())]
        while stack:
            node = next(stack[-1].children, None)
            if node is None:
                self._leave(stack.pop())
            elif node.is_text_node:
                self._setter.write(node.text_content or "", self._at(stack[-1].style))
            elif node.is_element_node and node.tag not in _NEVER_SHOWN:
                stack.append(self._enter(node, stack[-1].style))

    def _enter(self, node: Any, around: Style) -> _Open:
        tag, is_article = node.tag, node.mem_id in self._articles
        if tag == "br":
            self._setter.break_line()
        elif tag in _BLOCKS:
            self._setter.break_block()
        if is_article:
            self._is_inside = True
        style = around.inside(
            level=int(tag[1]) if tag in _HEADINGS else 0,
            bold=tag in _BOLD or _is_bold(node),
            italic=tag in _ITALIC,
            is_list=tag == "li",
            is_quote=tag == "blockquote",
            is_link=tag == "a" and bool(node.attributes.get("href")),
            reason="" if around.reason else find_part(node),
        )
        return _Open(_children(node), style, tag in _BLOCKS, is_article)

    def _leave(self, element: _Open) -> None:
        if element.is_block:
            self._setter.break_block()
        if element.is_article:
            self._is_inside = False

    def _at(self, style: Style) -> Style:
        if self._is_inside or style.reason or style.level == 1:
            return style
        return style.inside(reason=reason.OUTSIDE)


def _is_bold(node: Any) -> bool:
    """Return whether the style or class of an element sets it in bold or as a question."""
    attributes = node.attributes
    style = (attributes.get("style") or "")[:500].replace(" ", "").lower()
    names = (attributes.get("class") or "")[:500].lower()
    return (
        "font-weight:bold" in style
        or "font-weight:7" in style
        or _asking_class().search(names) is not None
    )


@cache
def _asking_class() -> re.Pattern[str]:
    """Return the pattern of the class names that pages give their questions."""
    return re.compile(rf"(?:^|[\s_-]){one_of('files', 'classes', 'asking')}(?:$|[\s_-])")


def _children(node: Any) -> Iterator[Any]:
    child = node.first_child
    while child is not None:
        yield child
        child = child.next
