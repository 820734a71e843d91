"""Browsing by class, and searching by name, of the real release."""

import csv
import io
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest

from tests.pages import Read, read, say
from tests.release import built_release
from tests.server import serve_release, serving
from tests.tiny import write

AII = "https://w3id.org/aiinfra/ontology#"


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with (
        serve_release("--quiet") as address,
        httpx.Client(base_url=address, trust_env=False, timeout=60) as client,
    ):
        yield client


def table(client: httpx.Client, kind: str, more: str = "") -> Read:
    return read(client, f"/browse?kind={quote(AII + kind, safe='')}&lang=en{more}")


def names(page: Read) -> list[str]:
    return [say(head) for head in page.all("tbody/tr/th")]


def test_the_tree_counts_the_things_of_each_class(client: httpx.Client) -> None:
    page = read(client, "/browse?lang=en")
    counts = built_release().query(f"SELECT (COUNT(?x) AS ?n) {{ ?x a <{AII}AIChip> }}")
    chip = next(item for item in page.all("li") if say(item).startswith("AI chip"))
    assert say(chip) == f"AI chip {counts[0].n}"  # type: ignore[index, union-attr]
    assert "owl:" not in page.text


def test_a_table_has_the_main_properties_as_columns_with_linked_values(client: httpx.Client) -> None:
    page = table(client, "AIChip")
    heads = [say(head) for head in page.all("thead/tr/th")]
    assert heads[0] == "Name"
    assert {"INT8 throughput", "developed by"} <= set(heads)
    assert "MLU370" in names(page)
    assert any(say(a) == "Cambricon" for a in page.all("td/a"))


def test_a_table_of_several_kinds_says_which_and_has_no_column_that_few_fill(client: httpx.Client) -> None:
    page = table(client, "Entity")
    heads = [say(head) for head in page.all("thead/tr/th")]
    assert heads[:2] == ["Name", "kind"]
    assert not {"Wikidata item", "GeoNames id"} & set(heads)
    kinds = {say(row[0]): say(row[1]) for row in map(list, page.all("tbody/tr"))}
    assert kinds["Alibaba"] == "company"
    assert "kind" not in [say(head) for head in table(client, "AIChip").all("thead/tr/th")]


def test_a_table_sorts_by_a_column_both_ways_with_the_empty_last(client: httpx.Client) -> None:
    key = quote(AII + "parameterCount", safe="")
    column = [say(h) for h in table(client, "PretrainedModel").all("thead/tr/th")].index("parameter count")

    def cells(page: Read) -> list[str]:
        return [say(list(row)[column]) for row in page.all("tbody/tr")]

    up = cells(table(client, "PretrainedModel", f"&sort={key}&order=asc"))
    down_page = table(client, "PretrainedModel", f"&sort={key}&order=desc")
    down = cells(down_page)
    assert down[0] == "10 trillion"
    assert [c for c in up if c] == [c for c in down if c][::-1]
    assert "" not in up[: len([c for c in up if c])]
    assert down_page.one("th[@aria-sort]").get("aria-sort") == "descending"


def test_a_table_filters_by_what_stands_in_a_row(client: httpx.Client) -> None:
    assert names(table(client, "AIChip", "&q=cambricon")) == ["MLU270", "MLU370"]
    assert "Nothing fits" in table(client, "AIChip", "&q=xyz").text


def test_a_table_downloads_as_csv_with_plain_numbers(client: httpx.Client) -> None:
    page = table(client, "AIChip", "&q=mlu370")
    link = next(a for a in page.all("a") if say(a) == "Download as CSV")
    answer = client.get(link.get("href") or "")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="AIChip.csv"' in answer.headers["content-disposition"]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 1
    assert rows[0]["iri"] == "https://w3id.org/aiinfra/id/chip-mlu370"
    assert rows[0]["INT8 throughput (TOPS)"] == "256"


def test_a_class_of_nothing_has_no_table(client: httpx.Client) -> None:
    read(client, "/browse?kind=http%3A%2F%2Fe%2FNone", 404)
    read(client, "/browse?kind=no", 404)
    assert client.get("/browse.csv").status_code == 404


def test_a_long_table_has_pages_and_cells_that_compute_are_tamed(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    things = "".join(f'<http://e/{n:03}> a <http://e/K> ; {label} "=LINK({n:03})" .\n' for n in range(450))
    path = write(tmp_path_factory.mktemp("long") / "data.ttl", things)
    with (
        serving(str(path), "--quiet") as served,
        httpx.Client(base_url=served.address, trust_env=False) as client,
    ):
        first = read(client, "/browse?kind=http%3A%2F%2Fe%2FK")
        assert len(first.all("tbody/tr")) == 200
        last = read(client, "/browse?kind=http%3A%2F%2Fe%2FK&page=3")
        assert len(last.all("tbody/tr")) == 50
        sheet = client.get("/browse.csv?kind=http%3A%2F%2Fe%2FK").content.decode("utf-8-sig")
        assert sheet.count("'=LINK") == 450


@pytest.mark.parametrize("query", ["寒武纪", "cambricon", "hanwuji", "HWJ", "Cambrcion"])
def test_search_finds_by_any_name(client: httpx.Client, query: str) -> None:
    page = read(client, f"/search?q={quote(query)}&lang=en")
    first = page.all("section[@class='results']")[0]
    assert "Cambricon" in [say(a) for a in first.iter("a")]
    assert page.one("input[@id='q']").get("value") == query


def test_search_groups_by_kind_and_says_when_it_finds_nothing(client: httpx.Client) -> None:
    page = read(client, "/search?q=shanghai&lang=en")
    kinds = [say(h) for h in page.all("section[@class='results']/h2")]
    assert len(kinds) == len(set(kinds))
    assert "municipality" in kinds
    assert "Nothing here has a name like that" in read(client, "/search?q=xylophone&lang=en").text
