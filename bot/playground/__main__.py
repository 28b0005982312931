"""A bare playground as a process of its own: `python -m bot.playground --port 8081 --people 20`."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys

from bot.clock import MovableClock
from bot.playground.cast import gather
from bot.playground.engine import Engine
from bot.playground.server import serve


def main() -> None:
    """Serve until SIGINT or SIGTERM; the first line of output is the address."""
    asyncio.run(_serve(_options()))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.playground", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--token", default="1:playground")
    parser.add_argument("--people", type=int, default=0, help="so many more people, from id 2001 on, all started")
    parser.add_argument("--delay", type=float, default=0, metavar="MS", help="round trip to put on every call")
    parser.add_argument("--strict", metavar="FILE", help="hold every call against this description of the Bot API")
    return parser.parse_args()


async def _serve(options: argparse.Namespace) -> None:
    engine = Engine(MovableClock(), options.token, strict=options.strict)
    gather(engine)
    for number in range(options.people):
        engine.person(f"Person {number + 1}", id=2001 + number).started = True
    engine.faults.slow(options.delay)
    ended = asyncio.Event()
    for end in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(end, ended.set)
    async with serve(engine, host=options.host, port=options.port) as address:
        sys.stdout.write(f"{address.url}\n")
        sys.stdout.flush()
        await ended.wait()


if __name__ == "__main__":
    main()
