import pytest

from kg.errors import ToolError
from kg.services import is_allowed, normal_form, read_services


@pytest.mark.parametrize(
    ("iri", "normal"),
    [
        ("https://good.example", "https://good.example/"),
        ("HTTPS://Good.Example:443/SPARQL", "https://good.example/SPARQL"),
        ("http://good.example:80", "http://good.example/"),
        ("https://good.example:080/x", "https://good.example:80/x"),
        ("http://[::1]:8000/sparql", "http://[::1]:8000/sparql"),
        ("http://h/a%20b?x=%2F&y=..", "http://h/a%20b?x=%2F&y=.."),
        ("http://h/.well-known/a..b/c.", "http://h/.well-known/a..b/c."),
    ],
)
def test_a_clear_iri_has_one_form(iri: str, normal: str) -> None:
    assert normal_form(iri) == normal


@pytest.mark.parametrize(
    "iri",
    [
        "ftp://h/",
        "file:///etc/passwd",
        "//h/",
        "sparql",
        "https:/h/",
        "https://user@h/",
        "https://h@evil/",
        "https://h:x/",
        "https://h:/",
        "https://h:0/",
        "https://h:123456/",
        "https://h./",
        "https://-h/",
        "https://h..x/",
        "https://h\\@evil/",
        "https://h/a/../b",
        "https://h/..",
        "https://h/./b",
        "https://h/a/%2e%2E/b",
        "https://h/a%2fb",
        "https://h/a%5Cb",
        "https://h/a%00b",
        "https://h/a%zz",
        "https://h//b",
        "https://h/a#b",
        "https://h?query",
        "https://h%2eevil/",
        "https://hé.example/",
        "https://h/é",
        "https://h/a b",
        "https://h/a\nb",
        "https://h/\n",
        "",
    ],
)
def test_an_iri_that_could_be_read_in_two_ways_has_none(iri: str) -> None:
    assert normal_form(iri) is None
    with pytest.raises(ToolError, match=r"--allow-service=(?s:.*) is no clear address"):
        read_services([iri], "--allow-service")


@pytest.mark.parametrize(
    ("iri", "allowed"),
    [
        ("https://good.example/sparql", True),
        ("https://GOOD.example:443/sparql?x=1", True),
        ("https://good.example/sparql/a", True),
        ("https://good.example/sparqlevil", False),
        ("https://good.example/spar", False),
        ("https://good.example/SPARQL", False),
        ("https://good.example/sparql/../x", False),
        ("https://good.example/sparql#x", False),
        ("http://good.example/sparql", False),
        ("https://good.example:8443/sparql", False),
        ("https://good.example.evil/sparql", False),
        ("https://good.example@evil/sparql", False),
        ("https://evil/https://good.example/sparql", False),
        ("https://whole.example/any/thing", True),
        ("https://whole.example", True),
        ("https://whole.example.evil/", False),
        ("http://127.0.0.1:8000/", True),
        ("http://127.0.0.1:80001/", False),
        ("http://127.0.0.1/", False),
    ],
)
def test_only_what_lies_below_an_allowed_iri_is_allowed(iri: str, allowed: bool) -> None:
    services = read_services(
        ["https://good.example/sparql", "https://Whole.example", "http://127.0.0.1:8000"], "x"
    )
    assert is_allowed(iri, services) is allowed


def test_the_empty_list_allows_nothing() -> None:
    assert not is_allowed("https://good.example/", read_services([], "x"))
