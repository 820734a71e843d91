"""Ask Wikidata, ROR and GeoNames what they call the things that links point to. The only HTTP client here.

Each API gets one request at a time, at most one in :data:`PAUSE` seconds, with a user agent that says who
asks; ``Retry-After`` (RFC 9110, section 10.2.3) is heeded. Answers are kept on disk, errors never: Wikidata
tells that it lags (https://www.mediawiki.org/wiki/Manual:Maxlag_parameter) and GeoNames that a limit is
reached (https://www.geonames.org/export/webservice-exception.html) with the status 200.
"""

import hashlib
import http.client
import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, TypeVar

from pyoxigraph import Literal, Quad, RdfFormat, parse

from kg.errors import ToolError
from kg.linkcheck import Fault, key_of, names_agree
from kg.links import Link
from kg.namespaces import BASE

T = TypeVar("T")
PAUSE = 1.0
AGENT = f"aiinfra-kg ({BASE}links; checks the labels of its links)"
_BATCH = 50  # ids that wbgetentities takes at once
_TRIES = 4
_LONGEST_WAIT = 60.0
_TIMEOUT = 30.0
_BUSY = {429, 503}
_NOT_THERE = {404, 410}
_LAGS = re.compile(rb'"code"\s*:\s*"(?:maxlag|ratelimited)"')
_STATUS = re.compile(rb'<status\s+message="([^"]*)"\s+value="(\d+)"')
_NO_RECORD = {b"11", b"15"}  # GeoNames: no such record, no result
_DAYS_KEPT = 30
_DAY = 86_400
_GEONAMES = "http://www.geonames.org/ontology#"
_NAMES = {_GEONAMES + name for name in ("name", "alternateName", "officialName", "shortName")}


@dataclass(frozen=True, slots=True)
class Found:
    """What a service says of an identifier: its names there, or what became of it (``gone``)."""

    names: tuple[str, ...]
    gone: str = ""


@dataclass(frozen=True, slots=True)
class Services:
    """Where the APIs are; a test, or a mirror, names others. No slash at the end."""

    wikidata: str = "https://www.wikidata.org"
    ror: str = "https://api.ror.org"
    geonames: str = "https://sws.geonames.org"


class Client:
    """Fetches addresses politely, and keeps what was of use in ``folder`` for a month."""

    def __init__(
        self, folder: Path, *, pause: float = PAUSE, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._folder, self._pause, self._sleep = folder, pause, sleep
        self._asked: dict[str, float] = {}

    def fetch(self, address: str, read: Callable[[bytes, str], T]) -> T | None:
        """Return what ``read`` makes of the body at ``address``; None when there is nothing there (404, 410).

        Only what ``read`` takes without an error is kept. Raises ToolError as ``read`` does, and when the
        service cannot be reached, stays busy or answers with another error.
        """
        kept = self._folder / hashlib.sha256(address.encode()).hexdigest()
        if kept.is_file() and time.time() - kept.stat().st_mtime < _DAYS_KEPT * _DAY:
            return read(kept.read_bytes(), address)
        body = self._ask(address)
        if body is None:
            return None
        answer = read(body, address)
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = kept.with_name(kept.name + ".new")
        draft.write_bytes(body)
        draft.replace(kept)
        return answer

    def _ask(self, address: str) -> bytes | None:
        request = urllib.request.Request(address, headers={"User-Agent": AGENT})
        for attempt in range(1, _TRIES + 1):
            self._wait_turn(address)
            try:
                with urllib.request.urlopen(request, timeout=_TIMEOUT) as response:
                    body: bytes = response.read()
                    headers = response.headers
                if not _LAGS.search(body):
                    return body
                if attempt == _TRIES:
                    raise ToolError(f"{address} lags behind or is asked too much: try again later")
                self._sleep(_retry_after(headers.get("Retry-After"), attempt))
            except urllib.error.HTTPError as error:
                if error.code in _NOT_THERE:
                    return None
                if error.code not in _BUSY or attempt == _TRIES:
                    raise ToolError(
                        f"{address} answers {error.code} {error.reason}: try again later"
                    ) from error
                self._sleep(_retry_after(error.headers.get("Retry-After"), attempt))
            except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
                raise ToolError(
                    f"{address} cannot be reached ({error}): see to the network, or leave out --online"
                ) from error
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _wait_turn(self, address: str) -> None:
        host = urllib.parse.urlsplit(address).netloc
        ready = self._asked.get(host, float("-inf")) + self._pause
        if (wait := ready - time.monotonic()) > 0:
            self._sleep(wait)
        self._asked[host] = time.monotonic()


def find_renamed(
    links: Sequence[Link],
    names: Mapping[str, frozenset[str]],
    judged: frozenset[tuple[str, str]],
    services: Services,
    client: Client,
) -> tuple[int, list[Fault]]:
    """Return how many links were looked up, and each whose object is gone or has none of our names there.

    ``names`` are our things' names by IRI; ``judged`` are pairs of a subject and an object's key that were
    judged by hand. Raises ToolError as :meth:`Client.fetch`.
    """
    faults = []
    asked = [link for link in links if link.scheme.name in _READERS]
    found = {
        name: reader([link for link in asked if link.scheme.name == name], services, client)
        for name, reader in _READERS.items()
    }
    for link in asked:
        theirs = found[link.scheme.name].get(link.identifier, Found(()))
        pair = (_short(link.subject), key_of(link))
        here = link.scheme.title
        if theirs.gone:
            faults.append(Fault(link.place, f"{here} {theirs.gone}"))
        elif not theirs.names:
            faults.append(Fault(link.place, f"{here} has no {link.identifier}: look it up again"))
        elif pair not in judged and not names_agree(link, names.get(link.subject, ()), theirs.names):
            said = f"{here} calls {link.identifier} “{theirs.names[0]}”: not our {pair[0]}"
            faults.append(Fault(link.place, said))
    return len(asked), faults


def _read_wikidata(links: Sequence[Link], services: Services, client: Client) -> dict[str, Found]:
    """Return labels and aliases by item (https://www.wikidata.org/w/api.php, wbgetentities).

    An item that was merged stands under the id that was asked for, with ``redirects``. Names that are the
    same in all languages are under ``mul`` alone.
    """
    items = sorted({link.identifier for link in links})
    found = {}
    for start in range(0, len(items), _BATCH):
        query = urllib.parse.urlencode(
            {
                "action": "wbgetentities",
                "ids": "|".join(items[start : start + _BATCH]),
                "props": "labels|aliases",
                "languages": "en|mul|zh|zh-hans|zh-cn",
                "format": "json",
                "maxlag": "5",
            }
        )
        entities = client.fetch(f"{services.wikidata}/w/api.php?{query}", _entities) or {}
        for item, entity in entities.items():
            if "redirects" in entity:
                new = entity["redirects"]["to"]
                found[item] = Found(
                    (), f"has merged {item} into {new}: see whether that is ours, and link it"
                )
            elif "missing" not in entity:
                found[item] = Found(tuple(_wikidata_names(entity)))
    return found


def _entities(body: bytes, address: str) -> dict[str, Any]:
    answer = _json(body, address)
    if "entities" not in answer:
        raise ToolError(f"{address} answers {answer.get('error')}: try again later")
    return dict(answer["entities"])


def _wikidata_names(entity: Mapping[str, Any]) -> Iterator[str]:
    # an empty set of labels is written as a list
    for label in dict(entity.get("labels") or {}).values():
        yield label["value"]
    for aliases in dict(entity.get("aliases") or {}).values():
        yield from (alias["value"] for alias in aliases)


def _read_ror(links: Sequence[Link], services: Services, client: Client) -> dict[str, Found]:
    """Return the names of each record (https://ror.readme.io/v2/docs/rest-api), or why it is not active."""
    found = {}
    for identifier in sorted({link.identifier for link in links}):
        address = f"{services.ror}/v2/organizations/{identifier}"
        if (record := client.fetch(address, _record)) is not None:
            found[identifier] = _ror_names(identifier, record)
    return found


def _record(body: bytes, address: str) -> dict[str, Any]:
    record = _json(body, address)
    if "status" not in record:
        raise ToolError(f"{address} answers {record.get('errors')}: try again later")
    return record


def _ror_names(identifier: str, record: Mapping[str, Any]) -> Found:
    if record["status"] == "active":
        return Found(tuple(name["value"] for name in record.get("names", ())))
    after = [kin["id"] for kin in record.get("relationships", ()) if kin["type"] == "successor"]
    told = f"; its successor is {' and '.join(after)}" if after else ""
    return Found((), f"calls {identifier} {record['status']}{told}: look it up again")


def _read_geonames(links: Sequence[Link], services: Services, client: Client) -> dict[str, Found]:
    """Return the names in each ``about.rdf`` (https://www.geonames.org/ontology/documentation.html)."""
    found = {}
    for identifier in sorted({link.identifier for link in links}):
        address = f"{services.geonames}/{identifier}about.rdf"
        quads = client.fetch(address, _features) or []
        found[identifier] = Found(
            tuple(
                quad.object.value
                for quad in sorted(quads, key=lambda quad: quad.predicate.value != _GEONAMES + "name")
                if str(quad.subject).endswith(f"geonames.org/{identifier}>")
                and quad.predicate.value in _NAMES
                and isinstance(quad.object, Literal)
            )
        )
    return found


def _features(body: bytes, address: str) -> list[Quad]:
    if status := _STATUS.search(body):
        if status[2] in _NO_RECORD:
            return []
        raise ToolError(f"{address} answers “{status[1].decode(errors='replace')}”: try again later")
    try:
        return list(parse(body, format=RdfFormat.RDF_XML, base_iri=address))
    except SyntaxError as error:
        raise ToolError(f"{address} is no RDF/XML ({error}): try again later") from error


_READERS: Mapping[str, Callable[[Sequence[Link], Services, Client], dict[str, Found]]] = {
    "wikidata": _read_wikidata,
    "ror": _read_ror,
    "geonames": _read_geonames,
}


def _json(body: bytes, address: str) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except ValueError as error:
        raise ToolError(f"{address} does not answer in JSON ({error}): try again later") from error
    return dict(answer)


def _retry_after(value: str | None, attempt: int) -> float:
    """Return the seconds to wait: what the service says, as seconds or a date, at most a minute; else longer
    each time.
    """
    if value is None:
        return float(2**attempt)
    if value.strip().isdigit():
        return min(float(value), _LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return float(2**attempt)
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max((until - datetime.now(UTC)).total_seconds(), 0.0), _LONGEST_WAIT)


def _short(iri: str) -> str:
    return "id:" + iri.rsplit("/", 1)[-1]
