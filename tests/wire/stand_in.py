"""A stand-in for a test: a playground with two people and a group, and the bot's calls to it."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.clock import MovableClock
from bot.playground.engine import Engine
from bot.playground.files import Upload

API = Path(os.environ.get("KAIWA_BOT_API", Path(__file__).parents[3] / "shared/telegram-bot-api/api.json"))
needs_description = pytest.mark.skipif(
    not API.is_file(), reason=f"no official description of the Bot API at {API} (KAIWA_BOT_API names another)"
)
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Refused(Exception):
    """The call was not carried out."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(f"{status} {body['description']}")
        self.status = status
        self.description: str = body["description"]
        self.parameters: dict[str, Any] = body.get("parameters", {})


class Town:
    """Ana (who has started the bot), Bo (who has not) and their group, in which the bot is."""

    def __init__(self, strict: Path | None = None) -> None:
        self.clock = MovableClock(START)
        self.engine = Engine(self.clock, strict=strict)
        self.ana = self.engine.person("Ana Kovač", language="sl", username="ana")
        self.bo = self.engine.person("Bo", language="sv")
        self.group = self.engine.group("Team", [self.ana, self.bo])
        self.engine.say(self.ana, self.ana, "/start")
        self.engine.updates.drop()

    async def call(self, method: str, files: dict[str, Upload] | None = None, **params: Any) -> Any:
        """The result of a call; raises Refused."""
        status, body = await self.engine.answer(method, params, files)
        if not body["ok"]:
            raise Refused(status, body)
        return body["result"]

    async def refused(self, method: str, files: dict[str, Upload] | None = None, **params: Any) -> str:
        """What a call that must fail is answered with, as "400 Bad Request: ..."."""
        with pytest.raises(Refused) as problem:
            await self.call(method, files, **params)
        return str(problem.value)

    def updates(self) -> list[dict[str, Any]]:
        """What waits for the bot; it is taken away."""
        waiting = list(self.engine.updates.pending)
        self.engine.updates.drop()
        return waiting

    def caused(self, act: Callable[[], object]) -> list[dict[str, Any]]:
        """The updates that `act` brings."""
        self.updates()
        act()
        return self.updates()


def picture(width: int = 1600, height: int = 900, kind: str = "PNG") -> Upload:
    """A picture of one colour."""
    out = BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, kind)
    return Upload(f"picture.{kind.lower()}", out.getvalue(), f"image/{kind.lower()}")


def inline(*labels: str) -> dict[str, Any]:
    """One row of buttons whose data are their labels."""
    return {"inline_keyboard": [[{"text": label, "callback_data": label} for label in labels]]}
