"""Spare what was read before: a request that comes again byte for byte is answered unread, and header fields
that came before are not parsed again, nor is a task begun for an answer that comes at once."""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

from kg.web.cache import Ready
from kg.web.express import Express, Terms
from kg.web.patience import Patient
from kg.web.responses import WHOLE
from kg.workers.begun import Begun

#: Requests no longer than this are looked up: one packet, or little more.
_LONGEST = 1 << 13
#: The request line of a query and nothing else, in characters that no parser of HTTP disputes.
_QUERY = re.compile(rb"GET /sparql\?(query=[!$'()*+,./0-9:;?@A-Z_a-z~%-]+) HTTP/1\.1\r\n")
_END = b"\r\n\r\n"
_KINDS = 256  # sets of header fields that are kept
#: What of a request's scope (ASGI) its own line decides; its header fields decide the rest.
_OWN = ("query_string", "client", "server", "state", "extensions", "kg.bytes")

_Fields = OrderedDict[bytes, tuple[dict[str, Any], Terms | None]]


class Hasty(Patient):
    """One connection. ``recall`` returns the response to a request (as it came), None to have it read.

    ``known``: what header fields, as they came, say of a request; ``express`` answers some of those, None
    when there is nothing that does. All serve only a request that is whole
    and alone in what came, after all before it were answered; every other is read as uvicorn does.
    """

    recall: Callable[[bytes], Ready | None]
    express: Express | None
    known: _Fields

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._within = False  # a message has begun and has not ended
        self._dates: object = None
        self._dated = b""

    def data_received(self, data: bytes) -> None:
        """Take what came (asyncio)."""
        if self._within or len(data) > _LONGEST or not self._rests():
            super().data_received(data)
            return
        ready = type(self).recall(data)
        if ready is not None:
            self._answer_at_once(ready)
        elif not self._understand(data):
            before = self.cycle
            super().data_received(data)
            if self.cycle is not before and not self._within and _is_alone(self.cycle, data):
                self._learn(data)

    def on_message_begin(self) -> None:
        """A message begins (httptools)."""
        self._within = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Its header fields are read (httptools)."""
        super().on_headers_complete()
        self._let_write(self.cycle)

    def on_message_complete(self) -> None:
        """It is whole (httptools)."""
        self._within = False
        super().on_message_complete()

    def _rests(self) -> bool:
        """Tell whether nothing is being answered, and nothing that was waits to be sent."""
        answered = self.cycle is None or (self.cycle.response_complete and self.cycle.keep_alive)
        return answered and not self.flow.write_paused and not self.transport.is_closing()

    def _answer_at_once(self, ready: Ready) -> None:
        self._expect(again=False)
        self.transport.write(b"".join((STATUS_LINE[200], self._date(), ready.fields, ready.body)))
        self.on_response_complete()

    def _understand(self, data: bytes) -> bool:
        """Have a query answered whose header fields came before; False when it must be parsed."""
        line = _QUERY.match(data)
        known = None if line is None else self.known.get(data[line.end() :])
        if line is None or known is None:
            return False
        self._unset_keepalive_if_required()
        self._expect(again=False)
        self.cycle = cycle = RequestResponseCycle(
            scope=cast(Any, {}),
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=self.access_log,
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=False,
            keep_alive=True,
            on_response=self.on_response_complete,
        )
        cycle.more_body = False
        self._begin(cycle)
        (told, terms), asked = known, line[1]
        go_on = partial(self._go_on, cycle, told, asked, data)
        write = partial(self._write_whole, cycle)
        if self.express is None or terms is None or not self.express.take(terms, asked, write, go_on):
            go_on(None)
        return True

    def _go_on(
        self,
        cycle: RequestResponseCycle,
        told: dict[str, Any],
        asked: bytes,
        data: bytes,
        begun: Begun | None,
    ) -> None:
        """Have a request, ``data``, answered in a task of its own, which goes on with what has ``begun``."""
        scope = {**told, "query_string": asked, "client": self.client, "server": self.server}
        scope |= {"state": self.app_state.copy(), "kg.bytes": data, "kg.begun": begun}
        cycle.scope = cast(Any, scope)
        self._let_write(cycle)
        self._start_asgi_task(cycle, self.app)

    def _learn(self, data: bytes) -> None:
        """Remember what the header fields of the request that ``data`` was say, and tell the application."""
        scope: dict[str, Any] = cast(Any, self.cycle.scope)
        line = _QUERY.match(data)
        if line is not None and data[line.end() :] not in self.known:
            said = {name: value for name, value in scope.items() if name not in _OWN}
            terms = None if self.express is None else self.express.read(scope)
            self.known[data[line.end() :]] = said, terms
            if len(self.known) > _KINDS:
                self.known.popitem(last=False)
        scope["kg.bytes"] = data

    def _let_write(self, cycle: RequestResponseCycle) -> None:
        """Give the application a way to send a whole response at once."""
        scope: dict[str, Any] = cast(Any, cycle.scope)
        scope["extensions"] = {WHOLE: partial(self._write_whole, cycle)}

    def _write_whole(self, cycle: RequestResponseCycle, status: int, fields: bytes, body: bytes) -> bool:
        """Send a response, if it can be sent without waiting and nothing is to be said of the connection."""
        if cycle.disconnected:
            return True
        if not cycle.keep_alive or cycle.response_started or self.flow.write_paused:
            return False
        self.transport.write(b"".join((STATUS_LINE[status], self._date(), fields, body)))
        cycle.response_started = cycle.response_complete = True
        cycle.message_event.set()
        cycle.on_response()
        return True

    def _date(self) -> bytes:
        """Return the header fields of the server itself, as lines."""
        fields = self.server_state.default_headers  # another list each second
        if fields is not self._dates:
            self._dates = fields
            self._dated = b"".join(b"%b: %b\r\n" % field for field in fields)
        return self._dated


def hasty(
    seconds: float,
    length: int,
    most: int,
    recall: Callable[[bytes], Ready | None],
    express: Express | None,
) -> type[Hasty]:
    """Return the protocol of a server. See Patient for what it bears with, Hasty for what it spares."""
    fields = {"seconds": seconds, "length": length, "most": most, "express": express}
    return type("Hasty", (Hasty,), {**fields, "recall": staticmethod(recall), "known": OrderedDict()})


def _is_alone(cycle: RequestResponseCycle, data: bytes) -> bool:
    """Tell whether ``data`` is a GET without a body and nothing else, on a connection that may be kept."""
    scope = cycle.scope
    plain = data.startswith(b"GET ") and scope["http_version"] == "1.1"
    kept = cycle.keep_alive and not cycle.waiting_for_100_continue
    return plain and kept and data.find(_END) == len(data) - len(_END) and not _upgrades(scope)


def _upgrades(scope: Any) -> bool:
    return any(name == b"upgrade" for name, _ in scope["headers"])
