"""Masking: the question about personal data in what a team is about to let others read, the same in every dialogue."""

from __future__ import annotations

from collections.abc import Sequence

from bot import personal
from bot.dialogue import Answers, Drop, Question, choice
from bot.personal import PersonalKind
from bot.request import Request
from bot.screen import Button, Screen, column
from bot.texts import Html, Texts, lines, shortened
from storage.records.draft import Draft

PERSONAL = "personal"
MASK, KEEP, NONE = "mask", "keep", ""
MOST_SHOWN = 6


def masked(request: Request, text: str) -> str:
    """A text without the personal data that can be found in it."""
    return personal.masked(text, personal.find(text, request.organisation.about.country))


def raised(request: Request, *texts: str) -> Answers:
    """The question that these words raise: open (None) where they hold such a thing."""
    return {PERSONAL: None if personal.find("\n".join(texts), request.organisation.about.country) else NONE}


def question(*keys: str) -> Question:
    """Whether personal data in these answers are blacked out."""

    def ask(request: Request, draft: Draft) -> Screen:
        text = "\n".join(draft.answers[key] for key in keys)
        found = personal.find(text, request.organisation.about.country)
        return ask_personal(request.t, draft, [(one.kind, text[one.start : one.end]) for one in found])

    def choose(request: Request, draft: Draft, value: str) -> Answers:
        words = {key: masked(request, draft.answers[key]) for key in keys} if value == MASK else {}
        return {PERSONAL: value, **words}

    return Question(PERSONAL, ask, choose=choose)


def ask_personal(t: Texts, draft: Draft, found: Sequence[tuple[PersonalKind, str]]) -> Screen:
    return Screen(
        lines(
            t("🔎 <b>These words hold personal data.</b> Shall I black it out before others read it?"),
            *pointed_out(t, found),
        ),
        column(
            Button(t("⬛ Black it out"), choice(draft, PERSONAL, MASK)),
            Button(t("Leave it as it is"), choice(draft, PERSONAL, KEEP)),
            Button(t("↩️ Stop here"), Drop(draft.id)),
        ),
    )


def pointed_out(t: Texts, found: Sequence[tuple[PersonalKind, str]]) -> list[Html]:
    """What in somebody's words leads to a person, a line each; of very much the beginning."""
    names = {
        PersonalKind.EMAIL: t.p("personal data", "e-mail address"),
        PersonalKind.PHONE: t.p("personal data", "telephone number"),
        PersonalKind.IDENTITY: t.p("personal data", "personal identity number"),
        PersonalKind.CARD: t.p("personal data", "payment card"),
        PersonalKind.ACCOUNT: t.p("personal data", "bank account"),
    }
    listed = [
        Html("• ") + names[kind] + Html(": <code>") + shortened(place, 40) + Html("</code>")
        for kind, place in found[:MOST_SHOWN]
    ]
    return [*listed, *([Html("• …")] if len(found) > MOST_SHOWN else [])]
