from pathlib import Path

import pytest

from kg.errors import ToolError
from kg.limits import Limits, limit_help, variable
from kg.settings import read_allowed_services, read_limits, read_settings
from tests.release import ROOT


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "KG_HOME",
        "KG_INPUTS",
        "KG_REPORT",
        "KG_CONFIG",
        "KG_ALLOW_SERVICE",
        *map(variable, limit_help()),
    ):
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


def test_limits_come_from_options_then_environment_then_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "kg.toml"
    config.write_text("[limits]\ntime = 1\nwaiting = 2\nrate = 3\n", "utf-8")
    monkeypatch.setenv("KG_CONFIG", str(config))
    monkeypatch.setenv("KG_WAITING", "20")
    monkeypatch.setenv("KG_RATE", "30")
    assert read_limits({"rate": 300, "time": None}) == Limits(time=1, waiting=20, rate=300)


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "many", "²"])
def test_what_is_no_limit_is_told_as_it_was_written(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_TIME", value)
    with pytest.raises(ToolError, match=f"KG_TIME={value} is not a whole number of at least 1"):
        read_limits({})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[limits]\ntime = 0", "kg.toml: time=0 is not"),
        ("[limits]\ntime = true", "kg.toml: time=True is not"),
        ("[limits]\nspeed = 9", "kg.toml: speed: there is no such limit"),
        ("limits = 9", "write \\[limits\\]"),
        ("[limits", "kg.toml cannot be read"),
        (None, "kg.toml cannot be read"),
    ],
)
def test_a_file_of_limits_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None, said: str
) -> None:
    if text is not None:
        (tmp_path / "kg.toml").write_text(text, "utf-8")
    monkeypatch.setenv("KG_CONFIG", str(tmp_path / "kg.toml"))
    with pytest.raises(ToolError, match=said):
        read_limits({})


def test_allowed_services_come_from_options_then_environment_then_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_allowed_services([]) == ()
    config = tmp_path / "kg.toml"
    config.write_text('allow_service = ["https://FILE.example"]\n[limits]\ntime = 1', "utf-8")
    monkeypatch.setenv("KG_CONFIG", str(config))
    assert read_allowed_services([]) == ("https://file.example/",)
    monkeypatch.setenv("KG_ALLOW_SERVICE", "https://a.example  https://b.example/x")
    assert read_allowed_services([]) == ("https://a.example/", "https://b.example/x")
    assert read_allowed_services(["http://option.example/"]) == ("http://option.example/",)
    monkeypatch.setenv("KG_ALLOW_SERVICE", "")
    assert read_allowed_services([]) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("allow_service = 'https://a.example'", "allow_service is not a list"),
        ("allow_service = ['a.example']", "allow_service=a.example is no clear address"),
    ],
)
def test_a_file_of_services_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    (tmp_path / "kg.toml").write_text(text, "utf-8")
    monkeypatch.setenv("KG_CONFIG", str(tmp_path / "kg.toml"))
    with pytest.raises(ToolError, match=said):
        read_allowed_services([])
