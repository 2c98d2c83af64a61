"""The commands of the workbench: each takes its parsed options and returns the exit status."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from onrecord.cli.opening import open_archive, show_progress
from onrecord.cli.terminal import tell
from onrecord.error import QuestionError


def grid(options: argparse.Namespace) -> int:
    """Put the questions of a file to each interview or person, and write the answers as a table."""
    from onrecord.workbench.grid import check_questions
    from onrecord.workbench.grid_file import check_place, write_grid

    place = check_place(options.out)
    questions = check_questions(_read_questions(options.questions))
    saved = place.with_name(f"{place.name}.answers")
    archive = open_archive(options)
    bounds = {name: getattr(options, name) for name in ("publication", "since", "until")}
    try:
        with show_progress("asking", "cells") as report:
            answers = archive.ask_all(
                questions,
                options.by,
                options.k,
                **bounds,
                quick=options.quick,
                saved=saved,
                on_progress=report,
            )
    except KeyboardInterrupt:
        tell(f"stopped; the same command goes on from {saved}", is_error=True)
        raise
    write_grid(answers, place)
    saved.unlink(missing_ok=True)
    verdicts = Counter(answer.verdict.value for _, _, answer in answers.cells())
    counted = ", ".join(f"{name} {count}" for name, count in verdicts.most_common())
    tell(f"{place}: {len(answers.rows)} × {len(questions)}; {counted}")
    return 0


def export(options: argparse.Namespace) -> int:
    """Write the quotes of saved answers and grids, or interviews, to files of another tool."""
    from onrecord.workbench.export_file import write_export
    from onrecord.workbench.export_folder import write_folder
    from onrecord.workbench.saved_file import read_answers, read_interviews, read_quoted

    answers = [answer for path in options.saved for answer in read_answers(path)]
    read = read_quoted(answers, options.corpus) if answers else read_interviews(options.corpus)
    if options.tool:
        write_folder(answers, read, options.out, options.tool)
    else:
        write_export(answers, read, options.out)
    quotes = {(hit.interview_id, hit.quote) for answer in answers for hit in answer.hits}
    of = f"of {len(read)} interview{'s' * (len(read) != 1)}"
    tell(f"{options.out}: {len(quotes)} quotes that answer, {of}")
    return 0


def _read_questions(path: str) -> list[str]:
    """Return the lines of a file of questions that are not empty."""
    try:
        text = Path(path).read_text("utf-8-sig")
    except (OSError, ValueError) as error:
        raise QuestionError(f"{path}: expected a file of questions in UTF-8, {error}") from error
    questions = [line.strip() for line in text.splitlines() if line.strip()]
    if not questions:
        raise QuestionError(f"{path}: expected a question on each line, found none")
    return questions
