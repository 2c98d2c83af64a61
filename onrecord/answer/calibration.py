"""The calibration of the reading judge: what its logits mean.

Fitted by `python -m training.judge.calibrate` on questions that the judge was never trained on, and
kept as `calibration.json` beside its weights, with a checksum of both. Nothing here reads a passage.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from onrecord.error import EncoderError

CALIBRATION = "calibration.json"
_CHECKSUM = "blake2b"  # in the file: of the numbers, and of the graphs that they were fitted to
_FARTHEST = 30.0  # log odds beyond which a probability is as good as 0 or 1


@dataclass(frozen=True, slots=True)
class Signs:
    """What says whether a passage answers, and what puts it before another.

    Attributes
    ----------
    logit
        Of the reader.
    matched
        0..1: the share of the question that the passage or its context matches, see `find_matched`.
    margin
        Around 0: how far the passage is above the other candidates, see `find_margin`.
    order
        Of the search, see `Candidate`.
    similarity
        -1..1: of the vectors of question and passage.
    """

    logit: float
    matched: float
    margin: float
    order: float
    similarity: float


@dataclass(frozen=True, slots=True)
class ReadingCalibration:
    """The numbers between the signs of a passage, and its place and the verdict.

    Attributes
    ----------
    slope, matched_slope, matched_limit, margin_slope, margin_limit, bias
        A passage answers with the probability whose log odds are the sum of its logit, the share
        matched and the margin, each times its slope, and `bias`. What is above a limit counts as the
        limit: from there on, the passage is on the subject, and what is nearer still answers no
        more surely.
    order_share, similarity_share
        The weights of the two beside the logit, when passages are put in order.
    threshold
        The probability (0..1) from which a passage is called an answer.
    """

    slope: float
    matched_slope: float
    matched_limit: float
    margin_slope: float
    margin_limit: float
    bias: float
    order_share: float
    similarity_share: float
    threshold: float

    def find_probability(self, signs: Signs) -> float:
        """Return the probability, 0..1, that a passage answers."""
        odds = self.slope * signs.logit + self._find_rest(signs)
        return 1 / (1 + math.exp(-max(-_FARTHEST, min(_FARTHEST, odds))))

    def find_least_logit(self, signs: Signs) -> float:
        """Return the logit from which a passage with the other signs is called an answer."""
        return (math.log(self.threshold / (1 - self.threshold)) - self._find_rest(signs)) / self.slope

    def find_order(self, signs: Signs) -> float:
        """Return what puts the passages of one question in order, the highest first."""
        return signs.logit + self.order_share * signs.order + self.similarity_share * signs.similarity

    def limit(self, signs: Signs) -> tuple[float, float]:
        """Return the share matched and the margin, each at most its limit."""
        return min(signs.matched, self.matched_limit), min(signs.margin, self.margin_limit)

    def _find_rest(self, signs: Signs) -> float:
        """Return the log odds at a logit of 0."""
        matched, margin = self.limit(signs)
        return self.matched_slope * matched + self.margin_slope * margin + self.bias


def read_reading_calibration(path: Path) -> ReadingCalibration:
    """Read the file.

    Raises
    ------
    EncoderError
        When it is not one that `training.judge.calibrate` wrote.
    """
    try:
        numbers = json.loads(path.read_text("utf-8"))
        return ReadingCalibration(*(float(numbers[one.name]) for one in fields(ReadingCalibration)))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EncoderError(
            f"{path}: expected the numbers that training.judge.calibrate writes, found {error!r}"
        ) from error


def check_graphs(path: Path, graphs: Iterable[Path]) -> None:
    """Check that the numbers of the file and the graphs of a judge are as they were written.

    A file without a checksum, or none at all, is of a judge that is being made: nothing is checked.

    Raises
    ------
    ValueError
        When they are not.
    """
    written = json.loads(path.read_text("utf-8")) if path.exists() else {}
    if _CHECKSUM in written and written[_CHECKSUM] != _hash(read_reading_calibration(path), graphs):
        raise ValueError("its files are damaged (wrong checksum); install the program anew")


def write_reading_calibration(
    path: Path,
    calibration: ReadingCalibration,
    figures: Mapping[str, object],
    graphs: Iterable[Path],
) -> None:
    """Write the file, with the `figures` of the questions that it was fitted on.

    `graphs` are the files of the judge that it was fitted to.
    """
    numbers = {name: round(value, 4) for name, value in asdict(calibration).items()}
    checksum = {_CHECKSUM: _hash(ReadingCalibration(**numbers), graphs)}
    written = {**numbers, **checksum, **figures}
    path.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


def _hash(calibration: ReadingCalibration, graphs: Iterable[Path]) -> str:
    digest = hashlib.blake2b(json.dumps(asdict(calibration)).encode(), digest_size=16)
    for graph in graphs:
        digest.update(graph.read_bytes())
    return digest.hexdigest()
