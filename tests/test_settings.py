from pathlib import Path

import pytest

from kg.errors import ToolError
from kg.settings import read_settings
from tests.release import ROOT


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KG_HOME", "KG_INPUTS", "KG_REPORT"):
        monkeypatch.delenv(name, raising=False)


def test_a_checkout_is_its_own_input_and_builds_into_build() -> None:
    settings = read_settings()
    assert (settings.inputs, settings.home, settings.report) == (ROOT, ROOT / "build", None)


def test_the_environment_names_other_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KG_INPUTS", str(tmp_path))
    settings = read_settings()
    assert settings.inputs == tmp_path
    assert settings.release == tmp_path / "home" / "release.nq"


@pytest.mark.parametrize("name", ["KG_INPUTS", "KG_REPORT"])
def test_a_path_that_is_not_there_is_named(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, str(tmp_path / "none"))
    with pytest.raises(ToolError, match=f"{name}=.*none"):
        read_settings()
