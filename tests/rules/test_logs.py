"""The log: what cannot be written stops nothing."""

from __future__ import annotations

from io import StringIO, TextIOWrapper
from pathlib import Path

import pytest
import structlog

from bot import logs


def test_a_log_that_is_closed_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a sender whose warning fails would silence a chat for good."""
    stream = StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    logs.configure("json")
    structlog.get_logger().warning("heard")
    assert '"event": "heard"' in stream.getvalue()
    stream.close()
    structlog.get_logger().warning("not heard")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/full").open("wb", buffering=0) as raw:
        full = TextIOWrapper(raw, encoding="utf-8", write_through=True)
        monkeypatch.setattr("sys.stderr", full)
        with pytest.raises(OSError, match="No space"):
            full.write("lost")
        logs.configure("console")
        structlog.get_logger().error("lost as well")
        monkeypatch.undo()
        full.detach()
