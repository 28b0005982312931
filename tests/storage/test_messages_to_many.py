"""Messages to many: written down many at a time, and each as if it were the only one."""

from __future__ import annotations

from storage import outbox
from storage.db import Database
from storage.records.outgoing import Call, Class


def call(number: int, key: str | None = None) -> Call:
    params = {"chat_id": number, "text": f"to {number}"}
    return Call(number, "sendMessage", params, rank=Class.ROUND, key=key)


def test_thousands_are_owed_in_order_each_to_its_own_chat(database: Database) -> None:
    calls = [call(number) for number in range(1, outbox.AT_ONCE * 2 + 3)]
    database.run(lambda tx: outbox.put_all(tx, calls))
    owed = database.look(lambda tx: outbox.waiting(tx, limit=10_000))
    assert [each.call for each in owed] == calls
    assert len({each.id for each in owed}) == len(calls)


def test_what_is_handed_to_the_sender_is_what_stands_in_the_rows(database: Database) -> None:
    def put(tx):  # type: ignore[no-untyped-def]
        outbox.put_all(tx, [call(-1, "card:1"), call(2), call(-3), call(-1, "card:1"), call(5)])
        return [(each.id, each.call) for each in outbox.taken(tx)]

    handed = database.run(put)
    rows = database.look(lambda tx: outbox.waiting(tx, limit=10))
    assert [each.call.chat_id for each in rows] == [2, -3, -1, 5], "of two with one key the newer one stays"
    assert {(each.id, each.call.chat_id) for each in rows} < {(number, each.chat_id) for number, each in handed}
    assert [each.chat_id for _, each in handed] == [-1, 2, -3, -1, 5]


def test_a_group_keeps_its_lane_and_a_private_chat_has_none(database: Database) -> None:
    database.run(lambda tx: outbox.put_all(tx, [call(-7), call(-7), call(7), call(7)]))
    first, second, third, fourth = database.look(lambda tx: outbox.waiting(tx, limit=10))
    assert first.lane == second.lane == database.look(lambda tx: outbox.lane_of(tx, -7))
    rows = database.look(lambda tx: tx.exec_driver_sql("SELECT lane FROM outbox ORDER BY id").scalars().all())
    assert rows[2] != rows[3], "nothing joins two messages to one person"
    assert third.lane == fourth.lane, "in memory they keep their order"
