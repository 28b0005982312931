"""getUpdates as Telegram does it: confirmation by offset, long polling, one poller at a time."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.wire.stand_in import Refused, Town


@pytest.fixture
def town() -> Town:
    return Town()


def said(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


def say(town: Town, count: int) -> list[int]:
    for number in range(count):
        town.engine.say(town.ana, town.ana, f"{number}")
    return [update["update_id"] for update in town.engine.updates.pending]


async def test_what_is_not_confirmed_comes_again(town: Town) -> None:
    ids = say(town, 3)
    assert said(await town.call("getUpdates")) == ["0", "1", "2"]
    assert said(await town.call("getUpdates")) == ["0", "1", "2"]
    assert said(await town.call("getUpdates", offset=ids[1])) == ["1", "2"]
    assert said(await town.call("getUpdates", offset=0)) == ["1", "2"]
    assert await town.call("getUpdates", offset=ids[2] + 1) == []


async def test_a_negative_offset_keeps_only_the_end(town: Town) -> None:
    say(town, 5)
    assert said(await town.call("getUpdates", offset=-2)) == ["3", "4"]
    assert said(await town.call("getUpdates")) == ["3", "4"]


async def test_at_most_a_hundred_come_at_once(town: Town) -> None:
    say(town, 120)
    assert len(await town.call("getUpdates", limit=1000)) == 100
    assert len(await town.call("getUpdates", limit=7)) == 7


async def test_a_poll_waits_for_the_first_update(town: Town) -> None:
    poll = asyncio.create_task(town.call("getUpdates", timeout=30))
    await asyncio.sleep(0)
    town.engine.say(town.ana, town.ana, "here")
    assert said(await poll) == ["here"]


async def test_a_poll_without_anything_ends_empty(town: Town) -> None:
    town.engine.updates.drop()
    assert await town.call("getUpdates", timeout=0) == []


async def test_the_older_of_two_pollers_is_told_of_the_conflict(town: Town) -> None:
    older = asyncio.create_task(town.call("getUpdates", timeout=30))
    await asyncio.sleep(0)
    younger = asyncio.create_task(town.call("getUpdates", timeout=30))
    with pytest.raises(Refused) as conflict:
        await older
    assert conflict.value.status == 409
    assert conflict.value.description == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    town.engine.say(town.ana, town.ana, "for the younger")
    assert said(await younger) == ["for the younger"]


async def test_only_kinds_that_were_asked_for_are_queued(town: Town) -> None:
    await town.call("getUpdates", allowed_updates=["callback_query"])
    assert town.caused(lambda: town.engine.say(town.ana, town.ana, "unheard")) == []
    await town.call("getUpdates")
    assert town.caused(lambda: town.engine.say(town.ana, town.ana, "still unheard")) == []
    await town.call("getUpdates", allowed_updates=[])
    assert len(town.caused(lambda: town.engine.say(town.ana, town.ana, "heard"))) == 1


async def test_an_outage_ends_the_poll_that_is_under_way(town: Town) -> None:
    poll = asyncio.create_task(town.call("getUpdates", timeout=30))
    await asyncio.sleep(0)
    town.engine.faults.outage()
    with pytest.raises(Refused, match="502"):
        await poll


async def test_waiting_updates_are_counted_and_dropped_on_request(town: Town) -> None:
    say(town, 2)
    assert (await town.call("getWebhookInfo"))["pending_update_count"] == 2
    await town.call("deleteWebhook")
    assert len(town.engine.updates.pending) == 2
    await town.call("deleteWebhook", drop_pending_updates=True)
    assert not town.engine.updates.pending
