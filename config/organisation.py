"""The organisation described: units, topics, teams, promises and working time, read from one TOML file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args
from zoneinfo import ZoneInfo, available_timezones

import holidays
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    StrictBool,
    StrictInt,
    ValidationInfo,
    field_validator,
    model_validator,
)

from config.problems import did_you_mean
from config.toml_file import Location, TomlFile
from config.working_days import WorkingDays

LANGUAGES = ("en", "sv", "sl", "uk")
"""The languages that Kaiwa speaks."""

ANSWER_DAYS = 14
"""How long the question whether it helped stays open."""

NEEDED_TO_BE_HEARD = ("seals", "names", "talk", "files", "feedback", "ideas")
"""Kinds of data that must last as long as an author may come back to what was decided."""

CODED = (
    "units",
    "topics",
    "teams",
    "decline_reasons",
    "rating_reasons",
    "question_sets",
    "service_points",
    "channels",
    "campaigns",
)
"""Tables whose entries are told apart by their codes."""
UNDECIDED, OWN_WORDS = "-", "own"
"""What the bot's own choices are called beside the organisation's: no unit or topic yet, a reason in own words."""

TAKEN = {
    "units": (UNDECIDED, "what is not decided"),
    "topics": (UNDECIDED, "what is not decided"),
    "decline_reasons": (OWN_WORDS, "a reason in own words"),
}
"""Codes that the organisation cannot use, and what they mean to the bot."""

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Concern = Literal["emergency", "whistleblowing", "appeal", "other"]


def _known_language(language: str) -> str:
    if language not in LANGUAGES:
        raise ValueError(f"“{language}” is not a language that Kaiwa speaks; {did_you_mean(language, LANGUAGES)}")
    return language


def _short_code(code: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]{1,20}", code):
        raise ValueError("must be 1 to 20 of the signs a-z, 0-9 and -")
    return code


def _stem(word: str) -> str:
    if word != word.lower() or word != word.strip():
        raise ValueError("must be written in lower case, without blanks around it")
    return word


def _day(value: Any) -> Any:
    """A day with quotes or without; no moment, and no number, which would be taken for seconds since 1970."""
    if type(value) is date or (isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value)):
        return value
    raise ValueError("must be a date such as 2026-12-24")


def _time_of_day(value: Any) -> Any:
    """A time with quotes or without; no number, which would be taken for seconds since midnight."""
    if isinstance(value, time) or (isinstance(value, str) and re.fullmatch(r"\d\d:\d\d(:\d\d)?", value)):
        return value
    raise ValueError("must be a time of day such as “09:00”")


def _channel_address(value: Any) -> str:
    """A channel's name or number, as Telegram's apps show them."""
    address = str(value) if type(value) in (int, str) else ""
    if re.fullmatch(r"@[A-Za-z][A-Za-z0-9_]{3,31}|-100\d{5,13}", address):
        return address
    raise ValueError("must be the channel's name, such as “@lindvale”, or its number, such as “-1001234567890”")


Day = Annotated[date, BeforeValidator(_day)]
TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]
Code = Annotated[str, AfterValidator(_short_code)]
Language = Annotated[str, AfterValidator(_known_language)]
Words = tuple[Annotated[str, Field(min_length=2), AfterValidator(_stem)], ...]


class _Described(BaseModel):
    """Part of the description: cannot change, knows no other keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Names(RootModel[Mapping[str, str]]):
    """One text in several languages, the organisation's own first."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    def say(self, language: str) -> str:
        """The text in this language, else in the organisation's own."""
        return self.root.get(language) or next(iter(self.root.values()))

    @model_validator(mode="before")
    @classmethod
    def _own_language_first(cls, texts: Any, info: ValidationInfo) -> dict[str, str]:
        own = (info.context or {}).get("default_language", LANGUAGES[0])
        if isinstance(texts, str):
            texts = {own: texts}
        if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
            raise ValueError('must be a text, or one for each language: { en = "…", sv = "…" }')
        for language, text in texts.items():
            _known_language(language)
            if not text.strip():
                raise ValueError(f"is empty in “{language}”")
        if own not in texts:
            raise ValueError(f"has no text in the default language, “{own}”")
        return {own: texts[own], **texts}


class About(_Described):
    """Who the organisation is, where, and which languages it speaks."""

    name: Names
    country: str = "FI"
    subdivision: str | None = None
    timezone: str = "Europe/Helsinki"
    languages: tuple[Language, ...] = Field(LANGUAGES, min_length=1)
    default_language: Language = Field(LANGUAGES[0], validate_default=True)
    citizens: StrictBool = True
    """May people without a role send ideas and feedback?"""
    public_record: Names | None = None
    """That what is sent may be given to whoever asks for public records; said before sending, where that is so."""
    default_team: Code

    @field_validator("country")
    @classmethod
    def _has_holidays(cls, country: str) -> str:
        known = holidays.list_supported_countries()
        if country not in known:
            hint = did_you_mean(country.upper(), list(known)) if len(country) == 2 else "two letters such as FI"
            raise ValueError(f"“{country}” is not a country whose holidays are known; {hint}")
        return country

    @field_validator("subdivision")
    @classmethod
    def _is_part_of_the_country(cls, subdivision: str | None, info: ValidationInfo) -> str | None:
        country = info.data.get("country")
        known = holidays.list_supported_countries().get(country, []) if country else []
        if subdivision is not None and country and subdivision not in known:
            raise ValueError(f"“{subdivision}” is not a part of {country}; {did_you_mean(subdivision, known)}")
        return subdivision

    @field_validator("timezone")
    @classmethod
    def _is_a_zone(cls, zone: str) -> str:
        if zone not in available_timezones():
            known = sorted(available_timezones())
            hint = did_you_mean(zone, known) if "/" in zone else "write it as Europe/Helsinki"
            raise ValueError(f"“{zone}” is not a time zone; {hint}")
        return zone

    @field_validator("default_language")
    @classmethod
    def _is_spoken(cls, language: str, info: ValidationInfo) -> str:
        spoken = info.data.get("languages", LANGUAGES)
        if language not in spoken:
            raise ValueError(f"“{language}” is not among the organisation's languages: {', '.join(spoken)}")
        return language


class Promises(_Described):
    """Working days within which an answer is promised."""

    idea_days: StrictInt = Field(5, ge=1, le=250)
    feedback_days: StrictInt = Field(5, ge=1, le=250)


class Ideas(_Described):
    """How ideas are talked over, and until when their authors are heard again."""

    comments: Literal["open", "checked", "off"] = "open"
    """May colleagues comment on open ideas: yes, after the team's look, or not at all?"""
    second_look_days: StrictInt = Field(30, ge=1, le=365)
    """Days after a refusal within which the author may ask for a second look."""
    helped_after_days: StrictInt = Field(28, ge=1, le=365)
    """Days after "done" when the author is asked whether it helped."""


class Feedback(_Described):
    """Until when whoever sent feedback is heard again."""

    solved_after_days: int = Field(28, ge=1, le=365)
    """Days after "done" when the author is asked whether it is solved."""
    reopen_days: int = Field(30, ge=1, le=365)
    """Days after "done" within which the author may say at any time that it is not."""


class Misuse(_Described):
    """What nobody does who means well."""

    messages_a_day: StrictInt = Field(30, ge=1, le=1000)
    """How much one person may send in a day: ideas, feedback, comments and answers."""
    burst: StrictInt = Field(20, ge=5, le=10000)
    """So many ratings of one point in ten minutes are unusual, where a usual day has not twice as many."""


class Messages(_Described):
    """What a message may hold."""

    longest_voice_seconds: StrictInt = Field(180, ge=10, le=3600)
    """How long a voice message or another recording may last: somebody has to listen to it."""


class Retention(_Described):
    """Days after which data of each kind go by themselves; 0 keeps them for good where that is allowed."""

    seals: StrictInt = Field(60, ge=1, le=730)
    """After closing: from then on nobody can tell who a hidden author was."""
    names: StrictInt = Field(1095, ge=0, le=36500)
    """After closing: all names leave the item: of the author, and of whoever supported it or looked after it."""
    talk: StrictInt = Field(1095, ge=0, le=36500)
    """After closing: what team, author and colleagues said about the item."""
    files: StrictInt = Field(1095, ge=0, le=36500)
    """After closing: the item's files."""
    feedback: StrictInt = Field(1095, ge=0, le=36500)
    """After closing: feedback as a whole."""
    ideas: StrictInt = Field(0, ge=0, le=36500)
    """After closing: ideas as a whole."""
    thanks: StrictInt = Field(1095, ge=0, le=36500)
    """After they were given: thanks to colleagues."""
    drafts: StrictInt = Field(14, ge=1, le=60)
    """After they were begun: messages that were never sent."""
    mentions: StrictInt = Field(90, ge=1, le=730)
    """After the message: which item it speaks of, so that a reply finds its way."""
    aside: StrictInt = Field(90, ge=1, le=730)
    """What could not be handled and waits for the operator."""

    def kept(self, kind: str) -> timedelta:
        """How long data of a kind are kept."""
        return timedelta(days=getattr(self, kind))


class WorkingTime(_Described):
    """When the organisation works, beside its country's public holidays."""

    days: tuple[Weekday, ...] = Field(("mon", "tue", "wed", "thu", "fri"), min_length=1)
    closed: tuple[Day, ...] = ()
    remind_at: TimeOfDay = time(9)


class QuietHours(_Described):
    """When nobody is written to unasked; equal ends mean never quiet."""

    start: TimeOfDay = Field(time(20), alias="from")
    end: TimeOfDay = Field(time(7), alias="to")

    def cover(self, local: time) -> bool:
        """Whether this moment of the organisation's day is quiet; hours may go over midnight."""
        if self.start <= self.end:
            return self.start <= local < self.end
        return local >= self.start or local < self.end


class Unit(_Described):
    """A department; `words` are stems, in any language, that point to it."""

    code: Code
    name: Names
    team: Code | None = None
    words: Words = ()


class Topic(_Described):
    """What an idea is about."""

    code: Code
    name: Names
    words: Words = ()


class Team(_Described):
    """A quality team; its cards are written in its language."""

    code: Code
    name: Names
    language: Language


class DeclineReason(_Described):
    """Why an idea may be declined."""

    code: Code
    name: Names


class RatingReason(_Described):
    """Why somebody rates a service point as he or she does."""

    code: Code
    name: Names


class QuestionSet(_Described):
    """What a rating asks: the question (the kind of the point asks, where none is named) and the reasons to choose from."""

    code: Code
    question: Names | None = None
    reasons: tuple[Code, ...] = Field((), max_length=8)


class ServicePoint(_Described):
    """A counter, telephone, website or form that people rate; its code stands in its link and QR code."""

    code: Code
    name: Names
    unit: Code
    kind: Literal["counter", "phone", "website", "form"] = "counter"
    questions: Code | None = None
    languages: tuple[Language, ...] = ()
    """Of its poster, the first one largest; all of the organisation's where none is named."""
    internal: StrictBool = False
    """Used by employees alone."""
    retired: StrictBool = False
    """No longer there: its link says so. The code stays in the file, because old ratings have it."""


class Channel(_Described):
    """What may not be told here, the stems and phrases that it is recognised by, and what to do instead."""

    code: Code
    concern: Concern
    words: Words = Field(min_length=1)
    text: Names


class PublicChannel(_Described):
    """Where the organisation tells everybody what came of what was said: a channel in which the bot may post."""

    address: Annotated[str, BeforeValidator(_channel_address)]
    language: Language | None = None
    """The default language where none is named."""


class Campaign(_Described):
    """A question to those who work in some units (none named: in all); begins and ends with these days."""

    code: Code
    question: Names
    sponsor: Names | None = None
    """Who wants to know; the default team where nobody is named."""
    start: Day = Field(alias="from")
    end: Day = Field(alias="to")
    units: tuple[Code, ...] = ()


class Organisation(_Described):
    """The whole description. Codes that have left the file since are still answered, by the code itself."""

    about: About = Field(alias="organisation")
    promises: Promises = Promises()
    ideas: Ideas = Ideas()
    feedback: Feedback = Feedback()
    misuse: Misuse = Misuse()
    messages: Messages = Messages()
    retention: Retention = Retention()
    working_time: WorkingTime = WorkingTime()
    quiet_hours: QuietHours = QuietHours()
    units: tuple[Unit, ...] = Field(min_length=1)
    topics: tuple[Topic, ...] = Field(min_length=1)
    teams: tuple[Team, ...] = Field(min_length=1)
    decline_reasons: tuple[DeclineReason, ...] = Field(min_length=1)
    rating_reasons: tuple[RatingReason, ...] = ()
    question_sets: tuple[QuestionSet, ...] = ()
    service_points: tuple[ServicePoint, ...] = ()
    channels: tuple[Channel, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    public_channel: PublicChannel | None = None

    @property
    def name(self) -> Names:
        return self.about.name

    @property
    def languages(self) -> tuple[str, ...]:
        return self.about.languages

    @property
    def default_language(self) -> str:
        return self.about.default_language

    @property
    def channel_language(self) -> str:
        """In which language the public channel is written."""
        return (self.public_channel and self.public_channel.language) or self.default_language

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.about.timezone)

    @cached_property
    def working_days(self) -> WorkingDays:
        return WorkingDays(
            self.about.country,
            self.about.subdivision,
            weekdays=[get_args(Weekday).index(day) for day in self.working_time.days],
            closed=self.working_time.closed,
        )

    def unit(self, code: str) -> Unit:
        return _coded(self.units, code) or Unit.model_construct(code=code, name=_as_it_stands(code))

    def topic(self, code: str) -> Topic:
        return _coded(self.topics, code) or Topic.model_construct(code=code, name=_as_it_stands(code))

    def team(self, code: str) -> Team:
        return _coded(self.teams, code) or Team.model_construct(
            code=code, name=_as_it_stands(code), language=self.default_language
        )

    def decline_reason(self, code: str) -> DeclineReason:
        return _coded(self.decline_reasons, code) or DeclineReason.model_construct(code=code, name=_as_it_stands(code))

    def rating_reason(self, code: str) -> RatingReason:
        return _coded(self.rating_reasons, code) or RatingReason.model_construct(code=code, name=_as_it_stands(code))

    def service_point(self, code: str) -> ServicePoint:
        return self.find_service_point(code) or ServicePoint.model_construct(
            code=code, name=_as_it_stands(code), unit="", retired=True
        )

    def find_service_point(self, code: str) -> ServicePoint | None:
        """The point with this code; None where the file has none."""
        return _coded(self.service_points, code)

    def question_set(self, point: ServicePoint) -> QuestionSet:
        """What is asked at a point."""
        return _coded(self.question_sets, point.questions or "") or QuestionSet.model_construct(code="")

    def points_without_team(self) -> list[ServicePoint]:
        """Points that are in use and whose unit names no team: the default team answers for them."""
        return [point for point in self.service_points if not point.retired and self.unit(point.unit).team is None]

    def team_for(self, unit_code: str | None) -> Team:
        """The team that answers for a unit; the default team for no unit and for units without one."""
        unit = self.unit(unit_code) if unit_code else None
        return self.team((unit and unit.team) or self.about.default_team)


Coded = TypeVar("Coded", Unit, Topic, Team, DeclineReason, RatingReason, QuestionSet, ServicePoint)


def _coded(described: tuple[Coded, ...], code: str) -> Coded | None:
    return next((one for one in described if one.code == code), None)


def _as_it_stands(code: str) -> Names:
    return Names.model_construct({LANGUAGES[0]: code})


def load(path: Path) -> Organisation:
    """The organisation that this file describes; raises `ConfigurationError` with all that is wrong."""
    return _described(TomlFile.read(path))


def parse(text: str, where: str) -> Organisation:
    """The organisation that this text describes; `where` is what problems call it."""
    return _described(TomlFile(text, where))


def _described(file: TomlFile) -> Organisation:
    about = file.content.get("organisation")
    own = about.get("default_language") if isinstance(about, dict) else None
    context = {"default_language": own if own in LANGUAGES else LANGUAGES[0]}
    return file.into(Organisation, context, _broken_references)


def _broken_references(organisation: Organisation, doubted: frozenset[str]) -> Iterator[tuple[Location, str]]:
    """What does not fit the rest; in `doubted` tables something is wrong in itself, and stands for its default here."""
    if "ideas" not in doubted:
        yield from _broken_rights(organisation)
    teams = [team.code for team in organisation.teams]
    asked: list[tuple[Location, str | None]] = [
        (("organisation", "default_team"), organisation.about.default_team),
        *((("units", index, "team"), unit.team) for index, unit in enumerate(organisation.units)),
    ]
    for location, code in asked:
        if code is not None and code not in teams:
            yield location, f"there is no team “{code}”; {did_you_mean(code, teams)}"
    if organisation.channel_language not in organisation.languages:
        spoken = ", ".join(organisation.languages)
        yield (
            ("public_channel", "language"),
            f"“{organisation.channel_language}” is not among the organisation's languages: {spoken}",
        )
    yield from _broken_campaigns(organisation)
    yield from _broken_points(organisation)
    for table in CODED:
        codes: list[str] = []
        for index, described in enumerate(getattr(organisation, table)):
            if described.code in codes:
                yield (table, index, "code"), f"“{described.code}” is used twice"
            if table in TAKEN and described.code == TAKEN[table][0]:
                yield (table, index, "code"), f"“{described.code}” is the bot's own word for {TAKEN[table][1]}"
            codes.append(described.code)


def _broken_rights(organisation: Organisation) -> Iterator[tuple[Location, str]]:
    """What an author needs until the last day of a second look, and of saying whether it helped, must not go before."""
    ideas, feedback = organisation.ideas, organisation.feedback
    asked = max(ideas.helped_after_days, feedback.solved_after_days) + ANSWER_DAYS
    heard_again = max(ideas.second_look_days, feedback.reopen_days, asked)
    for kind in NEEDED_TO_BE_HEARD:
        days = getattr(organisation.retention, kind)
        if 0 < days < heard_again:
            why = f"must be at least {heard_again}: until then authors may ask for a second look and say whether it helped"
            yield ("retention", kind), why


def _broken_campaigns(organisation: Organisation) -> Iterator[tuple[Location, str]]:
    units = [unit.code for unit in organisation.units]
    for index, campaign in enumerate(organisation.campaigns):
        if campaign.end < campaign.start:
            yield ("campaigns", index, "to"), f"must not be before “from”, {campaign.start}"
        for number, code in enumerate(campaign.units):
            if code not in units:
                yield ("campaigns", index, "units", number), f"there is no unit “{code}”; {did_you_mean(code, units)}"


def _broken_points(organisation: Organisation) -> Iterator[tuple[Location, str]]:
    units = [unit.code for unit in organisation.units]
    sets = [each.code for each in organisation.question_sets]
    reasons = [reason.code for reason in organisation.rating_reasons]
    for index, point in enumerate(organisation.service_points):
        if point.unit not in units:
            yield (
                ("service_points", index, "unit"),
                f"there is no unit “{point.unit}”; {did_you_mean(point.unit, units)}",
            )
        if point.questions is not None and point.questions not in sets:
            why = f"there is no question set “{point.questions}”; {did_you_mean(point.questions, sets)}"
            yield ("service_points", index, "questions"), why
        for number, language in enumerate(point.languages):
            if language not in organisation.languages:
                spoken = ", ".join(organisation.languages)
                why = f"“{language}” is not among the organisation's languages: {spoken}"
                yield ("service_points", index, "languages", number), why
    for index, each in enumerate(organisation.question_sets):
        for number, code in enumerate(each.reasons):
            if code not in reasons:
                why = f"there is no rating reason “{code}”; {did_you_mean(code, reasons)}"
                yield ("question_sets", index, "reasons", number), why
