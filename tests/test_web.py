import re
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from pyoxigraph import RdfFormat, Store, parse

from kg.errors import ToolError
from kg.limits import Limits
from kg.web.description import describe_service
from kg.web.language import pick_language
from kg.web.serve import is_loopback, listen, serve
from kg.web.service import Service
from kg.workers.wire import Source
from tests.server import serving
from tests.tiny import write

DATA = """
PREFIX : <http://e/> PREFIX graph: <https://w3id.org/aiinfra/graph/> PREFIX q: <https://w3id.org/aiinfra/query/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX sh: <http://www.w3.org/ns/shacl#>
:g { :chip :power 75.5 ; rdfs:label "芯片"@zh }
:h { :chip :power 150.0 ; :maker <https://w3id.org/aiinfra/id/org-maker> }
:hostile {
  :x :says "<script>alert(1)</script>" , "\\"'><img src=x onerror=alert(2)>"@en ;
     :home <javascript:alert(3)> , <data:text/html,x> , <http://e/'onclick='alert(4)> }
graph:queries {
  q:powers a sh:SPARQLExecutable ; sh:select "SELECT ?p { ?s <http://e/power> ?p } ORDER BY ?p" ;
    rdfs:label "功率"@zh , "Powers <of> chips"@en .
  q:unnamed a sh:SPARQLExecutable ; sh:ask "ASK {}" }
"""
POWERS = "SELECT ?p { ?s <http://e/power> ?p } ORDER BY ?p"
FORM = {"content-type": "application/x-www-form-urlencoded"}
DIRECT = {"content-type": "application/sparql-query"}
CSV = {"accept": "text/csv"}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a free port, for the tests of this module."""
    with serving(str(write(tmp_path_factory.mktemp("web") / "data.trig", DATA)), "--quiet") as served:
        yield served.address + "/"


@pytest.fixture
def client(base: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=base, trust_env=False, timeout=10) as client:
        yield client


def test_get_post_form_post_direct_and_query_give_the_same_answer(client: httpx.Client) -> None:
    answers = [
        client.get("sparql", params={"query": POWERS}),
        client.post("sparql", data={"query": POWERS}),
        client.post("sparql", content=POWERS, headers=DIRECT),
        client.request("QUERY", "sparql", content=POWERS, headers=DIRECT),
        client.request("QUERY", "sparql", content="query=" + quote(POWERS), headers=FORM),
    ]
    assert {r.status_code for r in answers} == {200}
    assert {r.headers["content-type"] for r in answers} == {"application/sparql-results+json"}
    assert len({r.content for r in answers}) == 1
    assert [row["p"]["value"] for row in answers[0].json()["results"]["bindings"]] == ["75.5", "150"]


def test_head_has_the_headers_of_get_and_no_body(client: httpx.Client) -> None:
    got, head = (client.request(m, "sparql", params={"query": POWERS}) for m in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == got.headers["content-length"] == str(len(got.content))
    assert head.headers["content-type"] == got.headers["content-type"]


def test_options_tells_what_any_origin_may_do(client: httpx.Client) -> None:
    asked = {"origin": "http://elsewhere", "access-control-request-method": "POST"}
    told = client.options("sparql", headers=asked)
    assert told.status_code == 204
    assert told.headers["allow"] == "GET, HEAD, POST, QUERY, OPTIONS"
    assert told.headers["access-control-allow-methods"] == told.headers["allow"]
    assert told.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in told.headers


def test_every_answer_may_be_read_by_any_origin_and_varies_by_accept(client: httpx.Client) -> None:
    for response in (client.get("sparql", params={"query": q}) for q in (POWERS, "SELEC")):
        assert response.headers["access-control-allow-origin"] == "*"
        assert response.headers["vary"] == "Accept, Accept-Encoding"
        assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_any_other_method_is_refused_with_those_allowed(client: httpx.Client, method: str) -> None:
    refused = client.request(method, "sparql", params={"query": POWERS})
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD, POST, QUERY, OPTIONS")


@pytest.mark.parametrize(
    ("headers", "form", "media_type"),
    [
        ({"accept": "text/csv"}, {}, "text/csv; charset=utf-8"),
        ({"accept": "application/sparql-results+xml"}, {}, "application/sparql-results+xml"),
        (
            {"accept": "text/tab-separated-values;q=0.5, text/csv;q=0.4"},
            {},
            "text/tab-separated-values; charset=utf-8",
        ),
        ({"accept": "application/json"}, {}, "application/json"),
        ({"accept": "image/png, */*;q=0.1"}, {}, "application/sparql-results+json"),
        ({"accept": "text/html, */*;q=0.1"}, {}, "text/html; charset=utf-8"),
        ({"accept": "text/csv"}, {"format": "xml"}, "application/sparql-results+xml"),
        ({}, {"format": "html"}, "text/html; charset=utf-8"),
    ],
)
def test_the_format_is_negotiated(
    client: httpx.Client, headers: dict[str, str], form: dict[str, str], media_type: str
) -> None:
    response = client.get("sparql", params={"query": POWERS, **form}, headers=headers)
    assert (response.status_code, response.headers["content-type"]) == (200, media_type)


def test_several_accept_headers_are_one(client: httpx.Client) -> None:
    headers = [("accept", "text/csv;q=0.3"), ("accept", "application/sparql-results+xml")]
    answer = client.get("sparql", params={"query": "ASK {}"}, headers=headers)
    assert answer.headers["content-type"] == "application/sparql-results+xml"


def problem(response: httpx.Response) -> tuple[int, str]:
    assert response.headers["content-type"] == "application/problem+json"
    document = response.json()
    assert document["status"] == response.status_code
    assert document["detail"].endswith(".")
    return response.status_code, document["code"]


def test_a_fault_is_a_problem_document_with_line_and_column(client: httpx.Client) -> None:
    response = client.get("sparql", params={"query": "SELECT *\n{ ?s ?p }"})
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json() == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": 'Line 2, column 9: "}" is not expected here.',
        "code": "syntax",
        "line": 2,
        "column": 9,
    }


def test_a_fault_is_plain_text_for_whoever_wants_that(client: httpx.Client) -> None:
    response = client.get("sparql", params={"query": "SELEC"}, headers={"accept": "text/plain"})
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.text == 'Line 1, column 1: "SELEC" is not expected here.\n'


@pytest.mark.parametrize(
    ("method", "query_string", "headers", "body", "found"),
    [
        ("GET", "query=ASK{}&query=ASK{}", {}, b"", (400, "several-queries")),
        ("POST", "query=ASK{}", DIRECT, b"ASK {}", (400, "several-queries")),
        ("POST", "", FORM, b"query=ASK{}&update=CLEAR+ALL", (400, "several-queries")),
        ("GET", "update=CLEAR+ALL", {}, b"", (403, "read-only")),
        ("POST", "", FORM, b"update=CLEAR+ALL", (403, "read-only")),
        ("POST", "", {"content-type": "application/sparql-update"}, b"CLEAR ALL", (403, "read-only")),
        ("POST", "", FORM, b"", (400, "no-query")),
        ("POST", "", {}, b"ASK {}", (415, "unsupported-media-type")),
        ("POST", "", {"content-type": "text/plain"}, b"ASK {}", (415, "unsupported-media-type")),
        ("POST", "", DIRECT | {"content-encoding": "gzip"}, b"\x1f\x8b", (415, "unsupported-encoding")),
        (
            "POST",
            "",
            {"content-type": "application/sparql-query; charset=UTF-16"},
            b"\xff",
            (400, "bad-encoding"),
        ),
        ("POST", "", DIRECT, b"ASK { ?s ?p '\xff' }", (400, "bad-encoding")),
        ("POST", "", FORM, b"query=ASK%20%FF", (400, "bad-encoding")),
        ("GET", "query=%C3%28", {}, b"", (400, "bad-encoding")),
        ("GET", "query=ASK%zz", {}, b"", (400, "bad-encoding")),
        ("GET", "query=ASK{}&default-graph-uri=g", {}, b"", (400, "bad-parameter")),
        ("GET", "query=ASK{}&format=csv&format=tsv", {}, b"", (400, "bad-parameter")),
        ("GET", "query=ASK{}&format=docx", {}, b"", (400, "unknown-format")),
        ("GET", "query=ASK{}&format=turtle", {}, b"", (406, "not-acceptable")),
        ("GET", "query=ASK{}", {"accept": "image/png"}, b"", (406, "not-acceptable")),
        ("GET", "", {"accept": "application/sparql-results+json"}, b"", (406, "not-acceptable")),
        ("GET", "query=ASK{SERVICE<http://127.0.0.1/>{}}", {}, b"", (403, "service-refused")),
        ("GET", "query=ASK{FILTER(<http://e/f>(1))}", {}, b"", (422, "unknown-function")),
        ("GET", "&".join(f"a{n}=" for n in range(1001)), {}, b"", (400, "too-many-parameters")),
        ("POST", "", DIRECT, b"ASK {" + b" " * (1 << 20) + b"}", (413, "too-large")),
        ("POST", "", DIRECT, b"ASK " + b"{" * 100_000, (400, "too-deep")),
    ],
)
def test_what_is_unclear_or_not_allowed_is_refused(
    client: httpx.Client,
    *,
    method: str,
    query_string: str,
    headers: dict[str, str],
    body: bytes,
    found: object,
) -> None:
    url = f"sparql?{query_string}" if query_string else "sparql"
    assert problem(client.request(method, url, headers=headers, content=body)) == found
    assert client.get("sparql", params={"query": "ASK {}"}).json() == {"head": {}, "boolean": True}


def test_a_body_in_pieces_is_held_to_the_limit_too(client: httpx.Client) -> None:
    pieces = (b"#" * 65_536 for _ in range(32))
    try:
        response = client.post("sparql", content=pieces, headers=DIRECT)
    except httpx.WriteError:  # the server answered and hung up before it had all
        return
    assert problem(response) == (413, "too-large")


def test_a_query_is_decoded_once(client: httpx.Client) -> None:
    query = 'SELECT ("a%20b+c&d=芯" AS ?x) {}'
    for response in (
        client.get("sparql?query=" + quote(query), headers=CSV),
        client.post("sparql", content="query=" + quote(query), headers=FORM | CSV),
        client.post("sparql", content=query.encode(), headers=DIRECT | CSV),
    ):
        assert response.content.decode() == "x\r\na%20b+c&d=芯\r\n"


def test_the_request_names_the_data_set_in_url_or_form(client: httpx.Client) -> None:
    graph = {"default-graph-uri": "http://e/g"}
    for response in (
        client.get("sparql", params={"query": POWERS, **graph}, headers=CSV),
        client.post("sparql", params=graph, content=POWERS, headers=DIRECT | CSV),
        client.post("sparql", data={"query": POWERS, **graph}, headers=CSV),
        client.get(
            "sparql", params={"query": POWERS.replace("{", "FROM <http://e/h> {"), **graph}, headers=CSV
        ),
    ):
        assert response.text == "p\r\n75.5\r\n"


def test_with_no_query_the_service_describes_itself_at_its_address(client: httpx.Client, base: str) -> None:
    response = client.get("sparql")
    assert response.headers["content-type"] == "text/turtle; charset=utf-8"
    sd = "http://www.w3.org/ns/sparql-service-description#"
    store = Store()
    store.load(response.content, RdfFormat.TURTLE)
    described = Store.query(store, f"SELECT ?p ?o {{ ?s a <{sd}Service> ; ?p ?o }}")
    pairs = {(str(row[0].value), str(row[1].value)) for row in described}  # type: ignore[union-attr]
    assert (sd + "endpoint", base + "sparql") in pairs
    assert (sd + "feature", sd + "UnionDefaultGraph") in pairs
    assert (sd + "supportedLanguage", sd + "SPARQL11Query") in pairs
    assert (sd + "resultFormat", "http://www.w3.org/ns/formats/SPARQL_Results_CSV") in pairs
    assert bool(store.query(f"ASK {{ ?g <{sd}name> <http://e/g> }}"))


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/n-triples", RdfFormat.N_TRIPLES),
    ],
)
def test_the_description_is_negotiated(client: httpx.Client, accept: str, format: RdfFormat) -> None:
    response = client.get("sparql", headers={"accept": accept})
    assert response.headers["content-type"] == accept
    assert len(list(parse(response.content, format))) > 10


def test_the_description_of_a_release_is_its_graph_meta_with_the_address_at_which_it_is_asked() -> None:
    data = """
    PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
    <https://w3id.org/aiinfra/graph/meta> { <https://w3id.org/aiinfra/sparql> a sd:Service ;
      sd:endpoint <https://w3id.org/aiinfra/sparql> ; sd:feature sd:UnionDefaultGraph ; sd:extra 7 }"""
    meta = [quad.triple for quad in parse(data, RdfFormat.TRIG)]
    plain = (
        describe_service(meta, [], union=False, limits=Limits())
        .answer("http://h/sparql", accept=None, format="nt")
        .body.decode()
    )
    assert "sparql-service-description#endpoint> <http://h/sparql>" in plain
    assert "extra" in plain
    assert "UnionDefaultGraph" not in plain
    for name in ("TriG", "N-Quads", "Turtle", "SPARQL_Results_TSV"):
        assert plain.count(f"#resultFormat> <http://www.w3.org/ns/formats/{name}>") == 1
    assert plain.count("#endpoint>") == 1


def test_the_page_holds_the_query_the_table_and_links(client: httpx.Client) -> None:
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    query = f"SELECT ?s ?o {{ ?s ?p ?o FILTER(?p IN (<http://e/maker>, <{label}>)) }}"
    page = client.get("sparql", params={"query": query, "format": "html", "lang": "en"})
    assert page.status_code == 200
    assert '<html lang="en">' in page.text
    assert "?p IN (&lt;http://e/maker&gt;" in page.text
    assert '<a href="http://e/chip" rel="noreferrer">http://e/chip</a>' in page.text
    assert '<td lang="zh">芯片</td>' in page.text
    assert '<a href="/id/org-maker?lang=en" rel="noreferrer">id:org-maker</a>' in page.text
    assert f"?query={quote(query, safe='')}&amp;format=csv" in page.text


def test_the_page_lists_examples_by_label_in_the_language_of_the_reader(client: httpx.Client) -> None:
    chinese = client.get(
        "sparql", headers={"accept": "text/html", "accept-language": "zh-CN,zh;q=0.9,en;q=0.8"}
    )
    assert '<html lang="zh">' in chinese.text
    assert f'<a href="/sparql?query={quote(POWERS, safe="")}&amp;format=html">功率</a>' in chinese.text
    english = client.get("sparql", params={"format": "html"})
    assert ">Powers &lt;of&gt; chips</a>" in english.text
    assert "/query/unnamed</a>" in english.text
    assert english.headers["vary"] == "Accept, Accept-Encoding, Accept-Language"


def test_the_page_shows_a_fault_at_its_place(client: httpx.Client) -> None:
    page = client.get("sparql", params={"query": "SELECT *\n{ ?s <b> }", "format": "html"})
    assert page.status_code == 400
    assert "<pre>{ ?s &lt;b&gt; <mark>}</mark></pre>" in page.text


@pytest.mark.parametrize(("query", "shown"), [("ASK {}", "Yes (true)"), ("ASK { ?s ?p 9 }", "No (false)")])
def test_the_page_shows_truth(client: httpx.Client, query: str, shown: str) -> None:
    assert shown in client.get("sparql", params={"query": query, "format": "html"}).text


def test_the_page_shows_triples_as_turtle(client: httpx.Client) -> None:
    page = client.get("sparql", params={"query": "DESCRIBE <http://e/chip>", "format": "html"})
    assert re.search(r"&lt;http://e/power&gt; .*75\.5", page.text)
    assert "format=turtle" in page.text


def test_the_page_shows_a_part_of_a_long_answer_and_says_so(client: httpx.Client) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    page = client.get("sparql", params={"query": query, "format": "html"}).text
    assert page.count("<tr>") == 1001
    assert "More rows than are shown here" in page


def without_our_scripts(page: str) -> str:
    return re.sub(r'<script type="module" src="/static/dist/[a-z]+-[A-Z0-9]{8}\.js"></script>', "", page)


def test_hostile_data_stays_text(client: httpx.Client) -> None:
    query = "SELECT ?p ?o { GRAPH <http://e/hostile> { ?s ?p ?o } } # </textarea><script>alert(5)</script>"
    page = client.get("sparql", params={"query": query, "format": "html", "lang": '"><script>'}).text
    assert "<script" not in without_our_scripts(page)
    assert "<img src=x" not in page
    assert "</textarea><" not in page.replace("</textarea>\n", "")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "javascript:alert(3)" in page
    links = re.findall(r'href="([^"]*)"', page)
    assert all(link.startswith(("?query=", "http://", "https://", "/", "#main")) for link in links)
    assert not re.search(r"<[^>]*\son\w+=", page)


def test_the_page_loads_nothing_from_elsewhere_and_runs_no_script_within_it(client: httpx.Client) -> None:
    page = client.get("sparql", params={"format": "html"})
    policy = page.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "script-src" not in policy
    assert page.text.index('<meta charset="utf-8">') < page.text.index("<title>")
    assert not re.search(r"<script|<style|\sstyle=", without_our_scripts(page.text))
    assert all(source.startswith("/static/") for source in re.findall(r'src="([^"]*)"', page.text))
    sheet = client.get(re.findall(r'rel="stylesheet" href="([^"]*)"', page.text)[0])
    assert sheet.headers["content-type"] == "text/css; charset=utf-8"
    assert "prefers-color-scheme: dark" in sheet.text
    assert "url(" not in sheet.text


def test_health_is_told_and_the_rest_is_a_problem(client: httpx.Client) -> None:
    assert client.get("healthz").json() == {"status": "ok"}
    assert problem(client.get("nowhere")) == (404, "http")
    assert problem(client.get("redoc")) == (404, "http")


def test_answers_come_while_another_query_runs(client: httpx.Client, base: str) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { " + " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(5)) + " }"
    answers: list[int] = []

    def ask() -> None:
        answers.append(
            httpx.get(base + "sparql", params={"query": slow}, trust_env=False, timeout=60).status_code
        )

    thread = threading.Thread(target=ask)
    thread.start()
    assert client.get("healthz").status_code == 200
    thread.join()
    assert answers == [200]


def test_a_client_that_leaves_in_the_middle_harms_nobody(client: httpx.Client, base: str) -> None:
    host, port = base.removeprefix("http://").rstrip("/").split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: h\r\nContent-Type: application/sparql-query\r\n"
            b"Content-Length: 99\r\n\r\nASK"
        )
    assert client.get("sparql", params={"query": "ASK {}"}).status_code == 200


def test_a_plain_default_graph_is_empty_and_the_description_says_so(tmp_path: Path) -> None:
    with serving(str(write(tmp_path / "data.trig", DATA)), "--default-graph=plain") as served:
        answer = httpx.get(served.sparql, params={"query": POWERS}, headers=CSV, trust_env=False)
        assert answer.text == "p\r\n"
        assert "UnionDefaultGraph" not in httpx.get(served.sparql, trust_env=False).text


def test_a_taken_port_is_told_in_a_sentence() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ToolError, match=f"cannot listen on 127.0.0.1 port {port} .*give another --port"):
            serve(Service(Source(("none.nq",), is_release=True), union=True, limits=Limits()), port=port)


@pytest.mark.parametrize(
    ("host", "port"), [("127.0.0.1", 70_000), ("192.0.2.1", 0), ("no.such.host.invalid", 0)]
)
def test_an_address_that_is_not_ours_is_told_in_a_sentence(host: str, port: int) -> None:
    with pytest.raises(ToolError):
        listen(host, port)


def test_loopback_is_told_from_public() -> None:
    assert [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "example.org")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_a_public_host_is_said_in_one_line_of_the_log(tmp_path: Path) -> None:
    with serving(str(write(tmp_path / "data.trig", DATA)), "--host=0.0.0.0") as served:
        said = "Listening on 0.0.0.0: whoever can reach this machine can query this endpoint."
        assert said in served.log.read_text("utf-8").splitlines()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_server_announces_its_address_once_and_ends_on_a_signal(
    tmp_path: Path, number: signal.Signals
) -> None:
    with serving(str(write(tmp_path / "data.trig", DATA)), "--quiet") as served:
        assert httpx.get(served.address + "/healthz", trust_env=False).status_code == 200
        served.process.send_signal(number)
        assert served.process.stdout is not None
        assert served.process.stdout.read() == ""
        assert served.process.wait(timeout=20) == 0
        assert served.log.read_text("utf-8") == ""


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("zh", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,zh;q=0.9", "en"),
        ("fr,zh;q=0.2", "zh"),
        ("en;q=x,zh;q=0.1", "zh"),
        ("<script>", "en"),
    ],
)
def test_the_language_is_the_one_wanted_most(header: str | None, language: str) -> None:
    assert pick_language(header) == language
