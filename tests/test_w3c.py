"""The W3C's tests of protocol, service description and query language, over the socket, on a real server."""

import hashlib
import importlib.util
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from tests.server import Served, serving

#: What the engine (pyoxigraph 0.5) answers otherwise than the W3C expects. Nothing may be lost on the way.
ENGINE = {
    "aggregates/agg-groupconcat-04",
    "aggregates/agg-groupconcat-06",
    "aggregates/agg-empty-group-count-graph",  # an empty named graph cannot be written as N-Quads
    "bindings/graph",  # as above
    "csv-tsv-res/csv03",  # numbers are canonical here
    "csv-tsv-res/tsv03",  # as above
    "functions/bnode01",
    "negation/graph-minus",
    "property-path/zero_or_more_set_start",
    "property-path/zero_or_more_set_end",
    "property-path/zero_or_one_set_start",
    "property-path/zero_or_one_set_end",
}
#: What differs besides when the default graph is the union of all.
UNION = {"exists/exists-graph-variable"}
#: Cases that change the data, which this endpoint refuses with 403 and a reason.
UPDATES = {
    "update_dataset_default_graph",
    "update_dataset_default_graphs",
    "update_dataset_named_graphs",
    "update_dataset_full",
    "update_post_form",
    "update_post_direct",
    "update_base_uri",
}
NO_QUERY = re.compile(
    r"/(entailment|service|protocol|graph-store-protocol|service-description|http-rdf-update|delete-insert)$"
)


def score(w3c: Path, served: Served, suite: str) -> tuple[str, set[str]]:
    """Return the last line of the protocol runner, and the cases that failed."""
    command = [sys.executable, str(w3c / "protocol_runner.py"), served.sparql, "--preloaded"]
    command += ["--gsp", served.address + "/graph", "--suite", suite]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    return done.stdout.splitlines()[-1], set(re.findall(r"^FAIL [\w-]+/(\S+)", done.stdout, re.MULTILINE))


@pytest.mark.parametrize("default_graph", ["plain", "union"])
def test_the_protocol_cases_pass_but_for_updates(w3c: Path, tmp_path: Path, default_graph: str) -> None:
    setup = tmp_path / "setup.trig"
    runner = [sys.executable, str(w3c / "protocol_runner.py"), "x", "--write-setup", str(setup)]
    subprocess.run(runner, check=True, timeout=60)
    with serving(str(setup), "--quiet", f"--default-graph={default_graph}") as served:
        assert score(w3c, served, "w3c-protocol") == ("passed 27 of 34", UPDATES)
        assert score(w3c, served, "w3c-service-description") == ("passed 3 of 3", set())
        assert "head_non_existing_indirect" not in score(w3c, served, "w3c-gsp")[1]
        for update in ("update=CLEAR+ALL", "update=INSERT+DATA+%7B%7D"):
            form = {"content-type": "application/x-www-form-urlencoded"}
            refused = httpx.post(served.sparql, content=update, headers=form, trust_env=False)
            assert (refused.status_code, refused.json()["code"]) == (403, "read-only")


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # those of sparql_suite.py
@pytest.mark.parametrize(("default_graph", "passed"), [("plain", 329), ("union", 328)])
def test_the_query_tests_pass_as_far_as_the_engine_does(
    w3c: Path, tmp_path: Path, default_graph: str, passed: int
) -> None:
    suite = load_suite(w3c)
    data = tmp_path / "data.nq"
    data.touch()
    manifest = str(w3c / "rdf-tests/sparql/sparql11/manifest-all.ttl")
    tests = [
        t for t in suite.tests(manifest) if "Update" not in t["type"] and not NO_QUERY.search(t["group"])
    ]
    arguments = (str(data), "--quiet", "--workers=2", f"--default-graph={default_graph}")
    with serving(*arguments) as served, httpx.Client(trust_env=False, timeout=20) as client:
        engine = reloading(suite, client, served, data)
        verdicts = {
            f"{t['group'].split('/')[-1]}/{t['id'].rsplit('#')[-1]}": judge(suite, engine, t) for t in tests
        }
    failed = {name for name, passes in verdicts.items() if not passes}
    assert failed == ENGINE | (UNION if default_graph == "union" else set())
    assert (len(verdicts) - len(failed), len(tests)) == (passed, 341)


def load_suite(w3c: Path) -> ModuleType:
    """Return sparql_suite.py as a module that reads its tests from beside it."""
    spec = importlib.util.spec_from_file_location("sparql_suite", w3c / "sparql_suite.py")
    assert spec is not None
    assert spec.loader is not None
    suite = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(suite)
    suite.ROOT = str(w3c / "rdf-tests")  # type: ignore[attr-defined] # its main sets this
    return suite


def reloading(suite: ModuleType, client: httpx.Client, served: Served, data: Path) -> Any:
    """Return the suite's HTTP client, which has the server take up the data of each test by SIGHUP."""
    engine = suite.Http(client, served.sparql, None, None, "update")

    def reset(quads: Any) -> None:
        content = suite.nq(quads).encode()
        release = hashlib.sha256(content).hexdigest()[:16]
        data.write_bytes(content)
        if client.get(served.address + "/readyz").json()["release"] == release:
            return
        served.process.send_signal(signal.SIGHUP)
        for _ in range(1000):
            if client.get(served.address + "/readyz").json()["release"] == release:
                return
            time.sleep(0.01)
        raise AssertionError("the data were not taken up")

    engine.reset = reset
    return engine


def judge(suite: ModuleType, engine: Any, test: dict[str, Any]) -> bool:
    """Tell whether a test passes; a request that is refused where it should be answered does not."""
    try:
        verdict: tuple[str, str] = suite.run_one(engine, test)
    except (suite.Rejected, suite.Failed):
        return False
    return verdict[0] == "pass"
