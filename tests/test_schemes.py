import pytest

from kg.schemes import SCHEMES, find_scheme, is_well_formed

BY_NAME = {scheme.name: scheme for scheme in SCHEMES}
#: For each scheme an identifier, and what is none: a form, a check digit or a range that does not exist.
CASES = {
    "wikidata": ("Q170322", ["170322", "Q0170322", "P17", "q17", "Q"]),
    "geonames": ("1797926/", ["1797926", "01797926/", "-1/", "12345678901/"]),
    "ror": ("03cve4549", ["03cve4548", "03cve45", "13cve4549", "03cvl4549", "03CVE4549", "03cve5449"]),
    "dbpedia": ("Xi'an", ["xi'an", "South Korea", "South%20Korea", ""]),
    "wikipedia": ("JD.com", ["jD.com", "JD com", "JD[1]", ""]),
    "arxiv": ("2005.14165", ["2013.14165", "2000.14165", "2005.1416", "1405.03120", "200514165"]),
    "github": ("pytorch/pytorch", ["pytorch", "-pytorch/pytorch", "pytorch--x/a", "a/b/c", "a/" + "b" * 101]),
    "web": ("cocodataset.org/", ["cocodataset.org", "localhost/", "coco dataset.org/"]),
    "webhttp": ("www.panda-dataset.com/", ["www.panda-dataset.com", ""]),
    "iso3166-1-alpha2": ("CN", ["cn", "CHN", "C1"]),
    "iso3166-1-alpha3": ("CHN", ["CN", "chn", "CH1"]),
    "iso3166-1-numeric": ("156", ["56", "1560", "15A"]),
    "iso3166-2": ("CN-BJ", ["CNBJ", "cn-BJ", "CN-", "CN-BEIJ"]),
    "gbt2260": ("370200", ["160200", "990000", "3702", "37020A", "000000"]),
}


def test_each_scheme_has_a_case() -> None:
    assert set(CASES) == set(BY_NAME)


@pytest.mark.parametrize("name", CASES)
def test_an_identifier_is_known_by_its_form(name: str) -> None:
    good, bad = CASES[name]
    assert is_well_formed(BY_NAME[name], good)
    assert [text for text in bad if is_well_formed(BY_NAME[name], text)] == []


@pytest.mark.parametrize("position", range(1, 9))
def test_a_changed_digit_of_a_ror_id_is_noticed(position: int) -> None:
    good = "03cve4549"
    for symbol in "0123456789abcdefghjkmnpqrstvwxyz":
        changed = good[:position] + symbol + good[position + 1 :]
        assert is_well_formed(BY_NAME["ror"], changed) == (changed == good)


def test_an_iri_is_of_the_scheme_with_the_longest_namespace() -> None:
    found = [
        find_scheme(iri)
        for iri in (
            "https://ror.org/03cve4549",
            "https://e.org/",
            "http://www.wikidata.org/entity/Q1",
            "urn:x",
        )
    ]
    assert [scheme.name if scheme else None for scheme in found] == ["ror", "web", "wikidata", None]
