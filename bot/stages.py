"""What the stages of an item are called, and how it is said where an item stands."""

from __future__ import annotations

from datetime import date

from bot.texts import Html, Texts, escaped, joined, shortened
from bot.triage import rules as triage
from config.organisation import Organisation
from storage.records.item import Item, Stage


def name(t: Texts, stage: Stage) -> Html:
    """A stage in a word, as it stands inside a sentence."""
    names = {
        Stage.RECEIVED: t.p("stage", "received"),
        Stage.IN_REVIEW: t.p("stage", "in review"),
        Stage.ACCEPTED: t.p("stage", "accepted"),
        Stage.TESTING: t.p("stage", "testing"),
        Stage.DONE: t.p("stage", "done"),
        Stage.DECLINED: t.p("stage", "declined"),
        Stage.MERGED: t.p("stage", "merged"),
        Stage.WITHDRAWN: t.p("stage", "withdrawn"),
        Stage.ASIDE: t.p("stage", "set aside"),
    }
    return names[stage]


def sentence(t: Texts, item: Item, today: date, *, promise: bool = True) -> Html:
    """Where an item stands, in a sentence with the days; with the date of the answer, if that is asked for and there
    is somebody to answer.
    """
    if item.stage in (Stage.RECEIVED, Stage.IN_REVIEW):
        name = t("📥 Received") if item.stage is Stage.RECEIVED else t("👀 Being looked at")
        due = (
            t("answer by {day}", day=t.day(item.promised_on))
            if item.promised_on >= today
            else t("the answer was due on {day}, we are sorry", day=t.day(item.promised_on))
        )
        parts = [name, _waiting(t, item, today), due if promise and item.is_answerable else None]
        return joined(", ", [part for part in parts if part])
    closed = t.day(item.closed_on) if item.closed_on else ""
    sentences = {
        Stage.ACCEPTED: t("👍 Accepted, it will be done"),
        Stage.TESTING: t("🧪 Being tried out"),
        Stage.DONE: t("🏁 Done on {day}", day=closed),
        Stage.DECLINED: t("✖️ Declined on {day}", day=closed),
        Stage.MERGED: t("🔗 Joined with another one"),
        Stage.WITHDRAWN: t("↩️ Withdrawn"),
        Stage.ASIDE: t("🧺 Set aside"),
    }
    return sentences[item.stage]


def reason(t: Texts, organisation: Organisation, item: Item, longest: int = 600) -> Html | None:
    """Why an item was declined: a name of the organisation's list, and the team's own words, at most so many characters."""
    code, words = triage.reason_of(item)
    parts = [t.name(organisation.decline_reason(code).name) if code else None, escaped(shortened(words, longest))]
    return joined(" – ", [part for part in parts if part]) or None


def sent_today(item: Item, today: date) -> bool:
    """Whether it waits since today; then the sentence says so."""
    return _waits_since(item) == item.said_on == today and item.appealed_on is None


def _waits_since(item: Item) -> date | None:
    """The day on which it was sent, or a second look began.

    None where it waits for nothing, or because something did not help: no day is kept of that.
    """
    if item.stage not in (Stage.RECEIVED, Stage.IN_REVIEW) or item.helped == "no":
        return None
    return item.appealed_on or item.said_on


def _waiting(t: Texts, item: Item, today: date) -> Html | None:
    if sent_today(item, today):
        return t("sent today")
    since = _waits_since(item)
    days = (today - since).days if since else 0
    return t.n("waiting for {n} day", "waiting for {n} days", days) if days else None
