"""Pacing: never more than Telegram permits in any window, no waiting without need, a bounded memory."""

from __future__ import annotations

from bisect import bisect_right

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.limits import Limits

ANA, BORIS, CECILIA = 1, 2, 3
GROUP = -10
SLACK = 1e-6

chats = st.sampled_from([ANA, BORIS, CECILIA, GROUP, -11])
pauses = st.sampled_from([0.0, 0.0, 0.0, 0.01, 0.3, 1.0, 5.0])


def sends(limits: Limits, wishes: list[tuple[int, float]], start: float = 0.0) -> list[tuple[int, float]]:
    """When each message goes out, if everybody waits as told."""
    now, out = start, []
    for chat, pause in wishes:
        now += pause
        now += limits.wait(chat, now)
        assert limits.wait(chat, now) == 0
        limits.sent(chat, now)
        out.append((chat, now))
    return out


def test_whoever_was_never_sent_to_need_not_wait_wherever_the_seconds_begin() -> None:
    assert [Limits(rate=30).wait(ANA, now) for now in (-1e6, 0.0, 1e6)] == [0, 0, 0]
    assert Limits(rate=30).wait_for_any(-1e6) == 0


def most_within(times: list[float], window: float) -> int:
    return max((bisect_right(times, at + window - SLACK) - i for i, at in enumerate(times)), default=0)


@given(st.lists(st.tuples(chats, pauses), max_size=300), st.floats(-1e9, 1e9))
def test_no_window_ever_holds_more_than_telegram_permits(wishes: list[tuple[int, float]], start: float) -> None:
    out = sends(Limits(rate=30), wishes, start)
    assert most_within([at for _, at in out], 1.0) <= 30
    for chat in {chat for chat, _ in out}:
        times = [at for other, at in out if other == chat]
        if chat > 0:
            assert most_within(times, 1.0) <= 3
            assert most_within(times, 60.0) <= 62
        else:
            assert most_within(times, 60.0) <= 20


@given(st.lists(st.tuples(st.integers(1, 10**12), pauses), max_size=300), st.sampled_from([0.5, 1, 5.5, 30, 100]))
def test_the_overall_rate_holds_for_any_rate(wishes: list[tuple[int, float]], rate: float) -> None:
    times = [at for _, at in sends(Limits(rate=rate), wishes)]
    assert most_within(times, 10.0) <= rate * 10 + max(1, int(rate))
    assert most_within(times, max(1, int(rate)) / rate) <= max(1, int(rate))


def test_the_whole_rate_is_used() -> None:
    out = sends(Limits(rate=30), [(chat, 0.0) for chat in range(1, 301)])
    assert 8.9 < out[-1][1] < 9.1


def test_a_person_hears_three_sentences_at_once_and_then_one_a_second() -> None:
    out = sends(Limits(rate=30), [(ANA, 0.0)] * 6)
    assert [round(at, 6) for _, at in out] == [0, 0, 0, 1, 2, 3]


def test_after_a_rest_the_burst_is_back() -> None:
    out = sends(Limits(rate=30), [*[(ANA, 0.0)] * 5, (ANA, 10.0), (ANA, 0.0), (ANA, 0.0)])
    assert [round(at, 6) for _, at in out[-3:]] == [12, 12, 12]


def test_a_busy_group_does_not_hold_up_a_person() -> None:
    limits = Limits(rate=30)
    for _ in range(5):
        limits.sent(GROUP, 0.0)
    assert limits.wait(GROUP, 0.0) > 0
    assert limits.wait(ANA, 0.0) == 0


def test_rate_zero_lifts_every_limit() -> None:
    out = sends(Limits(rate=0), [(GROUP, 0.0)] * 1000)
    assert out[-1][1] == 0


def test_a_halt_is_for_one_chat() -> None:
    limits = Limits(rate=0)
    limits.halted(ANA, 7, now=100.0)
    assert limits.wait(ANA, 100.0) == 7
    assert limits.wait(ANA, 107.0) == 0
    assert limits.wait(BORIS, 100.0) == 0


def test_a_shorter_halt_does_not_end_a_longer_one() -> None:
    limits = Limits(rate=30)
    limits.halted(ANA, 7, now=100.0)
    limits.halted(ANA, 1, now=101.0)
    assert limits.wait(ANA, 101.0) == 6


def test_halts_of_several_chats_within_a_short_time_are_for_all() -> None:
    limits = Limits(rate=30)
    limits.halted(ANA, 5, now=100.0)
    limits.halted(ANA, 5, now=101.0)
    limits.halted(BORIS, 5, now=102.0)
    assert limits.wait(4, 102.0) == 0
    limits.halted(CECILIA, 5, now=103.0)
    assert limits.wait(4, 103.0) == 5
    assert limits.wait(4, 108.0) == 0


def test_halts_far_apart_stay_apart() -> None:
    limits = Limits(rate=30)
    for chat in range(1, 10):
        limits.halted(chat, 5, now=20.0 * chat)
    assert limits.wait(99, 180.0) == 0


def test_idle_chats_are_forgotten() -> None:
    limits = Limits(rate=30)
    sends(limits, [(chat, 0.0) for chat in range(1, 20_000)])
    assert len(limits._rested) < 100
    for chat in range(1, 1000):
        limits.halted(chat, 5, now=20.0 * chat)
    assert len(limits._halted) == 1
