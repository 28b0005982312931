"""People: from what was asked to what is seen."""

from __future__ import annotations

from bot import access, dialogue
from bot.feedback import rules as feedback
from bot.people import actions, screens
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen
from bot.texts import Texts
from storage import drafts, outbox, people
from storage.records.person import Role


def start(request: Request) -> Screen:
    """/start: begin."""
    return screens.welcome(
        request.t,
        request.organisation.name,
        request.person.name,
        employee=access.permits(request, Role.EMPLOYEE),
        rates=bool(feedback.offered(request.organisation, employee=False)),
        citizen=request.organisation.about.citizens,
        quality=access.permits(request, Role.QUALITY),
        admin=access.permits(request, Role.ADMIN),
    )


def accept_invitation(request: Request) -> Screen:
    accepted = actions.accept_invitation(
        request.tx, request.person, request.payload, at=request.now, today=request.today
    )
    if accepted is None:
        raise Refused(screens.invitation_over(request.t))
    person, invitation = accepted
    unit = request.organisation.unit(invitation.unit).name if invitation.unit else None
    assert invitation.role is not None
    colleague = Role.EMPLOYEE in access.INCLUDES[invitation.role]
    return screens.invited(request.t, person.name, invitation.role, unit, colleague=colleague)


def team_link(request: Request) -> Screen:
    """A link that binds a group, opened in a private chat."""
    raise Refused(screens.group_invitation_only(request.t))


def help_page(request: Request) -> Screen:
    private = request.place.private
    possible = [
        (route.name, route.says or "")
        for route in request.routes.commands(private=private)
        if access.permits(request, route.role)
    ]
    return screens.help_page(request.t, possible, employee=access.permits(request, Role.EMPLOYEE), private=private)


def languages(request: Request, _pressed: screens.ShowLanguages | None = None) -> Screen:
    return screens.languages(request.t, request.organisation.languages)


def choose_language(request: Request, pressed: screens.ChooseLanguage) -> Screen:
    if pressed.language not in request.organisation.languages:
        raise Refused(request.t("This language is not spoken here."))
    actions.choose_language(request.tx, request.person, pressed.language, today=request.today)
    return screens.language_chosen(Texts(pressed.language, request.organisation.zone))


def cancel(request: Request) -> Screen:
    if drafts.stop_asking(request.tx, dialogue.owner(request)):
        return Screen(request.t("Stopped. Nothing was sent."))
    if (unsent := dialogue.unsent(request)) is not None:
        return screens.not_sent_yet(request.t, unsent)
    return Screen(request.t("There is nothing to stop."))


def stopped(request: Request) -> None:
    """The person has blocked the bot: what is owed waits, as soon as the sender learns that it cannot arrive."""
    people.set_reachable(request.tx, request.place.chat_id, False)


def back(request: Request) -> None:
    """The person has unblocked the bot: what waited goes out."""
    people.set_reachable(request.tx, request.place.chat_id, True)
    outbox.release(request.tx, request.place.chat_id)
