"""The JSON schemas of what is returned to programs, made of the classes that are returned.

A name, a type or an absent value is stated once, by the class; what it means is its docstring. Nothing
is checked here: a test holds every answer to its schema.
"""

from __future__ import annotations

import dataclasses
import datetime
import enum
import inspect
import types
from collections.abc import Iterator
from typing import Any, Union, get_args, get_origin, get_type_hints

from onrecord.answer.answer import Answer, Fact
from onrecord.answer.hit import Hit, Quote
from onrecord.answer.listing import OF_A_SEARCH
from onrecord.answer.occurrence import Occurrence
from onrecord.interview import Person

Schema = dict[str, Any]

_PLAIN: dict[object, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    datetime.date: {"type": "string", "format": "date"},
}
_CLASSES = (Answer, Hit, Quote, Fact, Occurrence, Person)


def make_schemas(where: str = "#/components/schemas/") -> dict[str, Schema]:
    """Return the schema of each kind of value that an endpoint returns, by name.

    Parameters
    ----------
    where
        What stands before the name of a schema that another one refers to.
    """
    schemas = {one.__name__: _describe_class(one, where) for one in _CLASSES}
    hit = schemas["Hit"]
    schemas["Paragraph"] = {
        **hit,
        "description": "A paragraph of an interview: a Hit without what a search adds.",
        "properties": {n: one for n, one in hit["properties"].items() if n not in OF_A_SEARCH},
        "required": [name for name in hit["required"] if name not in OF_A_SEARCH],
    }
    schemas["Interview"] = _describe_interview(where)
    return schemas


def describe_type(hint: object, where: str = "#/components/schemas/") -> Schema:
    """Return the schema of a value of a type, as `to_dict` writes it."""
    if hint in _PLAIN:
        return dict(_PLAIN[hint])
    if get_origin(hint) in (Union, types.UnionType):
        return _join([describe_type(one, where) for one in get_args(hint)])
    if get_origin(hint) in (tuple, list):
        return {"type": "array", "items": describe_type(get_args(hint)[0], where)}
    assert isinstance(hint, type)
    if issubclass(hint, enum.Enum):
        return {"type": "string", "enum": [one.value for one in hint]}
    return {"$ref": f"{where}{hint.__name__}"}


def _join(choices: list[Schema]) -> Schema:
    """Return the schema of a value that fits one of several."""
    if all(set(one) == {"type"} for one in choices):
        return {"type": [one["type"] for one in choices]}
    return {"anyOf": choices}


def _describe_class(kind: type, where: str) -> Schema:
    properties = dict(_describe_fields(kind, where))
    return {
        "type": "object",
        "description": inspect.getdoc(kind) or "",
        "properties": properties,
        "required": list(properties),
    }


def _describe_fields(kind: type, where: str) -> Iterator[tuple[str, Schema]]:
    hints = get_type_hints(kind)
    assert dataclasses.is_dataclass(kind)
    for one in dataclasses.fields(kind):
        yield one.name, describe_type(hints[one.name], where)


def _describe_interview(where: str) -> Schema:
    text, texts = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
    properties = {
        "id": {
            **text,
            "description": "Its name in every filter: that of its file, without the extension.",
        },
        "title": text,
        "people": {"type": "array", "items": {"$ref": f"{where}Person"}},
        "publication": text,
        "date": {**describe_type(datetime.date | None), "description": "Of publication."},
        "author": {**text, "description": "Who asks."},
        "url": text,
        "questions": {**texts, "description": "What was asked, verbatim, each once."},
        "passages": {"type": "integer", "description": "How many passages can be found in it."},
        "complete": {
            "type": "boolean",
            "description": "False where something says that a part is missing.",
        },
        "missing_share": {
            **describe_type(float | None),
            "description": "The share that is missing, 0 to 1; null where it is not known.",
        },
    }
    return {
        "type": "object",
        "description": "An interview that can be asked.",
        "properties": properties,
        "required": list(properties),
    }
