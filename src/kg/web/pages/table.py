"""A table of the things of one class, as a page that sorts and filters, and as CSV."""

import asyncio
import csv
import io
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from kg.namespaces import AII, DCTERMS, RDF, RDFS, SKOS
from kg.values import IRI, Value, can_write
from kg.web.pages.claims import Link
from kg.web.pages.fold import fold
from kg.web.pages.layout import Alternate, Page
from kg.web.pages.numbers import write_quantity
from kg.web.pages.visit import Names, Row, Visit
from kg.web.responses import Response

_THINGS = "{ SELECT DISTINCT ?thing { ?thing a $kind FILTER (isIRI(?thing)) } ORDER BY ?thing LIMIT 2000 }"
_PROPERTIES = f"""
SELECT ?property (COUNT(DISTINCT ?thing) AS ?count) {{ {_THINGS} ?thing ?property ?value }} GROUP BY ?property
"""
_TABLE = f"""
SELECT ?thing ?property ?value {{
  {_THINGS} UNION {{ {_THINGS} VALUES ?property {{ %s }} ?thing ?property ?value }}
}}
"""
_UNITS = f"SELECT ?property ?unit {{ VALUES ?property {{ %s }} ?property <{AII}unit> ?unit }}"
_NAMING = (RDFS + "label", SKOS + "prefLabel")
_NO_COLUMN = frozenset(
    {
        *_NAMING,
        RDF + "type",
        RDFS + "comment",
        SKOS + "altLabel",
        SKOS + "definition",
        SKOS + "inScheme",
        DCTERMS + "description",
        AII + "translatedLabel",
        AII + "inferenceNote",
        AII + "note",
    }
)
_COLUMNS = 6
_TYPE = RDF + "type"
_SHARE = 5  # one in so many things at least has what is a column
_STATES = {"": "", "asc": "ascending", "desc": "descending"}
_PAGE = 200
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: texts, each with an address if it has one; ``plain`` for programs.

    ``order`` sorts it.
    """

    parts: tuple[tuple[str, str | None], ...]
    plain: str
    order: tuple[int, Decimal, str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its property, its head, the address that sorts by it, how it is sorted now, its unit."""

    key: str
    head: str
    address: str
    sorted: str
    number: bool
    unit: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """A thing and its cells."""

    link: Link
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The things of a class. ``count`` is how many fit the filter; the page shows ``rows`` of them."""

    kind: Link
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    count: int
    filter: str
    pages: tuple[tuple[int, str, bool], ...]
    csv: str


async def show_table(visit: Visit, kind: str) -> Page | None:
    """Return the page of the class ``kind``, sorted and filtered as the address says; None without things."""
    made = await _Tabler.read(visit, kind) if can_write(kind) else None
    return None if made is None else await asyncio.to_thread(made.page)


async def send_csv(visit: Visit) -> Response | None:
    """Return the table of ``?kind=`` as CSV for spreadsheets: UTF-8 with BOM, no cell is a formula."""
    kind = dict(visit.place.parameters).get("kind", "")
    made = await _Tabler.read(visit, kind) if can_write(kind) else None
    if made is None:
        return None
    out = io.StringIO()
    writer = csv.writer(out)
    heads = [f"{column.head} ({column.unit})" if column.unit else column.head for column in made.columns]
    writer.writerow(map(_tame, ["iri", "name", *heads]))
    for row in map(made.write, made.things):
        cells = [cell.plain if cell.order[0] == 0 else _tame(cell.plain) for cell in row.cells]
        writer.writerow([_tame(row.link.iri), _tame(str(row.link.name)), *cells])
    headers = {
        "content-disposition": f'attachment; filename="{_file_name(kind)}.csv"',
    }
    return Response(200, out.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", headers)


def _tame(text: str) -> str:
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _file_name(iri: str) -> str:
    name = iri.rstrip("/#").rpartition("#")[2].rpartition("/")[2]
    return "".join(c for c in name if c.isascii() and (c.isalnum() or c in "-_")) or "table"


@dataclass(frozen=True, slots=True)
class _Tabler:
    """The whole table, filtered and sorted as the address says: its things, and how a row is written."""

    visit: Visit
    kind: str
    names: Names
    columns: tuple[Column, ...]
    things: tuple[str, ...]
    write: Callable[[str], TableRow]

    @classmethod
    async def read(cls, visit: Visit, kind: str) -> "_Tabler | None":
        """Return the table of the things that are a ``kind``, None when there are none."""
        keys = _choose_columns(await visit.ask(_PROPERTIES, kind=kind))
        facts: dict[str, dict[str, list[Value]]] = {}
        for row in await visit.ask(_TABLE % " ".join(f"<{key}>" for key in (_TYPE, *keys)), kind=kind):
            thing = facts.setdefault(str(row["thing"]), {})
            if "property" in row:
                thing.setdefault(str(row["property"]), []).append(row["value"])
        if not facts:
            return None
        keys = [*_tell_kinds(facts.values(), kind), *keys]
        units = {str(r["property"]): str(r["unit"]) for r in await _units(visit, keys)}
        values = (v for thing in facts.values() for key in keys for v in thing.get(key, ()))
        names = await visit.name(
            {kind, *keys, *units.values(), *facts, *(str(v) for v in values if isinstance(v, IRI))}
        )
        return await asyncio.to_thread(cls._set, visit, kind, facts, keys=keys, units=units, names=names)

    @classmethod
    def _set(
        cls,
        visit: Visit,
        kind: str,
        facts: Mapping[str, Mapping[str, list[Value]]],
        *,
        keys: Sequence[str],
        units: Mapping[str, str],
        names: Names,
    ) -> "_Tabler":
        """Return the table with these columns of what is said of things."""
        parameters = dict(visit.place.parameters)
        sort, down = parameters.get("sort", "name"), parameters.get("order") == "desc"
        writer = _Writer(visit, names, units)
        wanted = fold(parameters.get("q", ""))
        row = cache(lambda iri: writer.row(iri, facts[iri], keys))
        things = [iri for iri in facts if not wanted or wanted in fold(_texts(row(iri)))]
        columns = tuple(
            writer.column(key, facts.values(), "" if key != sort else "desc" if down else "asc")
            for key in keys
        )
        things.sort(key=lambda iri: (str(names[iri]).casefold(), iri), reverse=down and sort not in keys)
        if sort in keys:
            things = _sorted(things, lambda iri: writer.cell(sort, facts[iri].get(sort, ())), down)
        return cls(visit, kind, names, columns, tuple(things), row)

    def page(self) -> Page:
        """Return the page with the rows that ``?page=`` asks for."""
        parameters = dict(self.visit.place.parameters)
        wanted = parameters.get("page", "1")
        last = max(1, -(-len(self.things) // _PAGE))
        number = min(int(wanted), last) if wanted.isdecimal() and len(wanted) < _DIGITS and int(wanted) else 1
        others = tuple((k, v) for k, v in self.visit.place.parameters if k != "page")
        pages = tuple(
            (n, self.visit.place.to("/browse", others, page=str(n)), n == number) for n in range(1, last + 1)
        )
        words, place = self.visit.words("table"), self.visit.place
        link = Link(self.kind, self.names[self.kind], place.link(self.kind))
        csv_address = place.to("/browse.csv", others, language=place.language)
        table = Table(
            link,
            self.columns,
            tuple(map(self.write, self.things[(number - 1) * _PAGE : number * _PAGE])),
            len(self.things),
            parameters.get("q", ""),
            pages if last > 1 else (),
            csv_address,
        )
        says = words["description"].format(kind=link.name, n=len(self.things))
        alternates = (Alternate("text/csv", "CSV", csv_address),)
        return Page("table", str(link.name), says, table, alternates=alternates)


async def _units(visit: Visit, keys: Sequence[str]) -> Sequence[Row]:
    wanted = " ".join(f"<{key}>" for key in keys if can_write(key))
    return await visit.ask(_UNITS % wanted) if wanted else []


def _choose_columns(counted: Iterable[Row]) -> list[str]:
    """Return the properties that the things have, the commonest first, but for what few of them have.

    ``counted``: how many have each; all have a type.
    """
    counts = {str(row["property"]): row["count"] for row in counted}
    known = {key: count for key, count in counts.items() if isinstance(count, int) and can_write(key)}
    some = {key for key, count in known.items() if count * _SHARE >= known.get(_TYPE, 0)}
    return sorted(some - _NO_COLUMN, key=lambda key: (-known[key], key))[:_COLUMNS]


def _tell_kinds(things: Collection[dict[str, list[Value]]], kind: str) -> list[str]:
    """Leave each thing the rarest of its kinds below ``kind``; return their column, if there are any."""
    counts = Counter(str(of) for thing in things for of in thing.get(_TYPE, ()))
    for thing in things:
        below = [of for of in thing.pop(_TYPE, ()) if of != kind and counts[str(of)] < len(things)]
        if below:
            thing[_TYPE] = [min(below, key=lambda of: (counts[str(of)], str(of)))]
    return [_TYPE] if any(_TYPE in thing for thing in things) else []


@dataclass(frozen=True, slots=True)
class _Writer:
    visit: Visit
    names: Names
    units: Mapping[str, str]

    def column(self, key: str, things: Iterable[Mapping[str, list[Value]]], order: str) -> Column:
        """Return the column of the property ``key``, sorted by in this ``order``, if any."""
        place = self.visit.place
        kept = tuple((k, v) for k, v in place.parameters if k not in ("sort", "order", "page"))
        values = [value for thing in things for value in thing.get(key, ())]
        number = bool(values) and all(isinstance(value, Decimal | int | float) for value in values)
        address = place.to("/browse", kept, sort=key, order="desc" if order == "asc" else "asc")
        symbol = self.names.symbols.get(self.units.get(key, ""), "").removeprefix("1")
        return Column(key, str(self.names[key]), address, _STATES[order], number, symbol)

    def row(self, iri: str, facts: Mapping[str, list[Value]], keys: Sequence[str]) -> TableRow:
        """Return the row of the thing called ``iri``."""
        link = Link(iri, self.names[iri], self.visit.place.link(iri))
        return TableRow(link, tuple(self.cell(key, facts.get(key, ())) for key in keys))

    def cell(self, key: str, values: Iterable[Value]) -> Cell:
        """Return the cell of a thing that has these values of the property ``key``."""
        language = self.names.language
        found = [v for v in values if getattr(v, "language", language).partition("-")[0] == language]
        parts = sorted(self._part(key, value) for value in found or values)
        numbers = [Decimal(value) for value in found if isinstance(value, Decimal | int)]
        first = parts[0][0].casefold() if parts else ""
        plain = "; ".join(str(number) for number in numbers) or "; ".join(text for text, _ in parts)
        order = (0, min(numbers), "") if numbers else (1 if parts else 2, Decimal(0), first)
        return Cell(tuple(parts), plain, order)

    def _part(self, key: str, value: Value) -> tuple[str, str | None]:
        if isinstance(value, IRI):
            return str(self.names[value]), self.visit.place.link(value)
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            unit = self.units.get(key)
            symbol = self.names.symbols.get(unit, "") if unit else "1"
            if unit is None:
                return str(value), None
            name = self.names[unit]
            return write_quantity(Decimal(value), self.names.language, symbol=symbol, unit=name), None
        return str(value), None


def _texts(row: TableRow) -> str:
    return " ".join([str(row.link.name), *(text for cell in row.cells for text, _ in cell.parts)])


def _sorted(things: list[str], write: Callable[[str], Cell], down: bool) -> list[str]:
    """Return the things in the order of their cells; those without a value come last either way."""
    cells = {iri: write(iri) for iri in things}
    empty = [iri for iri in things if not cells[iri].parts]
    full = [iri for iri in things if cells[iri].parts]
    return [*sorted(full, key=lambda iri: cells[iri].order, reverse=down), *empty]
