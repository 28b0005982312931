"""The shipped organisation is complete, and a broken one is refused with file, line, key and reason."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from config.organisation import LANGUAGES, Names, Organisation, load, parse
from config.problems import ConfigurationError, Problem
from config.settings import SHIPPED_ORGANISATION

SMALL = """
[organisation]
name = "Small town"
default_team = "quality"

[[units]]
code = "library"
name = { en = "Library", sv = "Biblioteket" }

[[units]]
code = "streets"
name = "Streets"
team = "roads"

[[topics]]
code = "service"
name = "Service"

[[teams]]
code = "quality"
name = "Quality"
language = "sv"

[[teams]]
code = "roads"
name = "Roads"
language = "uk"

[[decline_reasons]]
code = "law"
name = "The law"
"""


@pytest.fixture(scope="module")
def lindvale() -> Organisation:
    return load(SHIPPED_ORGANISATION)


def names_in(organisation: Organisation) -> list[Names]:
    return [
        organisation.name,
        *(unit.name for unit in organisation.units),
        *(topic.name for topic in organisation.topics),
        *(team.name for team in organisation.teams),
        *(why.name for why in organisation.decline_reasons),
        *(reason.name for reason in organisation.rating_reasons),
        *(each.question for each in organisation.question_sets if each.question),
        *(point.name for point in organisation.service_points),
        *(channel.text for channel in organisation.channels),
        *filter(None, [organisation.about.public_record]),
        *(campaign.question for campaign in organisation.campaigns),
        *(campaign.sponsor for campaign in organisation.campaigns if campaign.sponsor),
    ]


def test_the_sample_town_says_every_name_in_every_language(lindvale: Organisation) -> None:
    for names in names_in(lindvale):
        assert set(names.root) == set(LANGUAGES)


def test_the_sample_towns_words_point_somewhere_in_every_language(lindvale: Organisation) -> None:
    for words in [
        *(unit.words for unit in lindvale.units),
        *(topic.words for topic in lindvale.topics),
        *(channel.words for channel in lindvale.channels),
    ]:
        assert len(words) >= len(LANGUAGES)
        assert any("а" <= letter <= "я" for word in words for letter in word)


def test_the_sample_town_names_a_lawful_channel_for_each_concern(lindvale: Organisation) -> None:
    assert [channel.concern for channel in lindvale.channels] == ["emergency", "whistleblowing", "appeal"]
    assert lindvale.about.public_record
    emergency = next(channel for channel in lindvale.channels if channel.concern == "emergency")
    assert all("112" in emergency.text.say(language) for language in LANGUAGES)


def test_a_small_description_is_enough() -> None:
    town = parse(SMALL, "small.toml")
    assert town.languages == LANGUAGES
    assert (town.about.public_record, town.channels) == (None, ())
    assert (town.promises.idea_days, town.working_time.remind_at) == (5, time(9))
    assert str(town.zone) == "Europe/Helsinki"
    assert not town.working_days.is_working_day(date(2026, 12, 6))
    assert hash(town.about.languages)


def test_a_name_is_said_in_the_language_asked_else_in_the_organisations_own() -> None:
    own = SMALL.replace("[organisation]", '[organisation]\ndefault_language = "sv"').replace(
        'name = { en = "Library", sv = "Biblioteket" }', 'name = { en = "Library", sv = "Biblioteket" }'
    )
    library = parse(own, "small.toml").unit("library").name
    assert [library.say(language) for language in ("en", "sv", "uk")] == [
        "Library",
        "Biblioteket",
        "Biblioteket",
    ]


def test_each_unit_has_a_team_that_answers() -> None:
    town = parse(SMALL, "small.toml")
    assert [town.team_for(unit).code for unit in ("streets", "library", None, "gone")] == [
        "roads", "quality", "quality", "quality"
    ]  # fmt: skip
    assert town.team_for("streets").language == "uk"


def test_codes_that_left_the_file_are_still_answered() -> None:
    town = parse(SMALL, "small.toml")
    for gone in (town.unit("gone"), town.topic("gone"), town.team("gone"), town.decline_reason("gone")):
        assert gone.name.say("sl") == "gone"
    assert town.team("gone").language == "en"


@pytest.mark.parametrize(
    ("hours", "quiet", "loud"),
    [
        (
            'from = "20:00"\nto = "07:00"',
            [time(20), time(23, 59), time(0), time(6, 59)],
            [time(7), time(19, 59)],
        ),
        ('from = "01:00"\nto = "05:00"', [time(1), time(4, 59)], [time(0, 59), time(5), time(23)]),
        ('from = "00:00"\nto = "00:00"', [], [time(0), time(12)]),
    ],
)
def test_quiet_hours_may_go_over_midnight(hours: str, quiet: list[time], loud: list[time]) -> None:
    quiet_hours = parse(f"{SMALL}\n[quiet_hours]\n{hours}\n", "small.toml").quiet_hours
    assert all(quiet_hours.cover(moment) for moment in quiet)
    assert not any(quiet_hours.cover(moment) for moment in loud)


def test_a_campaign_asks_everybody_in_the_name_of_the_default_team_unless_said_otherwise() -> None:
    town = parse(SMALL + CAMPAIGN.replace('units = ["library"]\n', ""), "small.toml")
    (campaign,) = town.campaigns
    assert (campaign.start, campaign.end) == (date(2026, 12, 1), date(2026, 12, 18))
    assert (campaign.units, campaign.sponsor) == ((), None)


CAMPAIGN = """
[[campaigns]]
code = "doors"
question = "Which door is too heavy?"
from = 2026-12-01
to = 2026-12-18
units = ["library"]
"""
BROKEN_CAMPAIGNS = [
    ('units = ["library"]', 'units = ["library", "libary"]', "campaigns[0].units[1]", 38, "did you mean “library”?"),
    ("to = 2026-12-18", "to = 2026-11-30", "campaigns[0].to", 37, "must not be before “from”, 2026-12-01"),
    ("to = 2026-12-18", 'to = "soon"', "campaigns[0].to", 37, "must be a date such as 2026-12-24"),
    ("to = 2026-12-18", "until = 2026-12-18", "campaigns[0].until", 37, "is not a known key"),
    ("from = 2026-12-01\n", "", "campaigns[0].from", 33, "is missing"),
    ('"Which door is too heavy?"', '{ sv = "Vilken dörr?" }', "campaigns[0].question", 35, "no text in the default language"),
    ('"doors"', '"Heavy doors"', "campaigns[0].code", 34, "must be 1 to 20 of the signs"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("right", "wrong", "key", "line", "reason"),
    BROKEN_CAMPAIGNS,
    ids=[f"{key}: {why}" for _, _, key, _, why in BROKEN_CAMPAIGNS],
)
def test_a_mistake_in_a_campaign_is_named(right: str, wrong: str, key: str, line: int, reason: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        parse(SMALL + CAMPAIGN.replace(right, wrong, 1), "small.toml")
    problems = {problem.key: problem for problem in raised.value.problems}
    assert problems[key].line == line
    assert reason in problems[key].reason


POINT = """
[[rating_reasons]]
code = "waiting"
name = "Waiting time"

[[question_sets]]
code = "visit"
reasons = ["waiting"]

[[service_points]]
code = "desk"
name = "Desk"
unit = "library"
questions = "visit"
languages = ["en", "sv"]
"""
BROKEN_POINTS = [
    ('unit = "library"', 'unit = "libary"', "service_points[0].unit", 44, "there is no unit “libary”; did you mean “library”?"),
    ('unit = "library"\n', "", "service_points[0].unit", 41, "is missing"),
    ('questions = "visit"', 'questions = "visits"', "service_points[0].questions", 45, "did you mean “visit”?"),
    ('questions = "visit"', 'kind = "desk"', "service_points[0].kind", 45, "'counter', 'phone', 'website' or 'form'"),
    ('["en", "sv"]', '["en", "xx"]', "service_points[0].languages[1]", 46, "“xx” is not a language"),
    ('["waiting"]', '["waitin"]', "question_sets[0].reasons[0]", 39, "there is no rating reason “waitin”"),
    ('code = "desk"', 'code = "The desk"', "service_points[0].code", 42, "must be 1 to 20 of the signs"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("right", "wrong", "key", "line", "reason"),
    BROKEN_POINTS,
    ids=[f"{key}: {why}" for _, _, key, _, why in BROKEN_POINTS],
)
def test_a_mistake_in_a_service_point_is_named(right: str, wrong: str, key: str, line: int, reason: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        parse(SMALL + POINT.replace(right, wrong, 1), "small.toml")
    (problem,) = raised.value.problems
    assert (problem.key, problem.line) == (key, line)
    assert reason in problem.reason


def test_a_poster_speaks_no_language_that_the_organisation_does_not() -> None:
    only = SMALL.replace("[organisation]", '[organisation]\nlanguages = ["en", "uk"]') + POINT
    with pytest.raises(ConfigurationError) as raised:
        parse(only, "small.toml")
    (problem,) = raised.value.problems
    assert problem.key == "service_points[0].languages[1]"
    assert "“sv” is not among the organisation's languages: en, uk" in problem.reason


def test_a_point_that_left_the_file_is_still_called_by_its_code() -> None:
    town = parse(SMALL + POINT, "small.toml")
    assert town.question_set(town.service_point("desk")).reasons == ("waiting",)
    assert town.find_service_point("gone") is None
    gone = town.service_point("gone")
    assert (gone.name.say("sv"), gone.retired) == ("gone", True)
    assert town.question_set(gone).reasons == ()
    assert town.rating_reason("gone").name.say("en") == "gone"


CHANNEL = """
[[channels]]
code = "appeal"
concern = "appeal"
words = ["appeal against", "överklag"]
text = "Write to the registry."
"""
BROKEN_CHANNELS = [
    ('code = "appeal"', 'code = "The appeal"', "channels[0].code", 34, "must be 1 to 20 of the signs"),
    ('code = "appeal"\n', "", "channels[0].code", 33, "is missing"),
    ('concern = "appeal"', 'concern = "appeals"', "channels[0].concern", 35, "'emergency', 'whistleblowing', 'appeal' or 'other'"),
    ('concern = "appeal"\n', "", "channels[0].concern", 33, "is missing"),
    ('"överklag"', '"Överklag"', "channels[0].words[1]", 36, "lower case"),
    ('["appeal against", "överklag"]', "[]", "channels[0].words", 36, "must not be empty"),
    ('words = ["appeal against", "överklag"]\n', "", "channels[0].words", 33, "is missing"),
    ('"Write to the registry."', '{ sv = "Skriv." }', "channels[0].text", 37, "no text in the default language, “en”"),
    ('"Write to the registry."', '{ en = "Write.", fi = "Kirjoita." }', "channels[0].text", 37, "“fi” is not a language"),
    ('text = "Write', 'say = "Write', "channels[0].say", 37, "is not a known key"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("right", "wrong", "key", "line", "reason"),
    BROKEN_CHANNELS,
    ids=[f"{key}: {why}" for _, _, key, _, why in BROKEN_CHANNELS],
)
def test_a_mistake_in_a_channel_is_named(right: str, wrong: str, key: str, line: int, reason: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        parse(SMALL + CHANNEL.replace(right, wrong, 1), "small.toml")
    problems = {problem.key: problem for problem in raised.value.problems}
    assert problems[key].line == line
    assert reason in problems[key].reason


def test_two_channels_have_two_codes() -> None:
    with pytest.raises(ConfigurationError) as raised:
        parse(SMALL + CHANNEL + CHANNEL, "small.toml")
    (problem,) = raised.value.problems
    assert (problem.key, problem.line, problem.reason) == ("channels[1].code", 40, "“appeal” is used twice")


def test_two_campaigns_have_two_codes() -> None:
    with pytest.raises(ConfigurationError) as raised:
        parse(SMALL + CAMPAIGN + CAMPAIGN, "small.toml")
    (problem,) = raised.value.problems
    assert (problem.key, problem.line, problem.reason) == ("campaigns[1].code", 41, "“doors” is used twice")


BROKEN = [
    (
        'default_team = "quality"',
        'default_team = "qualty"',
        "organisation.default_team",
        4,
        "did you mean “quality”?",
    ),
    (
        'team = "roads"',
        'team = "road"',
        "units[1].team",
        13,
        "there is no team “road”; did you mean “roads”?",
    ),
    ('team = "roads"', 'taem = "roads"', "units[1].taem", 13, "is not a known key; did you mean “team”?"),
    ('default_team = "quality"', "", "organisation.default_team", 2, "is missing"),
    ('code = "streets"', 'code = "library"', "units[1].code", 11, "“library” is used twice"),
    ('code = "streets"', 'code = "Streets!"', "units[1].code", 11, "must be 1 to 20 of the signs"),
    ('code = "streets"', "code = 7", "units[1].code", 11, "must be a text in quotes"),
    ('language = "uk"', 'language = "ua"', "teams[1].language", 27, "“ua” is not a language"),
    (
        'name = "Streets"',
        'name = { sv = "Gator" }',
        "units[1].name",
        12,
        "no text in the default language, “en”",
    ),
    ('name = "Streets"', 'name = { en = " " }', "units[1].name", 12, "is empty in “en”"),
    ('name = "Streets"', "name = 5", "units[1].name", 12, "must be a text, or one for each language"),
    ('name = "Streets"', 'name = "S"\nwords = ["Katu"]', "units[1].words[0]", 13, "lower case"),
    ('name = "Small town"', 'name = "S"\ncountry = "FL"', "organisation.country", 4, "“FL” is not a country"),
    (
        'name = "Small town"',
        'name = "S"\ncountry = "Finland"',
        "organisation.country",
        4,
        "two letters such as FI",
    ),
    (
        'name = "Small town"',
        'name = "S"\nsubdivision = "X"',
        "organisation.subdivision",
        4,
        "not a part of FI",
    ),
    (
        'name = "Small town"',
        'name = "S"\ntimezone = "Europe/Helsinky"',
        "organisation.timezone",
        4,
        "did you mean “Europe/Helsinki”?",
    ),
    (
        'name = "Small town"',
        'name = "S"\nlanguages = ["sv"]',
        "organisation.default_language",
        2,
        "“en” is not among the organisation's languages: sv",
    ),
    (
        'name = "Small town"',
        'name = "S"\ncitizens = "maybe"',
        "organisation.citizens",
        4,
        "must be true or false",
    ),
    (
        "[organisation]",
        "[promises]\nidea_days = 0\n[organisation]",
        "promises.idea_days",
        3,
        "must be 1 or more",
    ),
    ("[organisation]", "[promises]\nidea_day = 4\n[organisation]", "promises.idea_day", 3, "“idea_days”"),
    (
        "[organisation]",
        '[working_time]\ndays = ["man"]\n[organisation]',
        "working_time.days[0]",
        3,
        "'mon', 'tue'",
    ),
    (
        "[organisation]",
        "[working_time]\ndays = []\n[organisation]",
        "working_time.days",
        3,
        "must not be empty",
    ),
    (
        "[organisation]",
        '[quiet_hours]\nfrom = "25:00"\n[organisation]',
        "quiet_hours.from",
        3,
        "a time of day",
    ),
    (
        "[organisation]",
        "[working_time]\nclosed = [5.5]\n[organisation]",
        "working_time.closed[0]",
        3,
        "a date",
    ),
    (
        'name = "Small town"',
        'name = "S"\npublic_record = true',
        "organisation.public_record",
        4,
        "must be a text, or one for each language",
    ),
    (
        'name = "Small town"',
        'name = "S"\npublic_record = { sv = "Handling" }',
        "organisation.public_record",
        4,
        "no text in the default language, “en”",
    ),
    ('code = "library"', 'code = "-"', "units[0].code", 7, "the bot's own word for what is not decided"),
    ('code = "service"', 'code = "-"', "topics[0].code", 16, "the bot's own word for what is not decided"),
    ('code = "law"', 'code = "own"', "decline_reasons[0].code", 30, "the bot's own word for a reason in own words"),
    ("[organisation]", "[promise]\nidea_days = 3\n[organisation]", "promise", 2, "did you mean “promises”?"),
]


@pytest.mark.parametrize(
    ("right", "wrong", "key", "line", "reason"), BROKEN, ids=[f"{key}: {why}" for _, _, key, _, why in BROKEN]
)
def test_a_mistake_is_named_by_file_line_key_and_reason(
    right: str, wrong: str, key: str, line: int, reason: str
) -> None:
    with pytest.raises(ConfigurationError) as raised:
        parse(SMALL.replace(right, wrong, 1), "small.toml")
    (problem,) = raised.value.problems
    assert (problem.where, problem.key, problem.line) == ("small.toml", key, line)
    assert reason in problem.reason


RIGHTS = "[ideas]\nsecond_look_days = 50\nhelped_after_days = 28\n[retention]\n"


@pytest.mark.parametrize("kind", ["seals", "names", "talk", "files", "feedback", "ideas"])
def test_nothing_goes_before_its_author_has_had_the_last_word(kind: str) -> None:
    for rights, days in ((RIGHTS, 50), (RIGHTS.replace("50", "30"), 42)):
        with pytest.raises(ConfigurationError) as raised:
            parse(f"{SMALL}\n{rights}{kind} = {days - 1}\n", "small.toml")
        (problem,) = raised.value.problems
        assert problem.key == f"retention.{kind}"
        assert f"at least {days}: until then authors may ask for a second look" in problem.reason
        assert getattr(parse(f"{SMALL}\n{rights}{kind} = {days}\n", "small.toml").retention, kind) == days


@pytest.mark.parametrize("kind", ["names", "talk", "files", "feedback", "ideas"])
def test_for_good_is_long_enough(kind: str) -> None:
    assert getattr(parse(f"{SMALL}\n{RIGHTS}{kind} = 0\n", "small.toml").retention, kind) == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"[organisation\n", "is not valid TOML"),
        (b"name = '\xff'\n", "is not a text in UTF-8"),
        (None, "cannot be read (No such file or directory)"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(content: bytes | None, reason: str, tmp_path: Path) -> None:
    file = tmp_path / "organisation.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ConfigurationError) as raised:
        load(file)
    (problem,) = raised.value.problems
    assert problem.where == str(file)
    assert reason in problem.reason


def test_several_mistakes_are_told_at_once() -> None:
    broken = SMALL.replace('language = "uk"', 'language = "xx"').replace('code = "service"', "")
    with pytest.raises(ConfigurationError) as raised:
        parse(broken, "small.toml")
    assert [problem.key for problem in raised.value.problems] == ["topics[0].code", "teams[1].language"]


def test_what_does_not_fit_together_is_told_with_what_is_wrong_in_itself() -> None:
    broken = SMALL.replace('team = "roads"', 'team = "road"') + '[retention]\nnames = 20\ntalk = -1\ndrafts = "14"\n'
    with pytest.raises(ConfigurationError) as raised:
        parse(broken, "small.toml")
    assert [(problem.key, problem.reason[:20]) for problem in raised.value.problems] == [
        ("retention.talk", "must be 0 or more"),
        ("retention.drafts", "must be a whole numb"),
        ("retention.names", "must be at least 42:"),
        ("units[1].team", "there is no team “ro"),
    ]


def test_what_follows_from_a_wrong_value_alone_is_not_told() -> None:
    broken = SMALL + '[ideas]\nhelped_after_days = "7"\n[retention]\nseals = 31\n'
    with pytest.raises(ConfigurationError) as raised:
        parse(broken, "small.toml")
    assert [problem.key for problem in raised.value.problems] == ["ideas.helped_after_days"]


@pytest.mark.parametrize(
    ("table", "line", "reason"),
    [
        ("promises", 'idea_days = "5"', "must be a whole number, without quotes"),
        ("promises", "idea_days = true", "must be a whole number"),
        ("working_time", "closed = [20261224]", "must be a date such as 2026-12-24"),
        ("working_time", "closed = [2026-12-24T10:00:00]", "must be a date such as 2026-12-24"),
        ("working_time", 'closed = ["24.12.2026"]', "must be a date such as 2026-12-24"),
        ("working_time", 'closed = ["2026-02-30"]', "must be a date such as 2026-12-24"),
        ("working_time", "remind_at = 9", "must be a time of day such as “09:00”"),
        ("quiet_hours", "from = 8.30", "must be a time of day such as “09:00”"),
        ("messages", "longest_voice_seconds = 3.5", "must be a whole number"),
        ("messages", "longest_voice_seconds = 0", "must be 10 or more"),
    ],
)
def test_what_only_looks_like_a_number_a_day_or_a_time_is_refused(table: str, line: str, reason: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        parse(f"{SMALL}\n[{table}]\n{line}\n", "small.toml")
    (problem,) = raised.value.problems
    assert (problem.key.partition("[")[0], problem.line) == (f"{table}.{line.partition(' ')[0]}", 34)
    assert problem.reason.startswith(reason)


def test_days_and_times_may_stand_in_quotes() -> None:
    """Times of day are quoted in the sample, so that nobody expects another rule for days."""
    text = (
        SMALL
        + '[working_time]\nclosed = ["2026-12-24", 2026-12-31]\nremind_at = 08:30:00\n[quiet_hours]\nfrom = "21:00"\n'
    )
    organisation = parse(text, "small.toml")
    assert organisation.working_time.closed == (date(2026, 12, 24), date(2026, 12, 31))
    assert (organisation.working_time.remind_at, organisation.quiet_hours.start) == (time(8, 30), time(21))


@pytest.mark.parametrize(
    ("more", "key", "line", "reason"),
    [
        ("[[campaigns]]\n[[campaigns]]\nfrom = 2026-02-30\n", "campaigns[1].from", 35, "is no day of the calendar"),
        ("[working_time]\nclosed = [\n  2026-02-30,\n]\n", "working_time.closed", 35, "is no day of the calendar"),
        ("[working_time]\nremind_at = 9:00\n", "working_time.remind_at", 34, "is not valid TOML: expected newline"),
        ("[promises\n", "", 33, "is not valid TOML: expected ']'"),
    ],
)
def test_what_is_not_toml_is_named_by_line_and_key(more: str, key: str, line: int, reason: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        parse(f"{SMALL}\n{more}", "small.toml")
    (problem,) = raised.value.problems
    assert (problem.key, problem.line) == (key, line)
    assert problem.reason.startswith(reason)


def test_a_problem_reads_as_one_line() -> None:
    problem = Problem("town.toml", "units[1].team", "there is no team “road”", 13)
    assert str(problem) == "town.toml, line 13: units[1].team: there is no team “road”"


# -- the public channel ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "kept"),
    [('"@small_town"', "@small_town"), ('"-1001234567890"', "-1001234567890"), ("-1001234567890",) * 2],
)
def test_a_public_channel_is_named_or_numbered(address: str, kept: str) -> None:
    described = parse(SMALL + f"[public_channel]\naddress = {address}\n", "small.toml")
    assert described.public_channel
    assert described.public_channel.address == kept
    assert described.channel_language == "en"
    assert parse(SMALL, "small.toml").public_channel is None


@pytest.mark.parametrize(
    ("channel", "problem"),
    [
        ('address = "small town"', "must be the channel's name, such as “@lindvale”, or its number"),
        ('address = "https://t.me/lindvale"', "must be the channel's name, such as “@lindvale”, or its number"),
        ("address = -5001", "must be the channel's name, such as “@lindvale”, or its number"),
        ("address = true", "must be the channel's name, such as “@lindvale”, or its number"),
        ('language = "sv"', "public_channel.address"),
        ('address = "@small_town"\nlanguage = "fi"', "is not a language that Kaiwa speaks"),
        ('address = "@small_town"\nname = "Small"', "public_channel.name"),
    ],
)
def test_a_public_channel_that_cannot_be_is_refused(channel: str, problem: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        parse(SMALL + f"[public_channel]\n{channel}\n", "small.toml")
    assert problem in " ".join(str(each) for each in refused.value.problems)


def test_the_channel_speaks_a_language_of_the_organisation() -> None:
    described = SMALL.replace('default_team = "quality"', 'default_team = "quality"\nlanguages = ["en", "sv"]')
    with pytest.raises(ConfigurationError) as refused:
        parse(described + '[public_channel]\naddress = "@small_town"\nlanguage = "uk"\n', "small.toml")
    (problem,) = refused.value.problems
    assert "“uk” is not among the organisation's languages: en, sv" in str(problem)
