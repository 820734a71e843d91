"""aiinfra-kg: the facts of a report on AI infrastructure as a cited knowledge graph.

import kg
release = kg.open()
for row in release.query("SELECT ?chip ?tops WHERE { ?chip aii:int8Throughput ?tops }"): ...
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.library import Release

__version__ = "0.1.0"
__all__ = ["open"]


def open(path: str | Path | None = None) -> "Release":
    """Return the release in the N-Quads file ``path``; without a path, this project's own, built when stale.

    Raises ToolError when the file is missing or damaged, SourceError or FactsError when the build fails.
    """
    # Imported here, so that the `kg` command and `import kg` start at once.
    from kg.library import Release  # noqa: PLC0415
    from kg.store import open_release  # noqa: PLC0415

    if path is not None:
        return Release(open_release(Path(path)))
    from kg.pipeline import build  # noqa: PLC0415
    from kg.settings import read_settings  # noqa: PLC0415

    settings = read_settings()
    build(settings)
    return Release(open_release(settings.release))
