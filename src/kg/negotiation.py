"""Choose how an answer is written: media types, short names, and the Accept header of RFC 9110 §12.5.1."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import QueryResultsFormat, RdfFormat

from kg.errors import QueryError

_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


@dataclass(frozen=True, slots=True, eq=False)
class Format:
    """One way to write an answer.

    ``names`` are what ``?format=`` takes, the first is ours; ``media_types`` what Accept may ask for, the
    first is the registered one; ``engine`` is pyoxigraph's format.
    """

    names: tuple[str, ...]
    media_types: tuple[str, ...]
    engine: QueryResultsFormat | RdfFormat
    spreadsheet: bool = False


JSON = Format(
    ("json", "srj"), ("application/sparql-results+json", "application/json"), QueryResultsFormat.JSON
)
XML = Format(
    ("xml", "srx"),
    ("application/sparql-results+xml", "application/xml", "text/xml"),
    QueryResultsFormat.XML,
)
CSV = Format(("csv",), ("text/csv",), QueryResultsFormat.CSV)
TSV = Format(("tsv",), ("text/tab-separated-values",), QueryResultsFormat.TSV)
SPREADSHEET = Format(("xlsx-csv",), ("text/csv",), QueryResultsFormat.CSV, spreadsheet=True)

TURTLE = Format(("turtle", "ttl"), ("text/turtle", "application/x-turtle"), RdfFormat.TURTLE)
N_TRIPLES = Format(("ntriples", "nt"), ("application/n-triples",), RdfFormat.N_TRIPLES)
RDF_XML = Format(
    ("rdfxml", "rdf", "xml"), ("application/rdf+xml", "application/xml", "text/xml"), RdfFormat.RDF_XML
)
JSON_LD = Format(
    ("jsonld", "json-ld", "json"), ("application/ld+json", "application/json"), RdfFormat.JSON_LD
)
TRIG = Format(("trig",), ("application/trig",), RdfFormat.TRIG)
N_QUADS = Format(("nquads", "nq"), ("application/n-quads",), RdfFormat.N_QUADS)

#: What SELECT and ASK can be written as, the default first.
RESULT_FORMATS = (JSON, XML, CSV, TSV, SPREADSHEET)
#: What CONSTRUCT, DESCRIBE and the service description can be written as, the default first.
GRAPH_FORMATS = (TURTLE, N_TRIPLES, RDF_XML, JSON_LD, TRIG, N_QUADS)


@lru_cache(maxsize=256)
def choose_format(
    offers: tuple[Format, ...], *, accept: str | None, name: str | None = None
) -> tuple[Format, str]:
    """Return the format to write and the media type to send it as; ``name`` (``?format=``) beats ``accept``.

    Raises QueryError: 400 ``unknown-format`` for a name that no form of query has, 406 ``not-acceptable``
    when nothing that is offered fits.
    """
    if name is not None:
        chosen = find_format(offers, name)
        return chosen, chosen.media_types[0]
    by_type = {media: offer for offer in reversed(offers) for media in offer.media_types}
    registered = [offer.media_types[0] for offer in offers]
    media = prefer(accept, (*registered, *(m for m in by_type if m not in registered)))
    if media is None:
        choice = ", ".join(dict.fromkeys(registered))
        message = f"This answer cannot be written as {accept}: ask for one of {choice}."
        raise QueryError(message, status=406, code="not-acceptable")
    return by_type[media], media


@lru_cache(maxsize=256)
def outcomes(accept: str | None, name: str | None) -> tuple[tuple[str, str] | None, ...]:
    """Return as what format and media type a result, and as what a graph, would be written.

    None where choose_format would raise. Equal outcomes are equal answers, whatever was said to get them.
    """
    found: list[tuple[str, str] | None] = []
    for offers in (RESULT_FORMATS, GRAPH_FORMATS):
        try:
            chosen, media = choose_format(offers, accept=accept, name=name)
            found.append((chosen.names[0], media))
        except QueryError:
            found.append(None)
    return tuple(found)


def find_format(offers: Sequence[Format], name: str) -> Format:
    """Return the format called ``name``: a short name, or a media type. Raises as choose_format does."""
    wanted = name.strip().lower()
    for offer in offers:
        if wanted in offer.names or wanted in offer.media_types:
            return offer
    choice = ", ".join(offer.names[0] for offer in offers)
    elsewhere = any(wanted in (*f.names, *f.media_types) for f in (*RESULT_FORMATS, *GRAPH_FORMATS))
    if elsewhere:
        message = f"This kind of answer cannot be written as {name}: choose one of {choice}."
        raise QueryError(message, status=406, code="not-acceptable")
    raise QueryError(f"There is no format {name}: choose one of {choice}.", code="unknown-format")


@lru_cache(maxsize=256)
def prefer(accept: str | None, offers: tuple[str, ...]) -> str | None:
    """Return the media type of ``offers`` that an Accept header wants most, None when it wants none of them.

    The highest q wins; among equals the one named most exactly, then the one named first, then our order.
    No header, or one with nothing readable in it, takes anything.
    """
    ranges = list(_read_ranges(accept or ""))
    if not ranges:
        return offers[0]
    best: tuple[float, int, int] | None = None
    found = None
    for offer in offers:
        fitting = [
            (exact, -place, q) for place, (media, q) in enumerate(ranges) if (exact := _fit(media, offer))
        ]
        if not fitting:
            continue
        exact, place, quality = max(fitting)
        if quality > 0 and (best is None or (quality, exact, place) > best):
            best, found = (quality, exact, place), offer
    return found


def _fit(media: str, offer: str) -> int:
    """Return how exactly the range ``media`` names ``offer``, 0 when it does not."""
    if media == "*/*":
        return 1
    if media.endswith("/*"):
        return 2 if offer.startswith(media[:-1]) else 0
    return 3 if media == offer else 0


def _read_ranges(accept: str) -> Iterable[tuple[str, float]]:
    """Yield each media range of an Accept header with its q; what cannot be read is passed over."""
    for part in accept.split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = next((p[2:].strip() for p in parameters if p.startswith("q=")), "1")
        if media.count("/") == 1 and _QUALITY.fullmatch(quality):
            yield media, float(quality)
