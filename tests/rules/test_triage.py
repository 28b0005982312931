"""Triage: which stage may follow which."""

from __future__ import annotations

from datetime import date

import pytest

from bot.triage import rules
from storage.records.item import OPEN_STAGES, Item, Kind, Stage

DAY = date(2026, 11, 23)


def item(stage: Stage) -> Item:
    return Item(1, Kind.IDEA, 42, stage, "", None, None, "quality", None, DAY, DAY)


def test_every_stage_says_what_may_follow_it() -> None:
    assert set(rules.FOLLOWS) == set(Stage)


@pytest.mark.parametrize("stage", OPEN_STAGES)
def test_an_open_item_can_always_be_declined_and_finished_and_never_goes_back(stage: Stage) -> None:
    assert rules.may_become(item(stage), Stage.DECLINED)
    assert rules.may_become(item(stage), Stage.DONE)
    assert not rules.may_become(item(stage), Stage.RECEIVED)
    assert not rules.may_become(item(stage), stage)


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage not in OPEN_STAGES])
def test_what_is_decided_stays_decided(stage: Stage) -> None:
    assert not any(rules.may_become(item(stage), other) for other in Stage)
