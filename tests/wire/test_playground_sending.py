"""What the bot sends: how it looks to people, and what Telegram refuses in which words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.playground.chats import Notice
from bot.playground.errors import NotPossible
from bot.playground.files import Upload
from tests.wire.stand_in import Town, inline, picture

NOT_MODIFIED = (
    "400 Bad Request: message is not modified: specified new message content and reply markup are"
    " exactly the same as a current content and reply markup of the message"
)
TOO_OLD = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.mark.parametrize(
    ("params", "answer"),
    [
        ({"text": ""}, "400 Bad Request: message text is empty"),
        ({"text": "  \n "}, "400 Bad Request: text must be non-empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "400 Bad Request: text must be non-empty"),
        ({"text": "x" * 4097}, "400 Bad Request: message is too long"),
        ({"text": "<b>x", "parse_mode": "HTML"}, "400 Bad Request: can't parse entities: Can't find end tag"),
        ({"text": "x", "chat_id": ""}, "400 Bad Request: chat_id is empty"),
        ({"text": "x", "chat_id": 99}, "400 Bad Request: chat not found"),
        ({"text": "x", "chat_id": "@nobody"}, "400 Bad Request: chat not found"),
        ({"text": "x", "reply_parameters": {"message_id": 99}},
         "400 Bad Request: message to be replied not found"),
        ({"text": "x", "reply_markup": inline("x" * 65)}, "400 Bad Request: BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": inline("ж" * 33)}, "400 Bad Request: BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": inline(*"123456789")}, "400 Bad Request: REPLY_MARKUP_TOO_LONG"),
        ({"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "no action"}]]}},
         "400 Bad Request: can't parse inline keyboard button: Text buttons are unallowed"),
        ({"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "url": "no link"}]]}},
         "400 Bad Request: inline keyboard button URL 'no link' is invalid"),
        ({"text": "x", "reply_markup": "{"}, "400 Bad Request: can't parse reply markup JSON object"),
        ({"text": "x", "message_thread_id": 5}, "400 Bad Request: message thread not found"),
    ],
)  # fmt: skip
async def test_a_message_that_telegram_refuses(town: Town, params: dict[str, Any], answer: str) -> None:
    assert (await town.refused("sendMessage", **{"chat_id": town.ana.id, **params})).startswith(answer)


async def test_length_counts_after_the_markup_is_read(town: Town) -> None:
    text = "<b>" + "&amp;" * 4096 + "</b>"
    sent = await town.call("sendMessage", chat_id=town.ana.id, text=text, parse_mode="HTML")
    assert sent["text"] == "&" * 4096


async def test_only_who_has_started_and_not_blocked_the_bot_gets_messages(town: Town) -> None:
    assert await town.refused("sendMessage", chat_id=town.bo.id, text="hi") == (
        "403 Forbidden: bot can't initiate conversation with a user"
    )
    town.engine.block(town.ana)
    assert await town.refused("sendMessage", chat_id=town.ana.id, text="hi") == (
        "403 Forbidden: bot was blocked by the user"
    )
    town.engine.unblock(town.ana)
    assert await town.call("sendMessage", chat_id=town.ana.id, text="hi")


async def test_a_group_that_removed_the_bot_hears_nothing(town: Town) -> None:
    town.engine.remove_bot(town.group, town.ana)
    assert await town.refused("sendMessage", chat_id=town.group.id, text="hi") == (
        "403 Forbidden: bot was kicked from the group chat"
    )


async def test_a_bot_that_left_is_no_member(town: Town) -> None:
    await town.call("leaveChat", chat_id=town.group.id)
    assert town.engine.messages(town.group)[-1].service == "Kaiwa left"
    assert "403 Forbidden: bot is not a member" in await town.refused("sendMessage", chat_id=town.group.id, text="hi")


async def test_an_answer_to_a_missing_message_goes_out_where_that_is_allowed(town: Town) -> None:
    reply = {"message_id": 99, "allow_sending_without_reply": True}
    sent = await town.call("sendMessage", chat_id=town.ana.id, text="hi", reply_parameters=reply)
    assert "reply_to_message" not in sent


async def test_an_edit_replaces_words_and_buttons(town: Town) -> None:
    sent = await town.call("sendMessage", chat_id=town.ana.id, text="one", reply_markup=inline("a"))
    where = {"chat_id": town.ana.id, "message_id": sent["message_id"]}
    assert await town.refused("editMessageText", **where, text="one", reply_markup=inline("a")) == NOT_MODIFIED
    assert await town.refused("editMessageReplyMarkup", **where, reply_markup=inline("a")) == NOT_MODIFIED
    edited = await town.call("editMessageText", **where, text="<b>two</b>", parse_mode="HTML")
    assert (edited["text"], "reply_markup" in edited) == ("two", False)
    assert "edit_date" in edited
    await town.call("editMessageReplyMarkup", **where, reply_markup=inline("b"))
    assert town.engine.messages(town.ana)[-1].labels == ["b"]


async def test_what_cannot_be_edited(town: Town) -> None:
    chat = town.ana.id
    theirs = town.engine.say(town.ana, town.ana, "mine").id
    photo = await town.call("sendPhoto", {"photo": picture()}, chat_id=chat, caption="c")
    keys = await town.call("sendMessage", chat_id=chat, text="x", reply_markup={"force_reply": True})
    words = await town.call("sendMessage", chat_id=chat, text="x")

    async def refused(method: str, message_id: int, **params: Any) -> str:
        return await town.refused(method, chat_id=chat, message_id=message_id, **params)

    assert await refused("editMessageText", 99, text="y") == "400 Bad Request: message to edit not found"
    assert await refused("editMessageText", theirs, text="y") == "400 Bad Request: message can't be edited"
    assert await refused("editMessageText", keys["message_id"], text="y") == "400 Bad Request: message can't be edited"
    assert await refused("editMessageText", photo["message_id"], text="y") == (
        "400 Bad Request: there is no text in the message to edit"
    )
    assert await refused("editMessageCaption", words["message_id"], caption="y") == (
        "400 Bad Request: there is no caption in the message to edit"
    )


async def test_messages_are_deleted_within_two_days(town: Town) -> None:
    first, second = [await town.call("sendMessage", chat_id=town.ana.id, text=text) for text in "ab"]
    assert await town.call("deleteMessage", chat_id=town.ana.id, message_id=first["message_id"])
    assert await town.refused("deleteMessage", chat_id=town.ana.id, message_id=first["message_id"]) == (
        "400 Bad Request: message to delete not found"
    )
    town.clock.advance(timedelta(hours=49))
    assert "can't be deleted" in await town.refused(
        "deleteMessage", chat_id=town.ana.id, message_id=second["message_id"]
    )


async def test_a_press_is_answered_once_and_in_time(town: Town) -> None:
    sent = await town.call("sendMessage", chat_id=town.ana.id, text="?", reply_markup=inline("a"))

    def press() -> str:
        town.updates()
        return town.engine.press(town.ana, town.ana, sent["message_id"], 0, 0).id

    query = press()
    assert town.updates()[0]["callback_query"]["data"] == "a"
    await town.call("answerCallbackQuery", callback_query_id=query, text="Thanks", show_alert=True)
    assert town.ana.notices == [Notice("Thanks", alert=True)]
    assert await town.refused("answerCallbackQuery", callback_query_id=query) == TOO_OLD
    late = press()
    town.clock.advance(timedelta(minutes=16))
    assert await town.refused("answerCallbackQuery", callback_query_id=late) == TOO_OLD
    assert "MESSAGE_TOO_LONG" in await town.refused("answerCallbackQuery", callback_query_id=press(), text="x" * 201)


async def test_a_selective_keyboard_is_for_whom_it_answers_or_names(town: Town) -> None:
    question = town.engine.say(town.bo, town.group, "/idea")
    reply = {"message_id": question.id}
    asked = {"force_reply": True, "selective": True}
    await town.call("sendMessage", chat_id=town.group.id, text="@ana?", reply_parameters=reply, reply_markup=asked)
    message = town.engine.messages(town.group)[-1]
    assert message.force_reply
    assert message.keyboard_for == [town.ana.id, town.bo.id]


async def test_an_album_is_several_messages(town: Town) -> None:
    files = {"one": picture(), "two": picture(100, 100)}
    one = {"type": "photo", "media": "attach://one", "caption": "c"}
    media = [one, {"type": "photo", "media": "attach://two"}]
    first, second = await town.call("sendMediaGroup", files, chat_id=town.ana.id, media=media)
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], "caption" in second) == ("c", False)
    assert "2-10 items" in await town.refused("sendMediaGroup", files, chat_id=town.ana.id, media=[one])
    mixed = [one, {"type": "document", "media": "attach://two"}]
    assert "can't be mixed" in await town.refused("sendMediaGroup", files, chat_id=town.ana.id, media=mixed)


async def test_a_place_arrives_as_a_place(town: Town) -> None:
    sent = await town.call("sendLocation", chat_id=town.ana.id, latitude=60.17, longitude=24.94)
    assert sent["location"] == {"latitude": 60.17, "longitude": 24.94}
    for wrong in ({"latitude": 95.0, "longitude": 24.94}, {"latitude": "north", "longitude": 24.94}, {"latitude": 60}):
        assert "wrong latitude" in await town.refused("sendLocation", chat_id=town.ana.id, **wrong)


async def test_files_are_sent_again_by_their_id_and_as_the_same_kind(town: Town) -> None:
    sent = await town.call("sendPhoto", {"photo": picture()}, chat_id=town.ana.id)
    file_id = sent["photo"][-1]["file_id"]
    again = await town.call("sendPhoto", chat_id=town.group.id, photo=file_id)
    assert again["photo"] == sent["photo"]
    assert "can't use file of type Photo as Document" in await town.refused(
        "sendDocument", chat_id=town.ana.id, document=file_id
    )
    assert "wrong file identifier" in await town.refused("sendPhoto", chat_id=town.ana.id, photo="nonsense")
    assert "caption is too long" in await town.refused(
        "sendPhoto", chat_id=town.ana.id, photo=file_id, caption="x" * 1025
    )


@pytest.mark.parametrize(
    ("upload", "answer"),
    [
        (Upload("a.jpg", b"no picture", "image/jpeg"), "IMAGE_PROCESS_FAILED"),
        (picture(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (Upload("a.jpg", b"", "image/jpeg"), "file must be non-empty"),
    ],
)
async def test_pictures_that_telegram_refuses(town: Town, upload: Upload, answer: str) -> None:
    assert answer in await town.refused("sendPhoto", {"photo": upload}, chat_id=town.ana.id)


async def test_a_file_that_the_bot_made_is_shown_under_its_name(town: Town) -> None:
    made = Upload("kaiwa-data.json", '{"name": "Ana Kova\u010d"}'.encode(), "application/json")
    sent = await town.call("sendDocument", {"document": made}, chat_id=town.ana.id, caption="All that is held")
    assert (sent["document"]["file_name"], sent["document"]["mime_type"]) == (made.name, made.mime)
    shown = town.engine.state()["messages"][-1]
    assert (shown["text"], shown["media"]["name"], shown["media"]["size"]) == (
        "All that is held", made.name, len(made.content),
    )  # fmt: skip


async def test_commands_that_were_taken_away_are_offered_to_nobody(town: Town) -> None:
    scope = {"type": "all_private_chats"}
    commands = [{"command": "idea", "description": "Say it"}]
    await town.call("setMyCommands", commands=commands, scope=scope)
    assert town.engine.state()["commands"][str(town.ana.id)] == commands
    await town.call("deleteMyCommands", scope=scope)
    assert town.engine.state()["commands"][str(town.ana.id)] == []


async def test_copies_name_nobody_and_forwards_do(town: Town) -> None:
    original = town.engine.say(town.ana, town.ana, "The lamp is out")
    params: dict[str, Any] = {
        "chat_id": town.group.id,
        "from_chat_id": town.ana.id,
        "message_id": original.id,
    }
    copied = await town.call("copyMessage", **params)
    assert set(copied) == {"message_id"}
    assert "forward_origin" not in town.engine.messages(town.group)[-1].extra
    forwarded = await town.call("forwardMessage", **params)
    assert forwarded["forward_origin"]["sender_user"]["id"] == town.ana.id


async def test_methods_are_found_in_any_case_and_others_are_not(town: Town) -> None:
    assert (await town.call("GETME"))["username"] == "kaiwa_playground_bot"
    assert await town.refused("sendTelepathy") == "404 Not Found"


async def test_the_page_hears_of_everything(town: Town) -> None:
    events: list[dict[str, Any]] = []
    town.engine.subscribe(events.append)
    sent = await town.call("sendMessage", chat_id=town.ana.id, text="<i>hi</i>", parse_mode="HTML")
    where = {"chat_id": town.ana.id, "message_id": sent["message_id"]}
    await town.call("editMessageText", **where, text="ho", reply_markup=inline("a"))
    press = town.engine.press(town.ana, town.ana, sent["message_id"], 0, 0)
    await town.call("answerCallbackQuery", callback_query_id=press.id, text="ok")
    await town.call("sendChatAction", chat_id=town.ana.id, action="typing")
    await town.call("deleteMessage", **where)
    assert [event["type"] for event in events] == ["message", "edit", "notice", "typing", "delete"]
    assert events[0]["message"]["html"] == "<i>hi</i>"
    assert events[1]["message"]["buttons"] == [[{"text": "a", "kind": "callback", "url": None}]]


async def test_who_is_not_shown_leaves_no_trace_on_the_page(town: Town) -> None:
    hidden = town.engine.person("Resident", shown=False)
    events: list[dict[str, Any]] = []
    town.engine.subscribe(events.append)
    town.engine.say(hidden, hidden, "hello")
    await town.call("sendMessage", chat_id=hidden.id, text="hello")
    assert not events
    state = town.engine.state()
    assert hidden.id not in [person["id"] for person in state["people"]]
    assert hidden.id not in [chat["id"] for chat in state["chats"]]


# -- channels --------------------------------------------------------------------------------------


async def test_a_channel_is_found_by_name_and_number_and_posts_stand_in_its_name(town: Town) -> None:
    channel = town.engine.channel("Town", [town.ana], username="Town")
    sent = await town.call("sendMessage", chat_id="@town", text="hi")
    assert sent["sender_chat"]["id"] == sent["chat"]["id"] == channel.id
    assert "from" not in sent
    assert sent["chat"]["username"] == "Town"
    await town.call("sendMessage", chat_id=channel.id, text="hi again")
    assert [message.text for message in town.engine.messages(channel.id)] == ["hi", "hi again"]
    shown = [message for message in town.engine.state()["messages"] if message["chat"] == channel.id]
    assert shown[0]["from"]["name"] == "Town"


async def test_in_a_channel_people_read_and_the_bot_needs_the_right_to_post(town: Town) -> None:
    channel = town.engine.channel("Town", [town.ana], username="town")
    with pytest.raises(NotPossible, match="Only administrators"):
        town.engine.say(town.ana, channel, "hello")
    channel.bot_posts = False
    refused = await town.refused("sendMessage", chat_id="@town", text="hi")
    assert refused == "400 Bad Request: need administrator rights in the channel chat"
    channel.bot = False
    assert (await town.refused("sendMessage", chat_id="@town", text="hi")).startswith("403 Forbidden: bot is not a")
    assert not town.updates()
