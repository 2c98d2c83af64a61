"""The calibration of the reading judge: what its logits mean.

Fitted by `python -m training.judge.calibrate` on questions that the judge was never trained on, and
kept as `calibration.json` beside its weights, with a checksum of both. Nothing here reads a passage.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from onrecord.error import EncoderError

CALIBRATION = "calibration.json"
_CHECKSUM = "blake2b"  # in the file: of the numbers, and of the graphs that they were fitted to
_FARTHEST = 30.0  # log odds beyond which a probability is as good as 0 or 1


@dataclass(frozen=True, slots=True)
class ReadingCalibration:
    """The numbers between a logit and a verdict.

    Attributes
    ----------
    slope, quick_slope, bias
        A passage answers with the probability whose log odds are the sum of `slope` times the logit of
        the reader, `quick_slope` times the log odds of the quick judge, and `bias`.
    order_share
        The weight of the search's order (`Candidate.order`) beside the logit, when passages are put in
        order.
    threshold
        The probability (0..1) from which a passage is called an answer.
    """

    slope: float
    quick_slope: float
    bias: float
    order_share: float
    threshold: float

    def find_probability(self, logit: float, quick: float) -> float:
        """Return the probability, 0..1, that a passage answers.

        `logit` is that of the reader, `quick` the probability (0..1) that the quick judge gives it.
        """
        odds = self.slope * logit + self.quick_slope * find_odds(quick) + self.bias
        return 1 / (1 + math.exp(-max(-_FARTHEST, min(_FARTHEST, odds))))

    def find_logit(self, probability: float, quick: float) -> float:
        """Return the logit of the reader that gives this probability, 0..1."""
        return (find_odds(probability) - self.quick_slope * find_odds(quick) - self.bias) / self.slope


def find_odds(probability: float) -> float:
    """Return the log odds of a probability, those of 0 and 1 cut at a far number."""
    least = math.exp(-_FARTHEST)
    return math.log(max(probability, least)) - math.log(max(1 - probability, least))


def read_reading_calibration(path: Path) -> ReadingCalibration:
    """Read the file.

    Raises
    ------
    EncoderError
        When it is not one that `training.judge.calibrate` wrote.
    """
    try:
        numbers = json.loads(path.read_text("utf-8"))
        names = ReadingCalibration.__slots__
        return ReadingCalibration(*(float(numbers[name]) for name in names))
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
