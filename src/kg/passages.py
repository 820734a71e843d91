"""From the structure of a report (``passages.tsv``) and its text to ``sources.ttl``; and its checks."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Quad, Triple
from rdflib import Graph, Literal, URIRef

from kg.canonical import (
    Finding,
    Passage,
    Span,
    canonicalise,
    cut,
    digest_text,
    find_passages,
    line_offsets,
)
from kg.errors import FactsError, SourceError
from kg.namespaces import AII, DCTERMS, OA, RDF, RDFS, SOURCE, VOC
from kg.turtle import write_turtle

_COLUMNS = ("name", "kind", "section", "page", "ordinal", "lines")
_TITLES = {"# title zh": "zh", "# title en": "en"}
_SECTION = re.compile(r"0|[1-9]\d*(?:\.[1-9]\d*)*")
_NUMBER = re.compile(r"0|[1-9]\d*")
_LINES = re.compile(r"([1-9]\d*)(?:-([1-9]\d*))?")
_NUMERALS = "〇一二三四五六七八九十"

#: Form of a name, the kind it has, and its label in both languages; {0} and {1} are what the form caught.
_FORMS = tuple(
    (re.compile(form), kind, zh, en)
    for form, kind, zh, en in (
        (r"(\d+(?:-\d+)*)-h", "heading", "{0}，标题", "{0}, heading"),
        (r"(\d+(?:-\d+)*)-p(\d+)", "paragraph", "{0}，第{1}段", "{0}, paragraph {1}"),
        (r"t(\d+)-caption", "caption", "表{0}，题名", "table {0}, title"),
        (r"t(\d+)-head", "table-head", "表{0}，表头", "table {0}, column heads"),
        (r"t(\d+)-r(\d+)", "table-row", "表{0}，第{1}行", "table {0}, row {1}"),
        (r"t(\d+)-source", "source-line", "表{0}，来源", "table {0}, source line"),
        (r"fig(\d+)-caption", "caption", "图{0}，题名", "figure {0}, title"),
        (r"fig(\d+)-source", "source-line", "图{0}，来源", "figure {0}, source line"),
        (r"fn(\d+)", "footnote", "脚注{0}", "footnote {0}"),
        (r"page-(\d+)-head", "running-head", "第{0}页，页眉", "page {0}, running head"),
    )
)
_IN_SECTION = ("heading", "paragraph")


@dataclass(frozen=True, slots=True)
class Row:
    """One passage as ``passages.tsv`` has it; ``lines`` are first and last line (from 1) of each piece.

    ``place`` is the row's own file:line. ``page`` is 0 for the unnumbered page of the foreword.
    """

    place: str
    name: str
    kind: str
    section: str
    page: int
    ordinal: int
    lines: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Structure:
    """A report's title in Chinese and in English, and its passages in text order."""

    titles: dict[str, str]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A report as the graph has it: length (code points) and SHA-256 of its canonical text, its passages.

    The passages stand in text order; ``list_digest`` is the SHA-256 of their digests, joined with line feeds.
    """

    iri: str
    title: str
    length: int
    digest: str
    list_digest: str
    passages: tuple[Passage, ...]


def write_sources(folder: Path, report: Path) -> Path:
    """Write ``sources.ttl`` into the report's ``folder``, from its ``passages.tsv`` and the text ``report``.

    Returns the file written. The folder's name is the report's name in its IRI. Raises SourceError with
    file:line for a row that is wrong or does not fit the text, and when a file cannot be read.
    """
    structure = read_structure(folder / "passages.tsv")
    turtle = render_source(SOURCE + folder.resolve().name, structure, read_text(report))
    target = folder / "sources.ttl"
    draft = target.with_suffix(".ttl.new")
    draft.write_text(turtle, encoding="utf-8", newline="\n")
    return draft.replace(target)


def read_structure(path: Path) -> Structure:
    """Return what the file ``path`` says; raises SourceError with file:line."""
    return parse_structure(read_text(path), str(path))


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file, a byte order mark dropped; raises SourceError."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is not UTF-8 (byte {error.start}): save it as UTF-8") from error


def parse_structure(text: str, file: str) -> Structure:
    """Return what the text of a ``passages.tsv`` says; ``file`` is its name in a SourceError's file:line."""
    titles: dict[str, str] = {}
    rows: list[Row] = []
    for number, line in enumerate(text.split("\n"), start=1):
        cells = tuple(line.split("\t"))
        if cells[0] in _TITLES and len(cells) == len(_TITLES):
            titles[_TITLES[cells[0]]] = cells[1]
        elif line and cells != _COLUMNS:
            rows.append(_parse_row(cells, f"{file}:{number}", rows))
    absent = [name for name, language in _TITLES.items() if not titles.get(language)]
    if absent or not rows:
        raise SourceError(f"{file}:1: {absent[0] if absent else 'any passage'} is missing: add a line for it")
    return Structure(titles, tuple(rows))


def place_passages(iri: str, rows: Sequence[Row], text: str) -> list[Passage]:
    """Return the passages of the report ``iri`` that ``rows`` cut out of its ``text``, in the same order.

    Raises SourceError with the row's file:line where a row has no text, leaves a gap or overlaps another.
    """
    canonical, offsets = canonicalise(text), line_offsets(text)
    ranges = [tuple(_place(row, lines, offsets) for lines in row.lines) for row in rows]
    for row, spans, before in zip(rows[1:], ranges[1:], ranges, strict=False):
        if spans[0] < before[0]:
            raise SourceError(f"{row.place}: {row.name} begins before the row above: keep text order")
    pieces = sorted((span, row.place) for row, spans in zip(rows, ranges, strict=True) for span in spans)
    faults = [f"{place}: {fault}" for fault, place in _find_breaks(pieces, len(canonical))]
    if faults:
        raise SourceError(f"{faults[0]}: mend its lines")
    return [
        Passage(f"{iri}/{row.name}", row.kind, spans, digest_text(cut(canonical, spans)))
        for row, spans in zip(rows, ranges, strict=True)
    ]


def render_source(iri: str, structure: Structure, text: str) -> str:
    """Return the Turtle that describes the report ``iri``, whose raw text is ``text``, and its passages."""
    passages = place_passages(iri, structure.rows, text)
    graph = Graph(bind_namespaces="none")
    graph.bind("src", iri + "/")
    for triple in _describe_report(iri, structure.titles, canonicalise(text), passages):
        graph.add(triple)
    for row, passage in zip(structure.rows, passages, strict=True):
        for triple in _describe_passage(iri, row, passage):
            graph.add(triple)
    return write_turtle(graph)


def label_passage(name: str) -> tuple[str, str]:
    """Return the Chinese and the English label of a passage called as in ``2-3-2-p1`` or ``t5-r7``."""
    for form, kind, zh, en in _FORMS:
        match = form.fullmatch(name)
        if match:
            first, *rest = match.groups()
            heads = _label_section(first) if kind in _IN_SECTION else (first, first)
            return zh.format(heads[0], *rest), en.format(heads[1], *rest)
    raise ValueError(f"{name} is not the name of a passage")


def read_sources(triples: Iterable[Triple | Quad]) -> list[Source]:
    """Return the reports in ``triples`` that have a canonical text, sorted by IRI.

    Raises FactsError naming a node that lacks a part.
    """
    nodes: dict[str, dict[str, list[str]]] = {}
    for triple in triples:
        values = nodes.setdefault(_value(triple.subject), {}).setdefault(_value(triple.predicate), [])
        values.append(_value(triple.object))
    reports = sorted(iri for iri, node in nodes.items() if AII + "Report" in node.get(RDF + "type", ()))
    return [_read_source(iri, nodes) for iri in reports if AII + "canonicalDigest" in nodes[iri]]


def check_sources(triples: Iterable[Triple | Quad]) -> list[str]:
    """Return what is wrong with the sources in ``triples``, each problem naming its node; needs no text.

    The passages must tile their report's text, and their digests must give its ``aii:passageListDigest``.
    """
    try:
        sources = read_sources(triples)
    except FactsError as error:
        return [str(error)]
    return [problem for source in sources for problem in _check_source(source)]


def verify_source(source: Source, copy: str) -> list[Finding]:
    """Return what became of each passage of ``source`` in the text of a reader's ``copy``, in text order."""
    return find_passages(source.passages, copy, source.title)


def _parse_row(cells: tuple[str, ...], place: str, earlier: Sequence[Row]) -> Row:
    if len(cells) != len(_COLUMNS):
        raise SourceError(
            f"{place}: {len(cells)} cells where {len(_COLUMNS)} are wanted: {', '.join(_COLUMNS)}"
        )
    name, kind, section, page, ordinal, lines = cells
    _check_name(name, kind, section, place)
    if any(row.name == name for row in earlier):
        raise SourceError(f"{place}: {name} is there already: give the passage a name of its own")
    if not _NUMBER.fullmatch(page):
        raise SourceError(f"{place}: page {page!r} is not a number: write 0 for the foreword's")
    if ordinal != str(len(earlier) + 1):
        raise SourceError(
            f"{place}: ordinal {ordinal!r} where {len(earlier) + 1} follows: number the rows on"
        )
    return Row(place, name, kind, section, int(page), int(ordinal), _parse_lines(lines, place))


def _check_name(name: str, kind: str, section: str, place: str) -> None:
    matches = [(form.fullmatch(name), wanted) for form, wanted, _, _ in _FORMS]
    match, wanted = next(((match, wanted) for match, wanted in matches if match), (None, ""))
    if match is None:
        raise SourceError(
            f"{place}: name {name!r} has no known form: take one like 2-3-2-p1, t5-r7, fig4-source, fn3"
        )
    if kind != wanted:
        raise SourceError(f"{place}: {name} is of kind {wanted}, not {kind!r}")
    if not _SECTION.fullmatch(section):
        raise SourceError(f"{place}: section {section!r} is not like 2.3.2")
    if kind in _IN_SECTION and match[1].replace("-", ".") != section:
        raise SourceError(f"{place}: {name} does not stand in section {section}: mend one of them")


def _parse_lines(cell: str, place: str) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for part in cell.split(","):
        match = _LINES.fullmatch(part)
        if match is None:
            raise SourceError(f"{place}: lines {cell!r} are not like 537-553,558-562")
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first or (found and first <= found[-1][1]):
            raise SourceError(f"{place}: lines {cell!r} do not ascend")
        found.append((first, last))
    return tuple(found)


def _place(row: Row, lines: tuple[int, int], offsets: list[int]) -> Span:
    first, last = lines
    if last >= len(offsets):
        raise SourceError(f"{row.place}: line {last} is beyond the text's {len(offsets) - 1}: mend its lines")
    span = Span(offsets[first - 1], offsets[last])
    if span.start == span.end:
        raise SourceError(f"{row.place}: lines {first}-{last} of the text are blank: mend its lines")
    return span


def _find_breaks(pieces: Iterable[tuple[Span, str]], length: int) -> Iterator[tuple[str, str]]:
    """Yield what keeps sorted ``pieces`` (span, whose) from tiling 0…``length``, and whose piece shows it."""
    reach, last = 0, ""
    for span, owner in pieces:
        if span.start > reach:
            yield f"leaves {reach}–{span.start} of the canonical text to no passage", owner
        if span.start < reach:
            yield f"overlaps {last} at {span.start}–{reach} of the canonical text", owner
        if span.end > reach:
            reach, last = span.end, owner
    if reach != length:
        yield f"ends the text at {reach}, not at {length}", last


def _describe_report(
    iri: str, titles: dict[str, str], canonical: str, passages: Sequence[Passage]
) -> Iterator[tuple[URIRef, URIRef, URIRef | Literal]]:
    report = URIRef(iri)
    yield report, URIRef(RDF + "type"), URIRef(AII + "Report")
    yield report, URIRef(DCTERMS + "title"), Literal(titles["zh"], "zh")
    for language, title in titles.items():
        yield report, URIRef(RDFS + "label"), Literal(title, language)
    yield report, URIRef(AII + "canonicalLength"), Literal(len(canonical))
    yield report, URIRef(AII + "canonicalDigest"), Literal(digest_text(canonical))
    yield report, URIRef(AII + "passageListDigest"), Literal(_digest_list(passages))


def _describe_passage(
    iri: str, row: Row, passage: Passage
) -> Iterator[tuple[URIRef, URIRef, URIRef | Literal]]:
    node, report = URIRef(passage.iri), URIRef(iri)
    yield node, URIRef(RDF + "type"), URIRef(AII + "Passage")
    yield node, URIRef(AII + "partOfSource"), report
    yield node, URIRef(AII + "passageKind"), URIRef(VOC + row.kind)
    yield node, URIRef(AII + "section"), Literal(row.section)
    yield node, URIRef(AII + "page"), Literal(row.page)
    yield node, URIRef(AII + "ordinal"), Literal(row.ordinal)
    yield node, URIRef(AII + "digest"), Literal(passage.digest)
    yield node, URIRef(OA + "hasSource"), report
    for language, label in zip(("zh", "en"), label_passage(row.name), strict=True):
        yield node, URIRef(RDFS + "label"), Literal(label, language)
    for number, span in enumerate(passage.ranges, start=1):
        selector = URIRef(f"{passage.iri}-s{number}")
        yield node, URIRef(OA + "hasSelector"), selector
        yield selector, URIRef(RDF + "type"), URIRef(OA + "TextPositionSelector")
        yield selector, URIRef(OA + "start"), Literal(span.start)
        yield selector, URIRef(OA + "end"), Literal(span.end)


def _label_section(name: str) -> tuple[str, str]:
    if name == "0":
        return "前言", "foreword"
    part, *rest = (int(number) for number in name.split("-"))
    zh = f"第{_numeral(part)}部分" + (f"（{_numeral(rest[0])}）" if rest else "")
    return zh + ".".join(str(number) for number in rest[1:]), "section " + name.replace("-", ".")


def _numeral(number: int) -> str:
    return _NUMERALS[number] if number < len(_NUMERALS) else str(number)


def _value(term: object) -> str:
    return str(getattr(term, "value", term))


def _read_source(iri: str, nodes: dict[str, dict[str, list[str]]]) -> Source:
    passages = [
        _read_passage(name, nodes)
        for name, node in nodes.items()
        if iri in node.get(AII + "partOfSource", ()) and AII + "Passage" in node.get(RDF + "type", ())
    ]
    passages.sort(key=lambda passage: passage.ranges)
    return Source(
        iri,
        _only(iri, DCTERMS + "title", nodes),
        _integer(iri, AII + "canonicalLength", nodes),
        _only(iri, AII + "canonicalDigest", nodes),
        _only(iri, AII + "passageListDigest", nodes),
        tuple(passages),
    )


def _read_passage(iri: str, nodes: dict[str, dict[str, list[str]]]) -> Passage:
    kind = _only(iri, AII + "passageKind", nodes).removeprefix(VOC)
    selectors = nodes[iri].get(OA + "hasSelector", [])
    if not selectors:
        raise FactsError(f"{iri} has no oa:hasSelector: run `kg sources` again")
    ranges = sorted(Span(_integer(s, OA + "start", nodes), _integer(s, OA + "end", nodes)) for s in selectors)
    return Passage(iri, kind, tuple(ranges), _only(iri, AII + "digest", nodes))


def _only(iri: str, predicate: str, nodes: dict[str, dict[str, list[str]]]) -> str:
    values = nodes.get(iri, {}).get(predicate, [])
    if len(values) != 1:
        raise FactsError(f"{iri} has {len(values)} values of {predicate}, not one: run `kg sources` again")
    return values[0]


def _integer(iri: str, predicate: str, nodes: dict[str, dict[str, list[str]]]) -> int:
    value = _only(iri, predicate, nodes)
    if not _NUMBER.fullmatch(value):
        raise FactsError(f"{iri} has {predicate} {value!r}, not a whole number: run `kg sources` again")
    return int(value)


def _check_source(source: Source) -> Iterator[str]:
    pieces = sorted((span, passage.iri) for passage in source.passages for span in passage.ranges)
    for fault, owner in _find_breaks(pieces, source.length):
        yield f"{owner or source.iri} {fault}"
    if _digest_list(source.passages) != source.list_digest:
        yield f"{source.iri} has another aii:passageListDigest than its passages' digests give"


def _digest_list(passages: Iterable[Passage]) -> str:
    return digest_text("\n".join(passage.digest for passage in passages))
