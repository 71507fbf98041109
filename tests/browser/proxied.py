"""``deploy/nginx.conf`` in the real nginx with a certificate and ports of its own, and a service that echoes."""

from __future__ import annotations

import datetime
import http.server
import ipaddress
import json
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

CONF = Path(__file__).resolve().parent.parent.parent / "deploy" / "nginx.conf"
_AROUND = """
daemon off;
{user}
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@dataclass
class Proxy:
    """A running nginx."""

    port: int
    plain: int

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"https://{host}:{self.port}{path}"

    def client(self) -> httpx.Client:
        return httpx.Client(verify=False, trust_env=False, base_url=self.url(""), timeout=30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _certificate(folder: Path) -> None:
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "tiaowen.example")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .sign(key, hashes.SHA256())
    )
    (folder / "tiaowen.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "tiaowen.key").write_bytes(private)


@contextmanager
def nginx(folder: Path, upstream: int, change: Callable[[str], str] = str) -> Iterator[Proxy]:
    """The site as it is shipped, but for its ports, certificate and log, and what ``change`` does to it."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.skip("no nginx on this machine: no tests of its configuration (Debian: apt-get install nginx)")
    _certificate(folder)
    proxy = Proxy(free_port(), free_port())
    site = change(CONF.read_text(encoding="utf-8"))
    for shipped, here in (
        ("listen 80;", f"listen 127.0.0.1:{proxy.plain};"),
        ("listen [::]:80;", ""),
        ("listen 443 ", f"listen 127.0.0.1:{proxy.port} "),
        ("listen [::]:443 ", f"listen [::1]:{proxy.port} "),
        ("127.0.0.1:7860", f"127.0.0.1:{upstream}"),
        ("/etc/nginx/tls/", f"{folder}/"),
        ("/var/log/nginx/tiaowen.log", f"{folder}/access.log"),
    ):
        assert shipped in site, shipped
        site = site.replace(shipped, here)
    if not has_ipv6():
        site = site.replace(f"listen [::1]:{proxy.port} ssl http2;", "")
    (folder / "site.conf").write_text(site, encoding="utf-8")
    around = _AROUND.format(folder=folder, user="user root;" if os.geteuid() == 0 else "")
    (folder / "nginx.conf").write_text(around, encoding="utf-8")
    process = subprocess.Popen([program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"])
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if process.poll() is not None or probe.connect_ex(("127.0.0.1", proxy.port)) == 0:
                    break
            time.sleep(0.05)
        assert process.poll() is None, "nginx does not take the configuration"
        yield proxy
    finally:
        process.terminate()
        process.wait(15)


def has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


@dataclass
class Echo:
    """A service that says which headers it got; ``/stream`` sends its second event only once ``go_on`` is set."""

    port: int = 0
    go_on: threading.Event = field(default_factory=threading.Event)


@contextmanager
def echoing() -> Iterator[Echo]:
    """An :class:`Echo` that is running."""
    echo = Echo()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/auth":
                self.send_response(200 if "sid=good" in self.headers.get("Cookie", "") else 401)
                self.send_header("X-User", "zhangsan")
                self.end_headers()
            elif self.path.endswith("/stream"):
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.end_headers()
                self.wfile.write(b"event: one\n\n")
                self.wfile.flush()
                echo.go_on.wait(60)
                self.wfile.write(b"event: two\n\n")
            else:
                if self.path.endswith("/hang"):
                    echo.go_on.wait(60)
                body = json.dumps({"path": self.path, "headers": self.headers.items()}).encode()
                self.send_response(429 if self.path.endswith("/limited") else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.do_GET()

        def log_message(self, *arguments: Any) -> None:
            """Quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        echo.port = server.server_port
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield echo
        echo.go_on.set()
        server.shutdown()
