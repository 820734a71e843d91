"""Read the pages of a server as a browser would: parsed by the rules of HTML, any parse error a failure."""

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import httpx

#: What browsers send.
HTML = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@dataclass(frozen=True, slots=True)
class Read:
    """A page that was read: its response and its tree."""

    response: httpx.Response
    tree: Element

    @property
    def text(self) -> str:
        """All text of the page, white space folded."""
        return say(self.tree)

    def all(self, path: str) -> list[Element]:
        """Return the elements at ``path`` (ElementTree's XPath) anywhere in the page."""
        return self.tree.findall(f".//{path}")

    def one(self, path: str) -> Element:
        """Return the only element at ``path``."""
        found = self.all(path)
        assert len(found) == 1, f"{len(found)} of {path} in {self.response.url}"
        return found[0]

    def section(self, id: str) -> Element:
        """Return the section whose heading is called ``id``."""
        return self.one(f"*[@aria-labelledby='{id}']")

    def internal(self) -> set[str]:
        """Return the addresses on this site that the page leads to or loads, without fragments."""
        here = str(self.response.url)
        found = [e.get(key) for e in self.tree.iter() for key in ("href", "src", "action") if e.get(key)]
        whole = {urljoin(here, address).partition("#")[0] for address in found if address}
        return {address for address in whole if urlsplit(address).netloc == urlsplit(here).netloc}


def read(client: httpx.Client, address: str, status: int = 200, languages: str = "") -> Read:
    """Get the page at ``address`` and parse it; it must have ``status`` and be without parse errors."""
    response = client.get(address, headers=HTML | {"accept-language": languages})
    assert response.status_code == status, f"{address}: {response.status_code} {response.text[:300]}"
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return Read(response, parse(response.text))


def parse(text: str) -> Element:
    """Return the tree of an HTML document; raises ParseError where it breaks a rule."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(text)
    return tree


def say(element: Element) -> str:
    """Return all text in ``element``, white space folded."""
    return " ".join("".join(element.itertext()).split())
