"""Nothing said is lost, nothing counts twice: with a SIGKILL at random moments, over real HTTP."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.wire.rehearsal import Program, Stage, rehearse, stage

UPDATES = 1_000
KILLS = 20


class Speakers:
    """People who each say one sentence and want an answer."""

    def __init__(self, playground: Stage, sentences: int, shares: int) -> None:
        self._playground = playground
        self._sentences = sentences
        self._shares = shares
        self._said = 0

    def act(self, share: int) -> None:
        until = self._sentences * (share + 1) // self._shares
        for number in range(self._said, until):
            person = self._playground.person(f"Person {number}")
            self._playground.say(person, person, f"Sentence {number}")
        self._said = until


@pytest.mark.slow
async def test_what_the_librarys_own_polling_loses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with stage() as (playground, url):
        settings = {
            "PEER_TOKEN": playground.token,
            "PEER_API_URL": url,
            "PEER_DATABASE": str(tmp_path / "peer.db"),
        }
        peer = Program(["-m", "tests.wire.acknowledging_first"], settings, tmp_path / "peer.log")
        crowd = Speakers(playground, UPDATES, KILLS)
        await rehearse(playground, peer, crowd, kills=KILLS, chance=random.Random(1))
    with closing(sqlite3.connect(tmp_path / "peer.db")) as database:
        (stored,) = database.execute("SELECT count(DISTINCT text) FROM ideas").fetchone()
    lost = UPDATES - stored
    with capsys.disabled():
        print(f"\n{KILLS} kills, {UPDATES} updates: python-telegram-bot's own polling loses {lost}")
    assert lost > 0, "the peer lost nothing: the kills come at moments that prove nothing"
