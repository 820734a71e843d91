"""The processes under one that was started: who they are, what memory they take, and how they end (Linux)."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PATIENCE = 10.0  # seconds for a server to end by itself
_DYING = 0.5  # seconds for the children of a process that ended to follow it


@dataclass(frozen=True, slots=True)
class Process:
    """A process by its number and the time it was born, which together name no other."""

    pid: int
    born: str

    @property
    def alive(self) -> bool:
        """True while it runs; a zombie does not."""
        stat = _stat(self.pid)
        return stat is not None and stat[19] == self.born and stat[0] != "Z"


@dataclass(frozen=True, slots=True)
class Ending:
    """How a server ended: seconds from the signal, whether it had to be killed, processes it left behind."""

    seconds: float
    killed: bool
    left: int


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold back Ctrl-C and SIGTERM, which could part a process from who must end it, until the block ends."""
    caught: list[int] = []
    held = [n for n in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(n) is not signal.SIG_IGN]
    before = {number: signal.signal(number, lambda got, _: caught.append(got)) for number in held}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if caught:
        raise KeyboardInterrupt


def family(pid: int) -> list[Process]:
    """Return the process ``pid`` and all under it that still run."""
    pids = [pid]
    for parent in pids:
        for task in _folders(Path(f"/proc/{parent}/task")):
            with contextlib.suppress(OSError):
                pids += [int(child) for child in (task / "children").read_text("ascii").split()]
    stats = {pid: _stat(pid) for pid in pids}
    return [Process(pid, stat[19]) for pid, stat in stats.items() if stat is not None and stat[0] != "Z"]


def memory(pid: int) -> int:
    """Return the bytes that ``pid`` and all under it take; a shared page counts once in all (PSS)."""
    return sum(_pss(process.pid) for process in family(pid))


def processor_time(pid: int) -> float:
    """Return the seconds of processor time that ``pid`` and all under it have had."""
    stats = [_stat(process.pid) for process in family(pid)]
    return sum(int(stat[11]) + int(stat[12]) for stat in stats if stat is not None) / _TICKS


def end(process: subprocess.Popen[bytes]) -> Ending:
    """End ``process``, which leads a process group, and whatever it left; tell how that went."""
    known = family(process.pid)
    asked = time.perf_counter()
    killed = False
    process.terminate()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        killed = True
        process.kill()
        process.wait()
    seconds = time.perf_counter() - asked
    left = _await_end(known, _DYING)
    for one in left:
        with contextlib.suppress(ProcessLookupError):
            os.kill(one.pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    _await_end(left, _DYING)
    return Ending(seconds, killed, len(left))


def _await_end(processes: Sequence[Process], seconds: float) -> list[Process]:
    """Return those of ``processes`` that still run after ``seconds``; return earlier when there are none."""
    until = time.perf_counter() + seconds
    while (left := [one for one in processes if one.alive]) and time.perf_counter() < until:
        time.sleep(0.01)
    return left


def _folders(path: Path) -> list[Path]:
    try:
        return list(path.iterdir())
    except OSError:
        return []


def _stat(pid: int) -> list[str] | None:
    """Return the fields of /proc/PID/stat behind the name: state, parent, …, the birth as the twentieth."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return None


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
