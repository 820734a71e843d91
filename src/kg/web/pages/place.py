"""Where a reader is: the address of a page, its language, and how links lead on from it. Pure."""

import re
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote, urlencode

from kg.errors import QueryError
from kg.namespaces import AII, BASE, ONTOLOGY
from kg.web.assets import asset, is_bundled
from kg.web.language import LANGUAGES, pick_language
from kg.web.protocol import Scope, header, read_form

_HOST = re.compile(r"[A-Za-z0-9._~-]+(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](?::[0-9]{1,5})?")
_TERM = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
#: The path of the reference of the ontology, in which each term of ours has its place.
REFERENCE: Final = "/docs/ontology"
_SAFE = re.compile(
    r"(?:id|claim|discrepancy|source|vocabulary|query)/[A-Za-z0-9_~-][A-Za-z0-9._~-]*(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*"
)


@dataclass(frozen=True, slots=True)
class Place:
    """The address of a page. ``root`` is the path under which a proxy has the site, ``path`` goes on from it.

    ``parameters`` are those of the address but for ``lang``. ``chosen``: the reader chose ``language``, and
    links keep it.
    """

    origin: str
    root: str
    path: str
    parameters: tuple[tuple[str, str], ...]
    language: str
    chosen: bool

    @property
    def address(self) -> str:
        """The whole address of the page, with its language."""
        return self.origin + self.to(self.path, self.parameters, language=self.language)

    def to(
        self,
        path: str,
        parameters: tuple[tuple[str, str], ...] = (),
        *,
        language: str | None = None,
        **more: str,
    ) -> str:
        """Return the address of ``path`` (from ``/``; it may end in a fragment) with these parameters."""
        language = language or (self.language if self.chosen else None)
        pairs = [*parameters, *more.items(), *([("lang", language)] if language else [])]
        path, mark, fragment = path.partition("#")
        return self.root + path + ("?" + urlencode(pairs, quote_via=quote) if pairs else "") + mark + fragment

    def link(self, iri: str) -> str:
        """Return the address of the page about the thing called ``iri``; our terms stand in the reference."""
        if has_own_page(iri):
            return self.to("/" + iri.removeprefix(BASE))
        if iri == ONTOLOGY:
            return self.to(REFERENCE)
        if iri.startswith(AII) and _TERM.fullmatch(iri.removeprefix(AII)):
            return self.to(f"{REFERENCE}#{iri.removeprefix(AII)}")
        return self.to_data(iri)

    def to_data(self, iri: str) -> str:
        """Return the address of the page that says of any ``iri`` what the data say, terms among them."""
        return self.to("/resource", iri=iri)

    def asset(self, name: str) -> str:
        """Return the address of the file ``name`` that pages load."""
        return self.root + asset(name)

    def script(self, name: str) -> str | None:
        """Return the address of the script ``name``; None where the site goes without scripts."""
        return self.asset(name) if is_bundled(name) else None

    def switch(self, language: str) -> str:
        """Return the address of the same page in ``language``."""
        return self.to(self.path, self.parameters, language=language)

    def with_parameters(self, *parameters: tuple[str, str]) -> "Place":
        """Return this place with other parameters."""
        return replace(self, parameters=parameters)


def has_own_page(iri: str) -> bool:
    """Tell whether ``iri`` is one of ours that leads to a page by its own path."""
    return iri.startswith(BASE) and _SAFE.fullmatch(iri.removeprefix(BASE)) is not None


def find_place(scope: Scope) -> Place:
    """Return where the request on ``scope`` leads, without parameters when its query string is broken."""
    try:
        return read_place(scope)
    except QueryError:
        return read_place({**scope, "query_string": b""})


def read_place(scope: Scope, language: str | None = None) -> Place:
    """Return where the request on ``scope`` (ASGI) leads; a form may ask for ``language`` instead.

    Raises QueryError for a broken query string.
    """
    pairs = read_form(scope["query_string"], "The query string")
    asked = [language, *(value for name, value in pairs if name == "lang")]
    wanted = next((value for value in asked if value in LANGUAGES), None)
    host = header(scope, b"host") or ""
    root = scope.get("root_path", "")
    return Place(
        origin=f"{scope['scheme']}://{host if _HOST.fullmatch(host) else 'localhost'}",
        root=quote(root, safe="/~"),
        path=quote(scope["path"].removeprefix(root) or "/", safe="/~:@!$&'()*+,;="),
        parameters=tuple(pair for pair in pairs if pair[0] != "lang"),
        language=wanted or pick_language(header(scope, b"accept-language")),
        chosen=wanted is not None,
    )
