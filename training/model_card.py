"""Writes measured figures into the model card, between its two marker comments.

Used by `evaluate.py`. Nothing is measured here, and the rest of the card is left unchanged.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

BEGIN = "<!-- figures: written by training/evaluate.py, not by hand -->"
END = "<!-- end of figures -->"
BASE, WHOLE = "all-MiniLM-L6-v2", "multilingual-e5-small (weights in 4 bits)"
OURS = "bundled"
WAYS = ("pooled", "late", "late, 128 dimensions, 4 bits", "late, bundled frequencies")
LANGUAGES = {
    "tokens_a_word_french": "word pieces a word, French",
    "tokens_a_word_english": "word pieces a word, English",
    "french_to_english_mrr": "MRR of the English sentence for a French one, pooled",
    "english_to_french_mrr": "MRR of the French sentence for an English one, pooled",
    "passages_a_second": "passages encoded a second, each text alone, with its word pieces",
    "passages_a_second_in_batches": "the same; all-MiniLM-L6-v2 in batches of 32, without pieces",
    "speed_ratio": "times all-MiniLM-L6-v2, each text alone",
    "speed_ratio_to_batches": "times all-MiniLM-L6-v2 in batches",
}


def write_figures(card: Path, figures: Mapping[str, Any]) -> None:
    """Replace the text between the markers of a card with the figures.

    Raises
    ------
    ValueError
        If the card lacks a marker.
    """
    text = card.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        raise ValueError(f"{card}: expected the lines {BEGIN!r} and {END!r}; put them back")
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    card.write_text(f"{before}{BEGIN}\n{_describe(figures)}\n{END}{after}", encoding="utf-8")


def _describe(figures: Mapping[str, Any]) -> str:
    """Return the figures as Markdown."""
    sources = [name for name in figures["bm25"] if name != "all"]
    lines = [
        f"{figures['questions']} held-out French questions over {figures['passages']} passages "
        f"in one pool, and {figures['sentences']} held-out aligned sentences. "
        f"The folder holds {figures['megabytes']} MB, {figures['vocabulary']} word pieces.",
        "",
        "| | R@1 | MRR | " + " | ".join(f"MRR {name}" for name in sources) + " |",
        "|---" * (len(sources) + 3) + "|",
        _grade_row("BM25, French stemmer", figures["bm25"], sources),
    ]
    for model in (name for name in (BASE, WHOLE, OURS) if name in figures):
        lines += [
            _grade_row(f"{model}, {way}", figures[model][way], sources)
            for way in WAYS
            if way in figures[model]
        ]
    models = [name for name in (BASE, OURS) if name in figures]
    lines += ["", f"| | {' | '.join(models)} |", "|---" * (len(models) + 1) + "|"]
    lines += [
        f"| {label} | " + " | ".join(str(figures[model][key]) for model in models) + " |"
        for key, label in LANGUAGES.items()
    ]
    return "\n".join(lines)


def _grade_row(label: str, grades: Mapping[str, Any], sources: list[str]) -> str:
    """Return a row of the table of ways: R@1 and MRR over all questions, then MRR by source."""
    every = grades["all"]
    numbers = [every["first"], every["mrr"], *(grades[name]["mrr"] for name in sources)]
    return f"| {label} | " + " | ".join(f"{number:.3f}" for number in numbers) + " |"
