"""What pages keep of a release, within a number: the least recently used leaves first. Pure."""

from collections import OrderedDict
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Memory(Generic[K, V]):
    """Values by key, whose sizes add up to ``most`` at most."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._values: OrderedDict[K, tuple[V, int]] = OrderedDict()

    def find(self, key: K) -> V | None:
        """Return what is kept under ``key``, None when nothing is."""
        if key not in self._values:
            return None
        self._values.move_to_end(key)
        return self._values[key][0]

    def keep(self, key: K, value: V, size: int = 1) -> None:
        """Keep ``value``, of this ``size``, unless it alone is too large; what is too much then leaves."""
        if key in self._values:
            self.size -= self._values.pop(key)[1]
        if size > self.most:
            return
        self._values[key] = (value, size)
        self.size += size
        while self.size > self.most:
            self.size -= self._values.popitem(last=False)[1][1]
