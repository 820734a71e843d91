"""The frame of all pages, and pages of data that is not ours."""

import json
import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, urlsplit

import httpx
import pytest

from tests.pages import HTML, read, say
from tests.server import serve_release, serving
from tests.tiny import write

FOREIGN = """
@prefix : <http://e/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
:nameless :knows :other ; a :Kind .
:other rdfs:label "<script>alert(1)</script>"@en , "\\"><img src=x onerror=alert(2)>"@zh ;
  skos:definition "</main><h1>x</h1>"@en ; :home <javascript:alert(3)> , <data:text/html,x> ;
  skos:exactMatch <javascript:alert(4)> , <http://e/'onclick='alert(5)> ; a :Kind ; :size 7 , "=1+1" .
:o2 rdfs:label "tagged"@x-a1-b2 ; :part [ :in "side" ] ; a :Kind .
<https://w3id.org/aiinfra/id/..%2Fx> rdfs:label "dots" .
<https://w3id.org/aiinfra/id/with%20space> rdfs:label "spaced" .
<urn:x:y> :knows :other .
"""
_AT_ONCE = 3  # so that the server makes a page while the last one is read
PAGES = ["/", "/browse", "/search", "/search?q=a", "/discrepancies", "/docs", "/sparql?format=html"]


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with (
        serve_release("--quiet") as address,
        httpx.Client(base_url=address, trust_env=False, timeout=60) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    path = write(tmp_path_factory.mktemp("foreign") / "data.ttl", FOREIGN)
    with (
        serving(str(path), "--quiet") as served,
        httpx.Client(base_url=served.address, trust_env=False, timeout=60) as client,
    ):
        yield client


@pytest.mark.parametrize("address", [*PAGES, "/id/chip-mlu370", "/claim/caict-2021/0112", "/nowhere"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_page_is_whole(client: httpx.Client, address: str, language: str) -> None:
    status = 404 if address == "/nowhere" else 200
    page = read(client, f"{address}{'&' if '?' in address else '?'}lang={language}", status)
    assert page.tree.get("lang") == language
    assert len(page.all("h1")) == 1
    assert say(page.one("title"))
    assert page.one("main").get("id") == "main"
    assert page.one("a[@class='skip']").get("href") == "#main"
    assert page.one("meta[@name='description']").get("content")
    ids = [element.get("id") for element in page.tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    named = {e.get("aria-labelledby") for e in page.tree.iter() if e.get("aria-labelledby")}
    assert named <= set(ids)
    policy = page.response.headers["content-security-policy"]
    assert policy.startswith("default-src 'self'")
    assert "unsafe" not in policy or "sparql" in address


@pytest.mark.parametrize("address", PAGES[:1] + PAGES[3:])
def test_a_chinese_page_says_nothing_of_its_own_in_english(client: httpx.Client, address: str) -> None:
    page = read(client, f"{address}{'&' if '?' in address else '?'}lang=zh")
    for part in ("header", "footer"):
        words = set(re.findall(r"[A-Za-z]{3,}", say(page.one(part)))) - {"English", "SPARQL"}
        assert all(re.fullmatch(r"[0-9a-f]+", word) for word in words), words


def test_the_language_is_the_readers_and_links_keep_one_that_was_chosen(client: httpx.Client) -> None:
    wanted = read(client, "/browse", languages="zh-CN,zh;q=0.9")
    assert say(wanted.one("h1")) == "按类别浏览"
    assert not any("lang=" in (a.get("href") or "") for a in wanted.one("main").iter("a"))
    chosen = read(client, "/browse?lang=zh", languages="en")
    assert say(chosen.one("h1")) == "按类别浏览"
    assert all("lang=zh" in (a.get("href") or "") for a in chosen.one("main").iter("a"))


def test_the_switch_keeps_the_address(client: httpx.Client) -> None:
    page = read(client, "/search?q=寒武纪&lang=zh")
    english = next(a for a in page.all("a") if a.get("hreflang") == "en")
    assert english.get("href") == f"/search?q={quote('寒武纪')}&lang=en"


def test_search_engines_get_canonical_address_languages_and_json_ld(client: httpx.Client) -> None:
    page = read(client, "/id/chip-mlu370?lang=en")
    base = str(client.base_url).rstrip("/")
    assert page.one("link[@rel='canonical']").get("href") == f"{base}/id/chip-mlu370?lang=en"
    others = {link.get("hreflang"): link.get("href") for link in page.all("link[@hreflang]")}
    assert others == {tag: f"{base}/id/chip-mlu370?lang={tag}" for tag in ("en", "zh")}
    about = json.loads(page.one("script[@type='application/ld+json']").text or "")
    assert about["@id"] == "https://w3id.org/aiinfra/id/chip-mlu370"
    assert {"@language": "en", "@value": "MLU370"} in about["name"]
    assert read(client, "/search?q=x").one("meta[@name='robots']").get("content") == "noindex"
    image = page.one("meta[@property='og:image']").get("content") or ""
    assert client.get(image).content.startswith(b"\x89PNG")


def test_a_page_has_an_etag_that_spares_it_to_whoever_has_it(client: httpx.Client) -> None:
    first = client.get("/browse", headers=HTML)
    again = client.get("/browse", headers=HTML | {"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/browse", headers=HTML | {"accept-language": "zh"})
    assert other.headers["etag"] != first.headers["etag"]
    assert first.headers["content-encoding"] == "zstd"
    assert first.headers["vary"] == "Accept, Accept-Encoding, Accept-Language"
    assert 'rel="license"' in first.headers["link"]


def test_head_is_get_without_a_body_and_nothing_is_written(client: httpx.Client) -> None:
    assert client.head("/browse", headers=HTML).content == b""
    assert client.head("/browse", headers=HTML).status_code == 200
    refused = client.post("/browse")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD")


def test_a_missing_page_offers_what_may_be_meant(client: httpx.Client) -> None:
    page = read(client, "/id/chip-ascend-91?lang=en", 404)
    assert "Ascend 910" in [say(a) for a in page.one("main").iter("a")]
    assert client.get("/id/chip-ascend-91", headers={"accept": "text/turtle"}).status_code == 404


def test_robots_are_told_where_the_pages_are(client: httpx.Client) -> None:
    robots = client.get("/robots.txt").text
    address = re.search(r"^Sitemap: (.*)$", robots, re.MULTILINE)
    assert address
    sitemap = client.get(address[1])
    pages = re.findall(r"<loc>([^<]*)</loc>", sitemap.text)
    assert f"{str(client.base_url).rstrip('/')}/id/chip-mlu370?lang=zh" in pages
    assert len(pages) > 1300


def test_every_link_of_every_page_answers(client: httpx.Client) -> None:
    """All pages of things under CI, else a sample; and each address on them."""
    locations = re.findall(r"<loc>([^<]*)</loc>", client.get("/sitemap.xml").text)
    everything = [address.replace("&amp;", "&") for address in locations]
    pages = [address for n, address in enumerate(everything) if n % 2 == n // 2 % 2]  # languages in turn
    step = 1 if os.environ.get("CI") else 40
    chosen = [*PAGES, *pages[:10], *pages[10::step], "/source/caict-2021", "/source/caict-2021/t5-r7"]
    with ThreadPoolExecutor(_AT_ONCE) as several:
        linked = set().union(*several.map(lambda address: read(client, address).internal(), chosen))
    targets = [
        address for address in sorted(linked) if not address.endswith((".ttl", ".rdf", ".nt", ".jsonld"))
    ]
    kinds: dict[str, int] = {}
    asked = []
    for address in targets:
        kind = urlsplit(address).path.split("/")[1]
        kinds[kind] = kinds.get(kind, 0) + 1
        if address not in chosen and (step == 1 or kinds[kind] <= 25):
            asked.append(address)
    with ThreadPoolExecutor(_AT_ONCE) as several:
        statuses = several.map(lambda address: client.get(address, headers=HTML).status_code, asked)
        assert {
            address: status for address, status in zip(asked, statuses, strict=True) if status >= 400
        } == {}
    assert {"id", "claim", "source", "vocabulary", "discrepancy", "browse", "static", "sparql"} <= set(kinds)


def test_pages_stand_under_the_path_that_a_proxy_gives_them(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = write(tmp_path_factory.mktemp("proxied") / "data.ttl", FOREIGN)
    with serving(str(path), "--quiet", "--root-path=/kg") as served:
        page = httpx.get(served.address + "/browse", headers=HTML, trust_env=False)
        links = re.findall(r'(?:href|src|action)="(/[^"]*)"', page.text)
        assert links
        assert all(link.startswith("/kg/") for link in links)
        for link in links:
            inner = link.removeprefix("/kg").replace("&amp;", "&")
            assert httpx.get(served.address + inner, headers=HTML, trust_env=False).status_code < 400


FOREIGN_PAGES = [
    "/",
    "/browse",
    "/browse?kind=http%3A%2F%2Fe%2FKind",
    "/discrepancies",
    "/search?q=script",
    "/sitemap.xml",
    *(
        f"/resource?iri={quote(iri, safe='')}"
        for iri in ("http://e/nameless", "http://e/other", "http://e/o2")
    ),
    f"/resource?iri={quote('urn:x:y', safe='')}",
]


@pytest.mark.parametrize("address", FOREIGN_PAGES)
def test_any_rdf_has_pages_and_none_of_it_runs(foreign: httpx.Client, address: str) -> None:
    response = foreign.get(address, headers=HTML)
    assert response.status_code == 200
    if "xml" in response.headers["content-type"]:
        return
    page = read(foreign, address)
    own = [e for e in page.all("script") if e.get("src", "").startswith("/static/") and not e.text]
    assert {e.get("type") for e in page.all("script") if e not in own} <= {"application/ld+json"}
    assert not page.all("img[@src='x']")
    assert [e for e in page.tree.iter() if any(name.startswith("on") for name in e.attrib)] == []
    addresses = [e.get("href") or "" for e in page.tree.iter() if e.get("href")]
    assert all(a.startswith(("/", "http://", "https://", "#")) for a in addresses), addresses
    assert len(page.all("h1")) == 1


def test_a_thing_of_any_rdf_shows_what_is_said_of_it_both_ways(foreign: httpx.Client) -> None:
    page = read(foreign, "/resource?iri=http%3A%2F%2Fe%2Fother&lang=en")
    assert say(page.one("h1")) == "<script>alert(1)</script>"
    assert "http://e/nameless" in say(page.section("others-reverse"))
    assert "urn:x:y" in say(page.section("others-reverse"))
    assert "7" in say(page.section("others"))
    about = json.loads(page.one("script[@type='application/ld+json']").text or "")
    assert about["name"] == "<script>alert(1)</script>"


@pytest.mark.parametrize(
    "iri", ["http://e/nothing", "no iri", "http://e/<x>", "", "http://e/x y", "http://e/\\"]
)
def test_what_is_not_there_or_no_iri_is_a_page_that_says_so(foreign: httpx.Client, iri: str) -> None:
    read(foreign, f"/resource?iri={quote(iri, safe='')}", 404)


def test_a_query_string_that_cannot_be_read_is_refused(foreign: httpx.Client) -> None:
    assert foreign.get("/browse?kind=%zz", headers=HTML).status_code == 400


def test_a_host_that_is_none_is_not_repeated(foreign: httpx.Client) -> None:
    page = foreign.get("/browse", headers=HTML | {"host": '"><script>alert(1)</script>'})
    assert "alert(1)" not in page.text


@pytest.mark.parametrize("path", ["/nowhere", "/static/x", "/id/x", "/id/%EE%84%89"])
@pytest.mark.parametrize("parameters", ["%FF", "%zz"])
def test_an_address_that_is_wrong_twice_gets_a_page_that_says_so(
    client: httpx.Client, path: str, parameters: str
) -> None:
    answer = client.get(f"{path}?{parameters}", headers=HTML)
    assert answer.status_code in {400, 404}
    assert "<html" in answer.text
