"""Background processes through their kinds: started, healthy, asked, stopped."""

from __future__ import annotations

import os
import socket
import sys
import urllib.request
from collections.abc import Iterator

import psutil
import pytest

from journeyman.errors import KindError, SandboxError
from journeyman.kinds import serving

SERVER = f"exec {sys.executable} -m http.server --bind 127.0.0.1 $PORT"


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_server_on_a_free_port_from_start_to_stop(bench):
    (bench.root / "index.html").write_text("<h1>hello</h1>")
    started = bench.run("process.start", {"command": SERVER, "name": "web", "port": 0})
    assert started.status == "done", started.output
    data = started.data
    assert data["url"] == f"http://127.0.0.1:{data['port']}"
    assert "is running at http://127.0.0.1:" in started.message
    with urllib.request.urlopen(data["url"]) as answer:
        assert answer.status == 200

    checked = bench.run("http.check", {"name": "web", "contains": "hello"})
    assert (checked.status, checked.data["status"]) == ("done", 200)
    assert bench.run("http.check", {"url": f"{data['url']}/none", "status": 404}).status == "done"
    wrong = bench.run("http.check", {"name": "web", "path": "/none"})
    assert (wrong.status, wrong.message.split(" answered ")[1]) == ("failed", "404, not 200")
    assert "without 'bye'" in bench.run("http.check", {"name": "web", "contains": "bye"}).message

    with pytest.raises(KindError, match="web is running already"):
        bench.run("process.start", {"command": SERVER, "name": "web", "port": 0})

    stopped = bench.run("process.stop", {"name": "web"})
    assert stopped.status == "done"
    assert bench.registry.records[0]["status"] == "stopped"
    assert not psutil.pid_exists(data["pid"]) or psutil.Process(data["pid"]).status() == psutil.STATUS_ZOMBIE
    with pytest.raises(OSError):
        urllib.request.urlopen(data["url"], timeout=5)
    with pytest.raises(KindError, match="no background process 'web' is running; running: none"):
        bench.run("process.stop", {"name": "web"})


def test_it_is_ready_when_its_url_answers(bench):
    code = (
        "import http.server, time, os\n"
        "time.sleep(0.5)\n"
        "class H(http.server.SimpleHTTPRequestHandler):\n"
        "    n = 0\n"
        "    def do_GET(self):\n"
        "        H.n += 1\n"
        "        self.send_response(503 if H.n < 3 else 200); self.send_header('Content-Length', '2'); self.end_headers()\n"
        "        self.wfile.write(b'ok')\n"
        "http.server.HTTPServer(('127.0.0.1', int(os.environ['PORT'])), H).serve_forever()\n"
    )
    (bench.root / "slow.py").write_text(code)
    result = bench.run(
        "process.start", {"command": f"{sys.executable} slow.py", "port": 0, "url": "http://127.0.0.1:${PORT}/health"}
    )
    assert result.status == "done", result.output
    assert result.data["url"].endswith("/health")
    assert result.data["name"] == os.path.basename(sys.executable)


def test_one_without_a_port_is_started_when_it_stays(unconfined):
    result = unconfined.run("process.start", {"command": "echo on; sleep 60", "name": "worker"})
    assert (result.status, result.output) == ("done", "on\n")
    with pytest.raises(KindError, match="without a port"):
        unconfined.run("http.check", {"name": "worker"})
    assert unconfined.run("process.stop", {"action": unconfined.registry.records[0]["action_id"]}).status == "done"


def test_one_that_ends_at_once_is_explained(bench):
    result = bench.run("process.start", {"command": "python3 -c 'import no_such_module'", "name": "web", "port": 0})
    assert (result.status, result.exit_code) == ("failed", 1)
    assert result.diagnosis.code == "python.module_not_found"
    assert bench.registry.records[0]["status"] == "failed"
    assert bench.run("process.start", {"command": "sleep 60", "name": "web"}).status == "done", "the name is free again"


def test_one_that_ends_at_once_without_a_word(bench):
    result = bench.run("process.start", {"command": "true", "name": "short"})
    assert result.status == "failed"
    assert "ended at once (exit code 0)" in result.message


def test_one_that_does_not_become_ready_is_stopped(bench):
    result = bench.run(
        "process.start", {"command": "echo on; sleep 60", "name": "web", "port": 0, "ready_timeout": 0.5}
    )
    assert result.status == "timeout"
    assert "was not ready within 0.5 s and was stopped" in result.message
    assert not bench.processes.alive(bench.registry.records[0]["pid"], bench.registry.records[0]["start_time"])


def test_a_taken_port_is_told(bench, taken: int):
    with pytest.raises(SandboxError, match=f"port {taken} is in use"):
        bench.run("process.start", {"command": SERVER, "port": taken})


def test_only_servers_of_our_own_are_asked(bench, taken: int):
    with pytest.raises(KindError, match=f"serves port {taken}"):
        bench.run("http.check", {"url": f"http://127.0.0.1:{taken}/"})


def test_one_that_died_is_not_asked_for(bench):
    bench.registry.add_process(
        {
            "action_id": "a1",
            "name": "old",
            "pid": 2**22 + 1,
            "start_time": 1.0,
            "port": 5,
            "log": "",
            "status": "running",
        }
    )
    with pytest.raises(KindError, match="no background process"):
        bench.run("http.check", {"name": "old"})
    assert bench.registry.records[0]["status"] == "gone"


def test_a_server_that_does_not_speak_http(bench):
    code = (
        "import os, socket\n"
        "s = socket.create_server(('127.0.0.1', int(os.environ['PORT'])))\n"
        "while True:\n"
        "    c, _ = s.accept(); c.recv(1000); c.sendall(b'not http\\r\\n\\r\\n'); c.close()\n"
    )
    (bench.root / "odd.py").write_text(code)
    assert (
        bench.run("process.start", {"command": f"{sys.executable} odd.py", "name": "odd", "port": 0}).status == "done"
    )
    with pytest.raises(KindError, match="does not answer: no HTTP answer"):
        bench.run("http.check", {"name": "odd"})


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "http://example.org/",
        "http://me:pw@127.0.0.1/",
        "http://127.0.0.1:99999/",
        "ftp://localhost/",
        "127.0.0.1",
        "http://127.0.0.1:80/a b",
    ],
)
def test_only_plain_http_on_this_machine_is_asked(bench, url: str):
    with pytest.raises(KindError):
        bench.predict("http.check", {"url": url})


def test_addresses_are_read():
    assert serving.address("http://localhost:${PORT}/a?b=c", 81) == serving.Address(81, "/a?b=c")
    assert serving.address("http://127.0.0.1").url == "http://127.0.0.1:80/"


def test_levels(bench):
    assert bench.predict("http.check", {"name": "web"}).level == "read"
    assert bench.predict("process.stop", {"name": "web"}).level == "contained"
    start = bench.predict("process.start", {"command": "sleep 5"})
    assert {effect.operation for effect in start.effects} >= {"process"}
    assert start.level != "read"
