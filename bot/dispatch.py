"""From what somebody did to its effects: find the route, ask the handler, owe the screen and the news."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot import access, dialogue, links, news, rendering
from bot.refusal import Refused
from bot.request import Request
from bot.routing import Route, Routes
from bot.screen import Screen
from bot.telegram.reading import Incoming, Somebody
from bot.texts import Html, Texts, nearest_language, parted
from config.organisation import Organisation
from storage import drafts, mentions, outbox, people, teams
from storage.db import Tx
from storage.records.outgoing import Call
from storage.records.person import Person


@dataclass(frozen=True, slots=True)
class Answered:
    """What remains to be said outside the transaction: the notice of a press."""

    notice: str | None = None


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Everything that is the same for all requests."""

    organisation: Organisation
    routes: Routes
    bot_username: str

    def handle(self, tx: Tx, incoming: Incoming, now: datetime) -> Answered:
        """All effects of one update. Whoever calls undoes them when an exception comes: Refused, or a bug."""
        request = self._arrived(tx, incoming, now)
        answered = self._shown(request, incoming, self._answer(request, incoming))
        news.tell(tx, self.organisation, now, self.routes.menu)
        return answered

    def refuse(self, tx: Tx, incoming: Incoming, now: datetime, refusal: Refused) -> Answered:
        """What could not be done, said to whoever asked."""
        request = self._arrived(tx, incoming, now)
        if refusal.over and incoming.kind == "press":
            _owe(request, rendering.without_buttons(request.place.chat_id, request.said.message_id))
        return self._shown(request, incoming, _refusal(refusal, incoming))

    def apologise(self, tx: Tx, incoming: Incoming, now: datetime, reference: int) -> None:
        """Tell the person that something went wrong here, with a reference for the operator."""
        request = self._request(tx, incoming, now)
        text = request.t(
            "Something went wrong on our side. What you sent has been kept, and somebody will look at it. Reference: {reference}.",
            reference=f"R-{reference}",
        )
        _owe(request, rendering.message(request.place.chat_id, Screen(text), thread_id=request.place.thread_id))

    def _arrived(self, tx: Tx, incoming: Incoming, now: datetime) -> Request:
        """The request. Whoever says /start can be reached again: what waited goes out, also for one who is known no longer.

        Other words and presses may send or answer something hidden: with them nothing is written about the person.
        """
        request = self._request(tx, incoming, now)
        person, command = request.person, incoming.kind == "message" and _begins_nothing(incoming.said.text)
        if not command or not request.place.private or (person.known and person.reachable):
            return request
        outbox.release(tx, person.chat_id)
        people.set_reachable(tx, person.chat_id, True)
        return replace(request, person=replace(person, reachable=True))

    def _request(self, tx: Tx, incoming: Incoming, now: datetime) -> Request:
        who = incoming.who or Somebody(incoming.place.chat_id, "", None, None)
        person = self._person(tx, who, keeps=_begins_nothing(incoming.said.text))
        place = incoming.place
        language = person.language
        if not place.private:
            here = teams.bound_to(tx, place.chat_id)
            place = replace(place, teams=tuple(found.team for found in here))
            if here:
                language = self.organisation.team(here[0].team).language
        t = Texts(language, self.organisation.zone)
        said = incoming.said
        return Request(tx, now, person, place, t, self.organisation, self.routes, self.bot_username, said)

    def _person(self, tx: Tx, who: Somebody, *, keeps: bool) -> Person:
        """Whoever it is, as Telegram tells now. A new name is kept with two commands alone: beside something hidden, or
        what may become so, nothing may be written that names a person.
        """
        spoken = nearest_language(who.language, self.organisation.languages, self.organisation.default_language)
        known = people.by_chat(tx, who.chat_id)
        if known is None:
            return Person(None, who.chat_id, who.name, who.username, spoken)
        if (known.name, known.username) != (who.name, who.username) and who.name:
            known = replace(known, name=who.name, username=who.username)
            return people.keep(tx, known) if keeps else known
        return known

    def _answer(self, request: Request, incoming: Incoming) -> Screen | None:
        if incoming.kind == "press":
            return self._pressed(request, incoming.press or "")
        if incoming.kind == "edit":
            route = self.routes.find("event", "edited", private=request.place.private)
            return self._run(route, request) if route else None
        if incoming.kind == "event":
            route = self.routes.find("event", incoming.event or "", private=request.place.private)
            return self._run(route, request, *([incoming.moved_to] if incoming.moved_to else [])) if route else None
        if request.said.text.startswith("/"):
            return self._command(request)
        return self._words(request)

    def _pressed(self, request: Request, payload: str) -> Screen | None:
        pressed = self.routes.presses.unpack(payload)
        route = pressed and self.routes.find("button", type(pressed).__name__, private=request.place.private)
        if not route:
            raise Refused(request.t("This button is no longer in use. /help shows what is possible."))
        if not isinstance(pressed, dialogue.Choose | dialogue.Drop):
            _go_elsewhere(request)
        return self._run(route, request, pressed)

    def _command(self, request: Request) -> Screen | None:
        word, rest = parted(request.said.text)
        name, _, addressee = word[1:].partition("@")
        if addressee and addressee.lower() != self.bot_username.lower():
            return None
        private = request.place.private
        if name != "cancel":
            _go_elsewhere(request)
        if name == "start" and (link := links.parts(rest)):
            kind, payload = link
            route = self.routes.find("link", kind, private=private)
            if route is None:
                raise Refused(request.t("This link is not known here. It may be from another place, or too old."))
            return self._run(route, replace(request, payload=payload))
        route = self.routes.find("command", name.lower(), private=private)
        if route is not None:
            return self._run(route, replace(request, payload=rest))
        if not private:
            return None
        raise Refused(request.t("There is no command {word} here. /help shows what is possible.", word=word))

    def _words(self, request: Request) -> Screen | None:
        """A reply to a message that speaks of an item, the answer to an open question, or something new."""
        private = request.place.private
        draft = dialogue.asking(request)
        item_id = _item_replied_to(request)
        if item_id is not None and (route := self.routes.find("reply", _where(private), private=private)):
            return self._run(route, request, item_id)
        if draft is not None:
            return dialogue.hear(request, draft)
        route = self.routes.find("words", _where(private), private=private)
        return self._run(route, request) if route else None

    def _run(self, route: Route, request: Request, *arguments: object) -> Screen | None:
        if not access.permits(request, route.role, own=route.own_role):
            raise Refused(_not_for(request.t), as_notice=True)
        return route.handler(request, *arguments)

    def _shown(self, request: Request, incoming: Incoming, screen: Screen | None) -> Answered:
        if screen is None:
            return Answered()
        if screen.text is not None:
            self._show(request, incoming, screen)
        return Answered(screen.notice.plain if screen.notice else None)

    def _show(self, request: Request, incoming: Incoming, screen: Screen) -> None:
        place = request.place
        if incoming.kind == "press" and not screen.fresh and not screen.asks:
            _owe(request, rendering.edit(place.chat_id, request.said.message_id, screen))
            return
        if not place.private and incoming.kind == "message" and screen.reply_to is None:
            screen = replace(screen, reply_to=request.said.message_id)
        _owe(request, rendering.message(place.chat_id, screen, thread_id=place.thread_id))


def _owe(request: Request, call: Call) -> None:
    """An answer in a private chat may be one about something hidden."""
    outbox.put(request.tx, replace(call, hidden=request.place.private))


def _go_elsewhere(request: Request) -> None:
    """Whoever opens something else in a private chat no longer answers what was asked before."""
    if request.place.private:
        drafts.stop_asking(request.tx, dialogue.owner(request))


def _begins_nothing(text: str) -> bool:
    """Whether these are words after which nobody has begun, sent or changed anything."""
    return text.strip().partition("@")[0] in ("/start", "/language")


def _item_replied_to(request: Request) -> int | None:
    replied = request.said.reply_to
    if replied is None:
        return None
    if request.place.private:
        return mentions.item_of(request.tx, request.place.chat_id, replied)
    card = teams.card_of_message(request.tx, request.place.chat_id, replied)
    return card.item_id if card else mentions.item_of(request.tx, request.place.chat_id, replied)


def _refusal(refusal: Refused, incoming: Incoming) -> Screen:
    if incoming.kind == "press" and refusal.as_notice:
        return Screen(notice=refusal.sentence)
    return Screen(refusal.sentence)


def _not_for(t: Texts) -> Html:
    return t("This is for people with another role here. If it should be yours, ask for an invitation.")


def _where(private: bool) -> str:
    return "private" if private else "group"
