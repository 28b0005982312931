"""The wire to Telegram: any Bot API method by name and dict, files up and down, over one HTTP session."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import IO, Any, NamedTuple
from urllib.parse import quote, urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import BadRequest, InvalidToken, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

MEGABYTE = 1_000_000
LARGEST_PHOTO = 10 * MEGABYTE
LARGEST_UPLOAD = 50 * MEGABYTE
LONGEST_REASON = 300
CONNECT_SECONDS = 5.0
KEEP_ALIVE_SECONDS = 50.0  # an answer after a pause of thought should not pay for a new TLS handshake


class Upload(NamedTuple):
    """A file on its way up; the fields stand in the order of a multipart part."""

    name: str
    content: bytes
    mime: str


class Unreached(NetworkError):
    """The call never reached Telegram: it had no effect, repeating it is safe."""


class TooLarge(TelegramError):
    """A file is larger than Telegram, or whoever asked for it, takes."""


class Payload(RequestData):  # type: ignore[misc]  # final for type checkers; only documented properties are replaced
    """Parameters as they are, which python-telegram-bot would otherwise build from its own types."""

    __slots__ = ("_files", "_params")

    def __init__(self, params: Mapping[str, Any], files: Mapping[str, Upload] | None = None) -> None:
        super().__init__()
        self._params = {name: value for name, value in params.items() if value is not None}
        self._files = dict(files or {})
        self.contains_files = bool(self._files)

    @property
    def parameters(self) -> dict[str, Any]:
        return self._params

    @property
    def json_parameters(self) -> dict[str, str]:
        return {name: _as_text(value) for name, value in self._params.items()}

    @property
    def json_payload(self) -> bytes:
        return json.dumps(self._params).encode()

    @property
    def multipart_data(self) -> dict[str, tuple[str, bytes | IO[bytes], str]]:
        return {name: (file.name, file.content, file.mime) for name, file in self._files.items()}


class AiohttpRequest(BaseRequest):
    """HTTP for python-telegram-bot by aiohttp, whose exceptions say whether a call may have had an effect.

    Raises `Unreached` when it certainly had none; `TimedOut` or `NetworkError` when nobody can tell.
    """

    def __init__(self, *, proxy: str | None = None, connections: int = 64) -> None:
        self._proxy = proxy
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return 20.0

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=KEEP_ALIVE_SECONDS),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": "kaiwa"},
                proxy=self._proxy,
            )

    async def shutdown(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def renew(self) -> None:
        """Drop every connection and begin anew: calls in flight end as if the connection were lost."""
        await self.shutdown()
        await self.initialize()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise Unreached("the wire is closed")
        seconds = self.read_timeout if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        try:
            body, headers = _body(request_data)
        except (TypeError, ValueError) as error:
            raise BadRequest(f"the parameters are not JSON: {error}"[:LONGEST_REASON]) from None
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=_timeout(seconds), allow_redirects=False
            ) as response:
                return response.status, await response.read()
        except (aiohttp.ClientError, OSError, TimeoutError, RuntimeError) as error:
            failure = _as_telegram_error(error, seconds)
        # Raised outside the handler on purpose: the original carries the URL, and with it the token.
        raise failure

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """As the original, which however writes an unreadable answer into the log."""
        try:
            decoded = json.loads(payload)
        except ValueError:
            decoded = None
        if not isinstance(decoded, dict):
            raise NetworkError("the answer is not JSON")
        return decoded


class Wire:
    """Calls to one bot's Bot API; nothing that it raises or logs contains the token."""

    def __init__(self, token: str, api_url: str, request: BaseRequest | None = None) -> None:
        os.environ.setdefault("PTB_TIMEDELTA", "1")  # the library's own switch: else every 429 warns
        self._secret = token.rpartition(":")[2]
        self._methods = f"{api_url.rstrip('/')}/bot{token}"
        self._files = f"{api_url.rstrip('/')}/file/bot{token}"
        self._request = request or AiohttpRequest(proxy=_proxy_for(api_url))

    async def open(self) -> None:
        await self._request.initialize()

    async def close(self) -> None:
        await self._request.shutdown()

    async def renew(self) -> None:
        """Begin with fresh connections, when the old ones no longer answer."""
        if isinstance(self._request, AiohttpRequest):
            await self._request.renew()

    async def call(
        self,
        method: str,
        params: Mapping[str, Any],
        files: Mapping[str, Upload] | None = None,
        *,
        timeout: float = 20,  # handed to the HTTP client, which tells connecting from waiting
    ) -> Any:
        """The decoded `result` of a method; `params` are plain JSON values, those that are None are left out.

        Raises the exceptions of `telegram.error`, `Unreached` and `TooLarge`: see `failures.classify`.
        """
        _require_sizes(method, files)
        try:
            url = f"{self._methods}/{method}"
            return await self._request.post(url, Payload(params, files), read_timeout=timeout)
        except TelegramError as error:
            raise self._without_token(error) from None
        except KeyError:
            raise NetworkError(f"{method}: the answer has no result") from None

    async def download(self, file_id: str, *, at_most: int) -> bytes:
        """The content of a file that was sent to the bot; `TooLarge` if it has more than `at_most` bytes."""
        file = await self.call("getFile", {"file_id": file_id})
        _require_size("the file", file.get("file_size", 0), at_most)
        if "file_path" not in file:
            raise BadRequest("the file is not available")
        content = await self._retrieve(f"{self._files}/{quote(file['file_path'])}")
        _require_size("the file", len(content), at_most)
        return content

    async def _retrieve(self, url: str) -> bytes:
        try:
            return await self._request.retrieve(url)
        except InvalidToken:
            # The token was good a moment ago, for getFile: here 404 speaks of the file.
            raise BadRequest("the file is not available") from None
        except TelegramError as error:
            raise self._without_token(error) from None

    def _without_token(self, error: TelegramError) -> TelegramError:
        # A page that a proxy answers with may repeat the address, and be long.
        error.message = error.message.replace(self._secret, "<token>")[:LONGEST_REASON]
        error.__cause__ = error.__context__ = None
        return error


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _body(data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str] | None]:
    if data is None:
        return None, None
    if not data.contains_files:
        return data.json_payload, {"Content-Type": "application/json"}
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in data.multipart_data.items():
        stream = BytesIO(content) if isinstance(content, bytes) else content  # large bytes would be sent in one go
        form.add_field(name, stream, filename=filename, content_type=mime)
    return form, None


@lru_cache(maxsize=16)
def _timeout(seconds: float | None) -> aiohttp.ClientTimeout:
    # One timer for the whole call: a second one for reading alone costs more than it tells.
    connect = CONNECT_SECONDS if seconds is None else min(CONNECT_SECONDS, seconds)
    return aiohttp.ClientTimeout(total=seconds, connect=connect)


def _as_telegram_error(error: BaseException, seconds: float | None) -> TelegramError:
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return Unreached(f"no connection within {CONNECT_SECONDS:g} s")
    if isinstance(error, aiohttp.ClientConnectorError):
        return Unreached(f"no connection: {_words(error.os_error)}")
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return Unreached(f"the proxy refused: {error.status}")
    if isinstance(error, aiohttp.InvalidURL):
        return Unreached("no connection: the address of the Bot API is not a URL")
    if isinstance(error, TimeoutError):
        return TimedOut(f"no answer within {seconds:g} s" if seconds is not None else None)
    return NetworkError(f"the connection was lost: {type(error).__name__}")


def _words(error: OSError) -> str:
    return (
        os.strerror(error.errno)
        if error.errno is not None and error.errno > 0
        else error.strerror or type(error).__name__
    )


def _proxy_for(api_url: str) -> str | None:
    """The proxy that the environment names for this address, looked up once and not at each call."""
    parts = urlsplit(api_url)
    if not parts.hostname or proxy_bypass(parts.hostname):
        return None
    proxies = getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")


def _require_sizes(method: str, files: Mapping[str, Upload] | None) -> None:
    most = LARGEST_PHOTO if method == "sendPhoto" else LARGEST_UPLOAD
    for upload in (files or {}).values():
        _require_size("the file", len(upload.content), most)


def _require_size(name: str, size: int, most: int) -> None:
    if size > most:
        raise TooLarge(f"{name} has {size / MEGABYTE:.1f} MB; at most {most / MEGABYTE:.1f} MB are possible")
