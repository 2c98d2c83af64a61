"""The metadata that a web page states: meta tags, OpenGraph, JSON-LD, the canonical address.

They become plain fields by name; `page.metadata` decides which of them count.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

_META = {
    "title": ("og:title", "twitter:title", "dc.title", "citation_title"),
    "publication": ("og:site_name", "application-name", "dc.publisher", "citation_journal_title"),
    "author": ("author", "article:author", "dc.creator", "citation_author", "parsely-author"),
    "date": ("article:published_time", "date", "dc.date", "dcterms.date", "datepublished", "pubdate"),
    "url": ("og:url",),
    "description": ("og:description", "description", "twitter:description"),
}
_ARTICLES = (
    "Article",
    "NewsArticle",
    "BlogPosting",
    "Report",
    "Interview",
    "WebPage",
    "ReportageNewsArticle",
)
_LONGEST = 1_000_000  # characters of JSON-LD


def read_html_head(tree: Any) -> dict[str, object]:
    """Return the metadata of a page by field name: JSON-LD counts first, the `<title>` last."""
    found: dict[str, object] = {}
    for article in _find_articles(tree):
        for name, value in _read_article(article):
            found.setdefault(name, value)
    metas = _read_metas(tree)
    for name, keys in _META.items():
        value = next((metas[key] for key in keys if metas.get(key)), "")
        if value and not (name == "author" and "/" in value):  # some pages give an address there
            found.setdefault(name, value)
    canonical = tree.css_first("link[rel=canonical]")
    if canonical is not None and canonical.attributes.get("href"):
        found.setdefault("url", canonical.attributes["href"])
    title = tree.css_first("title")
    has_heading = tree.css_first("h1") is not None  # a surer title: `<title>` often names the site
    if not has_heading and title is not None and title.text(deep=True).strip():
        found.setdefault("title", title.text(deep=True).strip()[:500])
    return found


def _read_metas(tree: Any) -> dict[str, str]:
    metas: dict[str, str] = {}
    for node in tree.css("meta")[:500]:
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
        metas.setdefault(name.lower(), (attributes.get("content") or "").strip()[:5000])
    return metas


def _find_articles(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the JSON-LD objects of the page that describe an article."""
    for node in tree.css('script[type="application/ld+json"]')[:20]:
        text = node.text(deep=True)
        try:
            loaded = json.loads(text) if len(text) < _LONGEST else None
        except (ValueError, RecursionError):
            continue
        graph = loaded.get("@graph") if isinstance(loaded, dict) else None
        for entry in [loaded] if graph is None else graph if isinstance(graph, list) else []:
            candidates = entry if isinstance(entry, list) else [entry]
            for one in candidates:
                if isinstance(one, dict) and any(
                    kind in _ARTICLES for kind in _texts(one.get("@type"))
                ):
                    yield one


def _read_article(article: dict[str, Any]) -> Iterator[tuple[str, object]]:
    fields = {
        "title": article.get("headline") or article.get("name"),
        "date": article.get("datePublished"),
        "author": _names(article.get("author")),
        "publication": ", ".join(_names(article.get("publisher"))),
        "description": article.get("description"),
        "url": article.get("url"),
    }
    for name, value in fields.items():
        if value and isinstance(value, str | list):
            yield name, value


def _names(value: Any) -> list[str]:
    entries = value if isinstance(value, list) else [value]
    named = [entry.get("name") if isinstance(entry, dict) else entry for entry in entries]
    return [
        name.strip() for name in named if isinstance(name, str) and name.strip() and "/" not in name
    ]


def _texts(value: Any) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]
