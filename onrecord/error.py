"""Every error of On the Record that is safe to show a user.

    OnRecordError
    ├── CorpusError (ValueError)        an interview file, or the corpus folder, cannot be read
    │   └── EmptyCorpusError            the folder is there, and holds no interview
    ├── StorageError (RuntimeError)     the index is damaged, of another version, or cannot be written
    ├── EncoderError (RuntimeError)     the encoder cannot be loaded
    ├── QuestionError (ValueError)      a question, a filter or a number is out of its range
    ├── AnswerError (ValueError)        a saved answer cannot be read
    └── EvaluationError (ValueError)    a file of questions is wrong, or what evaluates is not installed

A message says what was expected, what was found, where, and what to do. The chat and the command
line catch `OnRecordError` and nothing else. A message that the chat can show is in the catalogue
(`wording/*.toml`, table `error`), so that the page can show it in its visitor's language.
"""

from __future__ import annotations

from typing import Self

from onrecord.wording import say_error


class OnRecordError(Exception):
    """Base of every error that is safe to show a user; its message is in English.

    `name` is the name of the message in the catalogue, "" for a message that exists in English only;
    `values` replace the names in braces in it; one that is an error is told in the same language.
    """

    def __init__(self, message: str, name: str = "", **values: object) -> None:
        super().__init__(_make_whole(message))
        self.name = name
        self.values = values

    @classmethod
    def of(cls, name: str, /, **values: object) -> Self:
        """Return an error with the message `name` of the catalogue, `values` filled in."""
        return cls(say_error(name, "en", **values), name, **values)

    def tell(self, language: str) -> str:
        """Return the message in a language ("fr" or "en"); in English if it has no translation."""
        if not self.name:
            return str(self)
        values = {
            name: one.tell(language) if isinstance(one, OnRecordError) else one
            for name, one in self.values.items()
        }
        return _make_whole(say_error(self.name, language, **values))


def _make_whole(message: str) -> str:
    """Return a message that can be sent: half characters, which UTF-8 has not, as `\\ud800`."""
    return message.encode("utf-8", "backslashreplace").decode("utf-8")


class CorpusError(OnRecordError, ValueError):
    """An interview file, its side file, or the corpus folder cannot be read."""


class EmptyCorpusError(CorpusError):
    """The folder of the corpus is there, and holds no interview."""


class StorageError(OnRecordError, RuntimeError):
    """The index on disk is damaged, of another version, or cannot be written."""


class EncoderError(OnRecordError, RuntimeError):
    """The encoder cannot be loaded."""


class QuestionError(OnRecordError, ValueError):
    """A question, a filter or a number of hits is out of its range."""


class AnswerError(OnRecordError, ValueError):
    """A saved answer cannot be read, or was not written by this program."""


class EvaluationError(OnRecordError, ValueError):
    """A file of questions or figures is wrong, or a library that evaluation needs is not installed."""
