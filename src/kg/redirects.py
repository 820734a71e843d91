"""The rewrite rules by which w3id.org sends our IRIs to the host that answers them. Pure.

A file ``.htaccess`` for Apache's mod_rewrite, as https://github.com/perma-id/w3id.org keeps one a project.
Browsers never send a fragment, so ``ontology#AIChip`` arrives as ``ontology``.
"""

import re
from collections.abc import Mapping

from kg.errors import ToolError

#: What an Accept header may ask for, and the suffix under which the host has it.
SUFFIXES: Mapping[str, str] = {
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdf",
    "application/n-triples": "nt",
}

_TARGET = re.compile(r"https?://[A-Za-z0-9.\-]+(?::\d+)?(?:/[A-Za-z0-9._~\-]+)*")

_HEAD = """\
# https://w3id.org/aiinfra/ - written by `kg release`
Options +FollowSymLinks -MultiViews
RewriteEngine on

# The endpoint: 307 keeps a POST a POST.
RewriteRule ^sparql$ {target}/sparql [R=307,L]

# Files of a release, and addresses that name their format.
RewriteRule ^(release/.+)$ {target}/$1 [R=303,L]
RewriteRule ^(.+\\.(?:{suffixes}))$ {target}/$1 [R=303,L]

# One RDF format is asked for and nothing else: there. `ontology` stands for all its terms, `ontology/0.1.0`
# for those of a version.
"""
_NEGOTIATED = """\
RewriteCond %{{HTTP_ACCEPT}} ^\\s*{media}\\s*(?:;[^,]*)?$ [NC]
RewriteRule ^(.*[^/])/?$ {target}/$1.{suffix} [R=303,L]
"""
_REST = """
# Anything else: the host weighs the whole Accept header, and shows a page when one is wanted first.
RewriteRule ^(.*)$ {target}/$1 [R=303,L]
"""


def write_redirects(target: str) -> bytes:
    """Return the ``.htaccess`` that sends https://w3id.org/aiinfra/… to ``target``, the address of a host.

    Raises ToolError when ``target`` is no plain http(s) address.
    """
    host = target.rstrip("/")
    if not _TARGET.fullmatch(host):
        raise ToolError(f"{target} is no address to redirect to: write it as https://host/path")
    parts = [_HEAD.format(target=host, suffixes="|".join(SUFFIXES.values()))]
    for media, suffix in SUFFIXES.items():
        parts.append(_NEGOTIATED.format(media=re.escape(media), target=host, suffix=suffix))
    return "".join([*parts, _REST.format(target=host)]).encode()
