"""How long `kg build` takes, as a process, on a copy of the inputs."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from bench.makes import ROOT
from bench.results import Builds

_PARTS = ("ontology", "graph", "shapes", "queries")
_BLOCK = re.compile(r"^(claim:\d+)\n    a aii:RelationClaim ;\n.*?^\.\n", re.MULTILINE | re.DOTALL)


def measure_builds(times: int, folder: Path) -> Builds:
    """Return ``times`` measures of each kind of build. Raises RuntimeError when one fails."""
    inputs, home = folder / "inputs", folder / "home"
    shutil.rmtree(inputs, ignore_errors=True)
    for part in _PARTS:
        shutil.copytree(ROOT / part, inputs / part)
    path, claim = find_claim(inputs)
    whole = path.read_text("utf-8")
    scratch, unchanged, added = [], [], []
    for _ in range(times):
        shutil.rmtree(home, ignore_errors=True)
        path.write_text(whole.replace(claim, ""), "utf-8")
        scratch.append(_build(inputs, home))
        unchanged.append(_build(inputs, home))
        path.write_text(whole, "utf-8")
        added.append(_build(inputs, home))
    return Builds(tuple(scratch), tuple(unchanged), tuple(added))


def find_claim(inputs: Path) -> tuple[Path, str]:
    """Return a claim about a relation that nothing else names, as it stands in its file, and that file."""
    texts = {path: path.read_text("utf-8") for path in sorted(inputs.glob("graph/**/*.ttl"))}
    everything = "".join(texts.values())
    for path, text in texts.items():
        for block in _BLOCK.finditer(text):
            if len(re.findall(rf"{block.group(1)}\b", everything)) == 1:
                return path, block.group()
    raise RuntimeError("each claim about a relation is named by something else: none can be left out")


def _build(inputs: Path, home: Path) -> float:
    environment = {**os.environ, "KG_INPUTS": str(inputs), "KG_HOME": str(home)}
    environment.pop("KG_REPORT", None)
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "kg", "build"], env=environment, capture_output=True, text=True, check=False
    )
    took = time.perf_counter() - began
    if done.returncode:
        raise RuntimeError(f"kg build failed: {(done.stderr.strip() or '?').splitlines()[-1]}")
    return took
