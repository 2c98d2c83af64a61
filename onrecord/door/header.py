"""Headers: those that strangers forge are dropped, and browsers are told what a page here may do.

The page's own scripts are part of it, and its framework makes functions of text (`'unsafe-eval'`,
`'unsafe-inline'`), so that the rules cannot forbid either. They forbid what the page never does: to
fetch or send anything elsewhere, to be framed by another site, to hold a plug-in or another base
address. Sound comes from here and from where interviews say that it lies, once it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The page would name the host that these name as its own. A proxy passes `Host` on instead.
_FORGED = frozenset({b"x-forwarded-host", b"x-gradio-server", b"forwarded", b"x-forwarded-port"})
_RULES = (
    "default-src 'self'",
    "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
)


class HeaderRules:
    """Drops headers that would change the page's address, and sets the rules for browsers.

    Parameters
    ----------
    framed_by
        The sites (`https://example.org`) that may show the page in a frame, beside this one.
    sounds
        Returns the places that recordings may be played from, as rules for browsers name them.
    """

    def __init__(
        self,
        app: ASGIApp,
        framed_by: tuple[str, ...] = (),
        sounds: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        self._app = app
        self._sounds = sounds
        self._frames = " ".join(("frame-ancestors 'self'", *framed_by))
        self._headers = [
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"same-origin"),  # the address of a page may hold a question
        ]
        if not framed_by:
            self._headers.append((b"x-frame-options", b"SAMEORIGIN"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        kept = [(name, value) for name, value in scope["headers"] if name not in _FORGED]

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), self._rule(), *self._headers]
            await send(message)

        await self._app({**scope, "headers": kept}, receive, add)

    def _rule(self) -> tuple[bytes, bytes]:
        media = " ".join(("media-src", *(self._sounds() or ("'none'",))))
        return b"content-security-policy", "; ".join((*_RULES, media, self._frames)).encode()
