"""What pages load: served for good by the hash in its name, of packages whose licences allow it."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kg.web.assets import BUNDLE, STATIC, asset, is_bundled
from tests.release import ROOT
from tests.server import serve_release

FRONTEND = ROOT / "frontend"
DIST = STATIC / BUNDLE
SOURCES = sorted((FRONTEND / "src").glob("*.js"))
LICENCES = {"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"}


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with serve_release() as address, httpx.Client(base_url=address) as session:
        yield session


def test_every_entry_is_bundled() -> None:
    names = json.loads((DIST / "manifest.json").read_text("utf-8"))
    assert {"query.js", "query.css", "site.js", "site.css", "stories.js", "stories.css"} == set(names)
    assert all(is_bundled(name) for name in names)
    assert not is_bundled("style.css")
    assert asset("style.css") == "/static/style.css"


@pytest.mark.parametrize(
    "path",
    sorted(p for p in DIST.glob("*-*") if p.suffix != ".gz"),
    ids=lambda path: path.name.partition("-")[0],
)
def test_a_bundled_file_may_be_kept_for_a_year(client: httpx.Client, path: Path) -> None:
    name = path.name
    plain = client.get(f"/static/{BUNDLE}/{name}", headers={"accept-encoding": "identity"})
    assert plain.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert plain.headers["x-content-type-options"] == "nosniff"
    assert plain.headers["vary"] == "Accept-Encoding"
    expected = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}
    assert plain.headers["content-type"] == expected[name.rpartition(".")[2]]
    assert "content-encoding" not in plain.headers
    zipped = client.get(f"/static/{BUNDLE}/{name}", headers={"accept-encoding": "br, gzip;q=0.5"})
    assert zipped.content == plain.content
    if len(plain.content) > 1024:
        assert zipped.headers["content-encoding"] == "gzip"
        assert int(zipped.headers["content-length"]) < len(plain.content)
        assert zipped.headers["etag"] != plain.headers["etag"]


def test_a_client_that_refuses_gzip_gets_none(client: httpx.Client) -> None:
    refused = client.get(asset("query.js"), headers={"accept-encoding": "gzip;q=0"})
    assert "content-encoding" not in refused.headers


def test_what_has_no_hash_in_its_name_is_asked_for_again(client: httpx.Client) -> None:
    for name in ("style.css", "dist/THIRD_PARTY.txt", "dist/manifest.json"):
        first = client.get(f"/static/{name}")
        assert first.headers["cache-control"] == "no-cache"
        again = client.get(f"/static/{name}", headers={"if-none-match": first.headers["etag"]})
        assert again.status_code == 304


def test_a_compressed_copy_is_the_file() -> None:
    copies = list(DIST.glob("*.gz"))
    assert len(copies) > 5
    for copy in copies:
        assert gzip.decompress(copy.read_bytes()) == copy.with_suffix("").read_bytes()


def test_the_notices_name_each_package_with_a_licence_that_allows_it() -> None:
    notices = (DIST / "THIRD_PARTY.txt").read_text("utf-8")
    found = re.findall(r"^={80}\n(\S+) (\S+) \((.+)\)\n={80}\n\n(.+)$", notices, re.M)
    assert int(re.findall(r"hold code of (\d+) packages", notices)[0]) == len(found)
    assert {licence for _, _, licence, _ in found} <= LICENCES
    wanted = json.loads((FRONTEND / "package.json").read_text("utf-8"))["dependencies"]
    assert wanted.items() <= {name: version for name, version, _, _ in found}.items()


def test_the_lock_is_exact_and_names_no_registry() -> None:
    package = json.loads((FRONTEND / "package.json").read_text("utf-8"))
    lock_text = (FRONTEND / "package-lock.json").read_text("utf-8")
    lock = json.loads(lock_text)["packages"]
    for name, version in {**package["dependencies"], **package["devDependencies"]}.items():
        assert lock[f"node_modules/{name}"]["version"] == version
    assert "resolved" not in lock_text
    assert "registry" not in lock_text
    assert all("integrity" in entry for path, entry in lock.items() if path)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_source_of_ours_makes_elements_from_text(path: Path) -> None:
    source = path.read_text("utf-8")
    assert not re.search(r"\.(?:inner|outer)HTML|insertAdjacentHTML|document\.write|DOMParser", source)
    assert not re.search(r"createContextualFragment|\beval\(|new Function", source)
    assert not re.search(r"https?://(?!www\.w3\.org/|w3id\.org/)", source)
