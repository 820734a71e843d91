"""How long another process has computed."""

import sys
import time


def processor_time(pid: int) -> float | None:
    """Return the seconds of processor time that a process has had: the clock of clock_getcpuclockid(3)."""
    if sys.platform != "linux":
        return None
    try:
        return time.clock_gettime(~pid << 3 | 2)
    except OSError:  # it has ended
        return None
