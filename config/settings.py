"""Settings of one installation: from the environment, an `.env` file, or files for secrets."""

from __future__ import annotations

import os
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import SplitResult, parse_qs, urlsplit

from dotenv.parser import parse_stream
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from config.problems import ConfigurationError, Problem, nearest, reason

PREFIX = "KAIWA_"
ENVIRONMENT = "environment"
SHIPPED_ORGANISATION = Path(__file__).with_name("organisation.toml")

_SECRETS = ("telegram_token", "secret_key", "database_url")
# Names that belong to the tests, not to an installation.
_NOT_OURS = ("KAIWA_TEST_",)


class Settings(BaseSettings):
    """Everything that differs between two installations; made once, by `load`, and handed on."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="forbid", frozen=True, hide_input_in_errors=True, str_strip_whitespace=True
    )

    telegram_token: SecretStr | None = Field(None, description="the bot's token from @BotFather")
    telegram_api_url: str = Field("https://api.telegram.org", description="the Bot API server")
    telegram_rate: float = Field(
        30, ge=0, allow_inf_nan=False, description="messages a second over all chats; 0 lifts all limits"
    )
    database_url: str = Field("sqlite:///var/kaiwa.db", repr=False, description="where things are remembered")
    organisation: Path = Field(SHIPPED_ORGANISATION, description="the file that describes the organisation")
    secret_key: SecretStr | None = Field(None, description="seals identities; keep it apart from backups")
    log_format: Literal["console", "json"] = Field("console", description="how the log is written")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        # `load` gathers the values, because it must say where a wrong one stands;
        # settings made by a test read nothing of the machine.
        return (init_settings,)

    @property
    def database_shown(self) -> str:
        """The database's address without its password, for people and logs."""
        shown = re.sub(r"(//[^:/@]*):.*@", r"\1:***@", self.database_url)
        return re.sub(r"(password=)[^&]*", r"\1***", shown)

    @property
    def database_path(self) -> Path | None:
        """The SQLite file; nothing for PostgreSQL."""
        kind, _, path = self.database_url.partition(":///")
        return Path(path) if kind == "sqlite" else None

    @field_validator("telegram_token")
    @classmethod
    def _looks_like_a_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token and not re.fullmatch(r"\d+:[\w-]+", token.get_secret_value(), re.ASCII):
            raise ValueError("is not a bot's token: digits, a colon and more, as @BotFather shows it")
        return token

    @field_validator("telegram_api_url")
    @classmethod
    def _is_a_web_address(cls, url: str) -> str:
        parts = _address(url)
        if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("must be a web address such as https://api.telegram.org")
        if parts.query or parts.fragment:
            raise ValueError("must be a plain web address, without ? or #")
        return url.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, url: str) -> str:
        parts = _address(url)
        if parts is not None and parts.scheme == "postgresql" and parts.path.strip("/"):
            if parts.hostname or parse_qs(parts.query).get("host"):
                return url
            raise ValueError("names no host: postgresql://USER:PASSWORD@HOST/NAME")
        if re.fullmatch(r"sqlite:///[^?#]*[^?#/]", url) and not url.endswith(":memory:"):
            return url
        raise ValueError("must be sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")

    @field_validator("secret_key")
    @classmethod
    def _is_a_key(cls, key: SecretStr | None) -> SecretStr | None:
        if key and not _is_32_bytes(key.get_secret_value()):
            raise ValueError("must be 32 bytes drawn by chance, written in base64 (openssl rand -base64 32) or hex")
        return key

    @model_validator(mode="after")
    def _seals_with_a_shared_key(self) -> Settings:
        if self.database_path is None and self.secret_key is None:
            raise ValueError("must be set with PostgreSQL, where no file beside the database can hold it")
        return self


class _Given(NamedTuple):
    """A value as it was found."""

    where: str
    name: str
    value: str


def setting_names() -> tuple[str, ...]:
    """Every name that may be set, files for secrets included."""
    plain = [PREFIX + field.upper() for field in Settings.model_fields]
    return (*plain, *(f"{PREFIX}{field.upper()}_FILE" for field in _SECRETS))


def load(
    environ: Mapping[str, str] | None = None,
    env_file: str | Path | None = ".env",
    *,
    require: Iterable[str] = (),
) -> Settings:
    """The settings in force: the environment's first, then the file's. An empty value counts as not set.

    `require` names fields that this command cannot do without, for example `telegram_token`.
    Raises `ConfigurationError` with everything that is wrong; no reason ever holds a value.
    """
    problems: list[Problem] = []
    given: dict[str, _Given] = {}
    in_file = _read_env_file(Path(env_file), problems) if env_file is not None else {}
    for where, values in (
        (str(env_file), in_file),
        (ENVIRONMENT, os.environ if environ is None else environ),
    ):
        problems += _unknown(where, values)
        given |= _given(where, values, problems)
    for field in require:
        if field not in given and not any(problem.key.startswith(_name(field)) for problem in problems):
            problems.append(Problem(ENVIRONMENT, _name(field), "is not set; it may also stand in .env"))
    try:
        settings = Settings.model_validate({field: found.value for field, found in given.items()})
    except ValidationError as error:
        raise ConfigurationError([*problems, *_invalid(error, given)]) from None
    if problems:
        raise ConfigurationError(problems)
    return settings


def _name(field: str) -> str:
    return PREFIX + field.upper()


def _is_32_bytes(text: str) -> bool:
    try:
        return len(bytes.fromhex(text) if len(text) == 64 else b64decode(text, validate=True)) == 32
    except ValueError:
        return False


def _address(url: str) -> SplitResult | None:
    """The parts of an address; nothing if it is none. Ports are looked at too."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _read_env_file(path: Path, problems: list[Problem]) -> dict[str, str]:
    values: dict[str, str] = {}
    try:
        with path.open(encoding="utf-8") as stream:
            for line in parse_stream(stream):
                if line.error or (line.key and line.key.startswith(PREFIX) and line.value is None):
                    problems.append(
                        Problem(str(path), "", "cannot be understood; write NAME=value", line.original.line)
                    )
                elif line.key and line.value is not None:
                    values[line.key] = line.value
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError:
        problems.append(Problem(str(path), "", "is not a text in UTF-8"))
    except OSError as error:
        problems.append(Problem(str(path), "", f"cannot be read ({error.strerror})"))
    return values


def _unknown(where: str, values: Mapping[str, str]) -> Iterator[Problem]:
    known = setting_names()
    for name in values:
        if not name.upper().startswith(PREFIX) or name.startswith(_NOT_OURS) or name in known:
            continue
        meant = nearest(name.upper(), known)
        yield Problem(where, name, f"is not a setting; did you mean {meant}?" if meant else "is not a setting")


def _given(where: str, values: Mapping[str, str], problems: list[Problem]) -> dict[str, _Given]:
    given = {}
    for field in Settings.model_fields:
        name = _name(field)
        if value := values.get(name, "").strip():
            given[field] = _Given(where, name, value)
        if field in _SECRETS and (path := values.get(f"{name}_FILE", "").strip()):
            if field in given:
                problems.append(Problem(where, name, f"is set twice: here and as {name}_FILE"))
            elif (secret := _read_secret(where, f"{name}_FILE", path, problems)) is not None:
                given[field] = _Given(where, f"{name}_FILE", secret)
    return given


def _read_secret(where: str, name: str, path: str, problems: list[Problem]) -> str | None:
    # The path is not repeated: somebody may have written the secret itself there.
    try:
        secret = Path(path).read_text(encoding="utf-8").strip()
    except UnicodeDecodeError:
        problems.append(Problem(where, name, "names a file that is not a text"))
    except OSError as error:
        problems.append(Problem(where, name, f"names a file that cannot be read ({error.strerror})"))
    else:
        if secret:
            return secret
        problems.append(Problem(where, name, "names an empty file"))
    return None


def _invalid(error: ValidationError, given: Mapping[str, _Given]) -> Iterator[Problem]:
    for detail in error.errors(include_url=False, include_input=False):
        # The only rule over several settings is about the key.
        field = str(detail["loc"][0]) if detail["loc"] else "secret_key"
        where, name, _ = given.get(field, _Given(ENVIRONMENT, _name(field), ""))
        yield Problem(where, name, reason(detail))
