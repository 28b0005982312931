"""Imports go one way, and every feature is under the contracts."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")


def test_imports_keep_the_contracts() -> None:
    ran = subprocess.run([LINT_IMPORTS, "--no-cache"], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_every_feature_is_named_in_the_contracts() -> None:
    features = sorted(f"bot.{screens.parent.name}" for screens in Path("bot").glob("*/screens.py"))
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
    contracts = {contract["id"]: contract for contract in project["tool"]["importlinter"]["contracts"]}
    assert set(features) <= set(contracts["features"]["modules"])
    assert contracts["feature-edges"]["source_modules"] == contracts["features"]["modules"]


def test_a_bot_that_runs_does_not_hold_what_only_some_moments_need() -> None:
    """Each takes megabytes: steps of the schema, charts and posters, pictures, personal numbers, the playground."""
    seldom = ["alembic", "PIL", "phonenumbers", "segno", "starlette", "stdnum", "typst"]
    code = f"import sys, bot.cli; print(*(name for name in {seldom} if name in sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []
