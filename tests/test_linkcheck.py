"""The links of the graph hold, and a wrong one of any scheme, planted among them, is found."""

import re
from dataclasses import replace
from functools import cache

import pycountry
import pytest

from kg.errors import SourceError
from kg.evidence import OBJECT_COLUMNS, SOURCE_COLUMNS, Evidence, Witness, parse_evidence, read_table
from kg.linkcheck import SURE, Things, find_faults, fold
from kg.linkdata import find_gaps, read_evidence, read_links, read_missing, read_things
from kg.links import SAME, Link, plain_property
from kg.schemes import SCHEMES, is_well_formed
from tests.release import ROOT, built_release

NAMES = [scheme.name for scheme in SCHEMES]
BY_NAME = {scheme.name: scheme for scheme in SCHEMES}
EVIDENCE = ROOT / "graph" / "evidence"
TABLE = "graph/links-missing.tsv"


@cache
def links() -> tuple[Link, ...]:
    return tuple(read_links(ROOT))


@cache
def evidence() -> Evidence:
    return read_evidence(ROOT)


@cache
def things() -> Things:
    return read_things(built_release().store)


def of(scheme: str) -> list[Link]:
    return [link for link in links() if link.scheme.name == scheme]


def faults_with(*changed: Link) -> set[str]:
    """Return the lines that are faulty when ``changed`` links stand in the places of the real ones."""
    by_place = {link.place: link for link in (*links(), *changed)}
    return {fault.place for fault in find_faults(list(by_place.values()), evidence(), things())}


def test_nothing_speaks_against_the_links_of_the_graph() -> None:
    assert find_faults(links(), evidence(), things()) == []


def test_each_scheme_has_a_link() -> None:
    assert {link.scheme.name for link in links()} == set(NAMES)


@pytest.mark.parametrize("scheme", NAMES)
def test_a_changed_symbol_is_found(scheme: str) -> None:
    for link in of(scheme):
        last = max(i for i, symbol in enumerate(link.identifier) if symbol.isalnum())
        for new in ("0", "7", "A", "x"):
            wrong = link.identifier[:last] + new + link.identifier[last + 1 :]
            if wrong != link.identifier and is_well_formed(BY_NAME[scheme], wrong):
                assert link.place in faults_with(replace(link, identifier=wrong))


@pytest.mark.parametrize("scheme", NAMES)
@pytest.mark.parametrize("whole", [True, False], ids=["with its label", "alone"])
def test_two_things_with_each_others_identifiers_are_found(scheme: str, whole: bool) -> None:
    found = of(scheme)
    if len(found) == 1:  # nothing to swap with in the scheme: any other address will do
        assert scheme == "webhttp"
        found += of("web")[:1]
    for one, other in zip(found, [*found[1:], found[0]], strict=True):
        if one.subject == other.subject:
            continue
        swapped = [
            replace(
                mine,
                identifier=theirs.identifier,
                label=theirs.label if whole else mine.label,
                scheme=theirs.scheme,
            )
            for mine, theirs in ((one, other), (other, one))
        ]
        assert faults_with(*swapped) >= {one.place, other.place}


def test_a_label_that_is_not_the_objects_is_found() -> None:
    link = next(link for link in of("wikidata"))
    assert link.place in faults_with(replace(link, label="Somewhere else"))


def test_a_link_that_is_surer_than_its_sources_are_many_is_found() -> None:
    link = next(link for link in of("wikipedia") if link.confidence == SURE[0])
    faults = find_faults([replace(link, confidence=0.8)], evidence(), things())
    assert [fault.place for fault in faults] == [link.place]
    assert "no source that can be looked up" in faults[0].message


@pytest.mark.parametrize("number", range(4))
def test_each_source_makes_a_link_surer(number: int) -> None:
    link = replace(next(link for link in of("wikidata") if link.label == "Wuhan"), confidence=0.0)
    known = Witness(("Wuhan",), (), "", "", ("title", *"abcd"[:number]))
    told = replace(evidence(), witnesses={f"wikidata:{link.identifier}": (known,)})
    for sure in SURE:
        faults = find_faults([replace(link, confidence=sure)], told, things())
        assert bool(faults) == (sure > SURE[number])


def test_a_dbpedia_link_with_another_title_than_the_page_is_found() -> None:
    pages = {link.subject: link for link in of("wikipedia")}
    link = next(link for link in of("dbpedia") if link.subject in pages)
    page = replace(pages[link.subject], identifier="Another")
    known = {**evidence().witnesses, "wikipedia:Another": (Witness((link.label,), (), "", "", ("a",)),)}
    faults = find_faults([link, page], replace(evidence(), witnesses=known), things())
    assert any("should have the title of the Wikipedia page, Another" in fault.message for fault in faults)


def test_an_object_that_no_source_knows_is_found() -> None:
    link = replace(of("wikidata")[0], identifier="Q1")
    assert link.place in faults_with(link)


@pytest.mark.parametrize("country", ["place-china", "place-usa"])
def test_a_record_in_another_country_than_ours_is_found(country: str) -> None:
    link = next(link for link in of("ror") if link.subject.endswith("org-huawei"))
    moved = {**things().places, link.subject: frozenset({f"https://w3id.org/aiinfra/id/{country}"})}
    faults = find_faults(links(), evidence(), replace(things(), places=moved))
    assert [fault.place for fault in faults if fault.place == link.place] == (
        [link.place] if country == "place-usa" else []
    )


def test_a_record_in_another_town_than_ours_is_found() -> None:
    link = next(link for link in of("ror") if link.subject.endswith("centre-shenzhen-supercomputing"))
    moved = {**things().places, link.subject: frozenset({"https://w3id.org/aiinfra/id/place-wuhan"})}
    faults = find_faults(links(), evidence(), replace(things(), places=moved))
    assert [fault.place for fault in faults if "is in GeoNames 1795565" in fault.message] == [link.place]


def test_a_code_of_another_province_than_the_place_around_is_found() -> None:
    link = next(link for link in of("gbt2260") if link.subject.endswith("place-quanzhou"))
    moved = {**things().places, link.subject: frozenset({"https://w3id.org/aiinfra/id/place-hunan"})}
    faults = find_faults(links(), evidence(), replace(things(), places=moved))
    assert [fault.place for fault in faults if "no code of a place within 430000" in fault.message] == [
        link.place
    ]


def test_sources_that_give_one_thing_two_identifiers_are_found() -> None:
    link = next(link for link in of("wikidata") if link.subject.endswith("place-wuhan"))
    other = Witness(("Wuhan",), ("geonames:1797929/",), "CN", "")
    told = {**evidence().witnesses, f"wikidata:{link.identifier}": (other,)}
    unsure = [replace(other, confidence=0.0) for other in links()]
    faults = find_faults(unsure, replace(evidence(), witnesses=told), things())
    assert [fault.place for fault in faults] == [link.place]
    assert "says geonames:1797929/" in faults[0].message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Xi’an", "Xi'an"),
        ("杭州", "杭州市"),
        ("宁夏", "宁夏回族自治区"),
        ("NVIDIA", "Nvidia (United States)"),
        ("ＭＮＮ", "mnn"),
    ],
)
def test_names_are_compared_without_case_marks_and_kind(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("陕西", "山西"), ("Shaanxi", "Shanxi"), ("OpenAI", "OpenI")])
def test_names_that_are_alike_are_not_one(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_each_place_and_organisation_is_linked_or_listed_with_a_reason() -> None:
    missing = read_missing(ROOT)
    assert find_gaps(built_release().store, list(links()), missing, TABLE) == []
    assert [row.thing for row in missing if len(row.reason) < 20] == []


def test_a_place_that_is_neither_or_both_is_noticed() -> None:
    store, missing = built_release().store, read_missing(ROOT)
    without = [link for link in links() if not link.subject.endswith("place-wuhan")]
    assert "id:place-wuhan has no link" in find_gaps(store, without, missing, TABLE)[0].message
    linked = replace(missing[0], thing="id:place-wuhan", label="Wuhan")
    for wrong in (linked, missing[0], replace(missing[0], thing="id:place-atlantis")):
        last = find_gaps(store, list(links()), [*missing, wrong], TABLE)[-1]
        assert last.place == f"{TABLE}:{len(missing) + 2}"


def test_each_judgement_is_of_a_link_and_needed() -> None:
    pairs = sorted(evidence().judged)
    for pair in pairs:
        fewer = replace(evidence(), judged=evidence().judged - {pair})
        assert find_faults(links(), fewer, things()) != [], f"{pair} is judged, and nothing speaks against it"


def test_each_source_of_evidence_is_described_and_used() -> None:
    rows = read_table((EVIDENCE / "objects.tsv").read_text("utf-8"), OBJECT_COLUMNS, "objects.tsv")
    used = {source for row in rows for source in row["source"].split("|")}
    known = [
        row["source"]
        for row in read_table((EVIDENCE / "sources.tsv").read_text("utf-8"), SOURCE_COLUMNS, "sources.tsv")
    ]
    assert sorted(used) == sorted(known)


def test_each_object_of_evidence_is_linked() -> None:
    keys = {f"{link.scheme.name}:{link.identifier}" for link in links()}
    assert set(evidence().witnesses) == keys


def test_a_bad_row_of_evidence_is_told_with_file_and_line() -> None:
    with pytest.raises(SourceError, match=r"^e/objects.tsv:2: 1 cells for 7 columns"):
        parse_evidence("\t".join(OBJECT_COLUMNS) + "\nror:x\n", "subject_id\tobject\tdiffers\treason\n", "e")


def test_the_iso_codes_are_those_of_pycountry() -> None:
    countries = {
        code: {country.name, getattr(country, "common_name", country.name)}
        for country in pycountry.countries
        for code in (country.alpha_2, country.alpha_3, country.numeric)
    }
    divisions = {division.code: division.name for division in pycountry.subdivisions}
    for link in links():
        ours = things().names[link.subject]
        if link.scheme.name.startswith("iso3166-1-") and link.identifier != "EU":  # EU is reserved only
            assert ours & countries[link.identifier]
        elif link.scheme.name == "iso3166-2":
            first = re.split(r"[ ’']", divisions[link.identifier])[0]
            assert any(name.startswith(first) for name in ours), link.identifier


def test_every_identifier_of_a_thing_is_a_link_to_the_thing_itself() -> None:
    near = [link for link in links() if not plain_property(link) and link.predicate != SAME]
    assert {link.scheme.name for link in near} == {"arxiv", "github", "web", "webhttp"}
