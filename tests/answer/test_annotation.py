"""Web Annotations mark the words that answer: on the page by themselves, in the text by offsets."""

import base64
import dataclasses
import hashlib
import json
from pathlib import Path

import pytest

from onrecord.answer.annotation import name_text, to_annotations, verify_annotations
from onrecord.answer.answer import Answer
from onrecord.archive import Archive
from onrecord.error import AnswerError


@pytest.fixture
def answer(archive: Archive) -> Answer:
    return archive.ask("Que dit-elle du prix du gazole ?")


def test_a_quote_is_found_by_its_words_and_at_its_offsets(answer: Answer, archive: Archive) -> None:
    (hit,) = answer.hits
    text = archive.interviews["criee"].text
    collection = json.loads(to_annotations([answer]))
    assert (collection["@context"], collection["total"]) == ("http://www.w3.org/ns/anno.jsonld", 1)
    (item,) = collection["first"]["items"]
    assert [(one["purpose"], one["value"]) for one in item["body"]] == [
        ("tagging", "Que dit-elle du prix du gazole ?"),
        ("describing", hit.citation),
    ]
    page, source = item["target"]
    assert page["source"] == "https://example.org/criee-port-aven"
    assert page["selector"][0]["exact"] == hit.quote.text
    position, quote = source["selector"]
    assert text[position["start"] : position["end"]] == quote["exact"] == hit.quote.text
    before, after = quote.get("prefix", ""), quote.get("suffix", "")
    assert text.find(before + quote["exact"] + after) == position["start"] - len(before)
    digest = base64.urlsafe_b64decode(source["source"].removeprefix("ni:///sha-256;") + "=")
    assert digest == hashlib.sha256(text.encode()).digest()


def test_seconds_and_pages_are_fragments(answer: Answer) -> None:
    (hit,) = answer.hits
    changed = dataclasses.replace(hit, start_time=61.5, page=3)
    page = json.loads(to_annotations([dataclasses.replace(answer, hits=(changed,))]))["first"]["items"][
        0
    ]
    fragments = [one["value"] for one in page["target"][0]["selector"][1:]]
    assert fragments == ["t=61", "page=3"]
    unplaced = dataclasses.replace(changed, url="")
    (item,) = json.loads(to_annotations([dataclasses.replace(answer, hits=(unplaced,))]))["first"][
        "items"
    ]
    assert [one["source"][:3] for one in item["target"]] == ["ni:"]


def test_names_are_the_same_each_time_and_each_quote_is_once(answer: Answer) -> None:
    assert to_annotations([answer, answer]) == to_annotations([answer])
    assert json.loads(to_annotations([]))["total"] == 0


def test_what_is_written_verifies_and_a_change_is_told(answer: Answer, corpus: Path) -> None:
    collection = json.loads(to_annotations([answer]))
    assert [check.problems for check in verify_annotations(collection, corpus)] == [()]
    page, source = collection["first"]["items"][0]["target"]
    page["selector"][0]["exact"] = "Le gazole est gratuit."
    assert verify_annotations(collection, corpus)[0].problems == (
        "“Le gazole est gratuit.” is not what the text has there",
    )
    source["selector"][0]["start"] += 3
    assert "the quote is not at" in verify_annotations(collection, corpus)[0].problems[0]
    source["source"] = name_text("0" * 64)
    assert verify_annotations(collection, corpus)[0].problems == (
        "no interview of the corpus has this text (SHA-256)",
    )


@pytest.mark.parametrize("wrong", [{}, {"total": 1, "first": {"items": [{}]}}, {"total": 0}])
def test_other_json_is_one_sentence(wrong: dict[str, object], corpus: Path) -> None:
    with pytest.raises(AnswerError, match="expected annotations"):
        verify_annotations(wrong, corpus)
