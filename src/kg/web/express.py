"""Answer short questions on the event loop itself, where a task for each would cost more than the answer."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from kg.sparql import Question, is_stable
from kg.web.answering import Answering, course_of, digest_of, etag_of, headers_of
from kg.web.cache import Entry, key_of
from kg.web.coding import choose_coding
from kg.web.log import RequestLog, write_end_of_answer
from kg.web.metrics import Metrics
from kg.web.protocol import Scope, header, read_query
from kg.web.responses import Response, common_fields, own_fields, wants_page
from kg.web.view import View
from kg.workers.begun import Begun
from kg.workers.relay import Outcome
from kg.workers.wire import Reply

#: Sends status, header fields and body, and tells whether it could.
Write = Callable[[int, bytes, bytes], bool]
#: Has a request answered in a task of its own, going on with what has begun.
GoOn = Callable[[Begun | None], None]


@dataclass(frozen=True, slots=True)
class Terms:
    """What the header fields of a request, and its path, say of the answer to whatever it asks."""

    accept: str | None
    coding: str | None
    path: str


class Express:
    """Answers what workers answer at once. All else is answered in a task, as if this were not here.

    A question that turns out to be long, or wrong, goes on there from where it is.
    """

    def __init__(self, answering: Answering, metrics: Metrics, log: RequestLog) -> None:
        self._answering = answering
        self._metrics = metrics
        self._log = log
        self._view: View | None = None
        self._fields: dict[tuple[str, str | None], bytes] = {}

    def read(self, scope: Scope) -> Terms | None:
        """Return the terms of the request on ``scope``; None when it needs a task: it may want no answer."""
        accept = header(scope, b"accept")
        if wants_page(accept) or header(scope, b"if-none-match") is not None:
            return None
        coding = choose_coding(header(scope, b"accept-encoding"))
        return Terms(accept, coding, scope["path"])

    def take(self, terms: Terms, asked: bytes, write: Write, go_on: GoOn) -> bool:
        """Have the GET with the query string ``asked`` answered through ``write``, or by ``go_on``.

        False when it needs a task from the beginning.
        """
        began = time.perf_counter()
        answering = self._answering
        service, cache = answering.service, answering.cache
        query = read_query(asked, max_body=service.limits.length)
        if query is None or not is_stable(query):
            return False
        view, pool, question = service.view, service.pool, Question(query, accept=terms.accept)
        key = key_of(view.id, question)
        course = course_of(key, question)
        if key in cache or course in answering.flights or answering.may_ask_others(question):
            return False

        def tell(came: Outcome | Exception) -> None:
            if not isinstance(came, Reply):
                go_on(Begun(pool, came))
                land(None)
                return
            cache.misses += 1
            entry = Entry(came.answer)
            if view is service.view:
                cache.keep(key, entry)
            land(entry)
            coded = answering.encode_at_once(key, entry, terms.coding)
            if coded is None or not entry.answer.stable:
                go_on(None)  # which finds the answer kept
                return
            body, coding = coded
            head = own_fields(self._common(view, entry.answer.media_type, coding), etag_of(key), len(body))
            if not write(200, head, body):
                go_on(None)
                return
            seconds = time.perf_counter() - began
            self._metrics.count("sparql", 200, seconds)
            said = write_end_of_answer(digest_of(query), entry.answer.rows)
            self._log.note(("GET", terms.path), 200, len(body), seconds, said)

        if not pool.offer(question, tell):
            return False
        land = answering.flights.begin(course)
        return True

    def _common(self, view: View, media_type: str, coding: str | None) -> bytes:
        """Return the header fields that all answers of ``view`` in one format and coding have."""
        if view is not self._view:
            self._view = view
            self._fields.clear()
        kind = media_type, coding
        fields = self._fields.get(kind)
        if fields is None:
            coded = {} if coding is None else {"content-encoding": coding}
            headers = {**headers_of(view, ""), **coded}
            fields = self._fields[kind] = common_fields(Response(200, b"", media_type, headers))
        return fields
