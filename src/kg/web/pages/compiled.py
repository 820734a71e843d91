"""Keep the templates of pages compiled in a folder: to compile them takes a third of a second."""

import contextlib
import hashlib
from collections.abc import Mapping
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, FileSystemBytecodeCache


class Compiled(FileSystemBytecodeCache):
    """Compiled templates in ``folder``, as Jinja keeps them: each by its name and a digest of its source.

    ``options`` are those of the environment, which change what templates become. Where nothing can be
    written, nothing is kept.
    """

    def __init__(self, folder: Path, options: Mapping[str, object]) -> None:
        said = repr((jinja2.__version__, sorted(options.items(), key=repr)))
        edition = hashlib.blake2b(said.encode(), digest_size=4).hexdigest()
        super().__init__(str(folder), f"{edition}-%s")
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template that was kept, if there is one."""
        with contextlib.suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that was compiled, if that can be."""
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)
