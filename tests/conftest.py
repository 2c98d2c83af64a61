"""Shared by the tests: encoders and a judge without a model, an invented interview, its archive."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from onrecord.answer.hit import Quote
from onrecord.answer.judge import Case, Judgement
from onrecord.archive import Archive
from onrecord.interview import Interview, Person
from onrecord.question.message import read_message
from onrecord.question.person import People
from onrecord.question.question import Question
from onrecord.retrieval.embedding import Encoded
from onrecord.retrieval.passage import Passage
from onrecord.retrieval.search import SearchResult
from onrecord.text.fold import fold

settings.register_profile("no clock", deadline=None)  # an example may be slow on a busy machine
settings.load_profile("no clock")

ROOT = Path(__file__).parents[1]
SEED = "cedric-o-gazette-2019"
DIMENSION = 24

INTERVIEW = """\
Publié le 03/05/2021 • Par Maud Kerbrat • dans : Régions

À Port-Aven, la criée rouvre après dix-huit mois de travaux. Sa directrice, Jeanne Le Bihan, raconte.

Pourquoi avoir fermé la criée pendant dix-huit mois ?

Le toit laissait passer la pluie et la chambre froide datait de 1974. Nous avons perdu quatre tonnes \
de lotte en un été, à cause d'une panne.

Les pêcheurs ont vendu à Lorient en attendant. Ce fut dur pour eux, mais aucun n'a arrêté.

Combien d'emplois la criée compte-t-elle aujourd'hui ?

Trente-deux, contre vingt-cinq avant. Nous avons recruté sept apprentis, dont quatre femmes.

Qu'est-ce qui vous inquiète le plus ?

Le prix du gazole. Un chalutier brûle mille litres par jour ; si le prix double, il reste à quai.
"""
SIDE = """\
title: La criée de Port-Aven rouvre
publication: Le Phare de l'Aven
url: https://example.org/criee-port-aven
interviewees:
  - name: Jeanne Le Bihan
    role: directrice de la criée
"""


class StubEncoder:
    """An encoder of hashed letter trigrams, without a model; the same word has the same vector."""

    name = "stub"
    dimension = DIMENSION
    piece_dimension = DIMENSION
    piece_frequency = None

    def __init__(self, fingerprint: str = "stub-1") -> None:
        self.fingerprint = fingerprint
        self.encoded: list[str] = []

    def encode_question(self, text: str) -> Encoded:
        return self._encode(text)

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> list[Encoded]:
        self.encoded += texts
        if on_progress:
            on_progress(len(texts))
        return [self._encode(text) for text in texts]

    def _encode(self, text: str) -> Encoded:
        found = list(re.finditer(r"\w+", text))
        pieces = np.stack([word_vector(match[0]) for match in found])
        mean = pieces.mean(axis=0)
        return Encoded(
            vector=(mean / np.linalg.norm(mean)).astype(np.float32),
            pieces=pieces,
            piece_ids=np.asarray([zlib.crc32(fold(m[0]).encode()) % 5000 for m in found], np.int32),
            offsets=np.asarray([match.span() for match in found], np.int32),
        )


class PiecelessEncoder(StubEncoder):
    """The stub encoder without word pieces, like some models."""

    piece_dimension = 0

    def _encode(self, text: str) -> Encoded:
        one = super()._encode(text)
        none = np.zeros((0, 0), np.float32)
        return Encoded(one.vector, none, np.zeros(0, np.int32), np.zeros((0, 2), np.int32))


class RuleJudge:
    """A judge whose scores are the values of a function of the passage; it quotes a passage whole."""

    reach = 0
    threshold = 0.5
    cut_threshold = 0.1

    def __init__(self, rule: Callable[[Passage], float]) -> None:
        self._rule = rule

    def judge(self, question: Question, result: SearchResult, cases: Sequence[Case]) -> list[Judgement]:
        return [
            Judgement(self._rule(one), Quote(one.text, one.start, one.end))
            for one in (case.passage for case in cases)
        ]


def make_people(*names: str) -> People:
    """Return people of these names, each the only person of an interview."""
    return People(
        Interview(id=name, text="", sha256="", fingerprint="", people=(Person(name),)) for name in names
    )


def read_one(text: str, history: Sequence[str] = (), names: Sequence[str] = ()) -> Question:
    """Read a message of one question after those of `history`; `names` are the people who speak."""
    (question,) = read_message(text, history, make_people(*names)).questions
    return question


def word_vector(word: str) -> np.ndarray:
    """Return the unit vector of a word, `(d,)` float32: the sum of its letter trigrams' vectors."""
    padded = f"^{fold(word)}$"
    grams = [padded[i : i + 3] for i in range(max(1, len(padded) - 2))]
    vector = sum(
        np.random.default_rng(zlib.crc32(g.encode())).standard_normal(DIMENSION) for g in grams
    )
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


def make_corpus(where: Path) -> Path:
    """Write one invented interview and its side file into the folder `corpus` of `where`; return it."""
    folder = where / "corpus"
    folder.mkdir()
    (folder / "criee.txt").write_text(INTERVIEW, "utf-8")
    (folder / "criee.yaml").write_text(SIDE, "utf-8")
    return folder


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Return a folder with one invented interview and its side file."""
    return make_corpus(tmp_path)


@pytest.fixture
def archive(corpus: Path, tmp_path: Path) -> Archive:
    """Return an archive of the invented interview, with the stub encoder."""
    return Archive.open(corpus, tmp_path / "index", StubEncoder())


@pytest.fixture(scope="session")
def seed_archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Return an archive of the interview in corpus/, with the bundled encoder."""
    yield Archive.open(ROOT / "corpus", tmp_path_factory.mktemp("seed") / "index")


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """Return a running Chromium without a window."""
    from browsing import chromium

    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def seed_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the chat over corpus/, served by another process."""
    from serving import serving

    with serving(ROOT / "app.py", "--index", tmp_path_factory.mktemp("page") / "index") as address:
        yield address


@pytest.fixture(scope="module")
def library_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the chat over the invented interviews, with the stub encoder."""
    from serving import serving

    corpus, index = ROOT / "tests" / "questions" / "corpus", tmp_path_factory.mktemp("library")
    with serving(ROOT / "tests" / "serving.py", corpus, index) as address:
        yield address
