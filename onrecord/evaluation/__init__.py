"""Evaluation: an archive is measured with a file of questions and their right answers.

The steps, one file each: `gold` (the file of questions), `trial` (each question asked), `match` (is a
passage right?), `figure` (what is measured, with its interval), `report` (the table, the misses, the
JSON), `comparison` (with committed figures), `plot` (two pictures). It asks through `Archive.ask` alone
and changes nothing. ir_measures and matplotlib are an extra, imported only when they are needed.
"""

from __future__ import annotations

from onrecord.evaluation.comparison import compare_figures, load_figures
from onrecord.evaluation.gold import GoldAnswer, GoldQuestion, read_gold
from onrecord.evaluation.report import Evaluation, describe_evaluation, evaluate
from onrecord.evaluation.trial import ask_questions

__all__ = [
    "Evaluation",
    "GoldAnswer",
    "GoldQuestion",
    "ask_questions",
    "compare_figures",
    "describe_evaluation",
    "evaluate",
    "load_figures",
    "read_gold",
]
