"""A command that may reach certain hosts: real programs in the real sandbox, real servers on loopback."""

from __future__ import annotations

import hashlib
import http.server
import os
import shutil
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from journeyman.errors import SandboxError
from journeyman.sandbox import Capability, NoSandbox, Processes, ProcessSpec, background

BIG = 50_000_000


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder; ``/big`` is large, ``/to/ADDRESS`` redirects, posted bytes come back as their hash."""

    def do_GET(self) -> None:
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path[4:])
            self.end_headers()
        elif self.path == "/big":
            self.send_response(200)
            self.send_header("Content-Length", str(BIG))
            self.end_headers()
            for _ in range(BIG // 1_000_000):
                self.wfile.write(b"0123456789" * 100_000)
        else:
            super().do_GET()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        answer = hashlib.sha256(body).hexdigest().encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *words: object) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]  # see serving()


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Callable[..., http.server.ThreadingHTTPServer]]:
    started: list[http.server.ThreadingHTTPServer] = []
    site = tmp_path / "site"
    site.mkdir()
    (site / "page").write_text("the page\n")

    def start(context: ssl.SSLContext | None = None) -> http.server.ThreadingHTTPServer:
        def handler(*words: object) -> Handler:
            return Handler(*words, directory=str(site))

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.asked = []
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        started.append(server)
        return server

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


@pytest.fixture
def reach(confined):
    """Run a script that may reach ``hosts`` only."""

    def run(script: str, *hosts: str, **options: object):
        return confined.run(script, network=True, hosts=hosts, **options)

    return run


def needs(program: str) -> None:
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed")


def python(code: str) -> str:
    return f"{sys.executable} -I -S -c '{code}'"


def test_a_listed_host_is_reached_and_what_passed_is_recorded(reach, serving):
    needs("curl")
    port = serving().server_port
    done = reach(f"curl -sS http://localhost:{port}/page", "localhost")
    assert (done.exit_code, done.output) == (0, "the page\n")
    (contact,) = done.contacts
    assert (contact.host, contact.port, contact.allowed, contact.reason) == ("localhost", port, True, "")
    assert contact.sent > 50
    assert contact.received > 100


def test_others_are_refused_and_the_reason_is_readable(reach):
    needs("curl")
    done = reach("curl -sS http://other.example/page", "example.com", "*.example.org")
    assert done.output == (
        "journeyman: host other.example is not on the list of hosts that this command may reach "
        "(listed: example.com, *.example.org)\n"
    )
    assert [(seen.host, seen.port, seen.allowed) for seen in done.contacts] == [("other.example", 80, False)]


def test_an_empty_list_reaches_nothing(reach):
    needs("curl")
    done = reach("curl -sS https://example.com/page")
    assert done.exit_code != 0
    assert [(seen.host, seen.port, seen.allowed) for seen in done.contacts] == [("example.com", 443, False)]


def test_pythons_own_client_finds_the_way(reach, serving):
    port = serving().server_port
    code = f'import urllib.request as u; print(u.urlopen("http://127.0.0.1:{port}/page").read())'
    assert reach(python(code), f"127.0.0.1:{port}").output == "b'the page\\n'\n"


def test_a_redirect_to_another_host_is_refused(reach, serving):
    needs("curl")
    first, second = serving(), serving()
    target = f"http://localhost:{second.server_port}/page"
    done = reach(f"curl -sS -L http://127.0.0.1:{first.server_port}/to/{target}", "127.0.0.1")
    assert "host localhost is not on the list" in done.output
    assert second.asked == []
    assert [(seen.host, seen.allowed) for seen in done.contacts] == [("127.0.0.1", True), ("localhost", False)]


def test_a_tunnel_carries_tls_that_only_the_server_can_read(reach, serving, folder: Path):
    needs("curl")
    needs("openssl")
    make = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    subprocess.run(
        [*make.split(), "-keyout", "key.pem", "-out", "cert.pem"], cwd=folder, check=True, capture_output=True
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    port = serving(context).server_port
    done = reach(f"curl -sS --cacert cert.pem https://localhost:{port}/page", "localhost")
    assert done.output == "the page\n"
    assert "response 403" in reach("curl -sS https://other.example/page", "localhost").output


def test_git_clones_over_http(reach, serving, tmp_path: Path):
    needs("git")
    repository, bare = tmp_path / "repository", tmp_path / "site" / "it.git"
    port = serving().server_port
    identity = ["-c", "user.name=a", "-c", "user.email=a@b.example"]
    subprocess.run(["git", "init", "-q", str(repository)], check=True)
    (repository / "file").write_text("content")
    subprocess.run(["git", *identity, "-C", str(repository), "add", "file"], check=True)
    subprocess.run(["git", *identity, "-C", str(repository), "commit", "-q", "-m", "x"], check=True)
    subprocess.run(["git", "clone", "-q", "--bare", str(repository), str(bare)], check=True)
    subprocess.run(["git", "-C", str(bare), "update-server-info"], check=True)
    done = reach(f"git clone -q http://127.0.0.1:{port}/it.git here && cat here/file", "127.0.0.1")
    assert done.output == "content"
    refused = reach("git ls-remote http://other.example/it.git", "127.0.0.1")
    assert "not on the list" in refused.contacts[0].reason


def test_pip_downloads_from_a_listed_index(reach, serving, tmp_path: Path):
    wheel = "tiny_thing-1.0-py3-none-any.whl"
    simple = tmp_path / "site" / "simple" / "tiny-thing"
    port = serving().server_port
    simple.mkdir(parents=True)
    (simple / "index.html").write_text(f'<a href="{wheel}">{wheel}</a>')
    import zipfile

    with zipfile.ZipFile(simple / wheel, "w") as archive:
        info = "tiny_thing-1.0.dist-info"
        archive.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: tiny-thing\nVersion: 1.0\n")
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    script = (
        f"{sys.executable} -m pip --isolated download -q --no-deps --disable-pip-version-check -d . "
        f"--index-url http://127.0.0.1:{port}/simple tiny-thing && ls"
    )
    assert wheel in reach(script, "127.0.0.1").output


class TestNothingElseLeadsOut:
    def test_past_the_proxy(self, reach, serving):
        needs("curl")
        server = serving()
        done = reach(f"curl -sS --noproxy '*' http://127.0.0.1:{server.server_port}/page", "127.0.0.1")
        assert done.exit_code == 7
        assert server.asked == []
        assert done.contacts == ()

    def test_without_the_variables(self, reach, serving):
        server = serving()
        script = f"exec 3<>/dev/tcp/127.0.0.1/{server.server_port}"
        assert "refused" in reach(script, "127.0.0.1").output
        assert server.asked == []

    def test_udp_and_names(self, reach):
        code = """
import socket
try:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.sendto(b"x", ("192.0.2.1", 53))
    print("sent")
except OSError as error:
    print("held", error.strerror)
try:
    print(socket.getaddrinfo("example.com", 80))
except OSError:
    print("unknown")
"""
        lines = reach(f"{sys.executable} -I -S -c '{code}'", "example.com").output.splitlines()
        assert lines == ["held Network is unreachable", "unknown"]

    def test_there_is_only_loopback(self, reach):
        assert reach("grep -c : /proc/net/dev", "example.com").output.strip() == "1"

    def test_nothing_is_inherited_that_would_lead_out(self, reach):
        assert reach("ls /proc/self/fd", "example.com").output.split() == ["0", "1", "2", "3"]  # 3: the listing itself


def test_the_commands_own_servers_are_reached_directly(reach):
    needs("curl")
    script = f"""
echo inside > page
{sys.executable} -m http.server --bind 127.0.0.1 18181 2>/dev/null &
curl -sS --retry 20 --retry-delay 1 --retry-connrefused http://localhost:18181/page
kill %1
"""
    done = reach(script, "example.com")
    assert "inside" in done.output
    assert done.contacts == ()


def test_a_big_download_arrives_whole(reach, serving):
    needs("curl")
    port = serving().server_port
    done = reach(f"curl -sS http://127.0.0.1:{port}/big | sha256sum", "127.0.0.1")
    digest = hashlib.sha256()
    for _ in range(BIG // 1_000_000):
        digest.update(b"0123456789" * 100_000)
    assert done.output.split()[0] == digest.hexdigest()
    assert done.contacts[0].received >= BIG


def test_a_big_upload_arrives_whole(reach, serving, folder: Path):
    needs("curl")
    port = serving().server_port
    data = os.urandom(5_000_000)
    (folder / "data").write_bytes(data)
    done = reach(f"curl -sS --data-binary @data http://127.0.0.1:{port}/", "127.0.0.1")
    assert done.output == hashlib.sha256(data).hexdigest()


def test_many_requests_at_once(reach, serving):
    needs("curl")
    port = serving().server_port
    script = f"for i in $(seq 40); do curl -sS http://127.0.0.1:{port}/page & done; wait"
    assert reach(script, "127.0.0.1").output == "the page\n" * 40


def test_exit_code_and_signals_are_the_commands_own(reach):
    assert reach("exit 7", "example.com").exit_code == 7
    assert reach("kill -9 $$", "example.com").exit_code == 137
    assert reach("yes | head -n 1", "example.com").output == "y\n"  # a broken pipe ends it as usual


def test_the_wall_limit_ends_a_download_that_hangs(reach, serving):
    needs("curl")
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        done = reach(f"curl -sS http://127.0.0.1:{silent.getsockname()[1]}/", "127.0.0.1", wall=1)
    assert done.reason == "timeout"
    assert done.contacts[0].allowed


def test_nothing_is_left_after_many_runs(reach, serving):
    port = serving().server_port
    script = (
        f"for i in 1 2 3 4 5; do (exec 3<>/dev/tcp/127.0.0.1/47128; echo x >&3); done; curl -s http://127.0.0.1:{port}/"
    )
    reach(script, "127.0.0.1")
    me = psutil.Process()
    before = me.num_fds(), threading.active_count(), len(me.children())
    for _ in range(4):
        reach(script, "127.0.0.1")
    deadline = time.monotonic() + 20
    while (me.num_fds(), threading.active_count()) > before[:2]:  # the server's own threads end by themselves
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert len(me.children()) == before[2]


def test_a_list_that_means_nothing_is_told(confined):
    with pytest.raises(SandboxError, match="the list of hosts is not valid: 'a b' is not the name of a host"):
        confined.run("true", network=True, hosts=("a b",))


def test_without_a_network_of_its_own_it_does_not_start(confined, folder: Path, tmp_path: Path):
    spec = confined.spec("touch ran", network=True, hosts=("example.com",))
    loose = Processes(NoSandbox("for a test"))
    for confine in (True, False):
        with pytest.raises(SandboxError, match="cannot be limited to certain hosts here"):
            loose.run(spec, confined=confine, key="a", output_path=tmp_path / "out")
    with pytest.raises(SandboxError, match="cannot be limited to certain hosts here"):
        loose.start(spec, confined=True, log=tmp_path / "log", name="x")
    assert not (folder / "ran").exists()


def test_a_sandbox_that_separates_files_but_no_networks_does_not_start_it(folder: Path, tmp_path: Path):
    class OnlyFiles:
        capability = Capability("landlock", fs=True, tcp=True, udp=True)

        def command(self, spec: ProcessSpec) -> list[str]:
            return list(spec.argv)

    spec = ProcessSpec(("touch", "ran"), folder, {"PATH": os.environ["PATH"]}, network=True, hosts=("example.com",))
    with pytest.raises(SandboxError, match="landlock separates no networks"):
        Processes(OnlyFiles()).run(spec, confined=True, key="a", output_path=tmp_path / "out")
    assert not (folder / "ran").exists()


def test_a_background_process_is_held_to_its_hosts_too(confined, serving, tmp_path: Path):
    needs("curl")
    server = serving()
    script = (
        f"curl -sS http://127.0.0.1:{server.server_port}/page; curl -sS http://other.example/page; "
        f"curl -sS --noproxy '*' http://127.0.0.1:{server.server_port}/page; exit 3"
    )
    spec = confined.spec(script, network=True, hosts=("127.0.0.1",))
    process = confined.processes.start(spec, confined=True, log=tmp_path / "log", name="it")
    deadline = time.monotonic() + 30
    while Processes.alive(process.pid, process.start_time):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    text = process.log.read_text()
    assert text.startswith("the page\njourneyman: host other.example is not on the list")
    assert "Failed to connect" in text
    assert server.asked == ["/page"]
    assert background.exit_code(process.log) == 3
    seen = background.contacts(process.log)
    assert [(contact.host, contact.allowed) for contact in seen] == [("127.0.0.1", True), ("other.example", False)]


def test_a_background_server_with_hosts_is_still_reached_through_its_port(confined, serving, tmp_path: Path):
    needs("curl")
    import socket

    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    upstream = serving().server_port
    script = f"curl -sS http://127.0.0.1:{upstream}/page > page; exec {sys.executable} -m http.server --bind 127.0.0.1 {port}"
    spec = confined.spec(script, network=True, hosts=("127.0.0.1",), forward_port=port)
    process = confined.processes.start(spec, confined=True, log=tmp_path / "log", name="it")
    try:
        assert process.forwarded
        fetch = f"curl -sS --retry 30 --retry-delay 1 --retry-all-errors http://127.0.0.1:{port}/page"
        done = subprocess.run(fetch.split(), capture_output=True, text=True, timeout=60, check=False)
        assert done.stdout == "the page\n"
    finally:
        Processes.end(process.pid, process.start_time)
