"""Where the words of generated interviews come from: exchanges, without the people who had them.

`load_invented` gives the project's own, for what runs with its tests; `load_published` reads a file
of interviews by their paragraphs, {id, text} a line, which stays where it is. The names of people
are not taken over: `cast` invents them.
"""

from __future__ import annotations

import collections
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks.layouts.talk import Exchange, Words
from onrecord.text.markup import plain

_FOLDER = Path(__file__).parent / "words"
_EXPECTED = Path(__file__).parents[2] / "tests" / "interviews" / "expected.json"
_LONGEST = 12  # exchanges of one interview
_PARAGRAPHS = 4  # of one answer
_CHARACTERS = 900  # of one paragraph
_LABEL = re.compile(r"([^\n:.?!]{1,30}?) ?: ?(?=\S)")


def load_invented() -> list[Words]:
    """Return the interviews of `words/` and, joined by sixes, the exchanges of tests/interviews."""
    words = [
        Words(language, exchanges)
        for language in ("fr", "en")
        for exchanges in _parse_talks((_FOLDER / f"talks.{language}.txt").read_text("utf-8"))
    ]
    short = list(_read_expected())
    groups = [tuple(short[start : start + 6]) for start in range(0, len(short), 6)]
    return words + [Words("fr", group) for group in groups if len(group) == 6]


def load_published(path: Path) -> list[Words]:
    """Return the interviews of a .jsonl.gz file whose questions and answers can be told apart."""
    words = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            paragraphs = [plain(part)[:_CHARACTERS] for part in re.split(r"\n\s*\n", text)]
            said = _tell_by_label([part for part in paragraphs if part])
            exchanges = tuple(_pair(said or _tell_by_mark(paragraphs)))
            words += [
                Words("fr", exchanges[start : start + _LONGEST])
                for start in range(0, len(exchanges), _LONGEST)
                if len(exchanges[start : start + _LONGEST]) >= 4
            ]
    return words


def _parse_talks(text: str) -> Iterator[tuple[Exchange, ...]]:
    for part in text.strip().split("\n\n"):
        said = [(line[0] == "Q", line[2:]) for line in part.split("\n")]
        yield tuple(_pair(said))


def _read_expected() -> Iterator[Exchange]:
    """Yield the exchanges of tests/interviews that name nobody and end as sentences do, each once."""
    met: set[str] = set()
    for entry in json.loads(_EXPECTED.read_text("utf-8")).values():
        names = {name for turn in entry["turns"] for name in turn["speaker"].split()}
        for turn in entry["turns"]:
            asked, says = plain(turn["asked"] or ""), [plain(part) for part in turn["says"]]
            named = names.intersection(re.findall(r"\w+", " ".join([asked, *says])))
            whole = all(
                len(part.split()) > 1 and part[0].isupper() and part[-1] in ".?!" for part in says
            )
            is_french = asked.endswith(" ?")
            if is_french and asked not in met and not named and whole:
                met.add(asked)
                yield Exchange((asked,), (tuple(says),))


def _tell_by_label(paragraphs: list[str]) -> list[tuple[bool, str]]:
    """Return (whether it asks, words) of each labelled paragraph; empty if no label plainly asks."""
    found = [(match, part) for part in paragraphs if (match := _LABEL.match(part))]
    counts = collections.Counter(match[1] for match, _ in found)
    labels = [label for label, count in counts.items() if count >= 4]
    if len(labels) != 2:
        return []
    share = {
        label: sum(part.endswith("?") for match, part in found if match[1] == label) / counts[label]
        for label in labels
    }
    asks, answers = sorted(labels, key=share.__getitem__, reverse=True)
    if share[asks] < 0.25 or share[asks] < 2 * share[answers]:
        return []
    return [(match[1] == asks, part[match.end() :]) for match, part in found if match[1] in labels]


def _tell_by_mark(paragraphs: list[str]) -> list[tuple[bool, str]]:
    """Return the same of paragraphs without labels: a short one with a question mark asks."""
    labels = collections.Counter(match[1] for part in paragraphs if (match := _LABEL.match(part)))
    if max(labels.values(), default=0) > 1:
        return []
    said = [(part.endswith("?") and len(part.split()) < 45, part) for part in paragraphs if part]
    return said if sum(asks for asks, _ in said) >= 4 else []


def _pair(said: list[tuple[bool, str]]) -> Iterator[Exchange]:
    asks: list[str] = []
    says: list[str] = []
    for is_question, text in said:
        if is_question:
            if asks and says:
                yield Exchange(tuple(asks[-2:]), (tuple(says[:_PARAGRAPHS]),))
                asks = []
            asks, says = [*asks, text], []
        elif asks:
            says.append(text)
    if asks and says:
        yield Exchange(tuple(asks[-2:]), (tuple(says[:_PARAGRAPHS]),))
