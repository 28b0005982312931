"""Campaigns: a question goes out to the units that it concerns, and what came of it comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from bot import demo, news
from bot.campaigns import actions, jobs
from bot.clockwork.ticks import Clockwork
from bot.texts import LANGUAGES, Texts
from config.organisation import Campaign as Described
from config.organisation import Names, Organisation
from storage import campaigns, items, outbox, people
from storage.db import Tx
from storage.records.campaign import Campaign, NewCampaign, State, Worded
from storage.records.item import Identity, Item, Kind, NewItem, Stage
from storage.records.person import Grant, Role
from storage.tables import grants
from tests.town import MONDAY, Actor, Town
from tests.wire.stand_in import picture

TODAY = MONDAY.date()
QUESTION = {"en": "Which form is too long?", "sv": "Vilken blankett är för lång?", "uk": "Яка форма задовга?"}
SPONSOR = {"en": "The mayor", "sv": "Borgmästaren", "uk": "Мерка"}


def names(texts: dict[str, str]) -> Names:
    return Names.model_construct(texts)


def described(
    code: str = "forms", *, start: date = TODAY, days: int = 28, units: Sequence[str] = (), question: str | None = None
) -> Described:
    said = names({"en": question} if question else QUESTION)
    end = start + timedelta(days=days)
    return Described.model_construct(
        code=code, question=said, sponsor=names(SPONSOR), start=start, end=end, units=tuple(units)
    )


def describing(town: Town, *wanted: Described) -> Organisation:
    """The town with these campaigns in its file."""
    return town.organisation.model_copy(update={"campaigns": wanted})


def restarted(town: Town, organisation: Organisation) -> Clockwork:
    """The timetable as a new process would have it, on the same database."""
    town.run(lambda tx: actions.reconcile(tx, organisation, town.clock.now()))
    return Clockwork(town.bot.database, organisation, town.clock, town.bot.sender.hand_over)


async def morning(town: Town, organisation: Organisation, *, days: int = 1) -> None:
    """So many days later, at half past nine."""
    local = town.clock.now().astimezone(organisation.zone)
    then = (local + timedelta(days=days)).replace(hour=9, minute=30)
    town.clock.advance(then - local)
    await restarted(town, organisation).tick()
    await town.settle()


def the_campaign(town: Town) -> Campaign:
    found: list[Campaign] = town.run(lambda tx: campaigns.newest(tx, limit=9, offset=0))
    (campaign,) = found
    return campaign


def an_idea(town: Town, campaign: Campaign, text: str, *, stage: Stage = Stage.RECEIVED, voices: int = 0) -> Item:
    """An idea that answers a campaign, as storage has it."""

    def add(tx: Tx) -> Item:
        new = NewItem(
            Kind.IDEA, text, "library", None, "quality", None, TODAY, TODAY, identity=Identity.NO_TRACE,
            stage=stage, campaign_id=campaign.id,
        )  # fmt: skip
        return items.change(tx, items.add(tx, new).id, voices=voices)

    added: Item = town.run(add)
    return added


def give(town: Town, actor: Actor, role: Grant) -> None:
    def grant(tx: Tx) -> None:
        person = people.by_chat(tx, actor.id)
        assert person is not None
        people.grant(tx, person, role)

    town.run(grant)


def how_often(actor: Actor, words: str) -> int:
    said = [m.text for m in actor.town.engine.messages(actor.id) if m.sender.id != actor.id]
    return sum(words in text for text in said)


async def make(town: Town, actor: Actor, *, until: str = "4 weeks", start: str = "Today") -> None:
    """Everything that is asked, up to the preview, for the library."""
    await actor.says("/campaign")
    await actor.presses("New campaign")
    await actor.says("Which sign leads people astray?")
    await actor.presses(start)
    await actor.presses(until)
    await actor.presses("Library")
    await actor.presses("Go on with 1 department")
    await actor.presses("Quality team")


# -- from the organisation's file ------------------------------------------------------------------


async def test_a_question_from_the_file_goes_out_on_its_morning_in_each_language(town: Town) -> None:
    give(town, town.olena, Grant(Role.EMPLOYEE, None, TODAY))
    organisation = describing(town, described(start=TODAY + timedelta(days=2), units=["library"]))
    await morning(town, organisation)
    assert the_campaign(town).state is State.PLANNED
    assert not town.elsa.has_seen("Vilken blankett")
    await morning(town, organisation)
    assert town.elsa.sees("Vilken blankett är för lång?", "Borgmästaren", "23 dec")
    assert town.olena.sees("Яка форма задовга?"), "a role without a unit counts for all"
    assert town.group_sees("Which form is too long?", "The mayor", "Library")


async def test_only_those_units_are_asked(town: Town) -> None:
    organisation = describing(town, described(units=["library"]))
    await morning(town, organisation)
    assert town.elsa.has_seen("Vilken blankett")
    assert not town.olena.has_seen("Яка форма"), "she works in another unit"
    assert not town.maja.has_seen("form"), "she is a citizen"


async def test_without_units_everybody_who_works_here_is_asked_and_each_group_once(town: Town) -> None:
    await town.sam.in_group(town.group, "/team streets")
    await morning(town, describing(town, described()))
    for actor in (town.elsa, town.olena, town.sam):
        assert actor.sees("📣")
    assert not town.maja.has_seen("📣")
    posts = [m for m in town.engine.messages(town.group.id) if "A campaign begins" in m.text or "📣" in m.text]
    assert len(posts) == 1, "two teams meet there"


async def test_a_role_that_is_over_and_a_person_who_left_are_not_asked(town: Town) -> None:
    town.run(lambda tx: people.set_reachable(tx, town.elsa.id, False))
    ana = town.stranger("Ana Kos")
    await ana.opens(town.invitation(Role.EMPLOYEE, unit="library"))
    past = Grant(Role.EMPLOYEE, "library", TODAY - timedelta(days=9), TODAY - timedelta(days=1))
    bo = town.stranger("Bo")
    await bo.opens(town.invitation(Role.CITIZEN))
    give(town, bo, past)
    await morning(town, describing(town, described(units=["library"])))
    assert ana.has_seen("Which form")
    assert not bo.has_seen("Which form")
    assert not town.elsa.has_seen("Vilken blankett")


async def test_nobody_is_written_to_at_the_weekend(town: Town) -> None:
    saturday = TODAY + timedelta(days=5)
    organisation = describing(town, described(start=saturday))
    await morning(town, organisation, days=5)
    assert not town.elsa.has_seen("Vilken blankett")
    await morning(town, organisation, days=2)
    assert town.elsa.has_seen("Vilken blankett")


async def test_a_morning_that_is_made_up_for_in_quiet_hours_waits_for_the_next(town: Town) -> None:
    organisation = describing(town, described())
    evening = town.clock.now() + timedelta(hours=11)
    town.run(lambda tx: jobs.look_after(tx, organisation, evening))
    assert the_campaign(town).state is State.PLANNED
    await morning(town, organisation)
    assert the_campaign(town).state is State.OPEN


async def test_what_is_over_when_first_seen_stays_unsaid(town: Town) -> None:
    organisation = describing(town, described(start=TODAY - timedelta(days=30), days=10))
    restarted(town, organisation)
    assert town.run(campaigns.count) == 0
    await morning(town, organisation)
    assert town.run(campaigns.count) == 0
    assert not town.elsa.has_seen("Vilken blankett")
    assert not town.group_sees("Which form")


async def test_what_nobody_heard_of_in_time_ends_quietly(town: Town) -> None:
    organisation = describing(town, described(start=TODAY + timedelta(days=2), days=1))
    restarted(town, organisation)
    assert the_campaign(town).state is State.PLANNED
    await morning(town, organisation, days=8)
    assert town.run(campaigns.count) == 0
    assert not town.elsa.has_seen("Vilken blankett")


async def test_the_file_is_followed_until_it_is_over(town: Town) -> None:
    first = described(start=TODAY + timedelta(days=1), units=["library"])
    await morning(town, describing(town, first))
    worded = described(start=TODAY + timedelta(days=9), days=3, units=["it"], question="Which form is unclear?")
    organisation = describing(town, worded)
    restarted(town, organisation)
    campaign = the_campaign(town)
    assert campaign.question.say("sv") == "Which form is unclear?"
    assert campaign.ends_on == TODAY + timedelta(days=12)
    assert (campaign.units, campaign.starts_on) == (("library",), TODAY + timedelta(days=1)), "it has begun"
    await morning(town, organisation, days=14)
    assert the_campaign(town).state is State.ENDED
    restarted(town, describing(town, described(days=99)))
    assert the_campaign(town).state is State.ENDED


async def test_what_leaves_the_file_ends_quietly_unless_it_has_begun(town: Town) -> None:
    now, later = described("now", units=["library"]), described("later", start=TODAY + timedelta(days=20))
    await morning(town, describing(town, now, later))
    restarted(town, describing(town))
    assert (the_campaign(town).code, the_campaign(town).state) == ("now", State.OPEN)
    await town.elsa.presses("💡")
    assert town.elsa.sees("🎯")


async def test_a_campaign_of_the_chat_is_not_the_files_affair(town: Town) -> None:
    await make(town, town.sam, start="Tue 24 Nov")
    await town.sam.presses("Ask it")
    restarted(town, describing(town))
    assert the_campaign(town).state is State.PLANNED


async def test_the_demo_asks_the_files_question_from_the_next_working_day_on(town: Town) -> None:
    organisation = demo._asking_from(town.organisation, TODAY)
    restarted(town, organisation)
    campaign, tomorrow = the_campaign(town), TODAY + timedelta(days=1)
    assert (campaign.state, campaign.starts_on) == (State.PLANNED, tomorrow)
    assert campaign.ends_on == tomorrow + timedelta(days=25)
    assert town.run(outbox.count) == {}, "nobody is met by a question before having said hello"


# -- once ------------------------------------------------------------------------------------------


async def test_a_restart_in_the_middle_sends_nothing_twice(town: Town) -> None:
    organisation = describing(town, described(units=["library"]))
    town.clock.advance(timedelta(days=1))
    await restarted(town, organisation).tick()  # owed, and the process ends before anything was sent
    await restarted(town, organisation).tick()
    town.run(lambda tx: jobs.look_after(tx, organisation, town.clock.now()))
    await town.settle()
    await restarted(town, organisation).tick()
    await town.settle()
    assert how_often(town.elsa, "Vilken blankett") == 1
    said = [m for m in town.engine.messages(town.group.id) if "Which form" in m.text]
    assert len(said) == 1


async def test_an_end_before_the_commit_leaves_all_to_the_next_start(town: Town) -> None:
    organisation = describing(town, described(units=["library"]))
    restarted(town, organisation)

    class Killed(Exception):
        pass

    def interrupted(tx: Tx) -> None:
        jobs.look_after(tx, organisation, town.clock.now())
        news.tell(tx, organisation, town.clock.now())
        raise Killed

    with pytest.raises(Killed):
        town.run(interrupted)
    assert the_campaign(town).state is State.PLANNED
    await morning(town, organisation)
    assert how_often(town.elsa, "Vilken blankett") == 1


async def test_two_who_do_the_same_at_once_do_it_once(town: Town) -> None:
    restarted(town, describing(town, described()))
    seen, now = the_campaign(town), town.clock.now()
    assert [town.run(lambda tx: actions.open_now(tx, seen, today=TODAY)) for _ in range(2)] == [True, False]
    seen, sam = the_campaign(town), town.run(lambda tx: people.by_chat(tx, town.sam.id))
    ended = [town.run(lambda tx: actions.end_early(tx, town.organisation, seen, by=sam, now=now)) for _ in range(2)]
    assert ended == [True, False]


async def test_everybody_is_reminded_once_and_only_of_what_is_open_for_long(town: Town) -> None:
    organisation = describing(town, described(days=17, units=["library"]))
    await morning(town, organisation)
    an_idea(town, the_campaign(town), "The yellow one")
    for _ in range(12):
        await morning(town, organisation)
    assert how_often(town.elsa, "⏳") == 0
    for _ in range(3):
        await morning(town, organisation)
    assert how_often(town.elsa, "⏳") == 1
    await morning(town, describing(town, described(days=45, units=["library"])), days=27)
    assert the_campaign(town).is_running
    assert how_often(town.elsa, "⏳") == 1, "put off, and yet nobody hears a second time"

    short = describing(town, described("short", start=town.clock.now().date(), days=10, units=["parks-streets"]))
    for _ in range(10):
        await morning(town, short)
    assert town.olena.has_seen("Яка форма") and not town.olena.has_seen("⏳")


# -- ideas that answer it --------------------------------------------------------------------------


async def test_an_idea_carries_the_question_to_the_card(town: Town) -> None:
    await morning(town, describing(town, described(units=["library"])))
    asked = town.elsa.screen
    await town.elsa.presses("💡")
    assert "Vilken blankett" in asked.text, "the question stays where it is"
    assert town.elsa.sees("🎯", "Vilken blankett är för lång?"), "what is asked stands above the reply field"
    await town.elsa.says("Blanketten för bygglov i biblioteket")
    assert town.elsa.sees("🎯", "Vilken blankett är för lång?")
    await town.elsa.presses("💡")
    assert town.elsa.sees("I-1", "🎯", "Vilken blankett är för lång?")
    await town.elsa.presses("Hur går det?")
    assert town.elsa.sees("I-1", "🎯", "Vilken blankett är för lång?")
    idea = town.run(lambda tx: items.by_number(tx, Kind.IDEA, 1))
    assert idea.campaign_id == the_campaign(town).id
    assert "Which form is too long?" in town.card("I-1").text


async def test_a_reply_to_the_question_or_to_its_reminder_answers_it(town: Town) -> None:
    organisation = describing(town, described(days=17), described("signs", question="Which sign leads people astray?"))
    await morning(town, organisation)
    first, other = (next(m for m in town.engine.messages(town.elsa.id) if w in m.text) for w in ("Vilken", "Which"))
    await morning(town, organisation, days=16)
    reminder = next(m for m in town.engine.messages(town.elsa.id) if "⏳" in m.text and "Vilken" in m.text)
    for number, asked in enumerate((first, reminder), 1):
        await town.elsa.says(f"Blankett {number} för bygglov", reply_to=asked)
        assert town.elsa.sees("🎯", "Vilken blankett är för lång?", f"Blankett {number}")
        await town.elsa.presses("💡 Skicka")
        assert "Which form is too long?" in town.card(f"I-{number}").text
    town.engine.attach(town.elsa.person, town.elsa.person, "photo", picture(), reply_to=other)
    await town.settle()
    assert town.elsa.sees("🎯", "Which sign leads people astray?"), "also a photo alone"


async def test_a_reply_to_anything_else_or_too_late_is_an_idea_of_its_own(town: Town) -> None:
    organisation = describing(town, described(days=10))
    await town.elsa.says("/start")
    welcome = town.elsa.screen
    await morning(town, organisation)
    asked = town.elsa.screen
    await town.elsa.says("Fler stolar i läsesalen", reply_to=welcome)
    assert town.elsa.sees("Fler stolar") and not town.elsa.sees("🎯")
    await morning(town, organisation, days=12)
    await town.elsa.says("Blanketten för bygglov", reply_to=asked)
    assert town.elsa.sees("bygglov") and not town.elsa.sees("🎯")


@pytest.mark.parametrize("many", [False, True])
async def test_where_few_are_asked_a_nameless_idea_goes_without_the_question(town: Town, many: bool) -> None:
    """One person is asked, or five; sent hidden, and sent by name and hidden afterwards."""
    for number in range(4 if many else 0):
        colleague = town.stranger(f"Colleague {number}")
        await colleague.opens(town.invitation(Role.EMPLOYEE, unit="library"))
    await morning(town, describing(town, described(units=["library"])))
    asked = town.elsa.screen
    assert town.group_sees("Fewer than 5 people have the question now") is not many
    await town.elsa.presses("💡", on=asked)
    await town.elsa.says("Blanketten för bygglov i biblioteket")
    await town.elsa.presses("🔒")
    assert ("utan frågan" in town.elsa.screen.text) is not many
    await town.elsa.presses("🕶")
    assert ("🎯" in town.elsa.screen.text) is many
    await town.elsa.presses("💡")
    await town.elsa.presses("💡", on=asked)
    await town.elsa.says("Och den om lån")
    await town.elsa.presses("💡")
    await town.elsa.presses("📋")
    assert "Which form is too long?" in town.card("I-2").text
    await town.elsa.presses("🔒")
    await town.elsa.presses("🕶")
    for number in (1, 2):
        idea = town.run(lambda tx, number=number: items.by_number(tx, Kind.IDEA, number))
        assert (idea.campaign_id is not None) is many
        assert ("Which form is too long?" in town.card(f"I-{number}").text) is many


async def test_whoever_comes_too_late_is_told_kindly(town: Town) -> None:
    await morning(town, describing(town, described(days=3, units=["library"])))
    asked = town.elsa.screen
    town.clock.advance(timedelta(days=3))
    await town.elsa.presses("💡", on=asked)
    assert "26 nov" in town.elsa.notice
    assert town.elsa.screen is asked


# -- what came of it -------------------------------------------------------------------------------


async def test_all_who_were_asked_hear_what_came_of_it(town: Town) -> None:
    organisation = describing(town, described(days=9, units=["library"]))
    await morning(town, organisation)
    campaign = the_campaign(town)
    an_idea(town, campaign, "Shorten the yellow one", stage=Stage.DONE, voices=2)
    an_idea(town, campaign, "Shorten the blue one", stage=Stage.ACCEPTED, voices=5)
    an_idea(town, campaign, "Shorten the red one", voices=1)
    an_idea(town, campaign, "Shorten the grey one", voices=4)
    an_idea(town, campaign, "No forms at all", stage=Stage.DECLINED, voices=9)
    an_idea(town, campaign, "Taken back", stage=Stage.WITHDRAWN, voices=9)
    await morning(town, organisation, days=9)
    assert the_campaign(town).state is State.ENDED
    assert town.elsa.sees("Vilken blankett", "Borgmästaren", "blue", "grey", "yellow")
    assert not town.elsa.sees("red") and not town.elsa.sees("Taken back") and not town.elsa.sees("No forms")
    assert [label.split()[0] for label in town.elsa.screen.labels] == ["I-2", "I-4", "I-1", "💡"]
    for words in ("5 ideas", "2 are still being looked at", "1 is accepted", "1 is done", "1 was declined"):
        assert town.group_sees("Which form is too long?", words)
    assert not town.olena.has_seen("🏁")
    for _ in range(4):
        await morning(town, organisation)
    assert how_often(town.elsa, "Borgmästaren") == 2, "the question and the result, each once"


@pytest.mark.parametrize("asked", [False, True])
async def test_whoever_asked_hears_what_came_of_it_once(town: Town, asked: bool) -> None:
    """Lin works elsewhere, or in the library that she asks."""
    lin = town.stranger("Lin Berg")
    await lin.opens(town.invitation(Role.QUALITY, unit="library"))
    await make(town, lin)
    await lin.presses("Ask it")
    if not asked:
        town.run(lambda tx: tx.execute(update(grants).where(grants.c.unit == "library").values(unit="it")))
    town.clock.advance(timedelta(days=29))
    await morning(town, town.organisation)
    assert how_often(lin, "This question is closed") == 1


async def test_all_ideas_for_a_question_have_pages_and_lead_back(town: Town) -> None:
    organisation = describing(town, described(days=9, units=["library"]))
    await morning(town, organisation)
    campaign = the_campaign(town)
    for number in range(1, 10):
        an_idea(town, campaign, f"Shorten form {number}")
    an_idea(town, campaign, "Taken back", stage=Stage.WITHDRAWN)
    an_idea(town, campaign, "No forms at all", stage=Stage.DECLINED)
    other = an_idea(town, campaign, "Of another question")
    town.run(lambda tx: items.change(tx, other.id, campaign_id=None))
    await morning(town, organisation, days=9)
    result = town.elsa.screen
    await town.elsa.presses("💡 Alla")
    listed = town.elsa.screen
    assert "Alla" in result.labels[-1], "the result stays"
    assert "Vilken blankett" in listed.text and "10" in listed.text
    assert [label for label in listed.labels if label.startswith("I-")] == [
        "I-11",
        *(f"I-{n}" for n in range(9, 2, -1)),
    ]
    await town.elsa.presses("▶")
    await town.elsa.presses("I-1")
    await town.elsa.presses("↩️")
    assert [label for label in listed.labels if label.startswith("I-")] == ["I-2", "I-1"]
    await town.sam.says("/campaign")
    await town.sam.presses("Which form")
    await town.sam.presses("All ideas for this question")
    assert town.sam.sees("Ideas for: Which form is too long?", "10 ideas")


async def test_a_result_without_ideas_says_so(town: Town) -> None:
    organisation = describing(town, described(days=2, units=["library"]))
    await morning(town, organisation)
    await morning(town, organisation, days=2)
    assert town.group_sees("No idea has come", "Which form")
    assert not town.group_sees("Here is what came of it"), "nothing came of it"


# -- from the chat ---------------------------------------------------------------------------------


async def test_the_quality_team_asks_from_the_chat_at_once(town: Town) -> None:
    await town.sam.says("/campaign")
    assert town.sam.sees("Campaigns")
    await town.sam.presses("New campaign")
    await town.sam.says("ok")
    assert town.sam.sees("very short"), "a slip of the thumb is no question to everybody"
    await town.sam.says("Which sign leads people astray? " * 20)
    assert town.sam.sees("300")
    await town.sam.says("Which sign leads\npeople astray?")
    await town.sam.presses("Today")
    await town.sam.presses("4 weeks")
    await town.sam.presses("Parks")
    await town.sam.presses("Library")
    await town.sam.presses("Parks")
    assert any("☑️ Library" in label for label in town.sam.screen.labels)
    await town.sam.presses("Go on with 1 department")
    await town.sam.says("The mayor")
    assert town.sam.sees("Which sign leads people astray?", "The mayor", "Library", "21 Dec", "at once")
    assert not town.elsa.has_seen("Which sign")
    await town.sam.presses("Ask it")
    assert town.elsa.sees("Which sign leads people astray?", "The mayor", "21 dec")
    assert not town.olena.has_seen("Which sign")
    assert town.sam.has_seen("The question is out", "fewer than 5 people")
    campaign = the_campaign(town)
    assert (campaign.state, campaign.units) == (State.OPEN, ("library",))
    assert campaign.maker_id == town.run(lambda tx: people.by_chat(tx, town.sam.id)).id


async def test_few_who_are_asked_are_told_that_they_may_be_guessed(town: Town) -> None:
    await make(town, town.sam)
    assert town.sam.sees("So few are asked")
    await town.sam.presses("Ask it")
    assert town.elsa.sees("👥")


async def test_everything_can_be_changed_in_the_preview(town: Town) -> None:
    await make(town, town.sam)
    await town.sam.presses("Dates")
    await town.sam.presses("Today")
    await town.sam.presses("2 weeks")
    assert town.sam.sees("7 Dec")
    await town.sam.presses("Departments")
    await town.sam.presses("Everybody")
    assert town.sam.sees("everybody who works here")
    await town.sam.presses("In whose name")
    await town.sam.says("The council")
    await town.sam.presses("✏️ Question")
    await town.sam.says("Which door is too heavy?")
    assert town.sam.sees("Which door", "The council", "everybody", "7 Dec")
    await town.sam.presses("Drop it")
    assert town.run(campaigns.count) == 0


async def test_what_is_made_in_the_evening_goes_out_in_the_morning(town: Town) -> None:
    town.clock.advance(timedelta(hours=11))
    await make(town, town.sam, start="Tue 24 Nov")
    await town.sam.presses("Ask it")
    assert town.sam.sees("planned", "Tue 24 Nov")
    assert not town.elsa.has_seen("Which sign")
    await morning(town, town.organisation)
    assert how_often(town.elsa, "Which sign") == 1


async def test_a_team_makes_one_in_its_group(town: Town) -> None:
    async def answers(text: str) -> None:
        await town.sam.in_group(town.group, text, reply_to=town.newest(town.group.id))

    await town.sam.in_group(town.group, "/campaign")
    await town.sam.presses_in(town.group, "New campaign")
    assert town.sam.id in (town.newest(town.group.id).keyboard_for or [])
    await answers("Which lamp is broken?")
    await town.sam.presses_in(town.group, "Today")
    await answers("18 December")
    await town.sam.presses_in(town.group, "Everybody")
    await answers("The mayor")
    await town.sam.presses_in(town.group, "Ask it")
    assert town.elsa.sees("Which lamp is broken?", "18 dec")


async def test_who_is_only_in_a_teams_group_does_not_ask_the_whole_house(town: Town) -> None:
    """Elsa works in the library and is a member of the quality team's group."""
    await make(town, town.sam)
    await town.sam.presses("Ask it")
    await town.elsa.in_group(town.group, "/campaign")
    assert "Which sign" in town.newest(town.group.id).text, "how it stands is no secret there"
    await town.elsa.presses_in(town.group, "New campaign")
    assert "another role" in town.elsa.notice
    await town.elsa.presses_in(town.group, "Which sign")
    shown = town.newest(town.group.id)
    for press in ("campend1", "campyes1"):
        town.engine.press_data(town.elsa.person, town.group.id, shown, f"{press}:{the_campaign(town).id}")
        await town.settle()
    assert the_campaign(town).state is State.OPEN
    assert len(town.elsa.person.notices) == 3
    await town.sam.presses_in(town.group, "End it now")
    await town.sam.presses_in(town.group, "Yes, end it")
    assert the_campaign(town).state is State.ENDED


async def test_whoever_has_the_role_for_one_department_asks_there_and_nowhere_else(town: Town) -> None:
    lin = town.stranger("Lin Berg")
    await lin.opens(town.invitation(Role.QUALITY, unit="library"))
    await lin.says("/campaign")
    await lin.presses("New campaign")
    await lin.says("Which sign leads people astray?")
    await lin.presses("Today")
    await lin.presses("4 weeks")
    assert [label for label in lin.screen.labels if label.startswith(("👥", "◻️"))] == ["◻️ Library"]
    town.engine.press_data(lin.person, lin.id, lin.screen, _elsewhere(lin, "library", "it"))
    await town.settle()
    assert "Library" in lin.screen.labels[0], "a choice that is not offered changes nothing"
    await lin.presses("Library")
    await lin.presses("Go on with 1 department")
    await lin.presses("Quality team")
    await lin.presses("Ask it")
    assert lin.has_seen("The question is out") and town.elsa.sees("Which sign")


async def test_whoever_lost_the_role_for_a_department_does_not_ask_it(town: Town) -> None:
    lin = town.stranger("Lin Berg")
    await lin.opens(town.invitation(Role.QUALITY, unit="it"))
    give(town, lin, Grant(Role.QUALITY, "library", TODAY, TODAY))
    await make(town, lin, start="Tue 24 Nov")
    town.clock.advance(timedelta(days=1))
    await lin.presses("Ask it")
    assert "another department" in lin.notice
    assert town.run(campaigns.count) == 0


async def test_a_question_to_others_is_not_ended_by_whoever_has_the_role_for_one_department(town: Town) -> None:
    lin = town.stranger("Lin Berg")
    await lin.opens(town.invitation(Role.QUALITY, unit="it"))
    await make(town, town.sam)
    await town.sam.presses("Ask it")
    await lin.says("/campaign")
    await lin.presses("Which sign")
    await lin.presses("End it now")
    assert "another department" in lin.notice
    town.engine.press_data(lin.person, lin.id, lin.screen, f"campyes1:{the_campaign(town).id}")
    await town.settle()
    assert the_campaign(town).state is State.OPEN


def _elsewhere(actor: Actor, chosen: str, meant: str) -> str:
    """The payload of a button that would choose something else."""
    payloads: list[str] = [button["callback_data"] for row in actor.screen.buttons for button in row]
    return next(payload for payload in payloads if payload.endswith(chosen)).replace(chosen, meant)


async def test_colleagues_and_citizens_may_not_ask(town: Town) -> None:
    for actor in (town.elsa, town.maja):
        await actor.says("/campaign")
        assert not actor.screen.labels
    await make(town, town.sam)
    await town.sam.presses("Ask it")
    await town.sam.says("/campaign")
    await town.sam.presses("Which sign")
    end = next(b for row in town.sam.screen.buttons for b in row if "End it now" in b["text"])
    town.engine.press_data(town.elsa.person, town.elsa.id, town.elsa.screen, end["callback_data"])
    await town.settle()
    assert the_campaign(town).state is State.OPEN


async def test_one_is_ended_early_after_a_second_question(town: Town) -> None:
    await make(town, town.sam)
    await town.sam.presses("Ask it")
    an_idea(town, the_campaign(town), "The sign at the stairs", voices=1)
    await town.sam.says("/campaign")
    assert town.sam.sees("1 idea")
    await town.sam.presses("Which sign")
    assert town.sam.sees("1 idea", "sign at the stairs")
    await town.sam.presses("End it now")
    await town.sam.presses("No, leave it")
    assert the_campaign(town).state is State.OPEN
    await town.sam.presses("End it now")
    asked = town.sam.screen
    await town.sam.presses("Yes, end it")
    assert the_campaign(town).state is State.ENDED
    assert town.elsa.sees("Which sign", "sign at the stairs")
    town.engine.press_data(town.sam.person, town.sam.id, asked, f"campyes1:{the_campaign(town).id}")
    await town.settle()
    assert "over already" in town.sam.notice
    await morning(town, town.organisation)
    assert how_often(town.elsa, "Which sign") == 2


async def test_what_is_ended_in_the_evening_is_told_in_the_morning(town: Town) -> None:
    organisation = describing(town, described(units=["library"]))
    await morning(town, organisation)
    asked = town.elsa.screen
    town.clock.advance(timedelta(hours=12))
    await town.sam.says("/campaign")
    await town.sam.presses("Which form")
    await town.sam.presses("End it now")
    await town.sam.presses("Yes, end it")
    assert town.sam.sees("next working morning")
    await town.elsa.presses("💡", on=asked)
    assert town.elsa.notice
    assert how_often(town.elsa, "Borgmästaren") == 1
    await morning(town, organisation)
    assert how_often(town.elsa, "Borgmästaren") == 2
    assert the_campaign(town).state is State.ENDED


async def test_what_has_not_begun_is_called_off_unless_the_file_names_it(town: Town) -> None:
    await make(town, town.sam, start="Mon 30 Nov")
    await town.sam.presses("Ask it")
    await town.sam.says("/campaign")
    await town.sam.presses("Which sign")
    await town.sam.presses("Call it off")
    await town.sam.presses("Yes, call it off")
    assert town.run(campaigns.count) == 0
    restarted(town, describing(town, described(start=TODAY + timedelta(days=9))))
    await town.sam.says("/campaign")
    await town.sam.presses("Which form")
    assert not any("Call it off" in label for label in town.sam.screen.labels)


async def test_many_campaigns_have_pages(town: Town) -> None:
    said = Worded({"en": "Question"})
    for number in range(9):
        new = NewCampaign(f"c{number}", replace(said, texts={"en": f"Question {number}"}), said, (), TODAY, TODAY)
        town.run(lambda tx, new=new: campaigns.add(tx, new))
    await town.sam.says("/campaign")
    assert town.sam.sees("Question 8") and not town.sam.sees("Question 0")
    await town.sam.presses("Older")
    assert town.sam.sees("Question 0") and not town.sam.sees("Question 8")
    await town.sam.presses("Newer")
    assert town.sam.sees("Question 8")


# -- days ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
async def test_days_that_will_not_do_get_a_clear_sentence_in_each_language(town: Town, language: str) -> None:
    nina = town.stranger("Nina", language=language)
    await nina.opens(town.invitation(Role.QUALITY))
    t = Texts(language, town.organisation.zone)
    await nina.says("/campaign")
    await nina.presses("➕")
    await nina.says("Which lamp is broken?")
    for wrong, example in (
        ("soon", t.date(date(2026, 12, 7))), ("31.2.", None), ("22.11.2026", t.date(date(2026, 11, 22))),
        ("18.12.2028", "366"),
    ):  # fmt: skip
        await nina.says(wrong)
        answer = nina.screen.text
        assert not nina.screen.labels and len(answer) > 30
        assert example is None or example in answer
        assert answer not in said_before(nina)
    await nina.says(t.date(date(2026, 11, 28)))
    assert nina.screen.labels, "it was understood, the next question comes"
    await nina.says(t.date(date(2026, 11, 27)))
    assert t.date(date(2026, 11, 27)) in nina.screen.text, "it would end before its beginning"
    await nina.says(t.date(date(2026, 11, 29)))
    assert t.day(date(2026, 11, 30)) in nina.screen.text, "between Saturday and Sunday nobody would read it"
    await nina.says(t.date(date(2026, 12, 11)))
    await nina.presses("👥")
    assert "🤝" in nina.screen.text


def said_before(actor: Actor) -> list[str]:
    """What the bot said before its newest message."""
    return [m.text for m in actor.town.engine.messages(actor.id) if m.sender.id != actor.id][:-1]
