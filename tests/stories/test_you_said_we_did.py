"""Stories of what everybody is told: from a closed item to a post in the public channel, and to all who said the same."""

from __future__ import annotations

from config.organisation import Organisation, load
from config.settings import SHIPPED_ORGANISATION
from storage import announcements
from storage.records.announcement import Announcement, Post
from tests.stories.closing import finishes, tells
from tests.town import Actor, Town

SAID = "Many of you missed fresh water in the library"
DID = "There is a fountain beside the door now"
LINK = "https://t.me/lindvale/1"


async def begins(town: Town, label: str = "I-1", said: str = SAID) -> None:
    """From the card to the question what was done."""
    await town.sam.presses_in(town.group, "📣", on=town.card(label))
    await town.sam.in_group(town.group, said, reply_to=town.newest(town.group.id))


async def says_what_was_done(town: Town, did: str = DID) -> None:
    await town.sam.in_group(town.group, did, reply_to=town.newest(town.group.id))


async def publishes(town: Town, label: str = "I-1", said: str = SAID, did: str = DID) -> None:
    """The whole way, where nobody else said the same."""
    await begins(town, label, said)
    await says_what_was_done(town, did)
    await town.sam.presses_in(town.group, "📨 Publish")


def told(town: Town, announcement_id: int = 1) -> Announcement:
    found: Announcement = town.run(lambda tx: announcements.get(tx, announcement_id))
    return found


def without_channel() -> Organisation:
    return load(SHIPPED_ORGANISATION).model_copy(update={"public_channel": None})


def heard(actor: Actor, words: str = DID) -> int:
    """How many messages of the bot tell somebody these words."""
    return sum(words in message.text for message in town_messages(actor))


def town_messages(actor: Actor) -> list:  # type: ignore[type-arg]
    return [m for m in actor.town.engine.messages(actor.id) if m.sender.id != actor.id]


async def test_what_was_done_stands_in_the_channel_and_its_author_gets_the_link(town: Town) -> None:
    await tells(town.elsa)
    await finishes(town, town.sam)
    await begins(town)
    assert town.group_sees("What was done?", "A fountain stands there now")
    await says_what_was_done(town)
    assert town.newest(town.group.id).text.count(SAID) == 1, "the post as it will stand"
    await town.sam.presses_in(town.group, "📨 Publish")
    (post,) = town.posts
    assert "You said, we did" in post
    assert f"You said: {SAID}" in post
    assert f"We did: {DID}" in post
    assert "Library" in post
    assert "fountain\n" not in post, "what the author wrote is not there"
    assert town.elsa.sees("Du sa, vi gjorde", DID)
    assert town.elsa.screen.buttons[0][0]["url"] == LINK
    assert LINK in town.card("I-1").text
    assert "📣 You said, we did" not in town.card("I-1").labels
    assert told(town).post is Post.STANDS
