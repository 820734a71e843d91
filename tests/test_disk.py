"""Data served from a folder on disk, on a real server."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from kg.disk import check_memory
from tests.server import Served, serving, until
from tests.test_serving import gone
from tests.tiny import write

DATA = 'PREFIX : <http://e/> :g { :s :p "%s" } :h { [] :p "nameless" } :d :p "default" .'
COUNT = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


def text_of(served: Served, query: str = "SELECT ?o { <http://e/s> ?p ?o }") -> str:
    answer = httpx.get(served.sparql, params={"query": query, "format": "csv"}, trust_env=False, timeout=30)
    assert answer.status_code == 200, answer.text
    return answer.text


def databases(folder: Path) -> dict[str, float]:
    return {path.name: path.stat().st_mtime for path in folder.iterdir()}


#: In a process of its own: it forks, and has no threads.
USE = """
import resource, sys
from pathlib import Path
from kg.disk import use_database
from kg.errors import KgError
folder, data, most = sys.argv[1:]
if int(most):
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), int(most)))
try:
    print(use_database(Path(folder), [Path(data)], ["digest"]).path)
except KgError as error:
    print(f"{type(error).__name__}: {error}")
"""


def use(folder: Path, data: Path, most: int = 0) -> str:
    """Return where the database is, or what is wrong; no file may be larger than ``most`` bytes, unless 0."""
    command = [sys.executable, "-c", USE, str(folder), str(data), str(most)]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.strip()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write(tmp_path / "data.trig", DATA % "one")


def test_a_store_on_disk_answers_as_memory_does_and_is_used_again(data: Path, tmp_path: Path) -> None:
    arguments = (str(data), f"--store={tmp_path / 'db'}", "--default-graph=plain", "--workers=2")
    with serving(str(data), "--default-graph=plain") as served:
        expected = text_of(served, COUNT)
    with serving(*arguments) as served:
        assert text_of(served, COUNT) == expected == "n\r\n3\r\n"
        assert "Loading into" in served.log.read_text("utf-8")
        made = databases(tmp_path / "db")
        assert len(made) == 1
    with serving(*arguments) as served:
        assert text_of(served, COUNT) == expected
        assert "Loading into" not in served.log.read_text("utf-8")
        assert set(databases(tmp_path / "db")) == set(made)


def test_other_content_is_loaded_anew_on_reload_and_the_old_is_removed(data: Path, tmp_path: Path) -> None:
    arguments = (str(data), f"--store={tmp_path / 'db'}", "--workers=2")
    with serving(*arguments) as served:
        assert text_of(served) == "o\r\none\r\n"
        old = set(databases(tmp_path / "db"))
        write(data, DATA % "two")
        served.process.send_signal(signal.SIGHUP)
        until(lambda: text_of(served) == "o\r\ntwo\r\n")
        write(data, "<broken")
        served.process.send_signal(signal.SIGHUP)
        until(lambda: "Not reloaded" in served.log.read_text("utf-8"))
        assert text_of(served) == "o\r\ntwo\r\n"
    with serving(*arguments[1:], str(write(data, DATA % "two"))) as served:
        now = set(databases(tmp_path / "db"))
    assert len(now) == 1
    assert not now & old


def test_two_servers_share_a_folder(data: Path, tmp_path: Path) -> None:
    folder = f"--store={tmp_path / 'db'}"
    other = write(tmp_path / "other.trig", DATA % "other")
    with serving(str(data), folder) as one, serving(str(other), folder) as two:
        assert (text_of(one), text_of(two)) == ("o\r\none\r\n", "o\r\nother\r\n")
        with serving(str(other), folder) as three:
            assert text_of(three) == text_of(two)
        assert text_of(one) == "o\r\none\r\n"
        assert len(databases(tmp_path / "db")) == 2


def test_nothing_of_the_user_is_removed(data: Path, tmp_path: Path) -> None:
    mine = write(tmp_path / "db" / "notes.txt", "mine")
    write(tmp_path / "db" / "0123456789abcdeg" / "file", "mine too")
    stale = write(tmp_path / "db" / ".0123456789abcdef.7.part" / "CURRENT", "left over")
    use(tmp_path / "db", data)
    assert mine.read_text() == "mine"
    assert (tmp_path / "db" / "0123456789abcdeg" / "file").exists()
    assert not stale.parent.exists()


def test_workers_on_disk_are_confined_in_all_their_threads(data: Path, tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("seccomp is Linux's")
    with serving(str(data), f"--store={tmp_path / 'db'}", "--workers=2") as served:
        text_of(served)
        for pid in served.descendants()[1:]:
            threads = list(Path(f"/proc/{pid}/task").iterdir())
            until(lambda threads=threads: all("Seccomp:\t2" in (t / "status").read_text() for t in threads))  # type: ignore[misc]
            assert len(threads) > 1


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("bad.ttl", "<urn:a> <urn:b>\n<urn:c> . x", "SourceError: .*bad.ttl:2:11: x is not"),
        ("bad.csv", "x", "SourceError: .*bad.csv: its format is unknown"),
    ],
)
def test_what_cannot_be_loaded_is_told_and_leaves_nothing(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    assert re.match(said, use(tmp_path / "db", write(tmp_path / name, text)))
    assert list((tmp_path / "db").iterdir()) == []


def test_a_database_that_is_damaged_is_told(data: Path, tmp_path: Path) -> None:
    path = Path(use(tmp_path / "db", data))
    write(path / "CURRENT", "nonsense")
    assert re.match(r"ToolError: .* cannot be opened .*: remove it", use(tmp_path / "db", data))


def test_a_folder_that_cannot_be_made_is_told(data: Path, tmp_path: Path) -> None:
    said = use(write(tmp_path / "file", ""), data)
    assert re.match("ToolError: .*file cannot be written .*: free the disk, or name another --store", said)


def test_a_disk_that_is_full_is_told_and_nothing_half_loaded_stays(tmp_path: Path) -> None:
    lines = (f'<http://e/{n}> <http://e/p> "{n * 7919}" .\n' for n in range(20_000))
    data = write(tmp_path / "data.nt", "".join(lines))
    said = use(tmp_path / "db", data, most=20_000)
    assert re.match("ToolError: .*db cannot be written .*: free the disk, or name another --store", said)
    assert list((tmp_path / "db").iterdir()) == []


def test_a_load_that_is_broken_off_leaves_no_process_and_no_database(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("processes are looked for under /proc")
    data = tmp_path / "data.nt"
    with data.open("w") as file:
        file.writelines(f"<http://e/{n}> <http://e/p> <http://e/{n * 7919}> .\n" for n in range(400_000))
    command = [sys.executable, "-m", "kg", "serve", "--port=0", str(data), f"--store={tmp_path / 'db'}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        served = Served("", process, tmp_path)  # type: ignore[arg-type] # nothing is read from it
        until(lambda: len(served.descendants()) == 2)
        family = served.descendants()
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)
        until(lambda: gone(family))
    assert [path for path in (tmp_path / "db").iterdir() if not path.name.startswith(".")] == []
    with serving(str(write(tmp_path / "small.trig", DATA % "one")), f"--store={tmp_path / 'db'}"):
        assert len(databases(tmp_path / "db")) == 1


def test_files_larger_than_memory_are_told_at_once_with_what_to_do(tmp_path: Path) -> None:
    data = tmp_path / "huge.nt"
    with data.open("wb") as file:
        file.truncate(1 << 42)  # no block of it is on disk
    command = [sys.executable, "-m", "kg", "serve", "--port=0", str(data)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 1
    assert "huge.nt would take 12,582,912 MiB of memory or more, and " in done.stderr
    assert done.stderr.endswith("MiB are free: serve from disk with --store FOLDER\n")
    check_memory([write(tmp_path / "small.nt", "")])
