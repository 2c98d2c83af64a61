"""Requests that no browser sends: wrong by hand, damaged at random, for a path that leads upwards."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterable

CALL = ("question", "k", "history", "interview", "speaker", "publication", "since", "until", "quick")
_BODY = json.dumps({"data": ["x", 3, *[None] * 7]}).encode()
_ENDS = b"Connection: close\r\n"
_KIND = b"Host: a\r\nContent-Type: application/json\r\n"
_ASK = b"POST /gradio_api/call/ask HTTP/1.1\r\n" + _KIND
_LENGTH = b"Content-Length: %d\r\n" % len(_BODY)
_RIGHT = (
    _ASK + _LENGTH + _ENDS + b"\r\n" + _BODY,
    *(
        b"GET %s HTTP/1.1\r\nHost: a\r\n%s\r\n" % (path, _ENDS)
        for path in (
            b"/?q=Combien&interview=a#t1p1",
            b"/config",
            b"/gradio_api/info",
            b"/gradio_api/queue/data?session_hash=nobody",
            b"/gradio_api/call/ask/nobody",
            b"/theme.css",
        )
    ),
)
_UPWARDS = (
    *(
        "..",
        "%2e%2e",
        ".%2e",
        "%252e%252e",
        "....",
        "..;",
        "%c0%ae%c0%ae",
        "..%00",
        ".\u200b.",
        "%5c..",
    ),
    *("..%5c", "..%2f", "%2e%2e%2f", "..%c0%af", "..%ef%bc%8f", "~root", "file:", ""),
)
_OPENINGS = (
    *(
        "/",
        "/assets/",
        "/static/",
        "/svelte/",
        "/static/fonts/",
        "/theme.css/",
        "/pwa_icon/",
        "/config/",
    ),
    *("/gradio_api/file=", "/file=", "/gradio_api/file/", "/gradio_api/proxy=", "/gradio_api/info/"),
    *("/gradio_api/heartbeat/", "/gradio_api/call/ask/", "/gradio_api/stream/a/", "/?interview="),
    *("/gradio_api/queue/data?session_hash=", "/?deep_link=", "/gradio_api/upload_progress?upload_id="),
)


def list_odd_requests() -> list[bytes]:
    """Return requests that are wrong, each in its own way."""
    return [*_list_framings(), *_list_headers(), *_list_targets(), *_list_bodies()]


def mutate_request(chance: random.Random) -> bytes:
    """Return a right request with a few bytes changed, left out, repeated or put in."""
    request = bytearray(chance.choice(_RIGHT))
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(request))
        end = min(len(request), at + chance.randint(1, 12))
        put = bytes(chance.randrange(256) for _ in range(chance.randint(0, 6)))
        request[at:end] = chance.choice(
            (put, bytes(request[at:end]) * 2, b"", b"\r\n", b"\0", b"9" * 30, put * 500)
        )
        if not request:
            return b"\r\n"
    return bytes(request)


def list_paths(targets: Iterable[str]) -> list[str]:
    """Return addresses that lead upwards to files of the machine, or name them whole."""
    joined = ("/", "%2f", "\\", "//")
    return [
        opening + joint.join([*[up] * depth, target.replace("/", joint)])
        for opening, up, joint, depth, target in itertools.product(
            _OPENINGS, _UPWARDS, joined, (1, 4, 9), targets
        )
    ]


def _list_framings() -> list[bytes]:
    """Return requests that begin or end otherwise than HTTP says."""
    chunked = _ASK + b"Transfer-Encoding: chunked\r\n"
    return [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET /\r\n",
        b"GET /config HTTP/1.0\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        bytes.fromhex("16030100c8010000c40303") + b"\0" * 190,  # how TLS begins
        b"\0" * 5_000,
        b"\xff" * 5_000,
        *(
            _ASK + b"Content-Length: %s\r\n\r\n" % length + _BODY
            for length in (b"-5", b"abc", b"9" * 20, b"1e3", b"+9", b"", b"9, 9", b"\xb2")
        ),
        _ASK + _LENGTH + b"Content-Length: 1\r\n\r\n" + _BODY,
        _ASK + _LENGTH + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        chunked + b"\r\nzz\r\n",
        chunked + b"\r\nFFFFFFFFFFFFFFFF\r\nabc",
        chunked + _ENDS + b"\r\n" + (b"10000\r\n" + b"a" * 65_536 + b"\r\n") * 32 + b"0\r\n\r\n",
        b"GET /config HTTP/1.1\r\nHost: a\r\n\r\n" * 50 + _RIGHT[0],
        b"GET /config HTTP/1.1\r\n" + _KIND + _LENGTH + _ENDS + b"\r\n" + _BODY,
    ]


def _list_headers() -> list[bytes]:
    """Return requests whose headers are long, many, odd or ask for something else."""
    head = b"GET /config HTTP/1.1\r\nHost: a\r\n"
    odd = (
        b"X: " + b"a" * 100_000,
        b"".join(b"X%d: a\r\n" % number for number in range(10_000)).rstrip(),
        "X-\u00c9: \u00fc".encode(),
        b"X: a\0b",
        b"X: a\r\n b",
        b"X : a",
        b": a",
        b"Accept-Language: \xff\xfe;;;,,,q=9",
        b"Accept-Language: " + b"fr;q=0.1," * 5_000,
        b"Cookie: access-token=../../etc; x=" + b"a" * 4_000,
        b"Range: bytes=0-0,1-1,5-99999999999999999999,-1",
        b"If-None-Match: *",
        b"Host: b",
        b"Expect: 100-continue",
        b"Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA",
        b"Upgrade: websocket\r\nSec-WebSocket-Key: bm9uY2U=\r\nSec-WebSocket-Version: 13",
        b"X-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: javascript\r\nX-Forwarded-For: a, b",
    )
    return [head + one + b"\r\n" + _ENDS + b"\r\n" for one in odd]


def _list_targets() -> list[bytes]:
    """Return requests of odd methods, and for odd or long addresses."""
    starts = (
        b"GET /" + b"a" * 60_000,
        b"GET /?q=" + b"a" * 60_000,
        "GET /\u00e9?q=\u00e9".encode(),
        b"GET /%zz%ff%00",
        b"GET /?q=%00" + b"%ff" * 100,
        b"GET http://evil.example/config",
        b"OPTIONS *",
        b"TRACE /",
        b"CONNECT evil.example:80",
        b"FOO\x01 /",
        b"DELETE /config",
        b"HEAD /",
        b"GET /gradio_api/queue/data",
        b"GET /gradio_api/heartbeat/" + b"a" * 64,
    )
    return [one + b" HTTP/1.1\r\nHost: a\r\n" + _ENDS + b"\r\n" for one in starts]


def _list_bodies() -> list[bytes]:
    """Return calls whose body is no JSON, or another."""
    bodies = (
        b"\xff\xfe\xfd\xfc",
        _BODY.decode().encode("utf-16"),
        b'{"data":["x",NaN,Infinity,-Infinity,1e999]}',
        b'{"data":[],"data":["x"]}',
        b"[" * 100_000,
        b'{"data":' * 50_000,
        b"9" * 5_000,
        b"null",
        b"",
    )
    sent = [(b"/gradio_api/call/ask", one) for one in bodies]
    sent += [(b"/gradio_api/queue/join", one) for one in bodies]
    sent += [(b"/gradio_api/cancel", one) for one in (*bodies, b'{"session_hash":"a","event_id":[]}')]
    return [
        b"POST %s HTTP/1.1\r\n%sContent-Length: %d\r\n%s\r\n%s" % (path, _KIND, len(one), _ENDS, one)
        for path, one in sent
    ]
