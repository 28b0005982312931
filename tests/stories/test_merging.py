"""A suggestion becomes an idea, or part of one, and its author hears what comes of it; and comes apart again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.privacy.rules import WORDS_GO_WITHIN
from storage import authors, items
from storage.records.item import FeedbackKind, Identity, Item, Kind, Stage
from storage.tables import seals
from tests.stories.closing import declines, finishes, idea, newcomer, tells
from tests.town import Actor, Town, has

WORDS = "The library needs a fountain"
SENDS = {FeedbackKind.SUGGESTION: "💭", FeedbackKind.COMPLAINT: "😟", FeedbackKind.COMPLIMENT: "🌷"}


def feedback(town: Town, number: int = 1) -> Item:
    found: Item = town.run(lambda tx: items.by_number(tx, Kind.FEEDBACK, number))
    return found


def author_of(town: Town, item: Item) -> int | None:
    """In whose chat the author of an item is answered."""
    author = town.run(lambda tx: authors.of(tx, item))
    return author.chat_id if author else None


async def suggests(
    actor: Actor, words: str = WORDS, *, identity: str = "🕶", kind: FeedbackKind = FeedbackKind.SUGGESTION
) -> None:
    """A citizen's feedback; hidden, if he or she chooses nothing else."""
    await actor.says(words)
    if identity != "🕶":
        await actor.presses("🔒")
        await actor.presses(identity)
    await actor.presses(SENDS[kind])


async def makes_idea(town: Town, label: str = "F-1", *, words: str | None = None) -> None:
    """Sam, in the team's group, where no idea is like it."""
    await town.sam.presses_in(town.group, "Make it an idea", on=town.card(label))
    if words:
        await town.sam.in_group(town.group, words, reply_to=town.newest(town.group.id))
    else:
        await town.sam.presses_in(town.group, "Use the author's words")
    await town.sam.presses_in(town.group, "Yes, make it an idea")


async def joins(town: Town, label: str, idea_label: str = "I-1") -> None:
    await town.sam.presses_in(town.group, "Make it an idea", on=town.card(label))
    await town.sam.presses_in(town.group, f"It is this one: {idea_label}")
    await town.sam.presses_in(town.group, "Yes, join them")


async def test_a_suggestion_becomes_an_idea_and_its_author_hears_each_thing_once(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await suggests(ann)
    await makes_idea(town)
    assert ann.sees("Your suggestion F-1 has become idea I-1", "Mon 30 Nov", "/status F-1")
    made, sent = idea(town), feedback(town)
    assert (made.stage, made.identity, made.text, made.made_of) == (Stage.IN_REVIEW, Identity.HIDDEN, WORDS, sent.id)
    assert (sent.stage, sent.merged_into, sent.stage_before) == (Stage.MERGED, made.id, Stage.RECEIVED)
    assert has(town.card("F-1").text, "Joined with idea I-1")
    assert has(town.card("I-1").text, "With 1 suggestion", "Sam Hill looks after it", "hidden, but can be asked")
    before = len(town.engine.messages(ann.id))
    await town.sam.presses_in(town.group, "Accept", on=town.card("I-1"))
    assert len(town.engine.messages(ann.id)) == before + 1
    assert ann.sees("I-1 is accepted")
    await ann.says("/status F-1")
    assert ann.sees("Joined with another one", "Idea I-1: 👍 Accepted")
    await finishes(town, town.sam)
    await ann.says("/status F-1")
    assert ann.sees("Idea I-1: 🏁 Done", "A fountain stands there now")


@pytest.mark.parametrize("kind", [FeedbackKind.COMPLAINT, FeedbackKind.COMPLIMENT])
async def test_only_suggestions_become_ideas(town: Town, kind: FeedbackKind) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await suggests(ann, kind=kind)
    assert not any("Make it an idea" in label for label in town.card("F-1").labels)


@pytest.mark.parametrize(
    ("identity", "becomes"), [("👤", Identity.NAMED), ("🕶", Identity.HIDDEN), ("👣", Identity.NO_TRACE)]
)
async def test_an_idea_tells_no_more_of_its_author_than_the_feedback_did(
    town: Town, identity: str, becomes: Identity
) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await suggests(ann, identity=identity)
    seen = len(town.engine.messages(ann.id))
    await makes_idea(town, words="A fountain in the library")
    made = idea(town)
    assert (made.identity, made.text) == (becomes, "A fountain in the library")
    assert author_of(town, made) == (None if becomes is Identity.NO_TRACE else ann.id)
    assert (len(town.engine.messages(ann.id)) > seen) == (becomes is not Identity.NO_TRACE)
    assert town.run(lambda tx: len(tx.execute(seals.select()).all())) == (2 if becomes is Identity.HIDDEN else 0)
    assert has(town.card("I-1").text, "Ann Marsh") == (becomes is Identity.NAMED)


async def test_personal_data_is_pointed_out_and_blacked_out_on_yes(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await ann.says("A fountain for the library, call me at +358 40 123 4567")
    await ann.presses("Leave")
    await ann.presses("💭")
    await town.sam.presses_in(town.group, "Make it an idea", on=town.card("F-1"))
    assert "all colleagues read the words" in town.newest(town.group.id).text
    await town.sam.presses_in(town.group, "Use the author's words")
    assert "+358 40 123 4567" in town.newest(town.group.id).text
    await town.sam.presses_in(town.group, "⬛")
    await town.sam.presses_in(town.group, "Yes, make it an idea")
    assert "123" not in idea(town).text
    assert "123" in feedback(town).text, "what the team was told stays as it was"


async def test_like_ideas_are_offered_first_and_joining_asks_for_no_words(town: Town) -> None:
    await tells(town.elsa, "Warmer lunches at school")
    await tells(town.elsa, "The library needs a small fountain")
    ann = await newcomer(town, "Ann Marsh")
    await suggests(ann)
    await town.sam.presses_in(town.group, "Make it an idea", on=town.card("F-1"))
    asked = town.newest(town.group.id)
    assert has(asked.text, "I-2 The library needs a small fountain · received")
    assert not has(asked.text, "lunches")
    await town.sam.presses_in(town.group, "It is this one: I-2")
    await town.sam.presses_in(town.group, "Yes, join them")
    assert has(ann.screen.text, "F-1 belongs to idea I-2", "answer by Mon 30 Nov")
    assert feedback(town).merged_into == idea(town, 2).id
    assert "With 1 suggestion" in town.card("I-2").text


async def test_each_author_hears_under_the_own_number_and_the_idea_s_author_under_the_idea_s(town: Town) -> None:
    ann, bert = await newcomer(town, "Ann Marsh"), await newcomer(town, "Bert Holm")
    await suggests(ann)
    await makes_idea(town)
    await suggests(bert, "A fountain for the library")
    await joins(town, "F-2")
    assert "With 2 suggestions" in town.card("I-1").text
    seen = [len(town.engine.messages(actor.id)) for actor in (ann, bert)]
    await declines(town, town.sam)
    assert ann.sees("I-1 has been declined", "Too expensive") and not ann.sees("F-1")
    assert bert.sees("F-2: idea I-1 has been declined", "Too expensive for now – Perhaps next year.")
    assert [len(town.engine.messages(actor.id)) for actor in (ann, bert)] == [count + 1 for count in seen]
    await bert.says("/status F-2")
    assert bert.sees("Idea I-1: ✖️ Declined", "Why: Too expensive")


async def test_what_an_idea_did_is_asked_of_whoever_suggested_it_too(town: Town) -> None:
    """Bert says that it is not solved: his feedback is open again, by itself, and the idea stays done."""
    await tells(town.elsa, "A fountain for the library")
    bert = await newcomer(town, "Bert Holm")
    await suggests(bert)
    await joins(town, "F-1")
    await town.sam.presses_in(town.group, "Accept", on=town.card("I-1"))
    assert bert.sees("F-1: idea I-1 is accepted")
    await finishes(town, town.sam)
    assert bert.sees("F-1: idea I-1 is done", "A fountain stands there now")
    await town.tick(timedelta(days=29))
    assert bert.sees("Is it solved for you?", "F-1", "A fountain stands there now")
    await bert.presses("👎")
    await bert.says("It is dry")
    assert bert.sees("F-1 is open again")
    sent = feedback(town)
    assert (sent.stage, sent.merged_into, sent.helped) == (Stage.IN_REVIEW, None, "no")
    assert idea(town).stage is Stage.DONE
    assert town.group_sees("It is dry")


async def test_who_is_the_idea_s_author_is_asked_about_it_only_once(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await suggests(ann)
    await makes_idea(town)
    await finishes(town, town.sam)
    for days in (29, 14):
        await town.tick(timedelta(days=days))
    asked = [m.text for m in town.engine.messages(ann.id) if "🌱" in m.text]
    assert len(asked) == 1 and "I-1" in asked[0]


async def test_an_idea_that_is_decided_already_is_the_answer(town: Town) -> None:
    await tells(town.elsa, "A fountain for the library")
    await finishes(town, town.sam)
    town.clock.advance(timedelta(days=80))
    bert = await newcomer(town, "Bert Holm")
    await suggests(bert)
    await joins(town, "F-1")
    assert bert.sees("F-1 belongs to idea I-1", "🏁 Done", "A fountain stands there now")
    await town.tick(timedelta(days=1))
    assert author_of(town, feedback(town)) is not None, "there is time to answer"


@pytest.mark.parametrize("why", ["nobody knows its author", "its author is asked"])
async def test_whoever_was_joined_hears_that_it_is_late_whatever_its_author_does(town: Town, why: str) -> None:
    ann, bert = await newcomer(town, "Ann Marsh"), await newcomer(town, "Bert Holm")
    await suggests(ann, identity="👣" if why == "nobody knows its author" else "🕶")
    await makes_idea(town)
    await suggests(bert, "A fountain for the library")
    await joins(town, "F-2")
    if why == "its author is asked":
        await town.sam.in_group(town.group, "Where exactly?", reply_to=town.card("I-1"))
        await town.sam.presses_in(town.group, "Send to the author")
    await town.tick(timedelta(days=10))
    assert bert.has_seen("We are late with F-2")
    assert not ann.has_seen("We are late")


async def test_a_late_answer_is_late_for_everybody(town: Town) -> None:
    await tells(town.elsa, "A fountain for the library")
    bert = await newcomer(town, "Bert Holm")
    await suggests(bert)
    await joins(town, "F-1")
    await town.tick(timedelta(days=8))
    assert bert.sees("We are late with F-1")


# -- apart again -----------------------------------------------------------------------------------


async def test_an_idea_that_nobody_touched_goes_with_the_separation(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await suggests(ann)
    await makes_idea(town)
    await town.sam.presses_in(town.group, "Separate again", on=town.card("F-1"))
    sent = feedback(town)
    assert (sent.stage, sent.merged_into, sent.stage_before) == (Stage.RECEIVED, None, None)
    assert idea(town).stage is Stage.WITHDRAWN
    assert ann.sees("F-1 is looked at by itself again", "answer by Mon 30 Nov")
    assert any("Make it an idea" in label for label in town.card("F-1").labels)
    await makes_idea(town)
    assert feedback(town).merged_into == idea(town, 2).id


async def test_an_idea_that_others_support_stays(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await suggests(ann)
    await town.sam.presses_in(town.group, "I take it", on=town.card("F-1"))
    await makes_idea(town)
    await town.elsa.says("/ideas I-1")
    await town.elsa.presses("🙌")
    await town.sam.presses_in(town.group, "Separate again", on=town.card("F-1"))
    assert (feedback(town).stage, idea(town).stage) == (Stage.IN_REVIEW, Stage.IN_REVIEW)
    assert "suggestion" not in town.card("I-1").text


async def test_two_of_the_team_at_once_make_one_idea(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await suggests(ann)
    card = town.card("F-1")
    for actor in (town.sam, town.elsa):
        await actor.presses_in(town.group, "Make it an idea", on=card)
        await actor.presses_in(town.group, "💬", on=town.newest(town.group.id))
    first, second = [m for m in town.engine.messages(town.group.id) if any("💡" in label for label in m.labels)][-2:]
    await town.sam.presses_in(town.group, "💡", on=first)
    await town.elsa.presses_in(town.group, "💡", on=second)
    assert "no idea can be made of it" in (town.elsa.notice or "") or town.group_sees("ingen idé")
    assert town.run(items.count) == {Stage.MERGED: 1, Stage.IN_REVIEW: 1}


async def test_taken_back_by_its_author_an_idea_lets_others_feedback_go(town: Town) -> None:
    """Ann takes back the idea that was made of her suggestion: hers goes with it, Bert's stands by itself again."""
    ann, bert = await newcomer(town, "Ann Marsh"), await newcomer(town, "Bert Holm")
    await suggests(ann)
    await makes_idea(town)
    await suggests(bert, "A fountain for the library")
    await joins(town, "F-2")
    town.clock.advance(timedelta(days=14))
    await ann.says("/status I-1")
    await ann.presses("🗑")
    await ann.presses("🗑")
    assert (idea(town).stage, feedback(town).stage, feedback(town, 2).stage) == (
        Stage.WITHDRAWN,
        Stage.WITHDRAWN,
        Stage.RECEIVED,
    )
    assert bert.sees("F-2 is looked at by itself again", "answer by")
    assert feedback(town, 2).promised_on > town.clock.now().date()


async def test_what_was_joined_can_be_taken_back_while_the_idea_is_open(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await suggests(ann)
    await makes_idea(town)
    await ann.says("/status F-1")
    await ann.presses("🗑")
    assert ann.sees("goes on if others support it")
    await ann.presses("🗑")
    assert (idea(town).stage, feedback(town).stage) == (Stage.WITHDRAWN, Stage.WITHDRAWN)
    assert feedback(town).merged_into is None


@pytest.mark.parametrize("how", ["taken back", "not solved"])
async def test_the_card_of_an_idea_counts_no_longer_what_its_author_took_away(town: Town, how: str) -> None:
    ann, bert = await newcomer(town, "Ann Marsh"), await newcomer(town, "Bert Holm")
    await suggests(ann)
    await makes_idea(town)
    await suggests(bert, "A fountain for the library")
    await joins(town, "F-2")
    assert "With 2 suggestions" in town.card("I-1").text
    if how == "taken back":
        await bert.says("/status F-2")
        await bert.presses("🗑")
        await bert.presses("🗑")
    else:
        await finishes(town, town.sam)
        await bert.presses("♻️ It is not solved")
        await bert.says("It is dry")
    assert feedback(town, 2).merged_into is None
    assert "With 1 suggestion" in town.card("I-1").text
    assert "With 2" not in town.card("I-1").text


async def test_a_name_taken_off_goes_from_both(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await suggests(ann, identity="👤")
    await makes_idea(town)
    await ann.says("/status F-1")
    await ann.presses("🔒")
    await ann.presses("🕶")
    found = [idea(town), feedback(town)]
    assert [item.identity for item in found] == [Identity.HIDDEN] * 2
    assert not any("Ann Marsh" in town.card(item.label).text for item in found)
    assert [author_of(town, item) for item in found] == [ann.id] * 2


@pytest.mark.parametrize("words", ["💡", "✂️"])
async def test_forgotten_authors_stay_forgotten_under_the_new_seal(town: Town, words: str) -> None:
    """On the day on which Ann is forgotten, before the night, her suggestion becomes an idea. Words that are to go, go
    from there as well.
    """
    ann = await newcomer(town, "Ann Marsh")
    await suggests(ann)
    await ann.says("/forget")
    await ann.presses(words)
    await ann.presses("🗑")
    seen = len(town.engine.messages(ann.id))
    await makes_idea(town)
    assert author_of(town, idea(town)) != ann.id
    for _ in range(WORDS_GO_WITHIN + 1):
        await town.tick(timedelta(days=1))
    assert author_of(town, idea(town)) != ann.id
    assert len(town.engine.messages(ann.id)) == seen
    assert [item.text == WORDS for item in (idea(town), feedback(town))] == [words == "💡"] * 2


async def test_a_joined_feedback_is_kept_as_long_as_its_idea(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await suggests(ann)
    await makes_idea(town)
    await town.tick(timedelta(days=400))

    def sealed() -> list[bool]:
        return [item.seal_id is not None for item in (feedback(town), idea(town))]

    assert sealed() == [True, True], "the idea is open"
    await finishes(town, town.sam)
    assert feedback(town).closed_on == idea(town).closed_on == town.clock.now().date()
    await town.tick(timedelta(days=61))
    assert sealed() == [False, False]
