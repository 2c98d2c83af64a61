"""What is true of every reading, whatever the text: exact slices, in order, nothing twice, no crash."""

import contextlib
import itertools
import random
import re
from importlib.util import module_from_spec, spec_from_file_location

import pytest
from conftest import ROOT
from counting import measure_processor
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from onrecord.error import OnRecordError
from onrecord.reading import read_interview
from onrecord.reading.report import describe_briefly, describe_reading, reading_to_dict
from onrecord.retrieval.passage import cut_passages
from onrecord.text.markup import plain
from onrecord.text.sentence import find_sentences
from onrecord.text.span import Span

FIXTURES = sorted(p for p in (ROOT / "tests/interviews").iterdir() if p.suffix != ".json")
# ruff: noqa: E501
PIECES = [
    "Pourquoi ?", "Parce que je le veux.", "**Qui êtes-vous ?**", "Léa Roux : oui.", "**L.R. :** non.", "Q : ",
    "R. Rien.", "# Titre", "## Et alors ?", "- un\n- deux", "— Oui ?", "> cité", "« Cité »", "*Italique*", "---",
    "00:12Bonjour", "[a](b)", "![i](data:x)", "<p>", "</p>", "<figure>", "</figure>", "<div class='note'>", "</div>",
    "<!--", "-->", "{% x %}", ":::callout", ":::", "```", "3 commentaires", "Propos recueillis par Ida Roc",
    "Publié le 03/02/2020 • Par Ida Roc", "Il vous reste 40 % à lire", "[…]", "Lire la suite", "\u200b", "\u00a0?",
    "\u00ad", "\t", "(1) Note", "mot*", "*Note", "Léa Roux", "Léa Roux  0:15", "RESSOURCES UTILES", "\\*", "é" * 300,
]  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=25).flatmap(
        lambda parts: st.sampled_from(["\n\n", "\n", " ", ""]).map(lambda blank: blank.join(parts))
    ),
    st.text(max_size=300),
)
RELAXED = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def read(folder, text, suffix):
    path = folder / f"file{suffix}"
    path.write_text(text, encoding="utf-8", newline="")
    return read_interview(path)


def check(interview):
    """Assert what is true of every reading."""
    text = interview.text
    spans = list(interview.lead)
    last_question, end = None, 0
    for turn in interview.turns:
        assert turn.paragraphs
        if turn.asked is not None and turn.asked != last_question:
            assert turn.asked.start >= end, "a question follows what was said before"
            assert turn.asked.end <= turn.paragraphs[0].start
            spans.append(turn.asked)
            last_question = turn.asked
        for span in turn.paragraphs:
            assert end <= span.start < span.end <= len(text), "paragraphs follow each other"
            end = span.end
            spans.append(span)
    spans += [part.span for part in interview.left_out if part.span.end > part.span.start]
    spans.sort()
    for one, other in itertools.pairwise(spans):
        holds = any(one == part.span for part in interview.left_out) or any(
            other == part.span for part in interview.left_out
        )
        assert one.end <= other.start or (holds and (other.end <= one.end)), "nothing is read twice"
    assert [turn.number for turn in interview.turns] == list(range(1, len(interview.turns) + 1))
    for passage in cut_passages(interview):
        assert text[passage.start : passage.end] == passage.text
        assert passage.sentences[0].start == passage.start
        assert passage.sentences[-1].end == passage.end
    assert describe_reading(interview).startswith(describe_briefly(interview))
    assert 0 <= reading_to_dict(interview)["confidence"] <= 1


@RELAXED
@given(text=TEXTS, suffix=st.sampled_from([".txt", ".md"]))
@example(text="**a**\n\n**b ?**\nc", suffix=".md")
@example(text="<figure>\n\n```\n\nPourquoi ?\n\n</figure>\n\nDouze.\n\n```", suffix=".md")
def test_any_text_is_read_in_exact_slices_or_refused(tmp_path, text, suffix):
    try:
        interview = read(tmp_path, text, suffix)
    except OnRecordError:
        return
    assert interview.text == text or "\0" in text  # a 0 in every second byte is UTF-16
    check(interview)


@RELAXED
@given(text=TEXTS)
def test_any_page_is_read_in_exact_slices_or_refused(tmp_path, text):
    with contextlib.suppress(OnRecordError):
        check(
            read(
                tmp_path,
                f"<html><body><h1>Entretien avec Léa Roux</h1><p>{text}</p></body></html>",
                ".html",
            )
        )


@RELAXED
@given(
    content=st.binary(max_size=400),
    suffix=st.sampled_from([".txt", ".pdf", ".docx", ".srt", ".vtt", ".html"]),
)
def test_any_bytes_are_read_or_refused(tmp_path, content, suffix):
    path = tmp_path / f"file{suffix}"
    path.write_bytes(content)
    with contextlib.suppress(OnRecordError):
        check(read_interview(path))


@settings(max_examples=300, deadline=None)
@given(text=TEXTS)
def test_sentences_cover_every_word_once(text):
    sentences = find_sentences(text, Span(0, len(text)))
    for one, other in itertools.pairwise(sentences):
        assert one.end <= other.start
    kept = "".join(span.of(text) for span in sentences)
    without_tags = re.sub(r"</?[a-zA-Z][^<>\n]{0,200}>", "", text)
    assert re.findall(r"\w", re.sub(r"</?[a-zA-Z][^<>\n]{0,200}>", "", kept)) == re.findall(
        r"\w", without_tags
    )


@settings(max_examples=200, deadline=None)
@given(text=TEXTS)
def test_plain_text_is_one_line(text):
    assert "\n" not in plain(text)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_invented_interviews_are_read_in_exact_slices(path):
    check(read_interview(path))


def test_reading_is_the_same_twice():
    assert [path.name for path in FIXTURES if read_interview(path) != read_interview(path)] == []


def _load(name):
    specification = spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    module = module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_damaged_files_are_read_or_refused(tmp_path):
    """A sample of benchmarks/reading_fuzz.py, which reads 10,000."""
    fuzz, chance = _load("reading_fuzz"), random.Random(7)
    for _ in range(400):
        source = chance.choice(FIXTURES)
        content, suffix = fuzz.mutate(source.read_bytes(), source.suffix, chance)
        path = tmp_path / f"file{suffix}"
        path.write_bytes(content)
        with contextlib.suppress(OnRecordError):
            check(read_interview(path))


@pytest.mark.parametrize(
    "kind",
    ["one line", "blanks", "full stops", "stars", "brackets", "tags", "comments", "closing", "labels"],
)
def test_reading_takes_time_in_proportion_to_the_text(tmp_path, kind):
    """A sample of benchmarks/reading_time.py: four times the text, well under sixteen times the time.

    Seconds of the processor, since the work is done inside regular expressions.
    """
    suffix, make = _load("reading_time").KINDS[kind]

    def measure(size):
        path = tmp_path / f"text{suffix}"
        path.write_text(make(size), "utf-8")
        return measure_processor(lambda: cut_passages(read_interview(path)))

    measure(20_000)
    short, long = measure(40_000), measure(160_000)
    assert long < 9 * short + 0.2
