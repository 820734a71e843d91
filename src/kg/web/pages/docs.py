"""Help: how to find, read, query and cite; and what robots are told."""

from dataclasses import dataclass
from xml.sax.saxutils import escape

from kg.namespaces import ID
from kg.web.language import LANGUAGES
from kg.web.pages.layout import Page
from kg.web.pages.visit import Visit
from kg.web.responses import Response

_THINGS = f"""
SELECT DISTINCT ?thing {{ ?thing a ?kind FILTER (STRSTARTS(STR(?thing), "{ID}")) }}
ORDER BY ?thing LIMIT 20000
"""
_FIXED = ("/", "/browse", "/discrepancies", "/docs", "/docs/ontology", "/sparql?format=html")


@dataclass(frozen=True, slots=True)
class Help:
    """What the help page shows: the address of this site, and an example of a query."""

    base: str
    example: str | None


async def show_docs(visit: Visit) -> Page:
    """Return the page that says how to use this."""
    words = visit.words("docs")
    example = visit.view.examples[0].text if visit.view.examples else None
    base = visit.place.origin + visit.place.root
    return Page("docs", words["title"], words["description"], Help(base, example))


async def send_robots(visit: Visit) -> Response:
    """Return robots.txt: all may be read, but not every query that somebody might link to."""
    base, root = visit.place.origin + visit.place.root, visit.place.root
    lines = ["User-agent: *", f"Disallow: {root}/sparql?", f"Disallow: {root}/search?", "Allow: /", ""]
    text = "\n".join([*lines, f"Sitemap: {base}/sitemap.xml", ""])
    return Response(200, text.encode(), "text/plain; charset=utf-8")


async def send_sitemap(visit: Visit) -> Response:
    """Return sitemap.xml: the pages of all things in each language."""
    things = [visit.place.link(str(row["thing"])).partition("?")[0] for row in await visit.ask(_THINGS)]
    origin, root = visit.place.origin, visit.place.root
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">')
    for path in (*(root + path for path in _FIXED), *things):
        joint = "&" if "?" in path else "?"
        addresses = (f"{origin}{path}{joint}lang={language}" for language in LANGUAGES)
        lines += [f"<url><loc>{escape(address)}</loc></url>" for address in addresses]
    body = "\n".join([*lines, "</urlset>", ""]).encode()
    return Response(200, body, "application/xml")
