"""What `pip install` gives: the wheel alone must make a working `kg`."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.release import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_graph_the_ontology_the_shapes_and_the_queries_travel_in_it(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    for top in ("ontology", "graph", "shapes", "queries"):
        for path in (ROOT / top).rglob("*.*"):
            assert f"kg/data/{path.relative_to(ROOT)}" in packed


def test_an_installed_wheel_builds_and_answers_away_from_any_checkout(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "venv"
    # the libraries are those of this environment, the package is the wheel's
    venv.create(home, with_pip=True, system_site_packages=False)
    python = home / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", str(wheel)], check=True)
    libraries = next(Path(path) for path in sys.path if path.endswith("site-packages"))
    packages = tmp_path / "libraries"
    packages.mkdir()
    for entry in libraries.iterdir():
        if "aiinfra_kg" not in entry.name:
            (packages / entry.name).symlink_to(entry)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("KG_")},
        "PYTHONPATH": str(packages),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    base = "https://w3id.org/aiinfra"
    query = f"SELECT ?tops {{ <{base}/id/chip-mlu370> <{base}/ontology#int8Throughput> ?tops }}"
    done = subprocess.run(
        [python, "-m", "kg", "query", query, "--format", "csv"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["tops", "256"], done.stderr
    assert list((tmp_path / "cache").rglob("release.nq"))
