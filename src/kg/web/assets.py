"""Where the files are that pages load: the one place that knows their addresses."""


def asset(name: str) -> str:
    """Return the address, below the root of the site, of the file ``name`` of the folder ``static``."""
    return f"/static/{name}"
