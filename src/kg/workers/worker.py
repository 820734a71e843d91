"""A worker's life: read a question, answer it, again, until its socket closes or somebody kills it."""

import os
import signal
import socket
from collections.abc import Callable

from pyoxigraph import Store

from kg.errors import QueryError
from kg.federation import FEDERATES, federates
from kg.limits import UNLIMITED, Limits
from kg.sparql import Question, write_answer
from kg.workers.confinement import bar_sockets, die_with_parent, forget_signals, limit_memory
from kg.workers.inbox import Inbox
from kg.workers.outlet import HungUp, Outlet
from kg.workers.wire import Charge, read_question

_GRACE = 2.0  # seconds past its time, that of a slow client included, after which a worker ends itself


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
        with connection:
            _work(connection, store, charge, abroad=abroad)
        code = 0
    except HungUp:
        code = 0
    finally:
        os._exit(code)  # no exit handler of the nursery's may run here


def _work(connection: socket.socket, store: Store, charge: Charge, *, abroad: bool) -> None:
    inbox = Inbox(connection)
    while (frame := inbox.next()) is not None:
        _answer(read_question(*frame), Outlet(connection), store, charge, abroad=abroad)


def _answer(question: Question, outlet: Outlet, store: Store, charge: Charge, *, abroad: bool) -> None:
    limits, services = charge.limits, charge.services if abroad else ()
    signal.setitimer(signal.ITIMER_REAL, (question.seconds or limits.time) + limits.holding + _GRACE)
    granted = UNLIMITED if question.own else limits
    try:
        if charge.services and not abroad and federates(question.query, charge.services):
            raise QueryError("This must be asked of a worker that may leave.", status=500, code=FEDERATES)
        rows = write_answer(
            store, question, outlet.begin, union=charge.union, limits=granted, services=services
        )
        outlet.finish(rows)
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
