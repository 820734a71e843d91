"""The web process's end of a nursery: start it, order a worker, have one killed, hear of deaths."""

import asyncio
import contextlib
import json
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from kg.errors import KgError, SourceError, ToolError
from kg.limits import Limits
from kg.sparql import Question
from kg.workers.channel import Channel
from kg.workers.wire import (
    FORK,
    FORK_ABROAD,
    FORKED,
    KILL,
    LENGTHS,
    ORDER,
    SLOW,
    Charge,
    Loaded,
    Reply,
    Source,
    write_charge,
    write_question,
)

_END = 10.0  # seconds that a nursery may take to end


class NurseryGone(Exception):  # noqa: N818 - it is news, not a fault
    """The nursery has ended, and with it every worker."""


@dataclass(eq=False, slots=True)
class Worker:
    """A worker process and the socket to it."""

    pid: int
    channel: Channel

    async def ask(self, question: Question, seconds: float) -> Reply:
        """Return the worker's answer, or the first part of a long one.

        Raises QueryError, and EOFError or OSError when it dies over it.
        """
        self.channel.send(write_question(question, seconds))
        return await self.listen()

    async def listen(self) -> Reply:
        """Return the next part of a long answer. Raises as ask does."""
        return await self.channel.receive()

    def hang_up(self) -> None:
        """Close the socket; whoever waits for an answer on it gets EOFError or OSError."""
        self.channel.hang_up()


@dataclass(eq=False, slots=True)
class Keeper:
    """A nursery that runs. ``heard`` is called with process and exit code (below 0: a signal) of a death."""

    process: subprocess.Popen[bytes]
    control: socket.socket
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    loaded: Loaded
    births: deque[asyncio.Future[int]]
    listening: asyncio.Task[None] | None = None

    def listen(self, heard: Callable[[int, int], None], gone: Callable[[], None]) -> None:
        """Hear the nursery's news from now on; ``gone`` is called when it has ended."""
        self.listening = asyncio.get_running_loop().create_task(self._listen(heard, gone))

    async def fork(self, *, abroad: bool = False) -> Worker:
        """Return a new worker, one that may ask other endpoints when ``abroad``. Raises NurseryGone."""
        order = ORDER.pack(FORK_ABROAD if abroad else FORK, 0, 0)
        ours, theirs = socket.socketpair()
        birth = asyncio.get_running_loop().create_future()
        try:
            with theirs:
                socket.send_fds(self.control, [order], [theirs.fileno()])
            self.births.append(birth)
            pid = await birth
            _, channel = await asyncio.get_running_loop().create_connection(Channel, sock=ours)
        except BaseException as error:
            ours.close()
            if isinstance(error, OSError):
                raise NurseryGone from error
            raise
        return Worker(pid, channel)

    def kill(self, worker: Worker) -> None:
        """Have ``worker`` killed, whatever it does, and stop waiting for it."""
        self._order(KILL, worker)
        worker.hang_up()

    def slow_down(self, worker: Worker) -> None:
        """Have ``worker`` give way to others from now on."""
        self._order(SLOW, worker)

    async def close(self) -> None:
        """End the nursery and all its workers."""
        self.writer.transport.abort()
        self.control.close()
        if self.listening is not None:
            self.listening.cancel()
        await asyncio.to_thread(_bury, self.process)

    def _order(self, order: bytes, worker: Worker) -> None:
        with contextlib.suppress(OSError):  # it has ended, and its workers with it
            self.control.send(ORDER.pack(order, worker.pid, 0))

    async def _listen(self, heard: Callable[[int, int], None], gone: Callable[[], None]) -> None:
        try:
            while True:
                news, child, code = ORDER.unpack(await self.reader.readexactly(ORDER.size))
                if news == FORKED:
                    birth = self.births.popleft()
                    if not birth.done():
                        birth.set_result(child)
                else:
                    heard(child, code)
        except (EOFError, OSError):
            for birth in self.births:
                if not birth.done():
                    birth.set_exception(NurseryGone())
            gone()


async def start_nursery(
    source: Source, *, union: bool, limits: Limits, services: tuple[str, ...] = ()
) -> Keeper:
    """Return a nursery that has loaded ``source``. Raises SourceError or ToolError when it cannot."""
    ours, theirs = socket.socketpair()
    with theirs:
        charge = Charge(source, union=union, limits=limits, control=theirs.fileno(), services=services)
        command = [sys.executable, "-m", "kg.workers.nursery", write_charge(charge)]
        process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
    orders = ours.dup()  # the streams own the other
    reader, writer = await asyncio.open_connection(sock=ours)
    try:
        loaded = await _first_news(reader)
    except BaseException:
        writer.transport.abort()
        orders.close()
        await asyncio.to_thread(_bury, process)
        raise
    orders.setblocking(True)
    return Keeper(process, orders, reader, writer, loaded, deque())


async def _first_news(reader: asyncio.StreamReader) -> Loaded:
    try:
        head, _, _ = LENGTHS.unpack(await reader.readexactly(LENGTHS.size))
        news = json.loads(await reader.readexactly(head))
    except (EOFError, OSError) as error:
        raise ToolError(
            "the process that loads what is served ended at once: see what it wrote above; "
            "if nothing, memory ran out, and --store FOLDER serves from disk"
        ) from error
    if "message" in news:
        kinds: dict[str, type[KgError]] = {"SourceError": SourceError, "ToolError": ToolError}
        raise kinds[news["kind"]](news["message"])
    return Loaded(**news)


def _bury(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
