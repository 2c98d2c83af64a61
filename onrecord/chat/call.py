"""A call over HTTP: what is wrong with its arguments is told by name, before anything is done.

Gradio answers most wrong calls with status 500 or `{"error": null}`. `Calls` stands before its routes
and answers with status 422, or 404 for an unknown endpoint; `check_arguments` is called by
the endpoints too, for calls that come another way (`gradio_client`). `tell_wrong_body` answers what
only Gradio's routes notice.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, get_type_hints

from fastapi.exceptions import RequestValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.chat.event_data import LONGEST_TOLD, check_event_data, tell_value
from onrecord.door.limit import refuse
from onrecord.error import QuestionError

Endpoint = Callable[..., Any]
_CALL = re.compile(r"/gradio_api/call/(?P<named>v2/)?(?P<name>\w+)/?")
_QUEUE = "/gradio_api/queue/join"
_EXPECTED = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    bool | None: "true, false or null",
    str | None: "a text or null",
    list[str]: "a list of texts",
    list[str] | None: "a list of texts or null",
}


class Calls:
    """Answers wrong calls of the endpoints before Gradio does.

    Parameters
    ----------
    endpoints
        The functions that programs call, by name.
    events
        The page's events, by number; each has the `name` of its function.
    """

    def __init__(
        self, app: ASGIApp, endpoints: Mapping[str, Endpoint], events: Mapping[int, Any]
    ) -> None:
        self._app = app
        self._endpoints = endpoints
        self._events = events

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        called = _CALL.fullmatch(scope["path"]) if scope["type"] == "http" else None
        joined = scope["type"] == "http" and scope["path"].removesuffix("/") == _QUEUE
        if not (called or joined) or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        if called and called["name"] not in self._endpoints:
            await refuse(404, f"No such endpoint; there are {', '.join(self._endpoints)}.")(
                scope, receive, send
            )
            return
        body = await _read_body(receive)
        if body is None:
            return
        try:
            sent = read_object(body)
            _check_session(sent.get("session_hash"), required=joined)
            if called:
                endpoint = self._endpoints[called["name"]]
                check_call(endpoint, sent, named=bool(called["named"]))
                body = body if called["named"] else _complete(endpoint, sent)
            else:
                self._check_event(sent)
        except QuestionError as error:
            await refuse(422, str(error))(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)

    def _check_event(self, sent: Mapping[str, Any]) -> None:
        if not isinstance(sent.get("data"), list):
            raise QuestionError(
                f"data: expected a list of values, found {tell_value(sent.get('data'))}"
            )
        number = sent.get("fn_index")
        if not isinstance(number, int) or number not in self._events:
            raise QuestionError(f"fn_index: expected an event of /config, found {tell_value(number)}")
        check_event_data(str(self._events[number].name), sent.get("event_data"))


async def tell_wrong_body(_: Request, error: Exception) -> JSONResponse:
    """Answer a body that Gradio's own routes cannot take: the name of its first wrong field.

    FastAPI's own answer repeats what was sent, and fails where that is no JSON (NaN, half characters).
    """
    assert isinstance(error, RequestValidationError)
    found = error.errors()[0]
    return refuse(422, f"{found['loc'][-1]}: {found['msg']}")


def _check_session(name: object, *, required: bool) -> None:
    """Check the name of a session, which the server keeps in memory.

    Raises
    ------
    QuestionError
        When it is not a short text, or missing where one is required.
    """
    if name is None and not required:
        return
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_TOLD or not name.isprintable():
        expected = f"a text of 1 to {LONGEST_TOLD} characters that can be printed"
        raise QuestionError(f"session_hash: expected {expected}")


def check_call(endpoint: Endpoint, sent: Mapping[str, Any], *, named: bool) -> None:
    """Check the body of a call: its arguments, or with `named` false a list of them under `data`.

    Raises
    ------
    QuestionError
        When an argument is missing, unknown or of a wrong type.
    """
    parameters = inspect.signature(endpoint).parameters
    names = list(parameters)
    if named:
        unknown = next((name for name in sent if name not in parameters), None)
        if unknown is not None:
            raise QuestionError(
                f"{unknown[:LONGEST_TOLD]}: no such argument; there are {', '.join(names)}"
            )
        values = dict(sent)
    else:
        data = sent.get("data")
        if not isinstance(data, list) or len(data) > len(names):
            found = f"{len(data)} values" if isinstance(data, list) else tell_value(data)
            raise QuestionError(f"data: expected a list of {_list(names)}, found {found}")
        values = dict(zip(names, data, strict=False))
    required = (name for name in names if parameters[name].default is inspect.Parameter.empty)
    missing = next((name for name in required if name not in values), None)
    if missing is not None:
        raise QuestionError(f"{missing}: missing; expected {_list(names)}, found {len(values)} of them")
    check_arguments(endpoint, values)


def check_arguments(endpoint: Endpoint, values: Mapping[str, Any]) -> None:
    """Check that each value is of the type that the endpoint's signature says.

    Raises
    ------
    QuestionError
        When one is not; it names the argument.
    """
    hints = get_type_hints(endpoint)
    for name, value in values.items():
        if not _fits(value, hints[name]):
            raise QuestionError(f"{name}: expected {_EXPECTED[hints[name]]}, found {tell_value(value)}")


def _fits(value: object, hint: object) -> bool:
    if hint in (list[str], list[str] | None):
        texts = isinstance(value, list) and all(isinstance(one, str) for one in value)
        return texts or (value is None and hint != list[str])
    if hint in (bool, bool | None):
        return isinstance(value, bool) or (value is None and hint is not bool)
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str) or (value is None and hint is not str)


def _complete(endpoint: Endpoint, sent: Mapping[str, Any]) -> bytes:
    """Return the body of a call whose list of values goes on with the defaults of the others."""
    defaults = [one.default for one in inspect.signature(endpoint).parameters.values()]
    values = sent["data"]
    return json.dumps({**sent, "data": [*values, *defaults[len(values) :]]}).encode()


def _list(names: list[str]) -> str:
    return f"{len(names)} values ({', '.join(names)})" if names else "no value"


def read_object(body: bytes) -> dict[str, Any]:
    """Return the object that a body says in JSON.

    Raises
    ------
    QuestionError
        When it is no JSON, or no object.
    """
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise QuestionError("expected an object in JSON, found another body") from error
    if not isinstance(sent, dict):
        raise QuestionError(f"expected an object in JSON, found {tell_value(sent)}")
    return sent


async def _read_body(receive: Receive) -> bytes | None:
    """Return the whole body of a request, None when its client is gone."""
    parts = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a function that receives a body that was read, and then what comes after it."""
    rest: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return rest.pop() if rest else await receive()

    return replay
