"""Say how a release is cited: BibTeX, and the Citation File Format 1.2.0. Pure."""

import json
from dataclasses import dataclass

from kg.namespaces import BASE, DATASET


@dataclass(frozen=True, slots=True)
class About:
    """What a release says of itself: ``date`` (ISO 8601) out of its inputs, ``id`` as the build prints it."""

    id: str
    version: str
    date: str
    title: str
    description: str
    authors: str
    licence: str
    keywords: tuple[str, ...]
    source: str

    @property
    def address(self) -> str:
        """The IRI under which the files of this release lie."""
        return f"{BASE}release/{self.id}/"


def write_bibtex(about: About) -> bytes:
    """Return one BibTeX entry for the release."""
    fields = {
        "author": f"{{{about.authors}}}",
        "title": f"{{{about.title}}}",
        "year": about.date[:4],
        "month": about.date[5:7].lstrip("0"),
        "version": about.version,
        "url": DATASET,
        "note": f"Data set, release {about.id}, made from {about.source}",
    }
    lines = [f"  {name} = {{{_escape(value)}}}," for name, value in fields.items()]
    return "\n".join([f"@misc{{aiinfra-kg-{about.id},", *lines, "}", ""]).encode()


def write_cff(about: About) -> bytes:
    """Return the release's ``CITATION.cff`` (https://citation-file-format.github.io/, version 1.2.0)."""
    said = {
        "title": about.title,
        "message": "Please cite this release with its identifier.",
        "abstract": about.description,
        "version": about.version,
        "date-released": about.date,
        "license": "CC-BY-4.0",
        "url": DATASET,
        "repository-artifact": about.address,
    }
    lines = ["cff-version: 1.2.0", "type: dataset"]
    lines += [f"{name}: {_quote(value)}" for name, value in said.items()]
    lines += ["authors:", f"  - name: {_quote(about.authors)}"]
    lines += ["identifiers:", "  - type: other", f"    value: {_quote(about.id)}"]
    lines += [f"    description: {_quote('The release: SHA-256 of its N-Quads, shortened')}"]
    lines += ["keywords:", *(f"  - {_quote(word)}" for word in about.keywords), ""]
    return "\n".join(lines).encode()


def _quote(text: str) -> str:
    """Return a double-quoted YAML scalar, which a JSON string is."""
    return json.dumps(text, ensure_ascii=False)


def _escape(text: str) -> str:
    return "".join(f"\\{c}" if c in "&%$#_" else c for c in text)
