"""Read ``graph/evidence/``: what public sources say of the objects that links point to. Pure.

``objects.tsv`` has a row for each object and source: label and other names, the identifiers that the source
gives the same thing, the country it puts it in. ``judged.tsv`` lists what was judged by hand where names or
identifiers differ. Keys are written ``scheme:identifier``, the scheme being one of :mod:`kg.schemes`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.errors import SourceError

OBJECT_COLUMNS = ("object", "label", "other_labels", "same_as", "country", "code", "source")
JUDGED_COLUMNS = ("subject_id", "object", "differs", "reason")
SOURCE_COLUMNS = ("source", "title", "version", "licence", "file")
MISSING_COLUMNS = ("subject_id", "subject_label", "reason")


@dataclass(frozen=True, slots=True)
class Witness:
    """What one row says of an object: its names, the label first, and what else its sources know of it."""

    names: tuple[str, ...]
    same_as: tuple[str, ...]
    country: str
    code: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """All witnesses by the object's key, and the pairs (subject, key) that were judged by hand."""

    witnesses: Mapping[str, tuple[Witness, ...]]
    judged: frozenset[tuple[str, str]]


def read_table(text: str, columns: tuple[str, ...], name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table with tabs between cells; SourceError with ``name``:line for a bad one."""
    lines = text.splitlines()
    if not lines or tuple(lines[0].split("\t")) != columns:
        raise SourceError(f"{name}:1: the columns should be {', '.join(columns)}, with tabs between")
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise SourceError(
                f"{name}:{number}: {len(cells)} cells for {len(columns)} columns: mend the tabs"
            )
        yield dict(zip(columns, cells, strict=True))


def parse_evidence(objects: str, judged: str, folder: str) -> Evidence:
    """Return what the texts of objects.tsv and judged.tsv in ``folder`` say."""
    witnesses: dict[str, list[Witness]] = defaultdict(list)
    for row in read_table(objects, OBJECT_COLUMNS, f"{folder}/objects.tsv"):
        names = (row["label"], *filter(None, row["other_labels"].split("|")))
        same = tuple(filter(None, row["same_as"].split("|")))
        sources = tuple(row["source"].split("|"))
        witnesses[row["object"]].append(Witness(names, same, row["country"], row["code"], sources))
    pairs = {
        (row["subject_id"], row["object"])
        for row in read_table(judged, JUDGED_COLUMNS, f"{folder}/judged.tsv")
    }
    return Evidence({key: tuple(found) for key, found in witnesses.items()}, frozenset(pairs))
