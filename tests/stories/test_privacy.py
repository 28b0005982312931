"""Privacy: what is held is shown, given as a file and erased; what is configured is said."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from bot import figures
from bot.campaigns import rules as campaigns_rules
from bot.people import actions as people_actions
from bot.privacy import rules, screens
from bot.privacy.rules import Subject
from bot.texts import LANGUAGES, Texts
from config.organisation import load
from config.settings import SHIPPED_ORGANISATION
from storage import authors, items, people, personal_data, retention, similar, voices
from storage.db import Tx
from storage.personal_data import HELD
from storage.records.author import NOBODY, Author
from storage.records.item import Identity, Item, Stage
from storage.records.person import Person as Known
from storage.records.person import Role
from tests.storage.test_held import everything
from tests.stories.closing import appeals, declines, finishes
from tests.town import Actor, Town

WORDS = "The zeppelin hangar needs a handrail"
NAME = "Xaverina Quillfeather"


@pytest.fixture
async def ana(town: Town) -> Actor:
    """An employee who speaks English."""
    found = Actor(town, town.engine.person(NAME, id=7_382_946_150, username="xaverina_q", language="en"))
    await found.opens(town.invitation(Role.EMPLOYEE, unit="library"))
    return found


async def sends(actor: Actor, words: str, identity: str = "👤") -> None:
    await actor.says(words)
    await actor.presses("🔒")
    await actor.presses(identity)
    await actor.presses("💡")


def item(town: Town, number: int = 1) -> Item:
    found: Item = town.run(lambda tx: items.get(tx, number))
    return found


def held(town: Town, chat_id: int) -> dict[str, Any]:
    def question(tx: Tx) -> Any:
        of = personal_data.whose(tx, chat_id)
        return {name: rows for name, rows in personal_data.held(tx, of).items() if rows}

    found: dict[str, Any] = town.run(question)
    return found


def menu(town: Town, who: Actor) -> list[str]:
    """The commands behind the "/" button."""
    seen = town.engine.commands.seen_by(who.person, town.engine.find_chat(who.person))
    return [command["command"] for command in seen]


# -- /mydata ---------------------------------------------------------------------------------------


async def test_of_a_stranger_nothing_is_held_and_asking_changes_nothing(town: Town) -> None:
    nadia = town.stranger("Nadia Nemo")
    before = {name: rows for name, rows in everything(town.bot.database).items() if name != "updates"}
    for word in ("/mydata", "/forget", "/privacy"):
        await nadia.says(word)
    assert nadia.has_seen("Nothing is held about you")
    await nadia.says("/forget")
    assert nadia.sees("Nothing is held about you", "without a trace")
    assert {name: rows for name, rows in everything(town.bot.database).items() if name != "updates"} == before


async def test_all_that_is_held_is_told_in_plain_words(town: Town, ana: Actor) -> None:
    await sends(ana, WORDS)
    await sends(ana, "The stapler jams every day", "🕶")
    await sends(ana, "The coffee is cold", "👣")
    await ana.says("Not sent yet, but begun")
    await ana.says("/mydata")
    assert ana.sees(NAME, "@xaverina_q", "English", "employee, Library")
    assert ana.sees("1 message sent with your name", "1 message sent hidden", "1 message that you began")
    assert ana.sees("without a trace cannot be listed")
    assert WORDS not in ana.screen.text


async def test_a_search_is_no_message_that_was_not_sent(town: Town, ana: Actor) -> None:
    for words in ("bicycle rack", "handrail"):
        await ana.says(f"/ideas {words}")
    await ana.says("/mydata")
    assert ana.sees("2 searches whose pages you can turn")
    assert not ana.sees("have not sent")
    assert [row["words"] for row in held(town, ana.id)["searches"]] == ["handrail", "bicycle rack"]


async def test_the_file_holds_all_of_it_and_goes_to_nobody_else(town: Town, ana: Actor) -> None:
    await sends(ana, WORDS)
    await sends(ana, "The stapler jams every day", "🕶")
    await sends(ana, "The coffee is cold", "👣")
    await ana.says("/mydata")
    await ana.presses("Get it as a file")
    media = ana.screen.media
    assert media is not None
    assert (media.file.name, media.file.mime) == ("kaiwa-mydata.json", "application/json")
    content = json.loads(media.file.content)
    assert {row["text"] for row in content["held"]["said"]["rows"]} == {WORDS, "The stapler jams every day"}
    assert content["held"]["person"]["rows"][0]["username"] == "xaverina_q"
    assert content["held"]["roles"]["rows"][0]["role"] == "employee"
    assert "The coffee is cold" not in media.file.content.decode()
    assert "without a trace" in content["not_listed"]


def test_everything_that_is_held_is_named_in_the_message() -> None:
    beside = {"person", "roles", "said", "seals", "mentions"}
    assert {each.name for each in HELD} == set(screens.SECTIONS) | beside


# -- /forget ---------------------------------------------------------------------------------------


async def forget(who: Actor, words: str) -> None:
    await who.says("/forget")
    assert who.sees("What goes", "What stays", "2 messages")
    await who.presses(words)
    assert who.sees("Nobody can undo this")
    await who.presses("Yes, erase it now")
    assert who.sees("It is erased")


async def test_the_words_stay_without_the_name_and_the_bot_knows_nothing(town: Town, ana: Actor) -> None:
    await sends(ana, WORDS)
    await sends(ana, "The stapler jams every day", "🕶")
    await ana.says("Not sent yet, but begun")
    assert NAME in town.card("I-1").text
    assert "done" in menu(town, ana)
    hidden = town.card("I-2").text
    await forget(ana, "Keep the words")
    assert set(held(town, ana.id)) <= {"forgotten", "mentions", "sent today"}, "those of what was hidden"
    assert not [row for row in everything(town.bot.database)["facts"] if row.name == "NameErased"]
    assert NAME not in town.card("I-1").text
    assert WORDS in town.card("I-1").text
    assert town.card("I-2").text == hidden, "changed at the same moment it would tell whose it was"
    assert [item(town, number).identity for number in (1, 2)] == [Identity.NO_TRACE, Identity.HIDDEN]
    await ana.says("/mydata")
    assert ana.sees("the coming night does the rest")
    for _ in range(2):
        seen = len(town.engine.messages(ana.id))
        await town.sam.presses_in(town.group, "Ask the author", on=town.card("I-2"))
        await town.sam.in_group(town.group, "Which one?", reply_to=town.newest(town.group.id))
        assert "is with the author" in town.newest(town.group.id).text, "as with others who do not answer"
        assert len(town.engine.messages(ana.id)) == seen, "but nothing arrives"
        await town.tick(timedelta(days=1))
    assert held(town, ana.id) == {}
    await ana.says("/mydata")
    assert ana.sees("Nothing is held about you")
    await ana.says("/mine")
    assert not ana.sees("I-1")
    assert "done" not in menu(town, ana), "what only employees may do"


async def test_the_words_go_too_where_that_is_chosen(town: Town, ana: Actor) -> None:
    await sends(ana, WORDS)
    await sends(ana, "The stapler jams every day", "🕶")
    await town.sam.presses_in(town.group, "Ask the author", on=town.card("I-1"))
    await town.sam.in_group(town.group, "Which side?", reply_to=town.newest(town.group.id))
    await ana.says("The windy side", reply_to=ana.screen)
    await forget(ana, "Erase the words too")
    assert [item(town, number).text for number in (1, 2)] == [
        "The author took these words back.",
        "The stapler jams every day",
    ]
    assert [item(town, number).stage for number in (1, 2)] == [Stage.WITHDRAWN, Stage.RECEIVED]
    for _ in range(rules.WORDS_GO_WITHIN + 1):
        await town.tick(timedelta(days=1))
    assert held(town, ana.id) == {}
    assert [item(town, number).text for number in (1, 2)] == ["The author took these words back."] * 2
    assert [item(town, number).stage for number in (1, 2)] == [Stage.WITHDRAWN] * 2, "nothing is left to decide"
    assert not any("Accept" in label for number in (1, 2) for label in town.card(f"I-{number}").labels)
    assert town.run(lambda tx: similar.search(tx, "author", limit=9)) == ([], 0)
    assert "took these words back" in town.card("I-2").text
    talk = town.run(lambda tx: [remark.text for remark in items.remarks_of(tx, 1)])
    assert talk == ["Which side?"], "the team's own words stay"
    assert "took these words back" in town.card("I-1").text
    assert "windy" not in town.card("I-1").text


async def test_support_counts_on_and_what_was_looked_after_waits_for_another(town: Town, ana: Actor) -> None:
    await sends(town.elsa, WORDS)

    def helped(tx: Tx) -> None:
        known = people.by_chat(tx, ana.id)
        assert known is not None
        assert known.id is not None
        voices.give(tx, 1, known.id, voices.VOICE, on=town.clock.now().date())
        items.change(tx, 1, taker_id=known.id, stage=Stage.IN_REVIEW)

    town.run(helped)
    await ana.says("/forget")
    assert ana.sees("Nobody can undo this"), "who has sent nothing is not asked about words"
    await ana.presses("Yes, erase it now")
    assert (item(town).voices, item(town).taker_id) == (1, None)
    assert NAME not in town.card("I-1").text


async def test_the_name_of_whoever_decided_leaves_the_card(town: Town, ana: Actor) -> None:
    await sends(ana, WORDS)
    await declines(town, town.sam)
    await appeals(ana)
    assert "somebody other than Sam Hill decides" in town.card("I-1").text
    await town.sam.says("/forget")
    await town.sam.presses("Yes, erase it now")
    assert "Sam Hill" not in town.card("I-1").text
    assert "somebody else decides than before" in town.card("I-1").text


async def test_whoever_was_only_ever_hidden_can_be_forgotten(town: Town) -> None:
    nadia = town.stranger("Nadia Nemo")
    await nadia.says(WORDS)
    await nadia.presses("🔒")
    await nadia.presses("🕶")
    await nadia.presses("💡")
    assert town.run(lambda tx: people.by_chat(tx, nadia.id)) is None
    await nadia.says("/mydata")
    assert nadia.sees("Your name is not stored", "1 message sent hidden")
    await nadia.says("/forget")
    assert nadia.sees("looks to everybody as before", "in the coming night the way back to you is destroyed")
    await nadia.presses("Keep the words")
    await nadia.presses("Yes, erase it now")
    assert town.run(lambda tx: authors.of(tx, items.get(tx, 1))) == Author(NOBODY, "en")
    await town.tick(timedelta(days=1))
    assert held(town, nadia.id) == {}
    assert town.run(lambda tx: authors.of(tx, items.get(tx, 1))) == Author(NOBODY, "en")


@pytest.mark.parametrize("step", ["first", "second"])
async def test_nothing_is_erased_without_the_second_yes(town: Town, ana: Actor, step: str) -> None:
    await sends(ana, WORDS)
    before = held(town, ana.id)
    await ana.says("/forget")
    if step == "second":
        await ana.presses("Erase the words too")
    await ana.presses("Erase nothing")
    assert ana.sees("Nothing was erased")
    assert {**held(town, ana.id), "mentions": None} == {**before, "mentions": None}
    assert item(town).text == WORDS


async def test_an_old_button_and_one_of_somebody_else_erase_nothing(town: Town, ana: Actor) -> None:
    await sends(ana, WORDS)
    await ana.says("/forget")
    first = ana.screen
    old = [dict(button) for row in first.buttons for button in row]
    await ana.presses("Keep the words")
    sure = [dict(button) for row in ana.screen.buttons for button in row]
    # Of the first question, pressed again once the second is asked.
    town.engine.press_data(ana.person, ana.id, ana.screen, old[1]["callback_data"])
    await town.settle()
    assert ana.sees("Nobody can undo this", "without your name"), "the second question stands as it was"
    town.engine.press_data(town.elsa.person, town.elsa.id, town.elsa.screen, sure[0]["callback_data"])
    await town.settle()
    assert "said" in held(town, ana.id)
    await ana.presses("Yes, erase it now")
    town.engine.press_data(ana.person, ana.id, ana.screen, sure[0]["callback_data"])
    await town.settle()
    assert ana.has_seen("It is erased")
    assert set(held(town, ana.id)) == {"forgotten", "sent today"}


async def test_the_last_administrator_is_told_what_follows_and_may_go(town: Town) -> None:
    await town.sam.says("/forget")
    assert town.sam.sees("only administrator", "kaiwa invite admin")
    await town.sam.presses("Yes, erase it now")
    assert town.sam.sees("It is erased")
    assert not list(town.run(lambda tx: list(people.holding(tx, Role.ADMIN, town.clock.now().date()))))


async def test_one_of_two_administrators_is_told_nothing_of_the_kind(town: Town, ana: Actor) -> None:
    known = Known(None, ana.id, ana.person.name, None, "en")
    town.run(
        lambda tx: people_actions.grant(
            tx, people.by_chat(tx, ana.id) or known, Role.ADMIN, None, today=town.clock.now().date()
        )
    )
    await town.sam.says("/forget")
    assert town.sam.sees("Nobody can undo this")
    assert not town.sam.sees("only administrator")


# -- /privacy --------------------------------------------------------------------------------------


async def test_the_privacy_pages_lead_everywhere_and_back(town: Town) -> None:
    nadia = town.stranger("Nadia Nemo")
    await nadia.says("/privacy")
    assert nadia.sees("Town of Lindvale", "/mydata", "/forget")
    for label, words in (
        (
            "hidden, no trace",
            ("60 days after it is closed", "nobody can answer you", "everybody else hidden", "Personal"),
        ),
        (
            "Who sees what",
            (
                "Quality team; Parks and streets team",
                "Colleagues",
                "Comments",
                "Leaders read what was declined",
                "document of the town",
            ),
        ),
        ("Figures", ("at least 5 people", "campaign")),
        ("Ratings", ("No name", "once a day", "10 minutes", "00:11", "sent hidden unless")),
        ("How long", ("1,095 days", "Ideas as a whole: kept for good", "second look for 30 days", "28 days after")),
        ("Where it lies", ("Town of Lindvale", "Telegram", "English, Svenska, Slovenščina, Українська")),
    ):
        await nadia.presses(label)
        assert nadia.sees(*words), (label, nadia.screen.text)
        await nadia.presses("Back")
    await nadia.presses("What is held about me")
    assert nadia.sees("Nothing is held about you")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_what_is_said_follows_the_configuration(town: Town, language: str) -> None:
    t = Texts(language, town.organisation.zone)
    kept = town.organisation.retention.model_copy(update={"names": 4321, "drafts": 17})
    talked = town.organisation.ideas.model_copy(update={"comments": "off"})
    other = town.organisation.model_copy(update={"retention": kept, "ideas": talked})
    before, after = (screens.privacy(t, each, Subject.KEEPING).text or "" for each in (town.organisation, other))
    assert t.number(4321) in after and t.number(4321) not in before
    assert "17" in after and "17" not in before
    before, after = (screens.privacy(t, each, Subject.SEEING).text or "" for each in (town.organisation, other))
    assert "🗨" in before and "🗨" not in after


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_the_thresholds_that_are_told_are_those_that_hold(town: Town) -> None:
    assert (figures.FEWEST, figures.FEWEST_FOR_WORDS, campaigns_rules.FEW) == (5, 10, figures.FEWEST)
    nadia = town.stranger("Nadia Nemo")
    await nadia.says("/privacy")
    await nadia.presses("Figures")
    assert nadia.sees(
        "only if it has at least 5 people", "only if the group has at least 10 people", "fewer than 5 people"
    )


LINES, LETTERS = 35, 42
"""What a phone shows at once, without the buttons."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", Subject)
def test_a_page_fits_a_phone(language: str, subject: Subject) -> None:
    organisation = load(SHIPPED_ORGANISATION)
    text = screens.privacy(Texts(language, organisation.zone), organisation, subject).text
    assert text
    assert sum(max(1, -(-len(line) // LETTERS)) for line in text.plain.splitlines()) <= LINES


def test_the_pages_name_every_kind_of_data_that_goes_by_itself() -> None:
    assert set(screens.CLOSED) | set(screens.OTHERS) == {kind.name for kind in retention.KINDS}


# -- what goes by itself ---------------------------------------------------------------------------


async def test_a_night_lets_go_what_is_due(town: Town, ana: Actor) -> None:
    await sends(ana, WORDS, "🕶")
    town.run(lambda tx: items.change(tx, 1, stage=Stage.DONE, closed_on=town.clock.now().date()))
    shown = town.card("I-1").text
    await town.tick(timedelta(days=59))
    assert town.run(lambda tx: authors.of(tx, items.get(tx, 1))) is not None
    await town.tick(timedelta(days=1))
    assert town.run(lambda tx: authors.of(tx, items.get(tx, 1))) is None
    assert item(town).identity is Identity.HIDDEN
    assert town.card("I-1").text == shown


async def test_when_names_go_the_card_loses_them_too(town: Town) -> None:
    yara = Actor(town, town.engine.person("Yara Yew", language="uk"))
    await yara.opens(town.invitation(Role.EMPLOYEE, unit="library"))
    await sends(yara, WORDS)
    await sends(town.elsa, "The stapler jams every day", "🕶")
    await town.sam.presses_in(town.group, "I take it", on=town.card("I-1"))
    for label in ("I-1", "I-2"):
        await finishes(town, town.sam, label=label)
    assert "Yara" in town.card("I-1").text and "Sam" in town.card("I-1").text
    before = {label: town.card(label).text for label in ("I-1", "I-2")}
    await town.tick(timedelta(days=1094))
    assert "Yara" in town.card("I-1").text
    cards = len(town.engine.messages(town.group.id))
    await town.tick(timedelta(days=1))
    assert "Yara" not in town.card("I-1").text and "Sam" not in town.card("I-1").text
    assert WORDS in town.card("I-1").text
    assert town.card("I-2").text == before["I-2"]
    assert len(town.engine.messages(town.group.id)) == cards, "changed in place"
    assert item(town).unit is None, "nor do the words tell where she works"


def test_days_are_the_organisations() -> None:
    from config.organisation import load
    from config.settings import SHIPPED_ORGANISATION

    days = rules.days_kept(load(SHIPPED_ORGANISATION))
    assert (days["seals"], days["ideas"]) == (60, 0)
