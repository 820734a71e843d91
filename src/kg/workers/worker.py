"""A worker's life: read a question, answer it, again, until its socket closes or somebody kills it."""

import os
import signal
import socket
from collections.abc import Callable
from typing import BinaryIO

from pyoxigraph import Store

from kg.errors import QueryError
from kg.federation import FEDERATES, federates
from kg.limits import Limits
from kg.sparql import Answer, answer
from kg.workers.confinement import bar_sockets, die_with_parent, forget_signals, limit_memory
from kg.workers.wire import LENGTHS, Charge, read_question, write_reply

_GRACE = 2.0  # seconds past its time after which a worker ends itself, if nobody else has


def live(
    connection: socket.socket, opened: Callable[[], Store], charge: Charge, *, parent: int, abroad: bool
) -> None:
    """Answer what comes over ``connection`` until it closes. Never returns: the process ends here.

    ``opened`` gives the store; it may start threads, which are confined as this one is. Only a worker that is
    sent ``abroad`` may open a socket, and only where there are services to ask.
    """
    code = 1
    try:
        forget_signals()
        die_with_parent(parent)
        if not (abroad and charge.services):
            bar_sockets()
        store = opened()
        limit_memory(charge.limits.memory)
        with connection, connection.makefile("rb") as questions:
            _work(connection, questions, store, charge, abroad=abroad)
        code = 0
    finally:
        os._exit(code)  # no exit handler of the nursery's may run here


def _work(
    connection: socket.socket, questions: BinaryIO, store: Store, charge: Charge, *, abroad: bool
) -> None:
    while len(lengths := questions.read(LENGTHS.size)) == LENGTHS.size:
        head, _ = LENGTHS.unpack(lengths)
        reply = _answer(questions.read(head), store, charge, abroad=abroad)
        connection.sendall(write_reply(reply))


def _answer(head: bytes, store: Store, charge: Charge, *, abroad: bool) -> Answer | QueryError:
    question = read_question(head)
    limits = charge.limits
    signal.setitimer(signal.ITIMER_REAL, (question.seconds or limits.time) + _GRACE)
    try:
        if charge.services and not abroad and federates(question.query, charge.services):
            return QueryError("This must be asked of a worker that may leave.", status=500, code=FEDERATES)
        return answer(
            store,
            question.query,
            accept=question.accept,
            format=question.format,
            dataset=question.dataset,
            union=charge.union,
            limits=limits,
            services=charge.services if abroad else (),
            most=limits.bytes,
        )
    except QueryError as error:
        return error
    except MemoryError:
        return too_hungry(limits)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def too_hungry(limits: Limits) -> QueryError:
    """Return what to say of a query that used up its worker."""
    message = (
        f"The query used up its process, which may take {limits.memory >> 20} MiB: "
        "ask for less at a time, or join its patterns."
    )
    return QueryError(message, status=503, code="resources")
