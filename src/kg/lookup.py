"""Ask Wikidata, ROR and GeoNames what they call the things that links point to. The only HTTP client here.

Each API gets one request at a time, at most one in :data:`PAUSE` seconds, with a user agent that says who
asks; answers are kept on disk; ``Retry-After`` (RFC 9110, section 10.2.3) is heeded.
"""

import hashlib
import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, parse

from kg.errors import ToolError
from kg.linkcheck import Fault, key_of, names_agree
from kg.links import Link
from kg.namespaces import BASE

PAUSE = 1.0
AGENT = f"aiinfra-kg ({BASE}links; checks the labels of its links)"
_BATCH = 50  # ids that wbgetentities takes at once
_TRIES = 4
_LONGEST_WAIT = 60.0
_TIMEOUT = 30.0
_BUSY = {429, 503}
_NOT_THERE = {404, 410}
_DAYS_KEPT = 30
_DAY = 86_400
_GEONAMES = "http://www.geonames.org/ontology#"
_NAMES = {_GEONAMES + name for name in ("name", "alternateName", "officialName", "shortName")}


@dataclass(frozen=True, slots=True)
class Services:
    """Where the APIs are; a test, or a mirror, names others. No slash at the end."""

    wikidata: str = "https://www.wikidata.org"
    ror: str = "https://api.ror.org"
    geonames: str = "https://sws.geonames.org"


class Client:
    """Fetches addresses politely, and keeps what it got in ``folder`` for a month."""

    def __init__(
        self, folder: Path, *, pause: float = PAUSE, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._folder, self._pause, self._sleep = folder, pause, sleep
        self._asked: dict[str, float] = {}

    def fetch(self, address: str) -> bytes | None:
        """Return the body at ``address``, or None when there is nothing there (404, 410).

        Raises ToolError when the service cannot be reached, stays busy or answers with another error.
        """
        kept = self._folder / hashlib.sha256(address.encode()).hexdigest()
        if kept.is_file() and time.time() - kept.stat().st_mtime < _DAYS_KEPT * _DAY:
            return kept.read_bytes()
        body = self._ask(address)
        if body is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
            draft = kept.with_name(kept.name + ".new")
            draft.write_bytes(body)
            draft.replace(kept)
        return body

    def _ask(self, address: str) -> bytes | None:
        request = urllib.request.Request(address, headers={"User-Agent": AGENT})
        for attempt in range(1, _TRIES + 1):
            self._wait_turn(address)
            try:
                with urllib.request.urlopen(request, timeout=_TIMEOUT) as response:
                    body: bytes = response.read()
                    return body
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
        theirs = found[link.scheme.name].get(link.identifier)
        pair = (_short(link.subject), key_of(link))
        if theirs is None:
            faults.append(
                Fault(link.place, f"{link.scheme.title} has no {link.identifier}: look it up again")
            )
        elif pair not in judged and not names_agree(link, names.get(link.subject, ()), theirs):
            faults.append(
                Fault(
                    link.place,
                    f"{link.scheme.title} calls {link.identifier} “{theirs[0]}”: not our {pair[0]}",
                )
            )
    return len(asked), faults


def _read_wikidata(links: Sequence[Link], services: Services, client: Client) -> dict[str, list[str]]:
    """Return labels and aliases by item (https://www.wikidata.org/w/api.php, wbgetentities)."""
    items = sorted({link.identifier for link in links})
    found = {}
    for start in range(0, len(items), _BATCH):
        query = urllib.parse.urlencode(
            {
                "action": "wbgetentities",
                "ids": "|".join(items[start : start + _BATCH]),
                "props": "labels|aliases",
                "languages": "en|zh|zh-hans|zh-cn",
                "format": "json",
                "maxlag": "5",
            }
        )
        answer = _json(client.fetch(f"{services.wikidata}/w/api.php?{query}"), services.wikidata)
        if "entities" not in answer:
            raise ToolError(f"{services.wikidata} answers {answer.get('error')}: try again later")
        for item, entity in answer["entities"].items():
            if "missing" not in entity:
                found[item] = list(_wikidata_names(entity))
    return found


def _wikidata_names(entity: Mapping[str, Any]) -> Iterator[str]:
    # an empty set of labels is written as a list
    for label in dict(entity.get("labels") or {}).values():
        yield label["value"]
    for aliases in dict(entity.get("aliases") or {}).values():
        yield from (alias["value"] for alias in aliases)


def _read_ror(links: Sequence[Link], services: Services, client: Client) -> dict[str, list[str]]:
    """Return the names of each active record (https://ror.readme.io/v2/docs/rest-api)."""
    found = {}
    for identifier in sorted({link.identifier for link in links}):
        address = f"{services.ror}/v2/organizations/{identifier}"
        if (body := client.fetch(address)) is not None:
            record = _json(body, address)
            if record.get("status") == "active":
                found[identifier] = [name["value"] for name in record.get("names", ())]
    return found


def _read_geonames(links: Sequence[Link], services: Services, client: Client) -> dict[str, list[str]]:
    """Return the names in each ``about.rdf`` (https://www.geonames.org/ontology/documentation.html)."""
    found = {}
    for identifier in sorted({link.identifier for link in links}):
        address = f"{services.geonames}/{identifier}about.rdf"
        if (body := client.fetch(address)) is not None:
            try:
                quads = list(parse(body, format=RdfFormat.RDF_XML, base_iri=address))
            except SyntaxError as error:
                raise ToolError(f"{address} is no RDF/XML ({error}): try again later") from error
            found[identifier] = [
                quad.object.value
                for quad in sorted(quads, key=lambda quad: quad.predicate.value != _GEONAMES + "name")
                if str(quad.subject).endswith(f"geonames.org/{identifier}>")
                and quad.predicate.value in _NAMES
            ]
    return found


_READERS: Mapping[str, Callable[[Sequence[Link], Services, Client], dict[str, list[str]]]] = {
    "wikidata": _read_wikidata,
    "ror": _read_ror,
    "geonames": _read_geonames,
}


def _json(body: bytes | None, address: str) -> dict[str, Any]:
    try:
        answer = json.loads(body or b"")
    except ValueError as error:
        raise ToolError(f"{address} does not answer in JSON ({error}): try again later") from error
    return dict(answer)


def _retry_after(value: str | None, attempt: int) -> float:
    """Return the seconds to wait: what the service says, at most a minute; else longer each time."""
    if value is not None and value.strip().isdigit():
        return min(float(value), _LONGEST_WAIT)
    return float(2**attempt)


def _short(iri: str) -> str:
    return "id:" + iri.rsplit("/", 1)[-1]
