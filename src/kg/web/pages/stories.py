"""Stories: the report's tables and figures, each drawn from an example query, with its rows beneath."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kg.namespaces import BASE, QUERY
from kg.values import IRI, Text, Value, shorten
from kg.web.examples import Example
from kg.web.pages.layout import Page
from kg.web.pages.visit import Names, Row, Visit

#: Each story by name, in the order in which they are told, with the query that it tells.
STORIES: Final = {
    "data": "89-data-of-the-world",
    "platforms": "81-open-data-platforms-by-year",
    "structure": "82-structure-of-computing-power",
    "chips": "86-chips-by-throughput-and-power",
    "shares": "83-shares-of-markets",
    "centres": "88-centres-by-status",
    "map": "90-map-of-centres-and-pilot-zones",
    "models": "84-size-and-month-of-models",
    "frameworks": "85-stars-and-contributors-of-frameworks",
    "policies": "87-policies-in-time",
}
_UNGROUPED = frozenset({"year"})  # columns whose numbers are not written in groups of three digits


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a story's table: what is shown, where it leads, its language, whether it is a number."""

    text: str
    link: str | None = None
    language: str | None = None
    number: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column, and whether numbers stand in it."""

    head: str
    number: bool


@dataclass(frozen=True, slots=True)
class Story:
    """A story as a page shows it. ``rows`` is the table; ``data`` the same in JSON, for the drawing."""

    name: str
    title: str
    text: str
    question: str
    query: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    data: str


async def tell_stories(visit: Visit) -> Page:
    """Return the page with every story that the release has the query of."""
    words = visit.words("stories")
    found = {name: example for name, stem in STORIES.items() if (example := _example(visit, stem))}
    stories = await asyncio.gather(*(_tell(visit, name, example) for name, example in found.items()))
    return Page("stories", words["title"], words["description"], stories)


def _example(visit: Visit, stem: str) -> Example | None:
    return next((e for e in visit.view.examples if e.iri == QUERY + stem), None)


async def _tell(visit: Visit, name: str, example: Example) -> Story:
    rows = await visit.ask(example.text)
    names = await visit.name(value for row in rows for value in row.values() if isinstance(value, IRI))
    words = visit.words("stories")
    columns = list(dict.fromkeys(column for row in rows for column in row))
    cells = [[_cell(visit, names, words, column, row.get(column)) for column in columns] for row in rows]
    return Story(
        name,
        title=words[f"{name}_title"],
        text=words[f"{name}_text"],
        question=example.zh if visit.place.language == "zh" else example.en,
        query=visit.place.to("/sparql", (("query", example.text), ("format", "html"))),
        columns=[
            Column(words[f"column_{column}"], any(row[place].number for row in cells))
            for place, column in enumerate(columns)
        ],
        rows=cells,
        data=json.dumps([_datum(names, row) for row in rows], ensure_ascii=False),
    )


def _cell(visit: Visit, names: Names, words: Mapping[str, str], column: str, value: Value | None) -> Cell:
    match value:
        case None:
            return Cell("")
        case bool():
            return Cell(words["yes"] if value else words["no"])
        case int() | float() | Decimal():
            return Cell(str(value) if column in _UNGROUPED else f"{value:,}", number=True)
        case IRI():
            name = names[value]
            return Cell(name, link=visit.place.link(value), language=name.language or None)
        case Text():
            return Cell(value, language=value.language or None)
        case _:
            return Cell(str(value))


def _datum(names: Names, row: Row) -> dict[str, str | float | bool]:
    """Return a row for the drawing: a thing as its name, and under ``…Id`` as the end of its IRI."""
    datum: dict[str, str | float | bool] = {}
    for column, value in row.items():
        if isinstance(value, IRI):
            datum[column] = names[value]
            datum[f"{column}Id"] = shorten(value).partition(":")[2] if value.startswith(BASE) else value
        elif isinstance(value, bool | int | float):
            datum[column] = value
        else:
            datum[column] = float(value) if isinstance(value, Decimal) else str(value)
    return datum
