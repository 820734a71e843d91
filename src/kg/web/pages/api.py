"""The page on the interface for programs: its operations, each with a form to try it."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kg.web.openapi import list_operations
from kg.web.pages.layout import Page
from kg.web.pages.visit import Visit


@dataclass(frozen=True, slots=True)
class ApiPage:
    """Makes the page on the interface that ``describe`` gives the OpenAPI document of."""

    describe: Callable[[], Mapping[str, Any]]

    async def __call__(self, visit: Visit) -> Page:
        """Return the page."""
        words = visit.words("api")
        operations = await asyncio.to_thread(lambda: list_operations(self.describe()))
        return Page("api", words["title"], words["description"], operations)
