"""Answer a question over HTTP: from the cache, from the client's own copy, or by asking, while it waits."""

import asyncio
import hashlib
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from kg.sparql import Answer, Question, is_stable
from kg.web.cache import AnswerCache, Entry, Ready, has_already, key_of
from kg.web.coding import choose_coding, compress
from kg.web.flights import Flights, Found
from kg.web.log import write_end
from kg.web.protocol import Receive, Scope, header
from kg.web.responses import Response, answered, fields_of
from kg.web.service import Service
from kg.web.streaming import Streamed, streamed
from kg.web.view import View
from kg.workers.begun import Begun
from kg.workers.stream import Stream

_WORTH_COMPRESSING = 1024
_QUICK_TO_COMPRESS = 1 << 16
#: Clients read the description before they ask; it need not be read again at once.
_DESCRIBED = "public, max-age=60"


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers questions about the release that ``service`` serves now, and keeps the answers."""

    service: Service
    cache: AnswerCache
    flights: Flights = field(default_factory=Flights)

    def recall(self, request: bytes) -> Ready | None:
        """Return the response to a request that came before, byte for byte, if it is still kept."""
        return self.cache.recall(_alias(self.service.view, request))

    async def respond(
        self, scope: Scope, receive: Receive, question: Question, request: bytes | None = None
    ) -> Response | Streamed:
        """Return the response to ``question``: 200, or 304 for whoever has it. Raises as ``answer`` does.

        ``request``: as it came, by which the response is recalled once it has come twice; None when there is
        more to the response, or to the request, than this.
        """
        view = self.service.view
        key = key_of(view.id, question)
        headers = headers_of(view, etag_of(key))
        steady = is_stable(question.query)
        if steady and has_already(header(scope, b"if-none-match"), headers["etag"]):
            note(scope, question, "client")
            return Response(304, b"", headers=headers)
        found = await self._find(scope, receive, question, view, key, steady=steady)
        stable = (found.first if isinstance(found, Stream) else found.answer).stable
        if not stable:
            headers = {**view.headers, "cache-control": "no-store"}
        coding = choose_coding(header(scope, b"accept-encoding"))
        if isinstance(found, Stream):
            return await streamed(scope, found, coding, headers)
        scope["kg"]["rows"] = found.answer.rows
        response = await self._coded(key, found, coding, headers)
        if request is not None and scope["kg"]["cache"] == "hit":  # what is asked once may never be again
            ready = Ready(fields_of(response), response.body, scope["path"], write_end(scope["kg"]))
            self.cache.remember(_alias(view, request), key, found, coding, ready)
        return response

    def describe(self, scope: Scope, url: str, name: str | None) -> Response:
        """Return what the release says of itself and of the service at ``url``, in the format ``name``.

        200, or 304 for whoever has it. Raises QueryError (406).
        """
        view = self.service.view
        answer = view.description.answer(url, accept=header(scope, b"accept"), format=name)
        digest = hashlib.blake2b(answer.media_type.encode() + answer.body, digest_size=16).hexdigest()
        headers = {**view.headers, "etag": f'W/"{digest}"', "cache-control": _DESCRIBED}
        if has_already(header(scope, b"if-none-match"), headers["etag"]):
            return Response(304, b"", headers=headers)
        return answered(answer, headers)

    async def answer(self, scope: Scope, receive: Receive, question: Question, most: int) -> Answer:
        """Return the whole answer to ``question``.

        Raises QueryError, also when it is larger than ``most`` bytes (507), and ClientGone when nobody waits
        for it.
        """
        view = self.service.view
        key, steady = key_of(view.id, question), is_stable(question.query)
        found = await self._find(scope, receive, question, view, key, steady=steady)
        answer = await found.whole(most) if isinstance(found, Stream) else found.answer
        scope["kg"]["rows"] = answer.rows
        return answer

    async def find_kept(self, scope: Scope, key: str, headers: Mapping[str, str]) -> Response | None:
        """Return what is kept under ``key``, 304 for whoever has it, or None; with these ``headers`` more."""
        view = self.service.view
        said = {**headers_of(view, etag_of(key)), **headers}
        if has_already(header(scope, b"if-none-match"), said["etag"]):
            return Response(304, b"", headers=said)
        entry = self.cache.find(key)
        scope.setdefault("kg", {})["cache"] = "miss" if entry is None else "hit"
        return None if entry is None else await self._sent(scope, key, entry, said)

    async def keep(
        self, scope: Scope, key: str, entry: Entry, view: View, headers: Mapping[str, str]
    ) -> Response:
        """Keep ``entry``, made from ``view``, under ``key``, and return it with these ``headers`` more."""
        if view is self.service.view:
            self.cache.keep(key, entry)
        return await self._sent(scope, key, entry, {**headers_of(view, etag_of(key)), **headers})

    async def _sent(self, scope: Scope, key: str, entry: Entry, headers: dict[str, str]) -> Response:
        coding = choose_coding(header(scope, b"accept-encoding"))
        return await self._coded(key, entry, coding, {**headers, **entry.headers})

    def may_ask_others(self, question: Question) -> bool:
        """Tell whether other endpoints may have a part in the answer."""
        return bool(self.service.services) and "service" in question.query.lower()

    async def _find(
        self, scope: Scope, receive: Receive, question: Question, view: View, key: str, *, steady: bool
    ) -> Found:
        """Return the answer, kept if it is ``steady``: the same, asked again of the same data."""
        if not steady:
            note(scope, question, "miss")
            return await self.flights.join(receive, None, lambda: self._ask(scope, question))
        kept = self.cache.find(key)
        if kept is not None:
            note(scope, question, "hit")
            return kept
        course = None if self.may_ask_others(question) else course_of(key, question)
        note(scope, question, "merged" if course in self.flights else "miss")
        return await self.flights.join(
            receive, course, lambda: self._ask_and_keep(scope, question, view, key)
        )

    async def _ask(self, scope: Scope, question: Question) -> Found:
        """Return what comes of ``question``, or of going on with what has begun before its task did."""
        begun: Begun | None = scope.pop("kg.begun", None)
        reply = await (self.service.ask(question) if begun is None else begun.go_on(question))
        return reply if isinstance(reply, Stream) else Entry(reply)

    async def _ask_and_keep(self, scope: Scope, question: Question, view: View, key: str) -> Found:
        found = await self._ask(scope, question)
        if isinstance(found, Entry) and found.answer.stable and view is self.service.view:
            self.cache.keep(key, found)
        return found

    def encode_at_once(self, key: str, entry: Entry, coding: str | None) -> tuple[bytes, str | None] | None:
        """Return the body of ``entry``, and ``coding`` if it is in that; None where it takes a while."""
        body = entry.answer.body
        if coding is None or len(body) < _WORTH_COMPRESSING:
            return body, None
        coded = entry.coded.get(coding)
        if coded is None:
            if len(body) > _QUICK_TO_COMPRESS:
                return None
            coded = compress(body, coding)
            self.cache.add(key, entry, coding, coded)
        return coded, coding

    async def _coded(self, key: str, entry: Entry, coding: str | None, headers: dict[str, str]) -> Response:
        """Return the response that holds the answer of ``entry``, compressed for a client that wants that."""
        coded = self.encode_at_once(key, entry, coding)
        if coded is None:
            assert coding is not None
            coded = await asyncio.to_thread(compress, entry.answer.body, coding), coding
            self.cache.add(key, entry, coding, coded[0])
        body, used = coded
        more = {} if used is None else {"content-encoding": used}
        return Response(200, body, entry.answer.media_type, {**headers, **more})


def _alias(view: View, request: bytes) -> bytes:
    """Return a digest of all that the response to ``request`` depends on."""
    return hashlib.blake2b(request, digest_size=16, key=view.id.encode()).digest()


def course_of(key: str, question: Question) -> Hashable:
    """Return by what those are merged who ask the question of ``key`` at the same time."""
    return key, question.seconds


def etag_of(key: str) -> str:
    """Return the tag of what is kept under ``key``: weak, for it is the same in each content coding."""
    return f'W/"{key}"'


def headers_of(view: View, etag: str) -> dict[str, str]:
    """Return the header fields of an answer that stays the same."""
    return {**view.headers, "etag": etag, "cache-control": "public, no-cache"}


def note(scope: Scope, question: Question, cache: str) -> None:
    """Leave for the log what was asked, as a hash, and where the answer came from."""
    scope.setdefault("kg", {}).update(query=digest_of(question.query), cache=cache)


def digest_of(query: str) -> str:
    """Return the hash by which the log names a query."""
    return hashlib.blake2b(query.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
