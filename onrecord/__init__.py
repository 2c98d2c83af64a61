"""On the Record answers questions about interviews with the interview's own words.

    from onrecord import Archive
    print(Archive.open().ask("Que signifie la refonte de la Dinum ?"))

Names are loaded when first used, so that `import onrecord` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.answer import Answer, Fact, Hit, Quote, Verdict
    from onrecord.archive import Archive
    from onrecord.error import (
        AnswerError,
        CorpusError,
        EncoderError,
        EvaluationError,
        OnRecordError,
        QuestionError,
        StorageError,
    )
    from onrecord.interview import Gap, Interview, LeftOut, Person, Turn
    from onrecord.passage import Passage
    from onrecord.reading import read_interview
    from onrecord.text.span import Span
    from onrecord.verify import verify_answer

_ROOMS = {
    "Answer": "answer",
    "AnswerError": "error",
    "Archive": "archive",
    "CorpusError": "error",
    "EncoderError": "error",
    "EvaluationError": "error",
    "Fact": "answer",
    "Gap": "interview",
    "Hit": "answer",
    "Interview": "interview",
    "LeftOut": "interview",
    "OnRecordError": "error",
    "Passage": "passage",
    "Person": "interview",
    "QuestionError": "error",
    "Quote": "answer",
    "Span": "text.span",
    "StorageError": "error",
    "Turn": "interview",
    "Verdict": "answer",
    "read_interview": "reading",
    "verify_answer": "verify",
}

__all__ = [
    "Answer",
    "AnswerError",
    "Archive",
    "CorpusError",
    "EncoderError",
    "EvaluationError",
    "Fact",
    "Gap",
    "Hit",
    "Interview",
    "LeftOut",
    "OnRecordError",
    "Passage",
    "Person",
    "QuestionError",
    "Quote",
    "Span",
    "StorageError",
    "Turn",
    "Verdict",
    "read_interview",
    "verify_answer",
]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    if name not in _ROOMS:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    return getattr(import_module(f"onrecord.{_ROOMS[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
