"""The process that holds the release and forks workers: one thread, no event loop, no web framework.

``python -m kg.workers.nursery CHARGE``: started by the keeper, it loads, tells so, and obeys until the
keeper's end of the control socket closes; then it kills its workers and ends.
"""

import contextlib
import gc
import hashlib
import logging
import os
import select
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from pyoxigraph import Store

from kg.disk import Parent, check_memory, use_database
from kg.errors import SourceError, ToolError
from kg.store import load_files, open_release
from kg.workers.confinement import die_with_parent, forget_signals, size
from kg.workers.wire import (
    DIED,
    FORK,
    FORK_ABROAD,
    FORKED,
    KILL,
    ORDER,
    SLOW,
    Charge,
    Kind,
    Loaded,
    Source,
    read_charge,
    write_failed,
    write_loaded,
)
from kg.workers.worker import live

_LOG = logging.getLogger("kg")
_NICE = 10


def main() -> None:
    """Live as a nursery, as the word on the command line says."""
    forget_signals()
    charge = read_charge(sys.argv[1])
    gone = contextlib.suppress(BrokenPipeError, ConnectionResetError)  # the keeper ended first
    with socket.socket(fileno=charge.control) as control, gone:
        try:
            opened, loaded = _load(charge.source, control.fileno())
        except (SourceError, ToolError) as error:
            kind: Kind = "SourceError" if isinstance(error, SourceError) else "ToolError"
            control.sendall(write_failed(str(error), kind))
            return
        control.sendall(write_loaded(loaded))
        _Nursery(control, opened, charge).run()


def _load(source: Source, control: int) -> tuple[Callable[[], Store], Loaded]:
    """Return how a worker gets at the store, and what it holds; give up when ``control`` closes."""
    paths = [Path(path) for path in source.paths]
    if size() is None:
        _LOG.warning("Workers may take any memory: without /proc this system does not tell what they have.")
    if source.folder is None:
        check_memory(paths)
        store = open_release(paths[0]) if source.is_release else load_files(paths)
        digests, opened = [_digest(path) for path in paths], lambda: store
    else:
        digests = [_digest(path) for path in paths]
        parent = Parent(die_with_parent, lambda news: control in select.select([news, control], [], [])[0])
        opened = use_database(Path(source.folder), paths, digests, parent).open
    whole = digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()
    gc.collect()
    gc.freeze()  # or the collector of a worker would copy the pages it looks at
    return opened, Loaded(whole[:16], max(path.stat().st_mtime for path in paths))


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error}): name a file that is there") from error


class _Nursery:
    """Forks, kills and buries workers, as ordered over the control socket."""

    def __init__(self, control: socket.socket, opened: Callable[[], Store], charge: Charge) -> None:
        self.control = control
        self.opened = opened
        self.charge = charge
        self.children: set[int] = set()
        self.deaths, self.alarm = os.pipe()

    def run(self) -> None:
        """Obey until the control socket closes, then leave no worker behind."""
        os.set_blocking(self.alarm, False)
        os.set_blocking(self.deaths, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.alarm, warn_on_full_buffer=False)
        try:
            while self.turn():
                pass
        finally:
            for child in self.children:
                os.kill(child, signal.SIGKILL)
            for child in self.children:
                os.waitpid(child, 0)

    def turn(self) -> bool:
        """Wait for a death or an order and attend to it; False when the control socket has closed."""
        ready, _, _ = select.select([self.control.fileno(), self.deaths], [], [])
        if self.deaths in ready:
            os.read(self.deaths, 4096)
            self.bury()
        if self.control.fileno() not in ready:
            return True
        message, received, _, _ = socket.recv_fds(self.control, ORDER.size, 1)
        if len(message) < ORDER.size:
            return False
        order, child, _ = ORDER.unpack(message)
        if order in (FORK, FORK_ABROAD) and received:
            self.fork(received[0], abroad=order == FORK_ABROAD)
        elif child in self.children:
            self.obey(order, child)
        return True

    def obey(self, order: bytes, child: int) -> None:
        if order == KILL:
            os.kill(child, signal.SIGKILL)
        elif order == SLOW:
            os.setpriority(os.PRIO_PROCESS, child, _NICE)

    def fork(self, descriptor: int, *, abroad: bool) -> None:
        """Fork a worker that answers over the socket ``descriptor``, and may ask others if ``abroad``."""
        parent = os.getpid()
        child = os.fork()
        with socket.socket(fileno=descriptor) as connection:
            if child == 0:
                self.control.close()
                live(connection, self.opened, self.charge, parent=parent, abroad=abroad)
        self.children.add(child)
        self.control.sendall(ORDER.pack(FORKED, child, 0))

    def bury(self) -> None:
        """Take leave of every child that has ended, and tell of it."""
        for child in list(self.children):
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                self.children.discard(child)
                self.control.sendall(ORDER.pack(DIED, child, os.waitstatus_to_exitcode(status)))


if __name__ == "__main__":
    main()
