"""Each English name of a thing is printed, or somebody gave it, or it is marked as our translation."""

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from kg.evidence import read_table
from kg.linkcheck import fold, names_agree
from kg.linkdata import read_evidence, read_links
from kg.namespaces import AII, ID, RDFS
from kg.parsing import parse_rdf
from tests.release import ROOT

COLUMNS = ("subject_id", "label", "as_given", "source")
TABLE = ROOT / "graph" / "evidence" / "labels.tsv"
ENTITIES = ROOT / "graph" / "entities"


@cache
def names() -> dict[str, dict[str, str]]:
    """Return for each thing its English label and, if it is marked as translated, that mark."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for path in sorted(ENTITIES.glob("*.ttl")):
        for triple in parse_rdf(path):
            text, thing = triple.object, str(triple.subject).strip("<>")
            if getattr(text, "language", None) == "en" and hasattr(text, "value"):
                if triple.predicate.value == RDFS + "label":
                    found[thing]["label"] = text.value
                elif triple.predicate.value == AII + "translatedLabel":
                    found[thing]["translated"] = text.value
    return {thing: kinds for thing, kinds in found.items() if thing.startswith(ID)}


def rows() -> list[dict[str, str]]:
    return list(read_table(TABLE.read_text("utf-8"), COLUMNS, str(TABLE)))


@cache
def linked() -> frozenset[str]:
    """Return the things whose label is a name, or part of one, of an object that they are linked to."""
    evidence = read_evidence(ROOT)
    return frozenset(
        link.subject
        for link in read_links(ROOT)
        if link.subject in names()
        and names_agree(
            link,
            [names()[link.subject]["label"]],
            [
                name
                for witness in evidence.witnesses[f"{link.scheme.name}:{link.identifier}"]
                for name in witness.names
            ],
        )
    )


def is_printed(label: str, text: str) -> bool:
    """Return whether ``label`` stands in ``text`` as a word, whatever its case and white space."""
    words = r"\s*".join(re.escape(letter) for letter in re.sub(r"\s", "", label))
    return re.search(rf"(?<![A-Za-z0-9]){words}(?![A-Za-z0-9])", text, re.IGNORECASE) is not None


def without_ground(text: str, given: set[str]) -> list[str]:
    """Return the things whose English label is neither printed in ``text``, given by others nor marked."""
    return sorted(
        thing
        for thing, kinds in names().items()
        if "translated" not in kinds
        and thing not in linked()
        and thing not in given
        and not is_printed(kinds["label"], text)
    )


def test_each_english_label_is_printed_given_by_others_or_marked(report_text: str) -> None:
    given = {ID + row["subject_id"].removeprefix("id:") for row in rows()}
    assert without_ground(report_text, given) == []


def test_a_label_without_ground_is_noticed(report_text: str) -> None:
    thing = ID + "org-iluvatar"
    given = {ID + row["subject_id"].removeprefix("id:") for row in rows()}
    assert without_ground(report_text, given - {thing}) == [thing]


def test_a_printed_label_is_not_marked_as_translated(report_text: str) -> None:
    marked = {thing: kinds["label"] for thing, kinds in names().items() if "translated" in kinds}
    common = re.compile(r"[a-z]")  # a name begins with a capital letter
    assert {
        thing: label
        for thing, label in marked.items()
        if not common.match(label) and is_printed(label, report_text)
    } == {}


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["subject_id"])
def test_a_row_of_evidence_gives_the_label_that_the_thing_has(row: dict[str, str]) -> None:
    kinds = names()[ID + row["subject_id"].removeprefix("id:")]
    assert kinds == {"label": row["label"]}, "marked as translated, or called otherwise"
    first = fold(row["label"].split()[0])
    assert first in fold(row["as_given"])
    assert row["source"].startswith("https://")


def test_there_is_one_row_a_thing() -> None:
    things = [row["subject_id"] for row in rows()]
    assert things == sorted(set(things))


def test_no_sentence_of_the_report_is_among_the_evidence(report_text: str) -> None:
    whole = re.sub(r"\s", "", report_text)
    for path in sorted(Path(TABLE.parent).glob("*.tsv")):
        text = re.sub(r"[ ]", "", path.read_text("utf-8"))
        assert [text[i : i + 40] for i in range(len(text) - 40) if text[i : i + 40] in whole] == []
