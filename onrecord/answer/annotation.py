"""Quotes as W3C Web Annotations (JSON-LD), for tools that mark a page or a text at the words.

Each quote is marked on the publisher's page by its words, where the address is known, and in the
interview's text by its offsets; the text has no address, and is named by its SHA-256.

Source: Web Annotation Data Model, 2017, https://www.w3.org/TR/annotation-model/; names of things by
their hash, https://www.rfc-editor.org/rfc/rfc6920
"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from onrecord.answer.answer import Answer
from onrecord.answer.hit import Hit
from onrecord.answer.verify import Check
from onrecord.error import AnswerError
from onrecord.interview import Interview
from onrecord.reading import find_files, read_interview
from onrecord.text.change import undo
from onrecord.text.markup import plain
from onrecord.text.shown import shorten
from onrecord.text.span import Span

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_MEDIA_FRAGMENTS = "http://www.w3.org/TR/media-frags/"
_PDF_FRAGMENTS = "http://tools.ietf.org/rfc/rfc3778"  # as the vocabulary of annotations names it
_NAMED_BY_HASH = "ni:///sha-256;"
_AROUND = 32  # characters before and after a quote that tell it from the same words elsewhere
_NAMESPACE = uuid.UUID("6f3bb0a6-5d0c-5d0e-9c53-3a4d7f0c7f11")


def to_annotations(answers: Iterable[Answer]) -> str:
    """Return the quotes that answer as one collection of annotations, the question in each."""
    once: dict[str, dict[str, Any]] = {}
    for answer in answers:
        for part in answer.parts or (answer,):
            for hit in part.hits:
                one = _annotate(part, hit)
                once.setdefault(str(one["id"]), one)
    items = list(once.values())
    collection: dict[str, Any] = {
        "@context": _CONTEXT,
        "id": _name("collection", *once),
        "type": "AnnotationCollection",
        "label": "On the Record",
        "total": len(items),
    }
    if items:
        page = {"id": _name("page", *once), "type": "AnnotationPage", "startIndex": 0, "items": items}
        collection["first"] = page
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def verify_annotations(collection: Any, corpus: str | Path = "corpus") -> list[Check]:
    """Check every quote of a collection that `to_annotations` made against the files of a corpus.

    Returns
    -------
    list of Check
        One for each annotation, in order.

    Raises
    ------
    AnswerError
        When it is another collection.
    CorpusError
        When the corpus cannot be read.
    """
    try:
        items = collection["first"]["items"] if collection["total"] else []
        claims = [(_describe(item), list(_read_targets(item))) for item in items]
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise AnswerError("expected annotations as the export writes them, found others") from error
    if not claims:
        raise AnswerError("expected annotations, found none")
    sources = {name_text(one.sha256): one for one in map(read_interview, find_files(Path(corpus)))}
    return [_check(citation, targets, sources) for citation, targets in claims]


def name_text(sha256: str) -> str:
    """Return the name of a text by its SHA-256, in hexadecimal, as RFC 6920 writes it."""
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")
    return f"{_NAMED_BY_HASH}{digest}"


def _annotate(answer: Answer, hit: Hit) -> dict[str, Any]:
    """Return the annotation of one quote: the question, the citation, and where the words stand."""
    targets = [_target_of_text(hit)]
    if hit.url.startswith(("http://", "https://")):
        targets.insert(0, _target_of_page(hit))
    return {
        "id": _name(answer.question, hit.source_sha256, str(hit.quote.start), str(hit.quote.end)),
        "type": "Annotation",
        "motivation": "highlighting",
        "body": [
            _body(answer.question, "tagging", answer.language),
            _body(hit.citation, "describing", answer.language),
        ],
        "target": targets,
    }


def _body(value: str, purpose: str, language: str) -> dict[str, str]:
    return {
        "type": "TextualBody", "value": value, "purpose": purpose, "format": "text/plain",
        "language": language,
    }  # fmt: skip


def _target_of_page(hit: Hit) -> dict[str, Any]:
    """Return where a reader finds the quote on the publisher's page, without markup."""
    selectors: list[dict[str, Any]] = [_quote_selector(hit, shown=True)]
    if hit.start_time is not None:
        selectors.append(_fragment(_MEDIA_FRAGMENTS, f"t={int(hit.start_time)}"))
    if hit.page:
        selectors.append(_fragment(_PDF_FRAGMENTS, f"page={hit.page}"))
    return {"source": hit.url, "selector": selectors}


def _target_of_text(hit: Hit) -> dict[str, Any]:
    """Return where the quote stands in the interview's text, to the letter."""
    position = {"type": "TextPositionSelector", "start": hit.quote.start, "end": hit.quote.end}
    return {
        "source": name_text(hit.source_sha256),
        "selector": [position, _quote_selector(hit, shown=False)],
    }


def _quote_selector(hit: Hit, *, shown: bool) -> dict[str, str]:
    start, end = hit.cuts
    places = {
        "exact": (hit.quote.text, Span(hit.quote.start, hit.quote.end)),
        "prefix": (hit.text[:start], Span(hit.start, hit.quote.start)),
        "suffix": (hit.text[end:], Span(hit.quote.end, hit.end)),
    }
    parts = {name: undo(text, span, hit.changes) for name, (text, span) in places.items()}
    parts |= {"prefix": parts["prefix"][-_AROUND:], "suffix": parts["suffix"][:_AROUND]}
    if shown:
        parts = {name: plain(text) for name, text in parts.items()}
    return {"type": "TextQuoteSelector", **{name: text for name, text in parts.items() if text}}


def _fragment(standard: str, value: str) -> dict[str, str]:
    return {"type": "FragmentSelector", "conformsTo": standard, "value": value}


def _name(*parts: str) -> str:
    """Return a name that is always the same for the same parts."""
    return uuid.uuid5(_NAMESPACE, json.dumps(parts)).urn


def _describe(item: Any) -> str:
    return str(next(one["value"] for one in item["body"] if one["purpose"] == "describing"))


def _read_targets(item: Any) -> Iterator[tuple[str, int, int, str]]:
    """Yield source, start, end and exact words of the targets of an annotation that have offsets."""
    for target in item["target"]:
        selectors = {one["type"]: one for one in target["selector"]}
        exact = str(selectors["TextQuoteSelector"]["exact"])
        place = selectors.get("TextPositionSelector")
        start, end = (int(place["start"]), int(place["end"])) if place else (-1, -1)
        yield str(target["source"]), start, end, exact


def _check(
    citation: str,
    targets: Sequence[tuple[str, int, int, str]],
    sources: dict[str, Interview],
) -> Check:
    """Compare the words of an annotation with the text that it names, at its offsets."""
    placed = [one for one in targets if one[0].startswith(_NAMED_BY_HASH)]
    interview = sources.get(placed[0][0]) if placed else None
    if interview is None:
        return Check(citation, "", ("no interview of the corpus has this text (SHA-256)",))
    _, start, end, exact = placed[0]
    problems = []
    stands = interview.show_source(Span(max(0, start), end))
    if start < 0 or stands != exact:
        found = interview.find(exact)
        where = f"it stands at {found.start}" if found else "it stands nowhere in the source"
        problems.append(f"the quote is not at {start}:{end}; {where}")
    problems += [
        f"“{shorten(words, 80)}” is not what the text has there"
        for source, _, _, words in targets
        if source != placed[0][0] and words != plain(stands)
    ]
    return Check(citation, interview.id, tuple(problems), ("citation",))
