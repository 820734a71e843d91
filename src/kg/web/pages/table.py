"""A table of the things of one class, as a page that sorts and filters, and as CSV."""

import asyncio
import csv
import io
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.namespaces import AII, DCTERMS, RDF, RDFS, SKOS
from kg.values import IRI, Value, can_write
from kg.web.pages.claims import Link
from kg.web.pages.fold import fold
from kg.web.pages.layout import Alternate, Page
from kg.web.pages.numbers import write_quantity
from kg.web.pages.visit import Names, Row, Visit
from kg.web.responses import Response

_TABLE = """
SELECT ?thing ?property ?value {
  { SELECT DISTINCT ?thing { ?thing a $kind FILTER (isIRI(?thing)) } ORDER BY ?thing LIMIT 2000 }
  ?thing ?property ?value
}
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
    return None if made is None else made.page()


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
    for row in made.rows:
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
    """The whole table, filtered and sorted as the address says."""

    visit: Visit
    kind: str
    names: Names
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]

    @classmethod
    async def read(cls, visit: Visit, kind: str) -> "_Tabler | None":
        """Return the table of the things that are a ``kind``, None when there are none."""
        facts: dict[str, dict[str, list[Value]]] = {}
        for row in await visit.ask(_TABLE, kind=kind):
            thing = facts.setdefault(str(row["thing"]), {})
            thing.setdefault(str(row["property"]), []).append(row["value"])
        if not facts:
            return None
        keys = [*_tell_kinds(facts.values(), kind), *_choose_columns(facts.values())]
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
        rows = [writer.row(iri, thing, keys) for iri, thing in facts.items()]
        wanted = fold(parameters.get("q", ""))
        rows = [row for row in rows if not wanted or wanted in fold(_texts(row))]
        columns = tuple(
            writer.column(key, facts.values(), "" if key != sort else "desc" if down else "asc")
            for key in keys
        )
        return cls(visit, kind, names, columns, tuple(_sorted(rows, keys, sort, down)))

    def page(self) -> Page:
        """Return the page with the rows that ``?page=`` asks for."""
        parameters = dict(self.visit.place.parameters)
        wanted = parameters.get("page", "1")
        last = max(1, -(-len(self.rows) // _PAGE))
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
            self.rows[(number - 1) * _PAGE : number * _PAGE],
            len(self.rows),
            parameters.get("q", ""),
            pages if last > 1 else (),
            csv_address,
        )
        says = words["description"].format(kind=link.name, n=len(self.rows))
        alternates = (Alternate("text/csv", "CSV", csv_address),)
        return Page("table", str(link.name), says, table, alternates=alternates)


async def _units(visit: Visit, keys: Sequence[str]) -> list[Row]:
    wanted = " ".join(f"<{key}>" for key in keys if can_write(key))
    return await visit.ask(_UNITS % wanted) if wanted else []


def _choose_columns(things: Collection[Mapping[str, list[Value]]]) -> list[str]:
    """Return the properties that the things have, the commonest first, but for what few of them have."""
    counts = Counter(key for thing in things for key in thing if key not in _NO_COLUMN)
    ranked = sorted(counts, key=lambda key: (-counts[key], key))
    return [key for key in ranked if counts[key] * _SHARE >= len(things)][:_COLUMNS]


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
        return TableRow(link, tuple(self._cell(key, facts.get(key, ())) for key in keys))

    def _cell(self, key: str, values: Iterable[Value]) -> Cell:
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


def _sorted(rows: list[TableRow], keys: Sequence[str], sort: str, down: bool) -> list[TableRow]:
    """Return the rows in order; those without a value come last either way."""
    rows = sorted(rows, key=lambda row: (str(row.link.name).casefold(), row.link.iri))
    if sort not in keys:
        return rows[::-1] if down else rows
    place = keys.index(sort)
    empty = [row for row in rows if not row.cells[place].parts]
    full = [row for row in rows if row.cells[place].parts]
    return [*sorted(full, key=lambda row: row.cells[place].order, reverse=down), *empty]
