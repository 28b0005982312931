"""Privacy: from what was asked to what is seen."""

from __future__ import annotations

from bot import dialogue
from bot.doors import AboutPrivacy
from bot.privacy import actions, questions, screens
from bot.privacy.rules import Subject
from bot.request import Request
from bot.screen import Made, Screen
from storage import personal_data

FILE = "kaiwa-mydata.json"


def my_data(request: Request, _pressed: screens.ShowMyData | None = None) -> Screen:
    """/mydata: all that is held, in counts."""
    of = actions.whose(request.tx, request.person.chat_id)
    counts = personal_data.at_a_glance(request.tx, of)
    if not any(counts.values()):
        return screens.nothing_held(request.t)
    return screens.my_data(
        request.t, request.organisation, of.person, counts, named=len(of.named), hidden=len(of.hidden)
    )


def my_file(request: Request, _pressed: screens.GetMyData) -> Screen:
    """The same in full, as a file."""
    of = actions.whose(request.tx, request.person.chat_id)
    found = personal_data.held(request.tx, of)
    content = personal_data.as_json(
        found,
        organisation=request.organisation.name.say(request.t.language),
        made_on=request.today.isoformat(),
        chat_id=of.chat_id,
        not_listed=screens.not_listed(request.t),
    )
    return screens.my_file(request.t, Made(FILE, content, "application/json"))


def forget(request: Request, _pressed: screens.AskForget | None = None) -> Screen:
    """/forget: what goes, what stays, and twice whether it shall be so."""
    of = actions.whose(request.tx, request.person.chat_id)
    if not any(personal_data.at_a_glance(request.tx, of).values()):
        return screens.nothing_held(request.t)
    return dialogue.begin(request, questions.KIND, questions.first_answers(request))


def privacy(request: Request, pressed: screens.ShowPrivacy | AboutPrivacy | None = None) -> Screen:
    """/privacy: as it is configured here, a subject a page."""
    subject = pressed.subject if isinstance(pressed, screens.ShowPrivacy) else Subject.START
    return screens.privacy(request.t, request.organisation, subject)
