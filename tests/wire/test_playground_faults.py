"""Trouble on request: limits, absence, lost answers, and any error that one can name."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.playground.errors import AnswerLost
from tests.wire.stand_in import Refused, Town


@pytest.fixture
def town() -> Town:
    return Town()


async def send(town: Town, chat: int) -> None:
    await town.call("sendMessage", chat_id=chat, text="hi")


async def test_a_chat_is_held_back_until_its_time_is_over(town: Town) -> None:
    town.engine.faults.retry_after(town.ana.id, seconds=30)
    for _ in range(3):
        with pytest.raises(Refused) as refused:
            await send(town, town.ana.id)
        assert refused.value.status == 429
        assert refused.value.description == "Too Many Requests: retry after 30"
        assert refused.value.parameters == {"retry_after": 30}
    await send(town, town.group.id)
    town.clock.advance(timedelta(seconds=31))
    await send(town, town.ana.id)


async def test_all_chats_are_held_back_so_many_times(town: Town) -> None:
    town.engine.faults.retry_after(seconds=1, times=2)
    for chat in (town.ana.id, town.group.id):
        with pytest.raises(Refused, match="429"):
            await send(town, chat)
    await send(town, town.ana.id)
    assert await town.call("getMe")


async def test_an_outage_answers_nothing_but_502(town: Town) -> None:
    town.engine.faults.outage()
    assert await town.refused("getMe") == "502 Bad Gateway"
    assert await town.refused("getUpdates") == "502 Bad Gateway"
    town.engine.faults.outage(on=False)
    assert await town.call("getMe")


async def test_an_outage_may_end_by_itself(town: Town) -> None:
    town.engine.faults.outage(seconds=60)
    assert town.engine.state()["fault"] == {"kind": "outage", "seconds": 60}
    town.clock.advance(timedelta(seconds=61))
    assert town.engine.state()["fault"] is None
    assert await town.call("getMe")


async def test_a_lost_answer_belongs_to_a_call_that_took_effect(town: Town) -> None:
    town.engine.faults.drop_answers(1)
    with pytest.raises(AnswerLost):
        await send(town, town.ana.id)
    assert town.engine.messages(town.ana)[-1].text == "hi"
    await send(town, town.ana.id)


async def test_any_error_can_be_asked_for(town: Town) -> None:
    moved = {"migrate_to_chat_id": -1001234567890}
    town.engine.faults.refuse(
        400, "Bad Request: group chat was upgraded to a supergroup chat", chat=town.group.id, parameters=moved
    )
    town.engine.faults.refuse(403, "Forbidden: user is deactivated", method="sendMessage", times=2)
    with pytest.raises(Refused) as refused:
        await send(town, town.group.id)
    assert refused.value.parameters == moved
    assert await town.call("sendChatAction", chat_id=town.ana.id, action="typing")
    for _ in range(2):
        assert "deactivated" in await town.refused("sendMessage", chat_id=town.ana.id, text="hi")
    await send(town, town.ana.id)


async def test_everything_works_again_when_told_so(town: Town) -> None:
    faults = town.engine.faults
    faults.retry_after(seconds=9)
    faults.outage()
    faults.drop_answers(5)
    faults.refuse(400, "Bad Request: no")
    faults.clear()
    await send(town, town.ana.id)
    assert town.engine.state()["fault"] is None
