"""Occurrences: planned by local time, each claimed once, late ones run or skipped, through all turns of the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.clock import MovableClock
from bot.clockwork.occurrences import following, instant, latest
from bot.clockwork.ticks import Clockwork
from bot.clockwork.timetable import TIMETABLE, Job
from config.organisation import Organisation, load, parse
from config.settings import SHIPPED_ORGANISATION
from storage import house
from storage.db import Away, Database, Tx
from storage.tables import facts, occurrences

ORGANISATION = load(SHIPPED_ORGANISATION)
HELSINKI = ORGANISATION.zone


def nothing(tx: Tx, organisation: Organisation, now: datetime) -> None:
    """A job that does nothing."""


def job(at: time, *, working_days_only: bool = False, hours: float = 6) -> Job:
    return Job("job", lambda _: at, nothing, working_days_only, timedelta(hours=hours))


def local(*when: int) -> datetime:
    return datetime(*when, tzinfo=HELSINKI)  # type: ignore[misc,arg-type]


def name(which: Job, now: datetime) -> str | None:
    found = latest(which, ORGANISATION, now)
    return found[0] if found else None


def in_zone(zone: str) -> Organisation:
    text = SHIPPED_ORGANISATION.read_text(encoding="utf-8").replace("Europe/Helsinki", zone)
    return parse(text, "changed")


# -- when it is ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "planned"),
    [
        (local(2026, 11, 24, 8, 59), "2026-11-23 09:00"),
        (local(2026, 11, 24, 9, 0), "2026-11-24 09:00"),
        (local(2026, 11, 24, 23, 59), "2026-11-24 09:00"),
        (local(2026, 11, 28, 10, 0), "2026-11-27 09:00"),  # a Saturday
        (local(2026, 11, 30, 8, 0), "2026-11-27 09:00"),  # Monday before nine
        (local(2026, 12, 27, 12, 0), "2026-12-23 09:00"),  # Christmas Eve is none in Finland's offices, and a weekend
        (local(2027, 1, 1, 12, 0), "2026-12-30 09:00"),  # the organisation's own closed day, and New Year
        (local(2027, 3, 29, 12, 0), "2027-03-25 09:00"),  # Easter
    ],
)
def test_the_latest_one_on_working_days(now: datetime, planned: str) -> None:
    assert name(job(time(9), working_days_only=True), now) == planned


@pytest.mark.parametrize(
    ("now", "planned"),
    [
        (local(2026, 11, 24, 8, 59), local(2026, 11, 24, 9)),
        (local(2026, 11, 24, 9, 0), local(2026, 11, 25, 9)),
        (local(2026, 11, 27, 9, 5), local(2026, 11, 30, 9)),  # over a weekend
        (local(2026, 12, 23, 12, 0), local(2026, 12, 28, 9)),  # over Christmas
    ],
)
def test_the_following_one_on_working_days(now: datetime, planned: datetime) -> None:
    assert following(job(time(9), working_days_only=True), ORGANISATION, now) == planned


def test_what_comes_every_so_often_has_no_following_one() -> None:
    assert following(Job("often", timedelta(minutes=5)), ORGANISATION, local(2026, 11, 24, 9)) is None


def test_an_organisation_that_is_closed_for_weeks_plans_nothing() -> None:
    closed = [date(2026, 7, day).isoformat() for day in range(1, 32)]
    text = SHIPPED_ORGANISATION.read_text(encoding="utf-8")
    away = parse(text.replace("closed = [2026-12-31,", f"closed = [{', '.join(closed)},"), "changed")
    assert latest(job(time(9), working_days_only=True), away, local(2026, 7, 30, 12)) is None


def test_a_missing_hour_moves_to_the_next_moment_that_exists() -> None:
    """On 28 March 2027 the clock jumps from 3 to 4."""
    for minutes in (0, 1, 30, 59):
        moment = instant(date(2027, 3, 28), time(3, minutes), ORGANISATION)
        assert moment == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
        assert moment.astimezone(HELSINKI).time() == time(4)
    assert instant(date(2027, 3, 28), time(2, 59), ORGANISATION) == datetime(2027, 3, 28, 0, 59, tzinfo=UTC)
    assert instant(date(2027, 3, 28), time(4, 1), ORGANISATION) == datetime(2027, 3, 28, 1, 1, tzinfo=UTC)


def test_a_day_that_a_zone_left_out_altogether_is_survived() -> None:
    """Samoa went over the date line and had no 30 December 2011."""
    apia = in_zone("Pacific/Apia")
    assert instant(date(2011, 12, 30), time(9), apia) == datetime(2011, 12, 30, 10, 0, tzinfo=UTC)


def test_a_doubled_hour_is_one_occurrence() -> None:
    """On 25 October 2026 it is half past three twice; the first one counts."""
    half_past = job(time(3, 30))
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert instant(date(2026, 10, 25), time(3, 30), ORGANISATION) == first
    names = {name(half_past, first + timedelta(minutes=minutes)) for minutes in range(0, 180, 10)}
    assert names == {"2026-10-25 03:30"}
    assert name(half_past, first - timedelta(minutes=1)) == "2026-10-24 03:30"


zones = st.sampled_from(
    ["Europe/Helsinki", "Europe/London", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu"]
)
ORGANISATIONS = {zone: in_zone(zone) for zone in zones.elements}  # type: ignore[attr-defined]


@given(zones, st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)), st.times())  # noqa: DTZ001
def test_one_a_day_in_order_and_never_in_the_future(zone: str, when: datetime, at: time) -> None:
    at = at.replace(second=0, microsecond=0, tzinfo=None)
    organisation, now = ORGANISATIONS[zone], when.replace(tzinfo=UTC)
    found = latest(job(at), organisation, now)
    assert found is not None
    planned, moment = found
    assert now - timedelta(hours=26) < moment <= now
    day = date.fromisoformat(planned[:10])
    assert moment < instant(day + timedelta(days=1), at, organisation)
    # It is that local time, or the first moment after a gap.
    shown = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    asked = datetime.combine(day, at)
    assert shown == asked or timedelta() < shown - asked <= timedelta(hours=1)


def test_names_fit_the_column() -> None:
    assert all(len(each.name) <= 40 for each in TIMETABLE)
    assert len({each.name for each in TIMETABLE}) == len(TIMETABLE)
    assert len(name(job(time(9)), local(2026, 11, 24, 10)) or "") == 16


# -- every so often --------------------------------------------------------------------------------

OFTEN = timedelta(minutes=5)


@pytest.mark.parametrize(
    ("now", "planned"),
    [
        (datetime(2026, 11, 24, 8, 0, tzinfo=UTC), "2026-11-24 08:00"),
        (datetime(2026, 11, 24, 8, 4, 59, 999999, tzinfo=UTC), "2026-11-24 08:00"),
        (datetime(2026, 11, 24, 8, 5, tzinfo=UTC), "2026-11-24 08:05"),
        (local(2026, 11, 24, 0, 3), "2026-11-23 22:00"),
        (local(2026, 11, 29, 12, 1), "2026-11-29 10:00"),  # a Sunday
    ],
)
def test_every_so_often_is_counted_by_utc_and_knows_no_holidays(now: datetime, planned: str) -> None:
    assert name(Job("often", OFTEN, nothing), now) == planned


def test_a_doubled_and_a_missing_hour_are_like_any_other_for_what_comes_often() -> None:
    for start in (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), datetime(2027, 3, 27, 23, 0, tzinfo=UTC)):
        moments = [start + timedelta(minutes=minutes) for minutes in range(240)]
        names = [name(Job("often", OFTEN, nothing), moment) for moment in moments]
        assert len(set(names)) == 48
        assert names == sorted(names, key=str)


# -- once, late, skipped ---------------------------------------------------------------------------


class Office:
    """A clockwork with one job at nine on working days, and what it did."""

    def __init__(self, database: Database, start: datetime) -> None:
        self.database = database
        self.clock = MovableClock(start)
        self.ran: list[datetime] = []
        self.before: Callable[[], None] = lambda: None
        self.jobs = [Job("remind", lambda _: time(9), self._does, True, timedelta(hours=6))]

    def clockwork(self) -> Clockwork:
        return Clockwork(self.database, ORGANISATION, self.clock, lambda _: None, self.jobs)

    def _does(self, tx: Tx, organisation: Organisation, now: datetime) -> None:
        self.before()
        self.ran.append(now)

    def claimed(self) -> dict[str, str]:
        rows = self.database.look(lambda tx: tx.execute(select(occurrences)).all())
        return {row.planned: row.outcome for row in rows}

    def skipped(self) -> int:
        rows = self.database.look(lambda tx: tx.execute(select(facts).where(facts.c.name == "JobSkipped")).all())
        return len(rows)


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database, local(2026, 11, 24, 8, 0))


async def tick(office: Office, times: int = 1) -> None:
    clockwork = office.clockwork()
    for _ in range(times):
        await clockwork.tick()


async def test_each_occurrence_runs_once_whoever_ticks_and_however_often(office: Office) -> None:
    office.clock.advance(timedelta(hours=1.1))
    await tick(office, 3)
    await tick(office, 3)
    assert len(office.ran) == 1
    office.clock.advance(timedelta(days=1))
    await tick(office, 2)
    assert len(office.ran) == 2
    assert office.claimed() == {"2026-11-24 09:00": "run", "2026-11-25 09:00": "run"}


async def test_a_missed_one_runs_late_while_it_is_useful(office: Office) -> None:
    office.clock.advance(timedelta(hours=1.1))
    await tick(office)
    office.clock.advance(timedelta(days=1, hours=5))
    await tick(office)
    assert len(office.ran) == 2
    assert office.skipped() == 0


async def test_a_missed_one_is_skipped_with_a_fact_when_it_is_too_late(office: Office) -> None:
    office.clock.advance(timedelta(hours=1.1))
    await tick(office)
    office.clock.advance(timedelta(days=1, hours=7))
    await tick(office, 2)
    assert len(office.ran) == 1
    assert office.skipped() == 1
    assert office.claimed()["2026-11-25 09:00"] == "skipped"


async def test_a_new_installation_makes_up_for_nothing_and_complains_of_nothing(office: Office) -> None:
    await tick(office)
    assert (office.ran, office.skipped()) == ([], 0)


async def test_what_comes_often_runs_once_each_time_and_leaves_no_heap_of_rows(office: Office) -> None:
    office.jobs = [Job("often", OFTEN, office._does)]
    for _ in range(4):
        await tick(office, 2)
        office.clock.advance(OFTEN)
    assert len(office.ran) == 4
    office.clock.advance(timedelta(hours=3))
    await tick(office, 2)
    assert (len(office.ran), office.skipped()) == (5, 0), "only the latest is made up for"
    assert len(office.claimed()) == 5
    office.clock.advance(timedelta(days=1, hours=2))
    await tick(office)
    assert (len(office.ran), len(office.claimed())) == (6, 1), "what is older than a day is forgotten"


async def test_a_job_that_fails_comes_again_with_the_next_tick(office: Office) -> None:
    office.clock.advance(timedelta(hours=1.1))

    def falls() -> None:
        raise ZeroDivisionError

    office.before = falls
    await tick(office)
    assert (office.ran, office.claimed()) == ([], {})
    office.before = lambda: None
    await tick(office)
    assert len(office.ran) == 1


async def test_a_job_waits_while_the_database_is_away_and_the_others_run(office: Office) -> None:
    office.clock.advance(timedelta(hours=1.1))
    ran: list[str] = []
    other = Job("other", lambda _: time(8), lambda *_: ran.append("other"), True, timedelta(hours=6))
    office.jobs.append(other)

    def away() -> None:
        raise Away("locked")

    office.before = away
    await tick(office)
    assert (office.ran, ran, office.claimed()) == ([], ["other"], {"2026-11-24 08:00": "run"})
    office.before = lambda: None
    await tick(office)
    assert (len(office.ran), ran) == (1, ["other"])


# -- long work -------------------------------------------------------------------------------------


async def test_long_work_is_looked_up_once_and_done_in_slices_of_its_own(office: Office) -> None:
    """What one slice did is committed before the next begins; a bug in one keeps what the others did."""
    looked: list[datetime] = []

    def count(tx: Tx) -> int:
        done = int(house.value(tx, "done") or 0) + 1
        if done == 3:
            raise ZeroDivisionError
        house.keep(tx, "done", str(done))
        return done

    def slices(tx: Tx, organisation: Organisation, now: datetime) -> list[Callable[[Tx], int]]:
        looked.append(now)
        return [count] * 3

    office.jobs = [Job("long", lambda _: time(9), slices=slices)]
    office.clock.advance(timedelta(hours=1.1))
    await tick(office, 2)
    assert len(looked) == 1
    assert office.database.look(lambda tx: house.value(tx, "done")) == "2"
    assert office.claimed() == {"2026-11-24 09:00": "run"}
    office.clock.advance(timedelta(days=1))
    office.database.run(lambda tx: house.keep(tx, "done", "10"))
    await tick(office)
    assert office.database.look(lambda tx: house.value(tx, "done")) == "13"
