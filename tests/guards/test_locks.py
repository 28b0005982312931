"""The locks hold every dependency, with hashes, and no address of any index."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

PROJECT = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
PINNED = re.compile(r"^([a-z0-9-]+)==([\w.]+)( ; [\w .'=!<>()]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")
LOCKS = ["requirements.txt", "requirements-build.txt", "requirements-dev.txt"]


def locked(file: str) -> dict[str, str]:
    pins = map(PINNED.match, Path(file).read_text(encoding="utf-8").splitlines())
    return {pin[1]: pin[2] for pin in pins if pin}


def named(requirements: list[str]) -> set[str]:
    names = {re.split(r"[\[<>=~! ;]", requirement)[0].lower().replace("_", "-") for requirement in requirements}
    return names - {PROJECT["name"]}


@pytest.mark.parametrize("file", LOCKS)
def test_a_lock_holds_pins_and_hashes_and_nothing_else(file: str) -> None:
    for line in Path(file).read_text(encoding="utf-8").splitlines():
        assert PINNED.match(line) or HASH.match(line), line


def test_every_dependency_is_locked() -> None:
    extras = PROJECT["optional-dependencies"]
    assert named(PROJECT["dependencies"]) <= locked("requirements.txt").keys()
    assert named(extras["build"]) <= locked("requirements-build.txt").keys()
    assert named([*extras["dev"], *extras["bench"]]) <= locked("requirements-dev.txt").keys()


@pytest.mark.parametrize("file", LOCKS[:2])
def test_the_locks_agree(file: str) -> None:
    assert locked(file).items() <= locked("requirements-dev.txt").items()
