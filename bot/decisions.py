"""What was decided about an item, in the same words for everybody: why not, and what was done.

While it is open again both speak of before: the decision is to come.
"""

from __future__ import annotations

from bot import stages
from bot.texts import Html, Texts, shortened
from bot.triage import rules as triage
from config.organisation import Organisation
from storage.records.item import Item


def why(t: Texts, organisation: Organisation, item: Item, longest: int) -> Html | None:
    """The reason of the list, in the reader's language, and so many characters of the team's own words."""
    said = stages.reason(t, organisation, item, longest)
    if said is None:
        return None
    if item.is_open:
        return t("<b>Why it was declined before:</b> {reason}", reason=said)
    return t("<b>Why:</b> {reason}", reason=said)


def what_was_done(t: Texts, item: Item, longest: int) -> Html | None:
    if not item.outcome:
        return None
    if triage.is_passed_on(item):
        return t("<b>What was done:</b> the thanks were passed on")
    outcome = shortened(item.outcome, longest)
    if item.is_open:
        return t("<b>What was done before:</b> {outcome}", outcome=outcome)
    return t("<b>What was done:</b> {outcome}", outcome=outcome)
