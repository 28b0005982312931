"""The guard: keeps other web sites, open in the same browser, away from a playground on this machine."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - compared with, not bound
POLICY = (
    "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:;"
    " style-src 'self' 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'"
)
ADDED = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]


class Guard:
    """Lets through what comes from here: a local host name, and no foreign origin."""

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app = app
        self._hosts = None if host in EVERYWHERE else LOCAL | {host}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._at_home(Headers(scope=scope)):
            await self._app(scope, receive, _with_headers(send))
        else:
            refusal = JSONResponse({"error": "Requests from other sites are not answered here."}, 403)
            await refusal(scope, receive, send)

    def _at_home(self, headers: Headers) -> bool:
        host = headers.get("host", "")
        if self._hosts is not None and urlsplit(f"//{host}").hostname not in self._hosts:
            return False
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != host:
            return False
        return headers.get("sec-fetch-site", "none") in ("none", "same-origin") or _navigates(headers)


def _navigates(headers: Headers) -> bool:
    """Whether somebody followed a link to the page itself, which is harmless."""
    return headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"


def _with_headers(send: Send) -> Send:
    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *ADDED]
        await send(message)

    return with_headers
