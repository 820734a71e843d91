"""What a page tells search engines of its thing: the schema.org view of it, as ``kg export`` writes it."""

import json
from typing import Any

from kg.errors import ToolError
from kg.namespaces import BASE
from kg.views import write_view
from kg.web.pages.visit import Visit


async def find_about(visit: Visit, iri: str) -> dict[str, Any] | None:
    """Return ``iri``, a thing of ours, in schema.org's words (JSON-LD); None of what the view does not know.

    Raises QueryError as the workers do.
    """
    view = visit.view.schema
    if view is None or not iri.startswith(BASE):
        return None
    try:
        query = view.of(iri).text
    except ToolError:
        return None
    triples = await visit.construct(query)
    about: dict[str, Any] = json.loads(write_view(triples, view, "jsonld", iri))
    return about if triples else None
