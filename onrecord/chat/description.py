"""What programs are told of the endpoints: each argument, what comes back, and the product's version.

`describe_gradio` completes what Gradio says of them (`/gradio_api/info`); `make_openapi` says all of it
as OpenAPI, in the place of Gradio's own, which names addresses that are closed.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any, get_type_hints

from onrecord.answer.argument import DESCRIPTIONS
from onrecord.answer.schema import describe_type, make_schemas
from onrecord.chat.call import Endpoint
from onrecord.version import __version__

TITLE = "On the Record"
_ABOUT = (
    "Interviews that answer in their own words: exact quotes with citations, or that the interviews do "
    "not say so. Nothing is generated. An argument that is left out takes its default."
)
_RETURNS: Mapping[str, Any] = {
    "ask": "Answer",
    "search": ["Hit"],
    "find": {"count": {"type": "integer"}, "occurrences": ["Occurrence"]},
    "grid": {
        "by": {"type": "string"},
        "questions": [{"type": "string"}],
        "rows": [{"name": {"type": "string"}, "described": {"type": "string"}, "answers": ["Answer"]}],
    },
    "interviews": ["Interview"],
    "passage": "Paragraph",
}
_ERRORS = {
    "413": "The body is too large.",
    "422": "An argument is missing, unknown, or not one of this archive's: `detail` names it.",
    "429": "This client asks more often than the operator allows.",
    "503": "Too many questions wait: `Retry-After` has the seconds after which to try again.",
}


def describe_gradio(info: dict[str, Any], endpoints: Mapping[str, Endpoint]) -> dict[str, Any]:
    """Return Gradio's information on endpoints with arguments, answers and the version described."""
    where = "#/schemas/"
    for name, endpoint in endpoints.items():
        told = info["named_endpoints"][f"/{name}"]
        arguments = _describe_arguments(endpoint)
        for parameter in told["parameters"]:
            described = arguments[parameter["parameter_name"]]["description"]
            parameter.update(label=parameter["parameter_name"], description=described)
            parameter["python_type"] = {**parameter["python_type"], "description": described}
        for returned in told["returns"]:
            returned.update(label=name, type=_describe_answer(_RETURNS[name], where))
    return {"title": TITLE, "version": __version__, **info, "schemas": make_schemas(where)}


def make_openapi(endpoints: Mapping[str, Endpoint], address: str) -> dict[str, Any]:
    """Return the OpenAPI description of the endpoints, served at `address`."""
    paths: dict[str, Any] = {}
    for name, endpoint in endpoints.items():
        paths[f"/{name}"] = {"post": _describe_post(name, endpoint)}
    for name, endpoint in endpoints.items():
        paths[f"/gradio_api/call/v2/{name}"] = {"post": _describe_call(name, endpoint)}
    return {
        "openapi": "3.1.0",
        "info": {"title": TITLE, "description": _ABOUT, "version": __version__},
        "servers": [{"url": address.rstrip("/")}],
        "paths": paths,
        "components": {"schemas": make_schemas()},
    }


def _describe_post(name: str, endpoint: Endpoint) -> dict[str, Any]:
    """Return the operation that answers at once."""
    schema = _describe_answer(_RETURNS[name], "#/components/schemas/")
    return {**_describe_operation(name, endpoint), "responses": _responses(schema)}


def _describe_call(name: str, endpoint: Endpoint) -> dict[str, Any]:
    """Return the operation that gives an event, whose outcome is fetched with a second request."""
    told = f"`GET /gradio_api/call/v2/{name}/{{event_id}}` then streams what POST /{name} returns."
    schema = {"type": "object", "properties": {"event_id": {"type": "string", "description": told}}}
    operation = _describe_operation(f"call_{name}", endpoint)
    return {**operation, "responses": _responses(schema)}


def _describe_operation(operation: str, endpoint: Endpoint) -> dict[str, Any]:
    told = inspect.getdoc(endpoint) or ""
    arguments = _describe_arguments(endpoint)
    required = [name for name, one in arguments.items() if "default" not in one]
    schema = {
        "type": "object",
        "properties": arguments,
        "required": required,
        "additionalProperties": False,
    }
    return {
        "operationId": operation,
        "summary": told.split("\n")[0],
        "description": told,
        "requestBody": {
            "required": bool(required),
            "content": {"application/json": {"schema": schema}},
        },
    }


def _describe_arguments(endpoint: Endpoint) -> dict[str, dict[str, Any]]:
    """Return the schema of each argument of an endpoint, with its description and its default."""
    hints = get_type_hints(endpoint)
    described = {}
    for name, parameter in inspect.signature(endpoint).parameters.items():
        described[name] = {**describe_type(hints[name]), "description": DESCRIPTIONS[name]}
        if parameter.default is not inspect.Parameter.empty:
            described[name]["default"] = parameter.default
    return described


def _describe_answer(returned: Any, where: str) -> dict[str, Any]:
    if isinstance(returned, str):
        return {"$ref": f"{where}{returned}"}
    if isinstance(returned, list):
        return {"type": "array", "items": _describe_answer(returned[0], where)}
    if "type" in returned:
        return dict(returned)
    properties = {name: _describe_answer(one, where) for name, one in returned.items()}
    return {"type": "object", "properties": properties, "required": list(properties)}


def _responses(schema: dict[str, Any]) -> dict[str, Any]:
    error = {"type": "object", "properties": {"detail": {"type": "string"}}}
    told = {status: {"description": text, **_as_json(error)} for status, text in _ERRORS.items()}
    return {"200": {"description": "The answer.", **_as_json(schema)}, **told}


def _as_json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}
