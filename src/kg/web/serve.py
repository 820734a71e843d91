"""Run the application on a port, and say in words what goes wrong."""

import asyncio
import gc
import ipaddress
import logging
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn

from kg.errors import ToolError
from kg.web.service import Service
from kg.web.watching import watch

_LOG = logging.getLogger("kg")
_PORTS = range(65536)
_COLLECTIONS = (20_000, 20, 50)  # objects more than freed, and rounds, before each generation is looked at
#: Seconds that an idle connection is kept: longer than clients do (5, many of them), or one might send on a
#: connection that is just being closed.
_KEEP = 20
_DRAIN = 5  # seconds beyond the limits
_SWITCH = 0.0005  # seconds for which a page that is being made may hold up answers
_CUT = "ASGI callable returned without completing response."


def serve(
    service: Service,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    announce: Callable[[str], None] = print,
    root_path: str = "",
    proxy_headers: bool = False,
    reload: bool = False,
) -> None:
    """Serve ``service`` until SIGINT or SIGTERM; ``announce`` gets the address once it answers.

    SIGHUP has it serve what is on disk then; with ``reload`` so does a change there. ``root_path``: the path
    under which a proxy has it; ``proxy_headers``: whether to believe a proxy on this machine about the
    client's address. Raises ToolError when the port is taken or the host is not one of this machine, and as
    service.start does.
    """
    listening = listen(host, port)
    if not is_loopback(host):
        _LOG.warning("Listening on %s: whoever can reach this machine can query this endpoint.", host)
    ways = {"root_path": root_path, "proxy_headers": proxy_headers}
    work = _run(service, listening, announce, reload=reload, **ways)
    with listening, asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(work)


async def _run(
    service: Service,
    listening: socket.socket,
    announce: Callable[[str], None],
    *,
    reload: bool,
    **ways: Any,
) -> None:
    sys.setswitchinterval(_SWITCH)
    starting = asyncio.ensure_future(service.start())
    await asyncio.sleep(0)  # the nursery has begun to load: it does not need this process now
    from kg.web.app import create_app  # noqa: PLC0415 - takes as long as that
    from kg.web.haste import hasty  # noqa: PLC0415
    from kg.web.pages.layout import make_layout  # noqa: PLC0415
    from kg.web.patience import most_connections  # noqa: PLC0415

    layout = make_layout(service.templates)
    await starting
    app, limits = create_app(service, layout), service.limits
    config = uvicorn.Config(
        app,
        http=hasty(limits.sending, limits.length, most_connections(), app.recall, app.express),
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        **ways,
        timeout_keep_alive=_KEEP,
        timeout_graceful_shutdown=limits.time + limits.holding + _DRAIN,
    )
    logging.getLogger("uvicorn.error").addFilter(_is_not_ours)
    server = uvicorn.Server(config)
    watching = asyncio.ensure_future(_watch(service)) if reload else None
    compiling = asyncio.ensure_future(asyncio.to_thread(layout.compile))  # begins once all is announced
    try:
        _take_signals(service, server)
        _spare_the_collector()
        announce(address(listening))
        await server.serve(sockets=[listening])
    finally:
        if watching is not None:
            watching.cancel()
        await compiling
        app.log.flush()
        await service.close()


def _spare_the_collector() -> None:
    """Have Python's collector pass over what is here to stay, and come less often: answers hold no cycles."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECTIONS)


async def _watch(service: Service) -> None:
    await watch([Path(path) for path in service.source.paths], service.reload)


def _take_signals(service: Service, server: uvicorn.Server) -> None:
    """Reload on SIGHUP. On SIGINT and SIGTERM the server drains, then raises them again: end quietly then.

    One that comes before the server listens for them must not be lost.
    """
    loop = asyncio.get_running_loop()
    tasks = set()

    def reload() -> None:
        task = loop.create_task(service.reload())
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    loop.add_signal_handler(signal.SIGHUP, reload)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: setattr(server, "should_exit", True))


def _is_not_ours(record: logging.LogRecord) -> bool:
    """Tell a fault from an answer that we cut, which has its own line of the log."""
    return record.msg != _CUT


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop  # noqa: PLC0415 - not for every platform
    except ImportError:
        return None
    return uvloop.new_event_loop


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on ``host`` and ``port``. Raises ToolError when it cannot."""
    if port not in _PORTS:
        raise ToolError(f"{port} is no port: give one from 0 to {_PORTS[-1]}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        reason = error.strerror or error
        raise ToolError(
            f"cannot listen on {host} port {port} ({reason}): stop what uses it, or give another --port"
        ) from error


def address(listening: socket.socket) -> str:
    """Return the address of the endpoint's home page on ``listening``."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach ``host``."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
