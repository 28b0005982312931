"""Every setting is documented, gathered from where it is promised, and kept to itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config.problems import ConfigurationError
from config.settings import SHIPPED_ORGANISATION, Settings, load, setting_names

EXAMPLE = Path("config/example.env").read_text(encoding="utf-8")
TOKEN = "123456:AAE-secret_part"
KEY = "5f" * 32


def test_every_setting_is_in_the_example_and_nothing_else() -> None:
    assert set(re.findall(r"^# (KAIWA_\w+)=", EXAMPLE, re.MULTILINE)) == set(setting_names())


def test_the_example_shows_the_defaults() -> None:
    for name, field in Settings.model_fields.items():
        if isinstance(field.default, str | float):
            default = f"{field.default:g}" if isinstance(field.default, float) else field.default
            assert f"# KAIWA_{name.upper()}={default}\n" in EXAMPLE


def test_the_example_with_everything_switched_on_is_right_but_for_its_secrets(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    plain = [line[2:] for line in EXAMPLE.splitlines() if re.match(r"# KAIWA_\w+(?<!_FILE)=", line)]
    file.write_text("\n".join([*plain, f"KAIWA_SECRET_KEY={KEY}"]), encoding="utf-8")
    assert load({}, file).database_path is None


def test_nothing_set_means_the_sample_town_on_sqlite() -> None:
    settings = load({}, None)
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.telegram_rate == 30
    assert settings.database_path == Path("var/kaiwa.db")
    assert settings.organisation == SHIPPED_ORGANISATION
    assert settings.telegram_token is None


def test_the_environment_wins_over_the_file_and_an_empty_value_is_none(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("KAIWA_TELEGRAM_RATE=1\nKAIWA_LOG_FORMAT=json\nOTHER=x\n", encoding="utf-8")
    settings = load({"KAIWA_TELEGRAM_RATE": "2", "KAIWA_LOG_FORMAT": " "}, file)
    assert (settings.telegram_rate, settings.log_format) == (2, "json")


@pytest.mark.parametrize("name", [name for name in setting_names() if name.endswith("_FILE")])
def test_a_secret_may_stand_in_a_file_of_its_own(name: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    value = {"KAIWA_TELEGRAM_TOKEN_FILE": TOKEN, "KAIWA_SECRET_KEY_FILE": KEY}.get(name, "sqlite:///x.db")
    secret.write_text(value + "\n", encoding="utf-8")
    found = getattr(load({name: str(secret)}, None), name.removeprefix("KAIWA_").removesuffix("_FILE").lower())
    assert value == (found if isinstance(found, str) else found.get_secret_value())


def test_the_tests_own_names_are_left_alone() -> None:
    assert load({"KAIWA_TEST_POSTGRES_URL": "x"}, None) == load({}, None)


def test_settings_made_by_hand_read_nothing_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAIWA_TELEGRAM_RATE", "7")
    assert Settings().telegram_rate == 30


def test_settings_cannot_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load({}, None).telegram_rate = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("sqlite:///var/kaiwa.db", "sqlite:///var/kaiwa.db"),
        ("sqlite:////data/kaiwa.db", "sqlite:////data/kaiwa.db"),
        ("postgresql://k:hush@db:5432/kaiwa", "postgresql://k:***@db:5432/kaiwa"),
        ("postgresql://k:hu@sh@db/kaiwa", "postgresql://k:***@db/kaiwa"),
        ("postgresql://k@/kaiwa?host=/run&password=hush", "postgresql://k@/kaiwa?host=/run&password=***"),
    ],
)
def test_a_databases_address_is_shown_without_its_password(url: str, shown: str) -> None:
    settings = load({"KAIWA_DATABASE_URL": url, "KAIWA_SECRET_KEY": KEY}, None)
    assert settings.database_url == url
    assert settings.database_shown == shown


def test_secrets_are_not_in_what_is_printed() -> None:
    settings = load(
        {
            "KAIWA_TELEGRAM_TOKEN": TOKEN,
            "KAIWA_SECRET_KEY": KEY,
            "KAIWA_DATABASE_URL": "postgresql://k:hush@db/kaiwa",
        },
        None,
    )
    for printed in (repr(settings), str(settings)):
        assert not any(secret in printed for secret in (TOKEN, KEY, "hush"))


BROKEN = [
    ({"KAIWA_TOKEN": TOKEN}, "KAIWA_TOKEN", "is not a setting; did you mean KAIWA_TELEGRAM_TOKEN?"),
    ({"kaiwa_log_format": "json"}, "kaiwa_log_format", "did you mean KAIWA_LOG_FORMAT?"),
    (
        {"KAIWA_LOG_FORMAT_FILE": "x"},
        "KAIWA_LOG_FORMAT_FILE",
        "is not a setting; did you mean KAIWA_LOG_FORMAT?",
    ),
    ({"KAIWA_QQQQ": "x"}, "KAIWA_QQQQ", "is not a setting"),
    ({"KAIWA_TELEGRAM_TOKEN": "hush"}, "KAIWA_TELEGRAM_TOKEN", "is not a bot's token"),
    ({"KAIWA_TELEGRAM_TOKEN_FILE": "hush"}, "KAIWA_TELEGRAM_TOKEN_FILE", "cannot be read (No such file"),
    (
        {"KAIWA_TELEGRAM_TOKEN": TOKEN, "KAIWA_TELEGRAM_TOKEN_FILE": "hush"},
        "KAIWA_TELEGRAM_TOKEN",
        "set twice",
    ),
    ({"KAIWA_TELEGRAM_API_URL": "api.telegram.org"}, "KAIWA_TELEGRAM_API_URL", "must be a web address"),
    ({"KAIWA_TELEGRAM_API_URL": "http://[hush"}, "KAIWA_TELEGRAM_API_URL", "must be a web address"),
    ({"KAIWA_TELEGRAM_API_URL": "http://h/?hush=1"}, "KAIWA_TELEGRAM_API_URL", "plain web address"),
    ({"KAIWA_TELEGRAM_RATE": "-1"}, "KAIWA_TELEGRAM_RATE", "must be 0 or more"),
    ({"KAIWA_TELEGRAM_RATE": "hush"}, "KAIWA_TELEGRAM_RATE", "must be a number"),
    ({"KAIWA_TELEGRAM_RATE": "inf"}, "KAIWA_TELEGRAM_RATE", "must be a number"),
    (
        {"KAIWA_DATABASE_URL": "mysql://u:hush@h/n"},
        "KAIWA_DATABASE_URL",
        "must be sqlite:///FILE or postgresql",
    ),
    ({"KAIWA_DATABASE_URL": "sqlite://"}, "KAIWA_DATABASE_URL", "must be sqlite:///FILE or postgresql"),
    ({"KAIWA_DATABASE_URL": "sqlite:///:memory:"}, "KAIWA_DATABASE_URL", "must be sqlite:///FILE"),
    ({"KAIWA_DATABASE_URL": "postgresql:///n"}, "KAIWA_DATABASE_URL", "names no host"),
    ({"KAIWA_DATABASE_URL": "postgresql://u:hush@h/n"}, "KAIWA_SECRET_KEY", "must be set with PostgreSQL"),
    ({"KAIWA_SECRET_KEY": "hush"}, "KAIWA_SECRET_KEY", "must be 32 bytes"),
    ({"KAIWA_LOG_FORMAT": "hush"}, "KAIWA_LOG_FORMAT", "must be 'console' or 'json'"),
]


@pytest.mark.parametrize(("environ", "key", "reason"), BROKEN, ids=[f"{key}: {why}" for _, key, why in BROKEN])
def test_a_wrong_setting_is_named_with_its_reason_and_without_its_value(
    environ: dict[str, str], key: str, reason: str
) -> None:
    with pytest.raises(ConfigurationError) as raised:
        load(environ, None)
    (problem,) = raised.value.problems
    assert (problem.where, problem.key) == ("environment", key)
    assert reason in problem.reason
    assert "hush" not in str(raised.value)
    assert TOKEN not in str(raised.value)


def test_what_a_command_cannot_do_without_is_asked_for() -> None:
    with pytest.raises(ConfigurationError, match="environment: KAIWA_TELEGRAM_TOKEN: is not set"):
        load({}, None, require=["telegram_token"])


def test_everything_wrong_is_told_at_once_and_where(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("KAIWA_TELEGRAM_RATE=fast\nKAIWA_LOG_FORMAT\nKAIWA_ORGANIZATION=x\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as raised:
        load({"KAIWA_SECRET_KEY": "short"}, file, require=["telegram_token"])
    assert [(problem.where, problem.key, problem.line) for problem in raised.value.problems] == [
        (str(file), "", 2),
        (str(file), "KAIWA_ORGANIZATION", None),
        ("environment", "KAIWA_TELEGRAM_TOKEN", None),
        (str(file), "KAIWA_TELEGRAM_RATE", None),
        ("environment", "KAIWA_SECRET_KEY", None),
    ]
