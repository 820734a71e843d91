"""The servers that are compared: how each is installed, started on an N-Quads file, and asked.

All see the union of the named graphs as their default graph, and listen on 127.0.0.1.
"""

import http.client
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg import __version__

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "bench"
FOLDER = ROOT / "build" / "bench"

_PEERS = FOLDER / "peers"
_FUSEKI = FOLDER / "fuseki"
_MAIN = "org.apache.jena.fuseki.main.cmds.FusekiMainCmd"
_CONFIG = """
PREFIX fuseki: <http://jena.apache.org/fuseki#>
PREFIX ja: <http://jena.hpl.hp.com/2005/11/Assembler#>
PREFIX tdb2: <http://jena.apache.org/2016/tdb#>
[] a fuseki:Server ; ja:context [ ja:cxtName "arq:queryTimeout" ; ja:cxtValue "{milliseconds}" ] .
<#service> a fuseki:Service ; fuseki:name "kg" ; fuseki:dataset <#data> ;
  fuseki:endpoint [ fuseki:operation fuseki:query ; fuseki:name "sparql" ] .
<#data> a tdb2:DatasetTDB2 ; tdb2:location "{location}" ; tdb2:unionDefaultGraph true .
"""


@dataclass(frozen=True, slots=True)
class Data:
    """What is served: its name, its N-Quads file, a folder for what servers keep; if it is the release."""

    name: str
    path: Path
    folder: Path
    is_release: bool = False


@dataclass(frozen=True, slots=True)
class Start:
    """What starts a server: the data, a free port, and the seconds that a query may take."""

    data: Data
    port: int
    limit: int


@dataclass(frozen=True, slots=True)
class Make:
    """One kind of server. ``before`` and ``after`` load data before it starts and once it listens."""

    name: str
    version: str
    path: str
    command: Callable[[Start], list[str]]
    before: Callable[[Start], None] | None = None
    after: Callable[[Start], None] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A server that cannot be had here, and why."""

    name: str
    reason: str


def ours() -> Make:
    """Return our own server, as this checkout has it."""
    return Make(
        "kg serve",
        __version__,
        "/sparql",
        _our_command,
        note="defaults, a line of log a request to /dev/null",
    )


def find_peers() -> list[Make | Missing]:
    """Return the other servers, installed into build/bench when they are not there yet."""
    return [*_from_pypi(), _from_maven()]


def _our_command(start: Start) -> list[str]:
    files = [] if start.data.is_release else [str(start.data.path)]
    options = ["--port", str(start.port), "--time", str(start.limit)]
    return [sys.executable, "-m", "kg", "serve", *files, *options]


def _from_pypi() -> list[Make | Missing]:
    wanted_file = str(HERE / "peers.txt")
    wanted = [line.split("==") for line in Path(wanted_file).read_text("ascii").split()]
    stamp = _PEERS / "installed.txt"
    if not stamp.is_file() or stamp.read_bytes() != (HERE / "peers.txt").read_bytes():
        say("installing oxigraph and rdflib-endpoint into build/bench/peers")
        commands = [
            [sys.executable, "-m", "venv", "--clear", str(_PEERS)],
            [
                str(_PEERS / "bin/python"),
                *["-m", "pip", "--disable-pip-version-check", "install", "--quiet", "-r"],
                wanted_file,
            ],
        ]
        for command in commands:
            if (failure := _run(command)) is not None:
                return [Missing(name.partition("[")[0], failure) for name, _ in wanted]
        shutil.copyfile(HERE / "peers.txt", stamp)
    versions = {name.partition("[")[0]: version for name, version in wanted}
    return [
        Make(
            "oxigraph serve",
            versions["oxigraph"],
            "/query",
            lambda start: [
                *(str(_PEERS / "bin/oxigraph"), "serve", "--union-default-graph"),
                *("--bind", f"127.0.0.1:{start.port}"),
            ],
            after=_post_to_oxigraph,
            # With --timeout-s (0.5.13) each query leaves a thread that sleeps until then: at some thousand
            # lookups a second it runs out of them and ends; and it stopped none of the deaths.
            note="in memory, loaded through its store protocol; no --timeout-s, a thread a query",
        ),
        Make(
            "rdflib-endpoint",
            versions["rdflib-endpoint"],
            "/",
            lambda start: [
                *(str(_PEERS / "bin/rdflib-endpoint"), "serve", "--host", "127.0.0.1"),
                *("--port", str(start.port), str(start.data.path)),
            ],
            note="in memory, a Dataset with default_union; knows no time limit",
        ),
    ]


def _post_to_oxigraph(start: Start) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", start.port, timeout=600)
    with start.data.path.open("rb") as file:
        headers = {
            "Content-Type": "application/n-quads",
            "Content-Length": str(start.data.path.stat().st_size),
        }
        connection.request("POST", "/store?no_transaction", file, headers)
        answer = connection.getresponse()
        answer.read()
    connection.close()
    if answer.status >= http.client.BAD_REQUEST:
        raise RuntimeError(f"oxigraph refused the data with {answer.status}")


def _from_maven() -> Make | Missing:
    name = "Fuseki"
    pom = HERE / "fuseki" / "pom.xml"
    if (java := shutil.which("java")) is None:
        return Missing(name, "there is no java: install a JRE of 17 or newer")
    if not list(_FUSEKI.glob("jena-fuseki-main-*.jar")):
        if (mvn := shutil.which("mvn")) is None:
            return Missing(name, "there is no mvn: install maven")
        say("fetching Apache Jena Fuseki into build/bench/fuseki")
        failure = _run([mvn, "-q", "-B", "-f", str(pom), "dependency:copy-dependencies"])
        if failure is not None:
            return Missing(name, failure)
    version = next(_FUSEKI.glob("jena-fuseki-main-*.jar")).stem.removeprefix("jena-fuseki-main-")
    classes = [java, "-cp", f"{_FUSEKI}/*"]

    def database(start: Start) -> Path:
        return start.data.folder / f"tdb2-{start.data.name.replace(' ', '-')}"

    def load(start: Start) -> None:
        if database(start).exists():
            return
        loader = [*classes, "tdb2.tdbloader", "--loc", str(database(start)), str(start.data.path)]
        if (failure := _run(loader)) is not None:
            raise RuntimeError(failure)

    def command(start: Start) -> list[str]:
        config = start.data.folder / f"fuseki-{start.port}.ttl"
        config.write_text(_CONFIG.format(milliseconds=start.limit * 1000, location=database(start)), "utf-8")
        return [*classes, _MAIN, "--localhost", "--port", str(start.port), "--config", str(config)]

    return Make(name, version, "/kg/sparql", command, load, note="TDB2 on disk, loaded by tdb2.tdbloader")


def _run(command: list[str]) -> str | None:
    """Run ``command``; return None, or the last line of what it said when it failed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode == 0:
        return None
    said = (done.stderr.strip() or done.stdout.strip() or "it said nothing").splitlines()
    return f"`{Path(command[0]).name}` failed: {said[-1][:200]}"


def say(text: str) -> None:
    """Tell on standard error what goes on."""
    print(text, file=sys.stderr, flush=True)
