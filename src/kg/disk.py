"""Keep RDF files loaded in a folder on disk, for data that memory does not hold.

``FOLDER/KEY``: a database of the engine, complete because it was renamed to that name, never written again.
``KEY`` stands for files, their content and the engine's version. Whoever uses one holds a lock on it; what
nobody uses any more is removed when another is made.
"""

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
from pyoxigraph import Store

from kg.errors import KgError, SourceError, ToolError
from kg.parsing import choose_format, syntax_error

_OURS = re.compile(r"[0-9a-f]{16}|\.[0-9a-f]{16}\.[0-9]+\.part")
_SWELL = 3  # times its size on disk is what any RDF file takes in memory at least


@dataclass(frozen=True, slots=True)
class Database:
    """A database that is in use: it stays on disk while ``lock`` is open, here or in a child."""

    path: Path
    lock: int

    def open(self) -> Store:
        """Return it to be read in this process, which may not fork any more: the engine has threads now.

        Raises ToolError.
        """
        try:
            return Store.read_only(str(self.path))
        except (OSError, RuntimeError) as error:
            raise ToolError(f"{self.path} cannot be opened ({error}): remove it, it is made again") from error

    def check(self) -> None:
        """Raise ToolError when it cannot be opened. For a child process, as ``open``."""
        self.open()


@dataclass(frozen=True, slots=True)
class Parent:
    """What a process says of the children that work for it.

    ``tie`` is called in a child with its parent's process. ``gone`` waits until the descriptor that it is
    given is ready, and tells whether to give up before.
    """

    tie: Callable[[int], None] = lambda _: None
    gone: Callable[[int], bool] = lambda _: False


def use_database(
    folder: Path, paths: Sequence[Path], digests: Sequence[str], parent: Parent = Parent()
) -> Database:
    """Return the database of ``paths``, whose content has ``digests``, loaded into ``folder`` when it is not.

    Raises SourceError and ToolError.
    """
    path = folder / _key(paths, digests)
    for _ in range(2):
        lock = _lock(path, fcntl.LOCK_SH)
        if lock is not None:
            database = Database(path, lock)
            _in_child(database.check, parent)
            _remove_unused(folder, path)
            return database
        _make(path, paths, parent)
    raise ToolError(f"{path} is removed as soon as it is made: let one server alone use {folder}")


def check_memory(paths: Sequence[Path]) -> None:
    """Raise ToolError when the files of ``paths`` are sure to be more than the memory that is free."""
    size = sum(path.stat().st_size for path in paths if path.is_file())
    free = _free_memory()
    if free is not None and size * _SWELL > free:
        raise ToolError(
            f"{', '.join(map(str, paths))} would take {size * _SWELL >> 20:,} MiB of memory or more, and "
            f"{free >> 20:,} MiB are free: serve from disk with --store FOLDER"
        )


def _free_memory() -> int | None:
    """Return the bytes of memory that this process could still get, None where that cannot be told."""
    try:
        told = re.search(
            r"^MemAvailable:\s+(\d+) kB$", Path("/proc/meminfo").read_text("ascii"), re.MULTILINE
        )
    except OSError:
        return None
    free = int(told[1]) << 10 if told else None
    with contextlib.suppress(OSError, ValueError):  # "max", or no such control group
        group = Path("/sys/fs/cgroup")
        left = int((group / "memory.max").read_text("ascii")) - int(
            (group / "memory.current").read_text("ascii")
        )
        free = left if free is None else min(free, left)
    return free


def _key(paths: Sequence[Path], digests: Sequence[str]) -> str:
    """Return what stands for the content. Relative IRIs are read from a file's place, so that has a say."""
    parts = [
        pyoxigraph.__version__,
        *(f"{path.resolve()} {digest}" for path, digest in zip(paths, digests, strict=True)),
    ]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _lock(path: Path, kind: int) -> int | None:
    """Return a descriptor that holds a lock on the folder ``path``, None when it is not there or is used."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        if path.stat().st_ino == os.fstat(descriptor).st_ino:
            return descriptor
    except OSError:
        pass
    os.close(descriptor)
    return None


def _remove_unused(folder: Path, kept: Path) -> None:
    for path in folder.iterdir():
        if path != kept and _OURS.fullmatch(path.name) and path.is_dir():
            lock = _lock(path, fcntl.LOCK_EX)
            if lock is not None:
                shutil.rmtree(path, ignore_errors=True)
                os.close(lock)


def _make(path: Path, paths: Sequence[Path], parent: Parent) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    print(f"Loading into {path}: this happens once.", file=sys.stderr, flush=True)
    try:
        part.mkdir(parents=True)
        lock = _lock(part, fcntl.LOCK_EX)
        try:
            _in_child(lambda: _load(part, paths), parent)
            with contextlib.suppress(OSError):  # another server was faster
                part.rename(path)
        finally:
            if lock is not None:
                os.close(lock)
    except OSError as error:
        raise _unwritable(path.parent, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _load(part: Path, paths: Sequence[Path]) -> None:
    """Load ``paths`` into the new database ``part``."""
    try:
        store = Store(str(part))
        for path in paths:
            try:
                store.bulk_load(path=path, format=choose_format(path), base_iri=path.resolve().as_uri())
            except SyntaxError as error:
                raise syntax_error(error, str(path)) from error
        store.optimize()
        store.flush()
    except (OSError, RuntimeError) as error:
        raise _unwritable(part.parent, error) from error


def _in_child(work: Callable[[], None], parent: Parent) -> None:
    """Have a child do ``work``, for the engine starts threads, and a process with threads may not fork."""
    news, told = os.pipe()
    us = os.getpid()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            parent.tie(us)
            os.write(told, _failure(work).encode("utf-8", "replace"))
            code = 0
        finally:
            os._exit(code)
    os.close(told)
    with os.fdopen(news, "rb") as pipe:
        if parent.gone(news):
            os.kill(child, signal.SIGKILL)
        kind, _, message = pipe.read().decode().partition(" ")
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if kind:
        raise (SourceError if kind == "SourceError" else ToolError)(message)
    if code:
        raise ToolError(f"the process that loads ended with code {code}, as when memory or the disk are full")


def _failure(work: Callable[[], None]) -> str:
    """Do ``work``; return the kind of its error and what it says, or nothing when it is done."""
    try:
        work()
    except KgError as error:
        return f"{type(error).__name__} {error}"
    return ""


def _unwritable(folder: Path, error: Exception) -> ToolError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else error
    return ToolError(f"{folder} cannot be written ({reason}): free the disk, or name another --store")
