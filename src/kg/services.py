"""IRIs of other endpoints in a form that can be compared, and the list of those that may be asked. Pure."""

import re
from collections.abc import Iterable

from kg.errors import ToolError

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?"
_HOST = rf"(?P<host>{_LABEL}(?:\.{_LABEL})*|\[[0-9A-Fa-f:.]+\])"
#: No user, no fragment, nothing but ASCII; what a server might read in two ways is not matched.
_CLEAR = re.compile(
    rf"(?P<scheme>https?)://{_HOST}(?::(?P<port>[0-9]{{1,5}}))?(?P<rest>(?:/[!-~]*)?)", re.IGNORECASE
)
_DOUBTFUL = re.compile(
    r"""[\\#"<>^`{|}]|%(?![0-9A-Fa-f]{2})|%(?:2[EFef]|5[Cc]|[01]|7[Ff])|//|/\.{1,2}(?:[/?]|$)"""
)
_PORTS = {"http": "80", "https": "443"}


def normal_form(iri: str) -> str | None:
    """Return an http or https IRI as it is compared, None for one that could be read in two ways.

    Scheme and host in lower case, no default port, a path of at least ``/``. Refused as doubtful: a user, a
    fragment, segments ``.`` and ``..`` and empty ones, percent-encoded dots, slashes and control characters,
    anything outside ASCII, a host that ends in a dot.
    """
    match = _CLEAR.fullmatch(iri)
    if match is None:
        return None
    rest = match["rest"] or "/"
    path, question, parameters = rest.partition("?")
    if _DOUBTFUL.search(path) or re.search(r"""[\\#"<>^`{|}]""", parameters):
        return None
    scheme, host, port = match["scheme"].lower(), match["host"].lower(), (match["port"] or "").lstrip("0")
    if match["port"] and not port:
        return None
    where = host if port in ("", _PORTS[scheme]) else f"{host}:{port}"
    return f"{scheme}://{where}{path}{question}{parameters}"


def read_services(prefixes: Iterable[str], said: str) -> tuple[str, ...]:
    """Return the ``prefixes`` in normal form; ToolError, beginning with ``said``, for one without."""
    services = []
    for prefix in prefixes:
        normal = normal_form(prefix)
        if normal is None:
            raise ToolError(
                f"{said}={prefix} is no clear address: give the beginning of an http or https IRI, "
                "such as https://example.org/sparql"
            )
        services.append(normal)
    return tuple(dict.fromkeys(services))


def is_allowed(iri: str, services: Iterable[str]) -> bool:
    """Tell whether ``iri`` is one of ``services``, or lies below one: after a ``/`` or ``?``."""
    normal = normal_form(iri)
    return normal is not None and any(_covers(service, normal) for service in services)


def _covers(service: str, iri: str) -> bool:
    if not iri.startswith(service):
        return False
    return service[-1] in "/?" or iri[len(service) : len(service) + 1] in ("", "/", "?")
