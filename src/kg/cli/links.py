"""Commands for the links to others' data: count them, list what has none, check them."""

from typing import Annotated

import typer

from kg.cli.common import app, open_store
from kg.settings import read_settings

links = typer.Typer(help="Count, list and check the links to others' data.")
app.add_typer(links, name="links")


@links.callback(invoke_without_command=True)
def show(
    context: typer.Context,
    missing: Annotated[
        bool, typer.Option("--missing", help="List the places and organisations without a link, and why.")
    ] = False,
) -> None:
    """Count the links by scheme, or list what has none."""
    if context.invoked_subcommand is not None:
        return
    from collections import Counter

    from kg.linkdata import read_links, read_missing

    inputs = read_settings().inputs
    if missing:
        for row in read_missing(inputs):
            print(f"{row.thing}  {row.label}: {row.reason}")
        return
    rows = read_links(inputs)
    counts = Counter(link.scheme.title for link in rows)
    width = max((len(title) for title in counts), default=0)
    for title, number in counts.most_common():
        print(f"{title:<{width}}  {number:>4}")
    things = len({link.subject for link in rows})
    none = len(read_missing(inputs))
    print(f"{len(rows)} links of {things} things; {none} places and organisations have none")


@links.command()
def check(
    online: Annotated[
        bool, typer.Option("--online", help="Ask Wikidata, ROR and GeoNames for the names too.")
    ] = False,
    wikidata: Annotated[str | None, typer.Option(help="Address of another Wikibase to ask.")] = None,
    ror: Annotated[str | None, typer.Option(help="Address of another ROR API to ask.")] = None,
    geonames: Annotated[str | None, typer.Option(help="Address of other GeoNames files to ask.")] = None,
) -> None:
    """Hold each link and point against evidence and our graph. Exit code 0: nothing speaks against any."""
    from kg.linkcheck import find_faults
    from kg.linkdata import (
        find_gaps,
        read_evidence,
        read_links,
        read_missing,
        read_points,
        read_sightings,
        read_things,
    )
    from kg.pointcheck import find_misplaced

    settings = read_settings()
    rows, evidence = read_links(settings.inputs), read_evidence(settings.inputs)
    store = open_store(None)
    things = read_things(store)
    faults = find_faults(rows, evidence, things)
    faults += find_gaps(store, rows, read_missing(settings.inputs), "graph/links-missing.tsv")
    points = read_points(settings.inputs)
    faults += find_misplaced(points, read_sightings(settings.inputs))
    told = f"{len(rows)} links and {len(points)} points checked"
    if online:
        from kg.lookup import Client, Services, find_renamed

        given = {"wikidata": wikidata, "ror": ror, "geonames": geonames}
        services = Services(**{name: address.rstrip("/") for name, address in given.items() if address})
        client = Client(settings.home / "lookups")
        asked, renamed = find_renamed(rows, things.names, evidence.judged, services, client)
        told, faults = f"{told}, {asked} of the links online", [*faults, *renamed]
    for fault in faults:
        print(fault)
    print(f"{told}: {'nothing speaks against them' if not faults else f'{len(faults)} faults'}")
    raise typer.Exit(1 if faults else 0)
