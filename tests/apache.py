"""A real Apache on a free port that reads one ``.htaccess``, as w3id.org's does."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from tests.needs import need

_MODULES = Path("/usr/lib/apache2/modules")
_CONFIG = """
ServerRoot {folder}
ServerName localhost
PidFile {folder}/pid
ErrorLog {folder}/error.log
Listen 127.0.0.1:{port}
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule rewrite_module {modules}/mod_rewrite.so
StartServers 1
DocumentRoot {folder}/htdocs
<Directory {folder}/htdocs>
  AllowOverride All
  Require all granted
</Directory>
"""


@contextlib.contextmanager
def serve_htaccess(htaccess: bytes, below: str) -> Iterator[str]:
    """Serve a folder ``below`` the root that holds ``htaccess``; give the server's address."""
    apache = shutil.which("apache2", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    need(apache is not None and _MODULES.is_dir(), "apache2 is not there: apt-get install apache2-bin")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # Apache's workers are another user when root starts it
        (folder / "htdocs" / below).mkdir(parents=True)
        (folder / "htdocs" / below / ".htaccess").write_bytes(htaccess)
        port = _free_port()
        config = folder / "apache.conf"
        config.write_text(_CONFIG.format(folder=folder, port=port, modules=_MODULES))
        process = subprocess.Popen([str(apache), "-f", str(config), "-DFOREGROUND"])
        try:
            _wait(port, process, folder / "error.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(300):
        assert process.poll() is None, log.read_text() if log.exists() else "Apache did not start"
        with contextlib.suppress(httpx.TransportError):
            httpx.get(f"http://127.0.0.1:{port}/")
            return
        time.sleep(0.1)
    raise AssertionError(log.read_text())
