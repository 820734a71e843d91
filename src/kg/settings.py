"""Where things lie on disk, and what the environment says. The only reader of ``os.environ``."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from kg.errors import ToolError

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


def _folder(name: str, default: Path) -> Path:
    value = os.environ.get(name)
    if value and not Path(value).is_dir():
        raise ToolError(f"{name}={value} is not a folder: name one with ontology/ graph/ shapes/ queries/")
    return Path(value) if value else default


def _report(value: str) -> Path:
    if not Path(value).is_file():
        raise ToolError(f"KG_REPORT={value} is not a file: name your copy of the report's text, or unset it")
    return Path(value)
