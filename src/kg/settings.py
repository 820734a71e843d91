"""Where things lie on disk, and what the environment says. The only reader of ``os.environ``."""

import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from kg.errors import ToolError
from kg.limits import Limits, check_limits, limit_help, variable
from kg.services import read_services

_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Folders of one run.

    ``inputs`` holds ``ontology/ graph/ shapes/ queries/``; ``home`` receives the release;
    ``report`` is the reader's own copy of the report's text, or None.
    """

    inputs: Path
    home: Path
    report: Path | None = None

    @property
    def release(self) -> Path:
        """The N-Quads file that a build leaves and a server reads."""
        return self.home / "release.nq"

    @property
    def conformed(self) -> Path:
        """The fingerprints of the nodes that conformed, beside it."""
        return self.home / "conformed.json"

    @property
    def readings(self) -> Path:
        """How its Chinese names are read aloud, beside it, for whoever searches."""
        return self.home / "readings.json"

    @property
    def templates(self) -> Path:
        """The folder of compiled templates of pages, which servers leave for the next start."""
        return self.home / "templates"

    @property
    def manifest(self) -> Path:
        """What the release was made from, beside it."""
        return self.home / "release.json"


def read_settings() -> Settings:
    """Return the settings of this process: ``KG_HOME``, ``KG_INPUTS``, ``KG_REPORT``, else the defaults.

    In a checkout the inputs are its folders and the release goes to ``build/``; from an installed wheel the
    inputs are those in the package and the release goes to the user's cache folder.
    """
    checkout = _PACKAGE.parent.parent
    in_checkout = (checkout / "pyproject.toml").is_file() and (checkout / "ontology").is_dir()
    inputs = checkout if in_checkout else _PACKAGE / "data"
    home = checkout / "build" if in_checkout else Path(platformdirs.user_cache_dir("aiinfra-kg"))
    report = os.environ.get("KG_REPORT")
    return Settings(
        inputs=_folder("KG_INPUTS", inputs),
        home=Path(os.environ.get("KG_HOME") or home),
        report=_report(report) if report else None,
    )


def read_limits(options: Mapping[str, int | None]) -> Limits:
    """Return the limits of a server: its command line's ``options``, else ``KG_TIME`` …, else ``[limits]``
    of the TOML file that ``KG_CONFIG`` names, else the defaults. Raises ToolError for what is no limit.
    """
    config = os.environ.get("KG_CONFIG")
    table = _config().get("limits", {})
    if not isinstance(table, dict):
        raise ToolError(f"KG_CONFIG={config}: limits is not a table: write [limits]")
    written = check_limits(table, lambda name: f"{config}: {name}")
    environment = {name: value for name in limit_help() if (value := os.environ.get(variable(name)))}
    given = {name: value for name, value in options.items() if value is not None}
    return Limits(
        **{
            **written,
            **check_limits(environment, variable),
            **check_limits(given, lambda name: f"--{name}"),
        }
    )


def read_allowed_services(options: Sequence[str]) -> tuple[str, ...]:
    """Return the endpoints that queries may ask: the command line's ``options``, else ``KG_ALLOW_SERVICE``
    (with spaces between), else ``allow_service``, a list, of the file that ``KG_CONFIG`` names, else none.

    Raises ToolError for what is no clear beginning of an http or https IRI.
    """
    if options:
        return read_services(options, "--allow-service")
    if (value := os.environ.get("KG_ALLOW_SERVICE")) is not None:
        return read_services(value.split(), "KG_ALLOW_SERVICE")
    said = f"KG_CONFIG={os.environ.get('KG_CONFIG')}: allow_service"
    written = _config().get("allow_service", [])
    if not isinstance(written, list):
        raise ToolError(f'{said} is not a list: write ["https://example.org/sparql"]')
    return read_services(map(str, written), said)


def _config() -> dict[str, object]:
    """Return what the file says that ``KG_CONFIG`` names, nothing without one."""
    path = os.environ.get("KG_CONFIG")
    if not path:
        return {}
    try:
        return tomllib.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ToolError(
            f"KG_CONFIG={path} cannot be read ({error}): name a TOML file, or unset it"
        ) from error


def _folder(name: str, default: Path) -> Path:
    value = os.environ.get(name)
    if value and not Path(value).is_dir():
        raise ToolError(f"{name}={value} is not a folder: name one with ontology/ graph/ shapes/ queries/")
    return Path(value) if value else default


def _report(value: str) -> Path:
    if not Path(value).is_file():
        raise ToolError(f"KG_REPORT={value} is not a file: name your copy of the report's text, or unset it")
    return Path(value)
