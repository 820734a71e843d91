"""Run the application on a port, and say in words what goes wrong."""

import ipaddress
import logging
import socket
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from kg.errors import ToolError

_LOG = logging.getLogger("kg")
_PORTS = range(65536)


def serve(
    app: FastAPI, *, host: str = "127.0.0.1", port: int = 8000, announce: Callable[[str], None] = print
) -> None:
    """Serve ``app`` until SIGINT or SIGTERM; ``announce`` gets the address once it listens.

    Raises ToolError when the port is taken, or the host is not one of this machine.
    """
    listening = listen(host, port)
    if not is_loopback(host):
        _LOG.warning("Listening on %s: whoever can reach this machine can query this endpoint.", host)
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
    announce(address(listening))
    try:
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:  # uvicorn hands on the signal that it has drained for
        pass
    finally:
        listening.close()


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
