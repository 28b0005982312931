"""Ticks: APScheduler asks now and then what is due; the database decides, and each occurrence runs once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import news
from bot.clock import Clock
from bot.clockwork.occurrences import following, latest, often_named
from bot.clockwork.timetable import TIMETABLE, Job
from config.organisation import Organisation
from storage import facts, occurrences, outbox
from storage.db import Away, Database, Tx
from storage.records.facts import JobSkipped
from storage.records.outgoing import Outgoing

log = structlog.get_logger()

TICK_SECONDS = 20

OFTEN_KEPT = timedelta(days=1)
"""How long it is remembered that a job that comes every so often has run; other occurrences stay for good."""


class Clockwork:
    """Runs what is due; `on_calls` hears what is owed because of it."""

    def __init__(
        self,
        database: Database,
        organisation: Organisation,
        clock: Clock,
        on_calls: Callable[[list[Outgoing]], None],
        jobs: Sequence[Job] = TIMETABLE,
    ) -> None:
        self._database = database
        self._organisation = organisation
        self._clock = clock
        self._on_calls = on_calls
        self._jobs = jobs
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    def start(self) -> None:
        """Tick from now on."""
        self._scheduler.add_job(
            self._tick_unless_ended, "interval", seconds=TICK_SECONDS, id="tick", coalesce=True, max_instances=1
        )
        self._scheduler.start()
        self.soon()

    def soon(self) -> None:
        """Tick at once: at the start, or because the clock was moved."""
        if self._scheduler.running:
            self._scheduler.modify_job(
                "tick", next_run_time=datetime.now(self._scheduler.timezone) + timedelta(seconds=0.01)
            )

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def following(self, now: datetime) -> datetime | None:
        """The next moment for which something is planned, beside what comes every so often."""
        planned = (following(job, self._organisation, now) for job in self._jobs)
        return min((moment for moment in planned if moment), default=None)

    async def _tick_unless_ended(self) -> None:
        with suppress(asyncio.CancelledError):  # a stop; what was not committed comes again
            await self.tick()

    async def tick(self) -> None:
        """Run every job whose latest occurrence has not run yet."""
        for job in self._jobs:
            try:
                await self._run_if_due(job)
            except Away as trouble:
                log.warning("database away, the timetable waits", reason=str(trouble))
            except Exception as error:
                # Not claimed, because rolled back: it comes again with the next tick, as long as it is useful.
                log.error("a job failed", job=job.name, error=type(error).__name__)
        try:
            await self._database.settle()
        except Exception as error:
            log.warning(
                "what was erased could not leave the log, the next tick tries again", error=type(error).__name__
            )

    async def _run_if_due(self, job: Job) -> None:
        now = self._clock.now()
        runs, calls = await self._database.transaction(lambda tx: self._run(tx, job, now))
        self._on_calls(calls)
        if runs and (look_up := job.slices):
            for part in await self._database.read(lambda tx: look_up(tx, self._organisation, now)):
                self._on_calls(await self._database.transaction(lambda tx, part=part: self._run_slice(tx, part, now)))  # type: ignore[misc]
        if runs and job.sweeps:
            await self._database.sweep()

    def _run(self, tx: Tx, job: Job, now: datetime) -> tuple[bool, list[Outgoing]]:
        """Whether it runs now, and what is owed because of it."""
        due = latest(job, self._organisation, now)
        if due is None:
            return False, []
        planned, moment = due
        useful = now - moment <= job.useful
        first = occurrences.last(tx, job.name) is None
        if not occurrences.claim(tx, job.name, planned, "run" if useful else "skipped"):
            return False, []
        if isinstance(job.at, timedelta):
            occurrences.forget_before(tx, job.name, often_named(moment - OFTEN_KEPT))
        if useful and job.does:
            job.does(tx, self._organisation, now)
        elif not useful and not first:
            facts.record(tx, JobSkipped(now.astimezone(self._organisation.zone).date(), job=job.name))
        news.tell(tx, self._organisation, now)
        return useful, outbox.taken(tx)

    def _run_slice(self, tx: Tx, part: Callable[[Tx], object], now: datetime) -> list[Outgoing]:
        part(tx)
        news.tell(tx, self._organisation, now)
        return outbox.taken(tx)
