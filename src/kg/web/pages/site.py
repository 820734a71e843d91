"""Serve pages: make one, set it in the frame, keep it as long as the release is served."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus

from kg.errors import QueryError
from kg.namespaces import DATASET
from kg.sparql import Answer
from kg.web.answering import Answering
from kg.web.assets import edition
from kg.web.cache import Entry
from kg.web.pages.ahead import Ahead
from kg.web.pages.layout import Layout, Page
from kg.web.pages.notice import failed, guess, missing
from kg.web.pages.place import Place, find_place, read_place
from kg.web.pages.search import Searching
from kg.web.pages.visit import Visit
from kg.web.protocol import Receive, Scope, Send, header
from kg.web.responses import HTML, Response, problem, send_response

#: Makes a page for a visit, or what is sent in its stead; None where there is nothing.
Make = Callable[[Visit], Awaitable[Page | Response | None]]
_GUESSES = 6
_TURNS = 3  # questions of one page at a time
_VARY = {"vary": "Accept, Accept-Encoding, Accept-Language"}


@dataclass(frozen=True, slots=True)
class Site:
    """Answers with pages about the release that ``answering`` answers from."""

    answering: Answering
    layout: Layout
    searching: Searching
    ahead: Ahead

    def begin(self) -> None:
        """Begin to make what takes long, before the first reader comes, and for each new release again."""
        self.answering.service.followers.append(self._begin)
        self._begin()

    def _begin(self) -> None:
        self.ahead.begin(self._visit(Place("", "", "/", (), "en", chosen=False)))

    async def respond(self, scope: Scope, make: Make, *subject: str, raw: bool = False) -> Response | None:
        """Return the page that ``make`` makes, or what went wrong as a page; None where it makes none.

        Pages are kept by release, address, language and ``subject``, which is what else they depend on.
        ``raw``: QueryError is raised instead of shown.
        """
        visit = self._visit(read_place(scope))
        key = hashlib.blake2b(
            repr((edition(), visit.view.id, visit.place, subject)).encode(), digest_size=16
        ).hexdigest()
        kept = await self.answering.find_kept(scope, key, _VARY)
        if kept is not None:
            return kept
        page: Page | Response | None
        self.ahead.begin(visit)
        try:
            page = await make(visit)
        except QueryError as error:
            if raw:
                raise
            page = failed(visit, error)
        if isinstance(page, Response) and page.status == HTTPStatus.OK and page.media_type is not None:
            found = Entry(Answer(page.body, page.media_type, "graph"), headers=page.headers)
            return await self.answering.keep(scope, key, found, visit.view, _VARY)
        if page is None or isinstance(page, Response):
            return page
        if page.status != HTTPStatus.OK:
            return self.set_page(page, visit.place)
        body = await asyncio.to_thread(lambda: self._render(page, visit.place).encode())
        entry = Entry(Answer(body, HTML, "graph"), headers=self._headers(page, visit.place))
        return await self.answering.keep(scope, key, entry, visit.view, _VARY)

    async def missing(self, scope: Scope) -> Response:
        """Return the page that says that there is nothing at this address."""
        visit = self._visit(find_place(scope))
        try:
            found = await self.searching.find(visit, guess(visit.place.path), _GUESSES)
        except QueryError:
            found = []
        return self.set_page(missing(visit, [hit.link for hit in found]), visit.place)

    async def explain(self, scope: Scope, error: QueryError) -> Response:
        """Return the page that says what went wrong, with the status of ``error``; what there is in 404."""
        if error.status == HTTPStatus.NOT_FOUND:
            return await self.missing(scope)
        visit = self._visit(find_place(scope))
        return self.set_page(failed(visit, error), visit.place)

    def set_page(self, page: Page, place: Place) -> Response:
        """Return the response with ``page``, which nobody keeps."""
        headers = {**self.answering.service.view.headers, **self._headers(page, place), **_VARY}
        headers["cache-control"] = "no-store"
        return Response(page.status, self._render(page, place).encode(), HTML, headers)

    def _visit(self, place: Place) -> Visit:
        service = self.answering.service
        # A page may not fill the line of those that wait, nor take all workers at once.
        turns = asyncio.Semaphore(max(1, min(_TURNS, service.limits.workers - 1)))
        return Visit(place, service.view, service.ask_whole, turns)

    def _render(self, page: Page, place: Place) -> str:
        view = self.answering.service.view
        return self.layout.render(page, place, release=view.id, licence=view.description.licence)

    def _headers(self, page: Page, place: Place) -> dict[str, str]:
        licence = self.answering.service.view.description.licence
        links = [f'<{place.root}/.well-known/void>; rel="describedby"']
        links += [f'<{licence}>; rel="license"', f'<{DATASET}>; rel="cite-as"'] if licence else []
        links += [f'<{a.address}>; rel="alternate"; type="{a.media_type}"' for a in page.alternates]
        return {"content-security-policy": page.policy, "link": ", ".join(links)}


@dataclass(frozen=True, slots=True)
class PageRoute:
    """An address of the site as a bare ASGI application: GET and HEAD give the page that ``make`` makes."""

    site: Site
    make: Make

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request (ASGI)."""
        try:
            response = await self._respond(scope)
        except QueryError as error:
            response = problem(error, header(scope, b"accept"), allow="GET, HEAD")
        await send_response(scope, send, response)

    async def _respond(self, scope: Scope) -> Response:
        if scope["method"] not in ("GET", "HEAD"):
            message = f"{scope['method']} is not for pages: they are only read."
            raise QueryError(message, status=405, code="method-not-allowed")
        return await self.site.respond(scope, self.make) or await self.site.missing(scope)
