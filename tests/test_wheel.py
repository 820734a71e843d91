"""What `pip install` gives: the wheel alone must make a working `kg`."""

import json
import os
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import httpx
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


def test_the_scripts_of_the_pages_and_their_notices_travel_in_it(wheel: Path) -> None:
    packed = zipfile.ZipFile(wheel)
    manifest = json.loads(packed.read("kg/web/static/dist/manifest.json"))
    assert "query.js" in manifest
    for name in (*manifest.values(), "THIRD_PARTY.txt"):
        assert f"kg/web/static/dist/{name}" in packed.namelist()


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
    served = subprocess.Popen(
        [python, "-m", "kg", "serve", "--port", "0"],
        cwd=tmp_path,
        env={**environment, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    with served:
        try:
            assert served.stdout is not None
            announced = re.search(r"http://[^\s]+?(?=/sparql)", served.stdout.readline())
            assert announced is not None
            page = httpx.get(announced.group() + "/sparql", params={"format": "html"}).text
            scripts = re.findall(r'<script type="module" src="([^"]+)"', page)
            assert any("/query-" in script for script in scripts)
            for script in scripts:
                assert (
                    httpx.get(announced.group() + script)
                    .headers["content-type"]
                    .startswith("text/javascript")
                )
        finally:
            served.terminate()
