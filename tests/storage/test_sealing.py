"""Sealing: nothing can be read, changed, compared or moved without the key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.sealing import Seal, WrongKey, hashed, new_key, new_token, read, written

KEY = bytes(range(32))
SEAL = Seal(KEY)
OTHER = Seal(bytes(range(1, 33)))

json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(json)
def test_what_is_sealed_comes_back(content: object) -> None:
    assert SEAL.open(SEAL.close(content, "draft"), "draft") == content


def test_half_a_sign_comes_back_too() -> None:
    """JSON may bring half of a surrogate pair, and what cannot be handled must at least be kept."""
    assert SEAL.open(SEAL.close("a\ud83d", "aside"), "aside") == "a\ud83d"


@given(st.data())
def test_any_change_is_noticed(data: st.DataObject) -> None:
    sealed = bytearray(SEAL.close({"words": "More chairs"}, "draft"))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(WrongKey):
        SEAL.open(bytes(sealed), "draft")


@given(st.binary(max_size=40))
def test_what_was_never_sealed_does_not_open(content: bytes) -> None:
    with pytest.raises(WrongKey):
        SEAL.open(content, "draft")


def test_another_key_or_another_purpose_does_not_open() -> None:
    sealed = SEAL.close("words", "draft")
    with pytest.raises(WrongKey):
        OTHER.open(sealed, "draft")
    with pytest.raises(WrongKey):
        SEAL.open(sealed, "outbox")


@given(st.text("abc d", max_size=200), st.text("abc d", max_size=200))
def test_short_words_are_of_one_length(one: str, other: str) -> None:
    assert len(SEAL.close(one, "draft")) == len(SEAL.close(other, "draft"))


@given(st.text())
def test_the_length_tells_only_a_multiple(words: str) -> None:
    assert (len(SEAL.close(words, "draft")) - 12 - 16) % 256 == 0


def test_the_same_words_never_look_the_same() -> None:
    assert len({SEAL.close("words", "draft") for _ in range(50)}) == 50


def test_names_differ_by_purpose_key_and_parts_and_tell_nothing() -> None:
    names = [
        SEAL.name("draft", 1001),
        SEAL.name("outbox", 1001),
        OTHER.name("draft", 1001),
        SEAL.name("draft", 1002),
        SEAL.name("draft", 100, 1),
        SEAL.name("draft", 1, 1001),
        SEAL.name("draft", -1001),
    ]
    assert len(set(names)) == len(names)
    assert SEAL.name("draft", 1001) == Seal(KEY).name("draft", 1001)
    assert {len(name) for name in names} == {32}


def test_a_key_is_read_as_base64_or_hex_and_nothing_else() -> None:
    key = new_key()
    assert read(written(key)) == read(f" {key.hex()}\n") == key
    for wrong in ("", "secret", written(key)[:-4], key.hex()[:-2], "ключ", written(key) + "AAAA"):
        with pytest.raises(WrongKey):
            Seal(read(wrong))


def test_tokens_fit_a_link_and_are_stored_as_something_else() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(token) == 22 and hashed(token) != token.encode() for token in tokens)
