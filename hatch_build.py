"""Have hatch bundle the scripts of the pages before it packs a wheel."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def _bundling(root: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location("bundle", Path(root) / "frontend" / "bundle.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class BundleHook(BuildHookInterface):  # type: ignore[type-arg] # its configuration is not looked at
    """Makes the bundle; an editable install takes it from the folder, where make puts it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the bundle, or stop the build."""
        if version != "editable":
            _bundling(self.root).bundle()

    def dependencies(self) -> list[str]:
        """Return the wheel of Node.js where the machine has none."""
        bundling = _bundling(self.root)
        try:
            bundling.find_node()
        except bundling.BundleError:
            return [bundling.NODE_WHEEL]
        return []
