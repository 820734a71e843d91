"""Describe the files of a release as an RO-Crate 1.1 (https://w3id.org/ro/crate/1.1). Pure."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from kg.citation import About
from kg.namespaces import DATASET

NAME = "ro-crate-metadata.json"
_CONTEXT = "https://w3id.org/ro/crate/1.1/context"
_PROFILE = "https://w3id.org/ro/crate/1.1"


def write_crate(about: About, files: Mapping[str, bytes], said: Mapping[str, tuple[str, str]]) -> bytes:
    """Return ``ro-crate-metadata.json`` for ``files``, content by path.

    ``said`` gives the title and the media type of each. The files' sizes and digests are in it.
    """
    publisher = f"{DATASET}/publisher"
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": about.title,
        "description": about.description,
        "datePublished": about.date,
        "identifier": about.address,
        "version": about.version,
        "keywords": ", ".join(about.keywords),
        "license": {"@id": about.licence},
        "author": {"@id": publisher},
        "publisher": {"@id": publisher},
        "isBasedOn": {"@id": about.source},
        "url": DATASET,
        "hasPart": [{"@id": path} for path in sorted(files)],
    }
    graph = [
        {
            "@id": NAME,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": _PROFILE},
        },
        root,
        *(_describe_file(path, files[path], *said[path]) for path in sorted(files)),
        {"@id": publisher, "@type": "Organization", "name": about.authors, "url": DATASET},
        {
            "@id": about.licence,
            "@type": "CreativeWork",
            "name": "Creative Commons Attribution 4.0 International",
            "description": "Share and adapt, also commercially, with credit to the authors.",
        },
        {"@id": about.source, "@type": "CreativeWork", "name": "The report that the facts are taken from"},
    ]
    crate = {"@context": _CONTEXT, "@graph": graph}
    return (json.dumps(crate, ensure_ascii=False, indent=2) + "\n").encode()


def _describe_file(path: str, data: bytes, name: str, media_type: str) -> dict[str, Any]:
    return {
        "@id": path,
        "@type": "File",
        "name": name,
        "encodingFormat": media_type,
        "contentSize": str(len(data)),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
