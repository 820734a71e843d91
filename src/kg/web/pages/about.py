"""What a page tells search engines of its thing: the schema.org view of it, as ``kg export`` writes it."""

import asyncio
import json
from collections.abc import Sequence

from pyoxigraph import Triple

from kg.errors import ToolError
from kg.namespaces import BASE
from kg.views import View, write_view
from kg.web.pages.visit import Visit

_QUICK_TO_WRITE = 100  # triples, in a few milliseconds


async def find_about(visit: Visit, iri: str) -> str | None:
    """Return ``iri``, a thing of ours, in schema.org's words (JSON-LD); None of what the view does not know.

    It is the same in all languages, and found once for each release. Raises QueryError as the workers do.
    """
    view, told = visit.view.schema, visit.view.told
    if view is None or not iri.startswith(BASE):
        return None
    if (kept := told.find(iri)) is not None:
        return kept or None
    try:
        query = view.of(iri).text
    except ToolError:
        return None
    triples = await visit.construct(query)
    if len(triples) < _QUICK_TO_WRITE:
        about = _write(triples, view, iri)
    else:
        about = await asyncio.to_thread(_write, triples, view, iri)
    told.keep(iri, about, len(about.encode()) + len(iri))
    return about or None


def _write(triples: Sequence[Triple], view: View, iri: str) -> str:
    """Return the document without white space, nothing where there is nothing to say."""
    if not triples:
        return ""
    document = json.loads(write_view(triples, view, "jsonld", iri))
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
