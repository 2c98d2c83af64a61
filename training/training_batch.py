"""Draws the batches that `train.py` learns from: French pairs of one source, and aligned sentences.

A batch consists of small groups: a pair, and the pairs whose passages BM25 ranks first for its
question. The other passages of a batch are thus hard negatives that need no encoding of their own. A
batch depends only on the seed and its number, so that any batch can be drawn again alone.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import bm25s
import numpy as np
import numpy.typing as npt
import Stemmer
import torch

from training.context import draw_asked, draw_setting
from training.roughening import roughen_question
from training.source_text import Pair, Parallel, TrainingText, cap_each_source

LAW = ("justice_laws_fr", "legalize_fr")
MANUALS = ("debian_web_fr", "react_fr", "apache_httpd_fr", "cakephp_fr", "vue_fr", "hf_course_fr",
           "privacyguides_fr", "gnome_help_fr", "utilitr", "hurlus_headings")  # fmt: skip
ASKED = ("piaf", "piaf_ml_dila", "piaf_ml_crpa", "eltec_dialogue", "debian_profiles",
         "mesconseilscovid", "python_faq_fr", "php_faq_doc", "mon_entreprise", "support_data_gouv",
         "design_numerique_gouv", "aides_jeunes", "incubateur_anct", "eig_link", "datactivist",
         "blogue_canada_fr", "digital_canada_fr", "putaindecode")  # fmt: skip
MOST_LAW, MOST_MANUAL, MOST_ELSE = 1500, 1000, 10_000
SMALL_SOURCE = 150  # pairs; smaller sources are put together as one
WEIGHT_ASKED, WEIGHT_ELSE = 2.0, 1.0
GROUP = 4
NEIGHBOURS = 8
PARALLELS_A_SOURCE = 8000
LONGEST = 700  # characters of a passage with its context
WITH_CONTEXT, ROUGHENED = 0.6, 0.3


@dataclass(frozen=True)
class Batch:
    """The texts of one batch.

    Attributes
    ----------
    questions, passages
        b questions, and the passage that answers each, some with a context.
    same
        (b, b) bool: whether the passages of the pairs i and j are the same.
    english, french
        Aligned sentences, verbatim.
    """

    questions: list[str]
    passages: list[str]
    same: torch.Tensor
    english: list[str]
    french: list[str]


class BatchSource:
    """Training pairs by source, with their BM25 neighbours, and aligned sentences by source."""

    def __init__(self, text: TrainingText, seed: int) -> None:
        self.seed = seed
        self.sources = _share_out(text.pairs)
        self.neighbours = {name: _find_neighbours(rows) for name, rows in self.sources.items()}
        self.questions = _group_questions(text.pairs)
        self.titles = _group_titles(text)
        self.parallels: dict[str, list[Parallel]] = defaultdict(list)
        for row in cap_each_source(text.parallels, PARALLELS_A_SOURCE, lambda row: row.french):
            self.parallels[row.source].append(row)

    def draw(self, number: int, pairs: int, parallels: int) -> Batch:
        """Draw batch `number`: at most `pairs` pairs and `parallels` aligned sentences."""
        chance = np.random.default_rng((self.seed, number))
        name = _draw_name({key: _weigh(rows) for key, rows in self.sources.items()}, chance)
        rows = self.sources[name]
        questions, passages, texts = [], [], []
        for group in self._draw_groups(name, pairs, chance):
            chosen = [rows[place] for place in group]
            with_context = chance.random() < WITH_CONTEXT
            setting = draw_setting(self.titles.get(chosen[0].source, []), chance)
            for pair in chosen:
                asked = draw_asked(pair.passage, pair.question, self.questions, chance)
                rough = chance.random() < ROUGHENED
                questions.append(roughen_question(pair.question, chance) if rough else pair.question)
                texts.append(pair.passage)
                passages.append(
                    setting.introduce(pair.passage, asked) if with_context else pair.passage
                )
        aligned = self._draw_parallels(parallels, chance)
        return Batch(
            questions,
            [passage[:LONGEST] for passage in passages],
            torch.tensor([[one == other for other in texts] for one in texts]),
            [row.english for row in aligned],
            [row.french for row in aligned],
        )

    def _draw_groups(self, name: str, pairs: int, chance: np.random.Generator) -> list[list[int]]:
        """Draw groups of places of pairs of a source that BM25 confuses; no pair is drawn twice."""
        order = chance.permutation(len(self.sources[name]))
        taken: set[int] = set()
        groups: list[list[int]] = []
        for first in map(int, order):
            if len(taken) >= pairs:
                break
            if first in taken:
                continue
            near = [int(place) for place in self.neighbours[name][first]]
            free = [place for place in near if place not in taken and place != first]
            group = [first, *free[: min(GROUP, pairs - len(taken)) - 1]]
            taken.update(group)
            groups.append(group)
        return groups

    def _draw_parallels(self, count: int, chance: np.random.Generator) -> list[Parallel]:
        """Draw aligned sentences of one source, chosen with the root of its size as its weight."""
        sizes = {name: len(rows) ** 0.5 for name, rows in self.parallels.items()}
        rows = self.parallels[_draw_name(sizes, chance)]
        return [rows[int(place)] for place in chance.permutation(len(rows))[:count]]


def _share_out(pairs: Sequence[Pair]) -> dict[str, list[Pair]]:
    """Cap law and manuals, and put the sources that fill no batch together."""
    kept: dict[str, list[Pair]] = defaultdict(list)
    for most, rows in (
        (MOST_LAW, [pair for pair in pairs if pair.source in LAW]),
        (MOST_MANUAL, [pair for pair in pairs if pair.source in MANUALS]),
        (MOST_ELSE, [pair for pair in pairs if pair.source not in LAW + MANUALS]),
    ):
        for pair in cap_each_source(rows, most, lambda row: row.passage + row.question):
            kept[pair.source].append(pair)
    shared: dict[str, list[Pair]] = defaultdict(list)
    for name, rows in kept.items():
        shared["small" if len(rows) < SMALL_SOURCE else name] += rows
    return dict(shared)


def _weigh(rows: Sequence[Pair]) -> float:
    """Return the weight of a source: its number of pairs, in which real questions count double."""
    return sum(
        WEIGHT_ASKED if pair.source in ASKED or "?" in pair.question else WEIGHT_ELSE for pair in rows
    )


def _draw_name(weights: Mapping[str, float], chance: np.random.Generator) -> str:
    shares = np.fromiter(weights.values(), dtype=np.float64)
    return list(weights)[int(chance.choice(len(shares), p=shares / shares.sum()))]


def _find_neighbours(rows: Sequence[Pair]) -> npt.NDArray[np.int64]:
    """Return the places of the pairs that are nearest to each pair by BM25: (pairs, at most 8) int64.

    They are the pairs of other passages whose passages BM25 ranks first for the pair's question.

    Texts are tokenised by bm25s, with its French stop words and with accents, not by the package's
    `retrieval.lexical`: other neighbours would give other batches than those of the bundled encoder.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for place, pair in enumerate(rows):
        places[pair.passage].append(place)
    passages = list(places)
    own = {passage: number for number, passage in enumerate(passages)}
    stemmer = Stemmer.Stemmer("french")
    index = bm25s.BM25()
    words = bm25s.tokenize(passages, stopwords="fr", stemmer=stemmer, show_progress=False)
    index.index(words, show_progress=False)
    asked = [pair.question for pair in rows]
    words = bm25s.tokenize(asked, stopwords="fr", stemmer=stemmer, show_progress=False)
    found = min(NEIGHBOURS + 1, len(passages))
    best = index.retrieve(words, k=found, show_progress=False, return_as="documents")
    near = np.empty((len(rows), found - 1), dtype=np.int64)
    for place, pair in enumerate(rows):
        others = [int(number) for number in best[place] if number != own[pair.passage]]
        group = [places[passages[number]] for number in others[: found - 1]]
        near[place] = [pairs[place % len(pairs)] for pairs in group]
    return near


def _group_questions(pairs: Sequence[Pair]) -> dict[str, list[str]]:
    questions: dict[str, list[str]] = defaultdict(list)
    for pair in pairs:
        questions[pair.passage].append(pair.question)
    return questions


def _group_titles(text: TrainingText) -> dict[str, list[str]]:
    """Return the titles of each source of prose, without duplicates, in the order of the file."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in text.paragraphs:
        if row.title:
            counts[row.source][row.title] += 1
    return {source: list(titles) for source, titles in counts.items()}
