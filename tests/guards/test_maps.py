"""The four maps stay true: routes, news, timetable, tables."""

from __future__ import annotations

import subprocess
import sys

from bot import news, routes
from bot.clockwork.timetable import TIMETABLE
from bot.routing import Route
from storage.records import facts
from storage.records.person import Role

BASES = (facts.Fact, facts.ItemFact, facts.TeamFact, facts.CampaignFact, facts.AnnouncementFact, facts.Decision)
"""What several facts have alike."""


def test_every_fact_has_its_line_in_the_news() -> None:
    kinds = {
        kind
        for kind in vars(facts).values()
        if isinstance(kind, type) and issubclass(kind, facts.Fact) and kind not in BASES
    }
    assert set(news.NEWS) == kinds


def test_every_route_has_a_role_and_every_listed_command_a_sentence() -> None:
    for route in routes.ROUTES:
        assert isinstance(route, Route)
        assert isinstance(route.role, Role)
        if route.kind == "command" and route.name != "start":
            assert route.says
            assert route.name.islower()
    routes.build()


def test_jobs_have_names_of_their_own() -> None:
    names = [job.name for job in TIMETABLE]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 40 for name in names), "the column holds 40 signs"


def test_importing_does_nothing() -> None:
    """No file is opened for writing, no socket made, no database touched when the command line is imported."""
    code = (
        "import sys\n"
        "def watch(event, args):\n"
        "    if event in ('socket.connect', 'socket.bind', 'sqlite3.connect') or "
        "(event == 'open' and isinstance(args[1], str) and set(args[1]) & set('wax+') and '__pycache__' not in str(args[0])):\n"
        "        raise SystemExit(f'{event} {args}')\n"
        "sys.addaudithook(watch)\n"
        "import bot.cli, bot.demo, bot.checking\n"
    )
    done = subprocess.run([sys.executable, "-B", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
