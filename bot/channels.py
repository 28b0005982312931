"""Lawful channels: what must not wait here for an answer, recognised by the organisation's words."""

from __future__ import annotations

from typing import get_args

from bot import stems
from config.organisation import Channel, Concern, Organisation

CONCERNS: tuple[str, ...] = get_args(Concern)
"""From the one that can wait least to the one that can wait most."""


def channel_for(text: str, organisation: Organisation) -> Channel | None:
    """The channel that a text belongs to: an emergency before all else, then the one whose words begin most of its words."""
    said = stems.said(text)
    counted = [(stems.count(said, channel.words), channel) for channel in organisation.channels]
    meant = [(count, channel) for count, channel in counted if count]
    if not meant:
        return None
    _, channel = max(
        meant, key=lambda each: (each[1].concern == "emergency", each[0], -CONCERNS.index(each[1].concern))
    )
    return channel
