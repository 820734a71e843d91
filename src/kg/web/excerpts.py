"""Find the passages of the release in the operator's own copy of the report, to show them."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping

from kg.canonical import Passage, Span, canonicalise_copy, cut, find_passages
from kg.namespaces import AII, DCTERMS, OA
from kg.sparql import Answer, Question

_PASSAGES = f"""
SELECT ?passage ?title ?kind ?digest ?start ?end {{
  ?passage <{AII}passageKind> ?kind ; <{AII}digest> ?digest ; <{AII}partOfSource> ?source ;
    <{AII}ordinal> ?ordinal ; <{OA}hasSelector> ?selector .
  ?selector <{OA}start> ?start ; <{OA}end> ?end .
  ?source <{DCTERMS}title> ?title
}} ORDER BY ?source ?ordinal ?start
"""


async def find_excerpts(ask: Callable[[Question], Awaitable[Answer]], copy: str | None) -> Mapping[str, str]:
    """Return the text of each passage, by IRI, that is found in ``copy``. Raises QueryError."""
    if copy is None:
        return {}
    rows = json.loads((await ask(Question(_PASSAGES, format="json", own=True))).body)["results"]["bindings"]
    plain = [{name: term["value"] for name, term in row.items()} for row in rows]
    return await asyncio.to_thread(_find, plain, copy)


def _find(rows: list[dict[str, str]], copy: str) -> dict[str, str]:
    canonical = canonicalise_copy(copy)
    found: dict[str, str] = {}
    for title in dict.fromkeys(row["title"] for row in rows):
        of_source = [row for row in rows if row["title"] == title]
        for finding in find_passages(_passages(of_source), copy, title):
            if finding.ranges:
                found[finding.passage.iri] = cut(canonical, finding.ranges)
    return found


def _passages(rows: list[dict[str, str]]) -> list[Passage]:
    pieces: dict[tuple[str, str, str], list[Span]] = {}
    for row in rows:
        kind = row["kind"].rpartition("/")[2]
        span = Span(int(row["start"]), int(row["end"]))
        pieces.setdefault((row["passage"], kind, row["digest"]), []).append(span)
    return [Passage(iri, kind, tuple(spans), digest) for (iri, kind, digest), spans in pieces.items()]
