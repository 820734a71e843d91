"""A local server that speaks as Wikidata's wbgetentities, ROR's API v2 and GeoNames' files do."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

GEONAMES = """<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:gn="http://www.geonames.org/ontology#" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<gn:Feature rdf:about="https://sws.geonames.org/{number}/">
<gn:alternateName xml:lang="zh">{other}</gn:alternateName>
<gn:name>{name}</gn:name>
</gn:Feature>
</rdf:RDF>
"""


@dataclass(slots=True)
class Apis:
    """What the three know, by identifier, and what was asked.

    ``refusals`` are statuses to answer first; ``bodies`` whole answers to give instead, by part of the path,
    each with its headers and once; ``merged`` items of Wikidata that became others.
    """

    names: Mapping[str, list[str]]
    merged: dict[str, str] = field(default_factory=dict)
    bodies: list[tuple[str, bytes, dict[str, str]]] = field(default_factory=list)
    refusals: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    address: str = ""


@contextmanager
def serving_apis(names: Mapping[str, list[str]]) -> Iterator[Apis]:
    """Serve what ``names`` say of items (Q1), records (03cve4549) and features (11)."""
    apis = Apis(names)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            apis.asked.append(self.path)
            apis.agents.add(self.headers["User-Agent"])
            if apis.refusals:
                status, headers = apis.refusals.pop(0)
                self._send(status, b"busy", headers)
            elif apis.bodies and apis.bodies[0][0] in self.path:
                _, body, headers = apis.bodies.pop(0)
                self._send(200, body, headers)
            else:
                self._answer(urlsplit(self.path).path)

        def _answer(self, path: str) -> None:
            if path == "/w/api.php":
                (ids,) = parse_qs(urlsplit(self.path).query)["ids"]
                entities = {item: wikidata_entity(item, apis) for item in ids.split("|")}
                self._send(200, json.dumps({"entities": entities, "success": 1}).encode())
                return
            identifier = path.strip("/").removesuffix("/about.rdf").rsplit("/", 1)[-1]
            known = apis.names.get(identifier)
            if known is None:
                self._send(404, b'{"errors": ["not found"]}')
            elif path.startswith("/v2/organizations/"):
                self._send(200, json.dumps(ror_record(identifier, known)).encode())
            else:
                name, other = (escape(text) for text in (known * 2)[:2])
                self._send(200, GEONAMES.format(number=identifier, name=name, other=other).encode())

        def _send(self, status: int, body: bytes, headers: Mapping[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    apis.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield apis
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def wikidata_entity(item: str, apis: Apis) -> dict[str, object]:
    """Return an entity as wbgetentities writes it: without labels it has a list, not an object; one that was
    merged has the other's id and names.
    """
    if new := apis.merged.get(item):
        return {**wikidata_entity(new, apis), "redirects": {"from": item, "to": new}}
    if (names := apis.names.get(item)) is None:
        return {"id": item, "missing": ""}
    labels = {"en": {"language": "en", "value": names[0]}}
    aliases = {"zh": [{"language": "zh", "value": name} for name in names[1:]]} if names[1:] else []
    return {"type": "item", "id": item, "labels": labels, "aliases": aliases}


def ror_record(identifier: str, names: list[str]) -> dict[str, object]:
    """Return a record as ROR's API v2 writes it; one whose first name is empty was withdrawn."""
    return {
        "id": f"https://ror.org/{identifier}",
        "status": "active" if names[0] else "withdrawn",
        "names": [{"lang": None, "types": ["label"], "value": name} for name in names],
        "relationships": [
            {"type": "successor", "label": name, "id": f"https://ror.org/{name}"}
            for name in names[1:]
            if not names[0]
        ],
    }
