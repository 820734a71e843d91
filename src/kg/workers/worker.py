"""A worker's life: read a question, answer it, again, until its socket closes or somebody kills it."""

import os
import signal
import socket
from typing import BinaryIO

from pyoxigraph import Store

from kg.errors import QueryError
from kg.limits import UNLIMITED, Limits
from kg.sparql import Question, write_answer
from kg.workers.confinement import bar_sockets, die_with_parent, forget_signals, limit_memory
from kg.workers.outlet import HungUp, Outlet
from kg.workers.wire import LENGTHS, read_question

_GRACE = 2.0  # seconds past its time, that of a slow client included, after which a worker ends itself


def live(connection: socket.socket, store: Store, *, union: bool, limits: Limits, parent: int) -> None:
    """Answer what comes over ``connection`` until it closes. Never returns: the process ends here."""
    code = 1
    try:
        forget_signals()
        die_with_parent(parent)
        bar_sockets()
        limit_memory(limits.memory)
        with connection, connection.makefile("rb") as questions:
            _work(connection, questions, store, union=union, limits=limits)
        code = 0
    except HungUp:
        code = 0
    finally:
        os._exit(code)  # no exit handler of the nursery's may run here


def _work(
    connection: socket.socket, questions: BinaryIO, store: Store, *, union: bool, limits: Limits
) -> None:
    while len(lengths := questions.read(LENGTHS.size)) == LENGTHS.size:
        head, _ = LENGTHS.unpack(lengths)
        _answer(read_question(questions.read(head)), Outlet(connection), store, union=union, limits=limits)


def _answer(question: Question, outlet: Outlet, store: Store, *, union: bool, limits: Limits) -> None:
    patience = (question.seconds or limits.time) + limits.sending + _GRACE
    signal.setitimer(signal.ITIMER_REAL, patience)
    granted = UNLIMITED if question.own else limits
    try:
        outlet.finish(write_answer(store, question, outlet.begin, union=union, limits=granted))
    except QueryError as error:
        outlet.fail(error)
    except MemoryError:
        outlet.fail(too_hungry(limits))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def too_hungry(limits: Limits) -> QueryError:
    """Return what to say of a query that used up its worker."""
    message = (
        f"The query used up its process, which may take {limits.memory >> 20} MiB: "
        "ask for less at a time, or join its patterns."
    )
    return QueryError(message, status=503, code="resources")
