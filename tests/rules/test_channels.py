"""Lawful channels: what is recognised, what is not, and what comes first."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels import channel_for
from config.organisation import Channel, load
from config.settings import SHIPPED_ORGANISATION

LINDVALE = load(SHIPPED_ORGANISATION)
PROPOSALS = Path(os.environ.get("KAIWA_PROPOSALS", "../shared/data/omastadi/proposals.jsonl"))


def code_for(text: str) -> str | None:
    channel = channel_for(text, LINDVALE)
    return channel.code if channel else None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The shed behind the library is on fire!", "emergency"),
        ("There is a man NOT  BREATHING\nat counter 3", "emergency"),
        ("Jag vill inte leva längre", "emergency"),
        ("En man ligger medvetslös på torget", "emergency"),
        ("Hiša gori na Glavnem trgu", "emergency"),
        ("У школі запах газу", "emergency"),
        ("Викличте швидку, людина без свідомості", "emergency"),
        ("Roskis on tulessa leikkipuistossa", "emergency"),
        ("My boss takes bribes for parking permits", "whistleblowing"),
        ("Chefen har tagit emot mutor", "whistleblowing"),
        ("Šef jemlje podkupnine", "whistleblowing"),
        ("Начальник вимагає хабар", "whistleblowing"),
        ("Esimies otti lahjuksia", "whistleblowing"),
        ("I want to appeal against the decision about my day care fee", "appeal"),
        ("Jag vill överklaga beslutet", "appeal"),
        ("Vlagam pritožbo zoper odločbo", "appeal"),
        ("Хочу оскаржити рішення", "appeal"),
        ("Vaadin oikaisua: oikaisuvaatimus liitteenä", "appeal"),
    ],
)
def test_what_belongs_elsewhere_is_recognised_in_every_language(text: str, code: str) -> None:
    assert code_for(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The fire drill takes too long",
        "A fire extinguisher beside the stage, and firewood for the sauna",
        "A first aid course: heart attacks, bleeding, emergencies",
        "The emergency exit of the library is blocked by a sofa",
        "Flower beds would give the street more visual appeal",
        "An appealing new entrance",
        "I complain about the waiting time",
        "The ambulance station needs a bench",
        "Gasol på campingen, och bestick i matsalen",
        "Brandövningen tar för lång tid",
        "Pritožujem se nad čakanjem v vrsti",
        "Vaja za požar traja predolgo; plinska peč v kuhinji",
        "Скарга на довгу чергу",
        "Пожежна тривога лунала годину",
        "Palovaroittimet ja paloharjoitus kirjastoon",
        "Hengityssuojaimia remonttiin",
        "Valitan jonosta palvelupisteellä",
    ],
)
def test_what_only_sounds_like_it_is_left_alone(text: str) -> None:
    assert code_for(text) is None


def test_an_emergency_comes_before_everything_however_often_the_rest_is_named() -> None:
    text = "I appeal against the decision, I lodge an appeal, I appeal a decision. By the way: the house is burning."
    assert code_for(text) == "emergency"


def test_otherwise_the_channel_named_most_often_and_of_equals_the_more_protected() -> None:
    assert code_for("A bribe! I appeal against the decision and lodge an appeal.") == "appeal"
    assert code_for("I appeal against the decision: it was a bribe.") == "whistleblowing"


def test_a_town_without_channels_points_nowhere() -> None:
    assert channel_for("The house is burning", LINDVALE.model_copy(update={"channels": ()})) is None


@given(st.sampled_from(LINDVALE.channels), st.data())
def test_every_word_of_the_shipped_description_leads_to_its_channel(channel: Channel, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(channel.words))
    assert code_for(f"… {word} …") == channel.code


@given(st.text(max_size=2000))
def test_any_text_has_a_channel_or_none(text: str) -> None:
    assert channel_for(text, LINDVALE) in (None, *LINDVALE.channels)


def test_real_proposals_raise_no_alarm() -> None:
    """2,777 ideas of Helsinki's people, about fire stations, complaints and safety too."""
    if not PROPOSALS.is_file():
        pytest.skip(f"the proposals of Helsinki's people are not at {PROPOSALS}")
    ideas = [json.loads(line) for line in PROPOSALS.read_text(encoding="utf-8").rstrip("\n").split("\n")]
    assert len(ideas) > 2000
    alarmed = [idea["id"] for idea in ideas if channel_for(f"{idea['title']}\n{idea['text']}", LINDVALE)]
    assert alarmed == []
