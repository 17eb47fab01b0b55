"""Settings: every one declared once, read from the environment and ``handiwork.toml``, with its provenance.

Order, first wins: a flag the user typed, ``HANDIWORK_*`` in the environment,
``handiwork.toml`` (in the working folder, then in the home), the default.
"""

import os
import re
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from handiwork.errors import ConfigError

__all__ = ["ResolvedSettings", "Settings", "default_home", "resolve_settings", "without_password"]

_NO_SETTINGS = frozenset({"HANDIWORK_REQUIRE_SHARED", "HANDIWORK_GITHUB_TOKEN", "HANDIWORK_OIDC_SECRET"})
"""Names in the environment that look like settings and are none: a token must never be kept or shown."""


class Settings(BaseModel):
    """What can be set; frozen, validated, each with its unit in the name or the help."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path = Field(description="Folder that holds everything Handiwork stores; removing it removes everything.")
    threads: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        ge=1,
        le=256,
        description="Processor threads used by the engine.",
    )
    memory_limit_mib: int = Field(
        default=2048,
        ge=256,
        description="Memory the engine may use before it spills to disk, in MiB.",
    )
    contact: str = Field(
        default="",
        description="A page or name that origins can reach you by; sent in the User-Agent of every request.",
    )
    operator: str = Field(
        default="",
        max_length=100,
        pattern=r"^[^@]*$",
        description="Who decides about identities, as the log of decisions tells it: a name or a role, never address.",
    )
    controller_name: str = Field(
        default="",
        max_length=100,
        pattern=r"^[^@<>\r\n]*$",
        description="Who answers for what is held about people, as drafts of messages name it: a company or a person, "
        "never an address. Without it no draft is written.",
    )
    controller_contact_page: str = Field(
        default="",
        max_length=200,
        pattern=r"^(https://[^@\s<>\"]+)?$",
        description="The page where the controller can be reached, as drafts name it.",
    )
    controller_notice_page: str = Field(
        default="",
        max_length=200,
        pattern=r"^(https://[^@\s<>\"]+)?$",
        description="The page that says what is held about people, and how they object or have it removed.",
    )
    public_notice: bool = Field(
        default=False,
        description="Whether the desk's page about what is held of people, /about-you, can be read without signing in.",
    )
    retention_months: int = Field(
        default=12,
        ge=1,
        le=24,
        description="Months after which what was loaded and not loaded again is removed by `handiwork privacy purge`; "
        "entries of lists, after nothing was done with them.",
    )
    retention_cap_months: int = Field(
        default=24,
        ge=1,
        le=24,
        description="Months after it was first stored at which everything is removed, however often it was loaded "
        "again; entries of lists, unless the person was in touch.",
    )
    retry_wait_s: float = Field(
        default=0.5,
        ge=0,
        le=60,
        description="Seconds before a request that failed is sent again, doubled each time; an origin's own request to "
        "wait comes first.",
    )
    gharchive_url: str = Field(
        default="https://data.gharchive.org", description="Where archive hours are downloaded from."
    )
    gharchive_downloads: int = Field(
        default=4,
        ge=1,
        le=4,
        description="Archive hours downloaded at the same time; four at most, to be polite.",
    )
    keep_downloads: bool = Field(default=False, description="Keep downloaded archive hours after they are loaded.")
    max_hour_bytes: int = Field(
        default=16 * 2**30,
        ge=2**20,
        description="Uncompressed bytes of one archive file after which the rest is refused (a guard against bombs).",
    )
    git_url: str = Field(
        default="https://github.com",
        description="Where repositories named owner/name are cloned from.",
    )
    github_url: str = Field(
        default="https://api.github.com",
        pattern=r"^https?://[^@\s]+$",
        description="Where GitHub's API is. The token comes from HANDIWORK_GITHUB_TOKEN or GITHUB_TOKEN in the "
        "environment, and is no setting.",
    )
    pypi_url: str = Field(
        default="",
        pattern=r"^(https?://[^@\s]+)?$",
        description="Where packages are looked up, without a path; empty for the index that the client library knows.",
    )
    huggingface_url: str = Field(
        default="",
        pattern=r"^(https?://[^@\s]+)?$",
        description="Where the Hugging Face Hub is; empty for where its official client finds it. The token comes from "
        "HF_TOKEN in the environment, and is no setting.",
    )
    state_url: str = Field(
        default="",
        pattern=r"^(sqlite:///.+|postgres(ql)?(\+psycopg)?://.+)?$",
        repr=False,
        description="Where the state is (lists, decisions, users, who is left out): `postgresql://host/name` for a "
        "team (extra `postgresql`; the password is best left to `PGPASSWORD` or a password file, and is never shown). "
        "Empty: `state.sqlite` in the home.",
    )
    oidc_issuer: str = Field(
        default="",
        pattern=r"^(https://[^@\s]+|http://(127\.0\.0\.1|localhost)(:\d+)?(/[^@\s]*)?)?$",
        description="An OpenID Connect provider that users may sign in by (extra `oidc`), exactly as it calls itself; "
        "empty: passwords only. The client's secret comes from HANDIWORK_OIDC_SECRET and is no setting.",
    )
    oidc_client_id: str = Field(default="", max_length=300, description="What the provider calls this desk.")
    oidc_name: str = Field(
        default="your organisation", max_length=60, description="What the button to sign in by the provider says."
    )
    oidc_admit: str = Field(
        default="",
        pattern=r"^[^@]*$",
        description="Who is let in by the provider: claims and values of which the token must have one, as "
        "`groups:sourcing, sub:24828976`. Empty: nobody.",
    )
    oidc_role: Literal["viewer", "recruiter"] = Field(
        default="viewer", description="The role of a user made at the first sign-in by the provider."
    )
    lake: str = Field(
        default="",
        pattern=r"^(s3://[^/]+(/.*)?|[^:]*)$",
        description="Where the lake is: a folder, or `s3://bucket/prefix` in an S3-compatible object store (extra "
        "`s3`; credentials come from the environment). Empty: `lake` in the home. What lies elsewhere stays when the "
        "home is removed.",
    )
    lake_endpoint: str = Field(
        default="",
        pattern=r"^(https?://[^@/\s]+/?)?$",
        description="Address of the object store, as `https://host:port`; empty for Amazon's. Never put a key here.",
    )
    lake_region: str = Field(default="", description="Region of the object store; empty for the environment's.")
    engine: Literal["duckdb", "spark"] = Field(
        default="duckdb",
        description="What prepares archive hours and resolves who is who: this process, or an Apache Spark cluster "
        "(extra `spark`).",
    )
    spark_master: str = Field(
        default="local[*]",
        description="The cluster, as `spark://host:7077`; `local[2]` is one process here with two threads. "
        "Memory and the like are set in Spark's own `spark-defaults.conf`.",
    )


@dataclass(frozen=True, slots=True)
class ResolvedSettings:
    """Settings with where each value came from.

    Attributes
    ----------
    settings
        The validated values.
    provenance
        For each setting its origin: ``flag``, ``environment HANDIWORK_X``, a file's path, or ``default``.
    """

    settings: Settings
    provenance: dict[str, str]


def without_password(url: str) -> str:
    """Return an address without the password in it.

    Examples
    --------
    >>> without_password("postgresql://team:secret@db/handiwork")
    'postgresql://team:***@db/handiwork'
    """
    return re.sub(r"^(\w[\w+]*://[^:/@]*:)[^@]*@", r"\1***@", url)


def default_home(environ: Mapping[str, str]) -> Path:
    """Return the platform's user data folder for Handiwork.

    Examples
    --------
    >>> str(default_home({"XDG_DATA_HOME": "/data"})) if sys.platform == "linux" else "/data/handiwork"
    '/data/handiwork'
    """
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "handiwork"
    if sys.platform == "win32":
        return Path(environ.get("LOCALAPPDATA", str(Path.home()))) / "handiwork"
    base = environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "handiwork"


def resolve_settings(
    environ: Mapping[str, str],
    *,
    flags: Mapping[str, Any] | None = None,
    working_folder: Path | None = None,
) -> ResolvedSettings:
    """Gather, validate and trace every setting.

    Parameters
    ----------
    environ
        The process environment.
    flags
        Values the user typed on the command line; None values are ignored.
    working_folder
        Where to look for ``handiwork.toml`` first; None skips that file.

    Raises
    ------
    ConfigError
        Listing every unknown key (with the nearest known one) and every wrong value.
    """
    problems: list[str] = []
    values: dict[str, Any] = {"home": default_home(environ)}
    provenance = dict.fromkeys(Settings.model_fields, "default")
    home = Path((flags or {}).get("home") or environ.get("HANDIWORK_HOME") or values["home"])
    files = [home / "handiwork.toml"]
    if working_folder is not None:
        files.append(working_folder / "handiwork.toml")
    for file in files:
        _merge(values, provenance, _read_file(file, problems), str(file))
    _merge(values, provenance, _read_environment(environ, problems), "environment")
    _merge(values, provenance, {k: v for k, v in (flags or {}).items() if v is not None}, "flag")
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        problems += [_told(e["loc"], e["msg"], e.get("input")) for e in error.errors()]
        settings = None
    if problems or settings is None:
        raise ConfigError("Settings are wrong:\n" + "\n".join(f"  - {p}" for p in problems))
    return ResolvedSettings(settings, provenance)


# --- private ---


def _told(where: tuple[int | str, ...], what: str, given: Any) -> str:
    """Return what is wrong with a setting, without a value that may hold a password."""
    name = ".".join(map(str, where))
    return f"{name}: {what}" + ("" if name == "state_url" else f" (got {given!r})")


def _merge(values: dict[str, Any], provenance: dict[str, str], found: Mapping[str, Any], origin: str) -> None:
    for key, value in found.items():
        values[key] = value
        provenance[key] = f"environment HANDIWORK_{key.upper()}" if origin == "environment" else origin


def _read_file(file: Path, problems: list[str]) -> dict[str, Any]:
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, RecursionError) as error:
        problems.append(f"{file}: {error}")
        return {}
    return {k: v for k, v in found.items() if _is_known(k, str(file), problems)}


def _read_environment(environ: Mapping[str, str], problems: list[str]) -> dict[str, Any]:
    found = {}
    for name, value in sorted(environ.items()):
        if not name.startswith("HANDIWORK_") or name in _NO_SETTINGS:
            continue
        key = name.removeprefix("HANDIWORK_").lower()
        if _is_known(key, f"environment variable {name}", problems):
            found[key] = value
    return found


def _is_known(key: str, origin: str, problems: list[str]) -> bool:
    if key in Settings.model_fields:
        return True
    near = get_close_matches(key, Settings.model_fields, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    problems.append(f"{origin}: unknown setting {key!r}{hint}")
    return False
