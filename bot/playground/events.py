"""Events: what happens in the playground, told at once to whoever listens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Event = dict[str, Any]
Listener = Callable[[Event], None]


class Events:
    """Listeners and how to reach them; an event is only built when somebody listens."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with every event from now on; the answer ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def publish(self, build: Callable[[], Event]) -> None:
        """Tell everybody; `build` is not called when nobody listens."""
        if not self._listeners:
            return
        event = build()
        for listener in tuple(self._listeners):
            listener(event)
