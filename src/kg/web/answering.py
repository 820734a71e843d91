"""Answer a question over HTTP: from the cache, from the client's own copy, or by asking, while it waits."""

import asyncio
import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from kg.sparql import Answer, Question
from kg.web.cache import AnswerCache, Entry, has_already, key_of
from kg.web.protocol import ClientGone, Receive, Scope, header
from kg.web.responses import Response, answered
from kg.web.service import Service
from kg.web.view import Ask, View

_PATIENCE = 0.05  # seconds after which it is worth looking whether the client is still there
_WORTH_COMPRESSING = 1024
_QUICK_TO_COMPRESS = 1 << 16
_LEVEL = 6
_GZIP = re.compile(
    r"(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q=(?:1(?:\.0*)?|0\.0*[1-9]\d*)\s*)?(?:,|$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers questions about the release that ``service`` serves now, and keeps the answers."""

    service: Service
    cache: AnswerCache

    async def respond(self, scope: Scope, receive: Receive, question: Question) -> Response:
        """Return the response to ``question``: 200, or 304 for whoever has it. Raises as ``answer`` does."""
        view = self.service.view
        key = key_of(view.id, question)
        headers = {**view.headers, "etag": f'W/"{key}"', "cache-control": "public, no-cache"}
        if has_already(header(scope, b"if-none-match"), headers["etag"]):
            note(scope, question, "client")
            return Response(304, b"", headers=headers)
        entry = await self._find(scope, receive, question, view, key)
        if not entry.answer.stable:
            headers = {**view.headers, "cache-control": "no-store"}
        return await self._compressed(scope, key, entry, headers)

    async def answer(self, scope: Scope, receive: Receive, question: Question) -> Answer:
        """Return the answer to ``question``. Raises QueryError, and ClientGone when nobody waits for it."""
        view = self.service.view
        return (await self._find(scope, receive, question, view, key_of(view.id, question))).answer

    async def find_kept(self, scope: Scope, key: str, headers: Mapping[str, str]) -> Response | None:
        """Return what is kept under ``key``, 304 for whoever has it, or None; with these ``headers`` more."""
        view = self.service.view
        said = {**view.headers, "etag": f'W/"{key}"', "cache-control": "public, no-cache", **headers}
        if has_already(header(scope, b"if-none-match"), said["etag"]):
            return Response(304, b"", headers=said)
        entry = self.cache.find(key)
        scope.setdefault("kg", {})["cache"] = "miss" if entry is None else "hit"
        return None if entry is None else await self._compressed(scope, key, entry, {**said, **entry.headers})

    async def keep(
        self, scope: Scope, key: str, entry: Entry, view: View, headers: Mapping[str, str]
    ) -> Response:
        """Keep ``entry``, made from ``view``, under ``key``, and return it with these ``headers`` more."""
        if view is self.service.view:
            self.cache.keep(key, entry)
        said = {**view.headers, "etag": f'W/"{key}"', "cache-control": "public, no-cache", **headers}
        return await self._compressed(scope, key, entry, {**said, **entry.headers})

    async def _find(self, scope: Scope, receive: Receive, question: Question, view: View, key: str) -> Entry:
        kept = self.cache.find(key)
        note(scope, question, "miss" if kept is None else "hit")
        if kept is not None:
            return kept
        entry = Entry(await _while_there(receive, self.service.ask, question))
        if entry.answer.stable and view is self.service.view:
            self.cache.keep(key, entry)
        return entry

    async def _compressed(self, scope: Scope, key: str, entry: Entry, headers: dict[str, str]) -> Response:
        """Return the response that holds the answer of ``entry``, compressed for a client that wants that."""
        body = entry.answer.body
        wants = header(scope, b"accept-encoding")
        if wants is None or len(body) < _WORTH_COMPRESSING or not _GZIP.search(wants):
            return answered(entry.answer, headers)
        if entry.gzipped is None:
            self.cache.compress(key, entry, gzipped := await _compress(body))
        else:
            gzipped = entry.gzipped
        return Response(200, gzipped, entry.answer.media_type, {**headers, "content-encoding": "gzip"})


def note(scope: Scope, question: Question, cache: str) -> None:
    """Leave for the log what was asked, as a hash, and where the answer came from."""
    digest = hashlib.blake2b(question.query.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    scope.setdefault("kg", {}).update(query=digest, cache=cache)


async def _compress(body: bytes) -> bytes:
    if len(body) <= _QUICK_TO_COMPRESS:
        return gzip.compress(body, _LEVEL, mtime=0)
    return await asyncio.to_thread(gzip.compress, body, _LEVEL, mtime=0)


async def _while_there(receive: Receive, ask: Ask, question: Question) -> Answer:
    """Return the answer, or stop asking and raise ClientGone when the client leaves."""
    asked = asyncio.ensure_future(ask(question))
    leaving: asyncio.Task[None] | None = None
    try:
        done, _ = await asyncio.wait({asked}, timeout=_PATIENCE)
        if not done:
            leaving = asyncio.get_running_loop().create_task(_left(receive))
            await asyncio.wait({asked, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not asked.done():
            raise ClientGone
        return asked.result()
    finally:
        asked.cancel()
        if leaving is not None:
            leaving.cancel()


async def _left(receive: Receive) -> None:
    """Return when the client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass
