"""What the figures were measured on, without the names of the machine or its folders."""

import os
import platform
from pathlib import Path


def describe_machine() -> str:
    """Return cores, processor, memory, system and Python in one line."""
    cores = len(os.sched_getaffinity(0))
    processor = _field(Path("/proc/cpuinfo"), "model name") or platform.machine()
    memory = int((_field(Path("/proc/meminfo"), "MemTotal") or "0").split()[0]) / 2**20
    return (
        f"{cores} cores ({processor}), {memory:.0f} GiB of memory, {platform.system()} {platform.release()},"
        f" {platform.python_implementation()} {platform.python_version()}"
    )


def load_average() -> float:
    """Return how many processes wanted to run in the last minute, on average."""
    return os.getloadavg()[0]


def times() -> tuple[int, int]:
    """Return what the processors have had of time since the start, and how much of it others took (ticks).

    Others are the machines beside a virtual one: steal in proc_stat(5).
    """
    fields = [int(field) for field in Path("/proc/stat").read_text("ascii").splitlines()[0].split()[1:9]]
    return sum(fields), fields[7]


def _field(path: Path, name: str) -> str | None:
    lines = path.read_text("utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), None)
