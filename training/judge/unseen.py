"""Measure the exported judge on hand-written questions that nothing was trained or fitted on.

    python -m training.judge.unseen --interviews interviews_fr.jsonl.gz \\
        --json onrecord/retrieval/bundled_encoder/judge/figures.json

Each question is put to its passage alone. The words of the questions are in `questions/unseen.jsonl`.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from onrecord.answer.quote import choose_run
from onrecord.answer.reader import Reader
from onrecord.retrieval.encoder import load_encoder
from onrecord.retrieval.onnx_encoder import OnnxEncoder
from training.judge.case import Case
from training.judge.data import read_hand_written
from training.judge.draw import describe_case
from training.judge.measure import measure_auroc


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, measure, print and write the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--interviews", type=Path, required=True, help="interviews_fr.jsonl.gz")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    figures = measure(read_hand_written(options.interviews, "unseen"))
    print(json.dumps(figures, indent=1))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def measure(cases: Sequence[Case]) -> dict[str, float]:
    """Return the figures over the questions of cases."""
    encoder = load_encoder()
    assert isinstance(encoder, OnnxEncoder) and encoder.judge_folder, "the bundled encoder has a judge"
    reader = Reader(encoder, encoder.judge_folder)
    logits, answered, exact = [], [], []
    for case in cases:
        text, starts = _write(case)
        for question in case.questions:
            reading = reader.read(reader.read_question(question.text), text, starts)
            logits.append(reading.logit)
            answered.append(question.answer is not None)
            if question.answer is not None and len(starts) > 1:
                right = case.find_answering(question.answer)
                exact.append(choose_run(reading.shares) == (right[0], right[-1]))
    known = np.asarray(answered)
    return {
        "questions": len(logits),
        "auroc": round(measure_auroc(np.asarray(logits, np.float32), known), 4),
        "right sentences": round(float(np.mean(exact)), 4),
    }


def _write(case: Case) -> tuple[str, list[int]]:
    """Return the text of a case below its context, and where its sentences begin in it."""
    text, starts = describe_case(case), []
    for sentence in case.sentences:
        text += " " if starts else "\n"
        starts.append(len(text))
        text += " ".join(sentence.of(case.passage).split())
    return text, starts


if __name__ == "__main__":
    main()
