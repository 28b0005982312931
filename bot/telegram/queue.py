"""What waits to be sent, in memory: classes in order, turns between chats, order within a chat and class."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator

from storage.records.outgoing import Class, Outgoing


class Queue:
    """Messages by class and chat. One message a chat is out at a time."""

    def __init__(self) -> None:
        self._waiting: dict[Class, dict[bytes, deque[Outgoing]]] = {rank: {} for rank in Class}
        self._ids: set[int] = set()

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, outgoing_id: int) -> bool:
        return outgoing_id in self._ids

    @property
    def ids(self) -> frozenset[int]:
        return frozenset(self._ids)

    def add(self, owed: Outgoing) -> None:
        """Put a message at the end of its chat's line; one that is known already is not doubled."""
        if owed.id not in self._ids:
            self._ids.add(owed.id)
            self._waiting[owed.call.rank].setdefault(owed.lane, deque()).append(owed)

    def put_back(self, owed: Outgoing) -> None:
        """A message that did not go: first in its line again."""
        self._ids.add(owed.id)
        self._waiting[owed.call.rank].setdefault(owed.lane, deque()).appendleft(owed)

    def lane(self, lane: bytes) -> list[Outgoing]:
        """What waits for a chat, in order."""
        return [owed for lines in self._waiting.values() for owed in lines.get(lane, ())]

    def remove_lane(self, lane: bytes) -> list[Outgoing]:
        """Take out everything that waits for a chat, in order."""
        gone = self.lane(lane)
        for lines in self._waiting.values():
            lines.pop(lane, None)
        self._ids.difference_update(owed.id for owed in gone)
        return gone

    def next(self, ready: Callable[[Outgoing], bool]) -> Outgoing | None:
        """The most urgent message whose chat is ready; its chat goes to the end of the turns."""
        for lines in self._waiting.values():
            for lane in list(lines):
                if not ready(lines[lane][0]):
                    continue
                line = lines.pop(lane)
                owed = line.popleft()
                if line:
                    lines[lane] = line
                self._ids.discard(owed.id)
                return owed
        return None

    def heads(self) -> Iterator[Outgoing]:
        """The first of each line: what could go next."""
        for lines in self._waiting.values():
            for line in lines.values():
                yield line[0]

    def extend(self, owed: Iterable[Outgoing]) -> None:
        for each in owed:
            self.add(each)
