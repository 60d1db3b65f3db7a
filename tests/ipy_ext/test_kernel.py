"""A real kernel behind nbclient: nobody can type there, buttons are pressed by messages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.ipy_ext.conftest import ROOT, LiveKernel, live_kernel


def journeyman(folder: Path, *words: str) -> str:
    """Run the shell command in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "journeyman", *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.stdout + done.stderr


def pending(folder: Path) -> str:
    """Return the id of the one approval that waits."""
    (waiting,) = json.loads(journeyman(folder, "status", "--json"))["pending_approvals"]
    return str(waiting["id"])


def test_headless_it_stays_pending_and_says_how_to_approve(kernel: LiveKernel, folder: Path) -> None:
    kernel.run("%agent queue add --shell touch made")
    shown = kernel.text("%agent run")
    assert "%agent approve q" in shown
    assert "journeyman approve q" in shown
    assert not (folder / "made").exists()
    assert "made" in kernel.text("%agent status")
    assert not (folder / "made").exists()


def test_a_click_approves_and_runs(kernel: LiveKernel, folder: Path) -> None:
    kernel.run("%agent queue add --shell echo it >> made")
    kernel.run("%agent run")
    kernel.click("Approve", times=3)
    kernel.until((folder / "made").exists)
    kernel.until(lambda: not kernel.buttons("Stop"))
    assert (folder / "made").read_text() == "it\n"
    assert "aria-valuenow='1'" in kernel.html()
    kernel.until(lambda: any("Reflection" in data.get("text/html", "") for data in kernel.displays.values()))


def test_what_was_rejected_by_a_click_never_runs(kernel: LiveKernel, folder: Path) -> None:
    kernel.run("%agent queue add --shell touch never")
    kernel.run("%agent run")
    kernel.click("Reject")
    kernel.until(lambda: kernel.buttons("Resume"))
    assert "rejected" in kernel.text("%agent why")
    assert not (folder / "never").exists()


def test_cell_run_by_a_click_runs_on_the_main_thread(kernel: LiveKernel) -> None:
    code = "import threading; where = threading.current_thread() is threading.main_thread(); open('f', 'w')"
    kernel.run(f"%agent queue add --cell {code}")
    kernel.click("Approve plan")
    kernel.until(lambda: "aria-valuenow='1'" in kernel.html())
    assert kernel.text("where") == "True"


def test_code_that_awaits_runs_between_cells(kernel: LiveKernel) -> None:
    kernel.run("import asyncio; go_on = asyncio.Event()")
    kernel.run(
        "%%agent queue add --cell\nprint('waits')\nwait = await go_on.wait()\nprint('went', open('f', 'w') and 'on')"
    )
    kernel.click("Approve plan")
    kernel.until(lambda: "waits" in kernel.html())
    assert kernel.text("print('meanwhile')\n'shown'\n").split() == ["meanwhile", "'shown'"], (
        "other cells keep their own"
    )
    kernel.run("1/0", fails=True)
    kernel.run("go_on.set()")
    kernel.until(lambda: "aria-valuenow='1'" in kernel.html())
    assert kernel.text("wait") == "True"
    assert "went on" in kernel.html()
    assert "ZeroDivisionError" not in kernel.html()


def test_cell_run_approved_in_a_shell_runs_here(kernel: LiveKernel, folder: Path) -> None:
    kernel.run("%agent queue add --cell answer = 6 * 7; open('f', 'w')")
    kernel.run("%agent run")
    journeyman(folder, "approve", pending(folder))
    kernel.until(lambda: "aria-valuenow='1'" in kernel.html())
    assert kernel.text("answer") == "42"


def test_no_kernel_runs_anothers_cell_approved_there(kernel: LiveKernel, folder: Path) -> None:
    kernel.run("%agent queue add --cell mine = open('f', 'w') and 1")
    kernel.run("%agent run")
    waiting = pending(folder)
    with live_kernel(folder) as other:
        other.run("%load_ext ipy_ext")
        assert "session that proposed it" in other.text(f"%agent approve {waiting}")
        kernel.until(lambda: "aria-valuenow='1'" in kernel.html())
        assert kernel.text("mine") == "1"
        assert other.text("'mine' in globals()") == "False"


def test_interrupting_a_cell_that_a_click_started(kernel: LiveKernel) -> None:
    code = "import time; begun = open('begun', 'w')\nfor _ in range(600): time.sleep(0.1)"
    kernel.run(f"%%agent queue add --cell\n{code}")
    button = kernel.buttons("Approve plan")[-1]
    content = {"comm_id": button, "data": {"method": "custom", "content": {"event": "click"}}}
    client = kernel.client
    client.kc.shell_channel.send(client.kc.session.msg("comm_msg", content))
    begun = Path(client.resources["metadata"]["path"]) / "begun"
    while not begun.exists():
        os.sched_yield()
    os.kill(_pid(client), 2)
    kernel.until(lambda: "interrupted by the user" in kernel.html())


def _pid(client: Any) -> int:
    return int(client.km.provisioner.pid)


def test_an_interrupt_stops_a_run_in_its_cell(kernel: LiveKernel, folder: Path) -> None:
    kernel.run("%agent queue add --shell touch begun; sleep 60")
    kernel.run(
        "import os, signal, threading, time\n"
        "def interrupt():\n"
        "    while not os.path.exists('begun'): time.sleep(0.01)\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "threading.Thread(target=interrupt).start()"
    )
    shown = kernel.text("%agent approve plan")
    assert "stopped by the user" in shown
    assert kernel.buttons("Resume")


def test_text_is_taken_as_it_was_typed(kernel: LiveKernel, folder: Path) -> None:
    kernel.run("x = 'expanded'")
    shown = kernel.text("%agent queue add --shell echo \"it's {x} $HOME\" > 'a b.txt'")
    assert """echo "it's {x} $HOME" > 'a b.txt'""" in shown
    shown = kernel.text("%agent queue add --shell echo don't {x")
    assert "don't {x" in shown
    kernel.run("%%agent queue add --shell\necho one > one.txt\necho {x} > two.txt")
    kernel.click("Approve plan")
    kernel.until((folder / "two.txt").exists)
    assert (folder / "two.txt").read_text() == "{x}\n"


def test_mistakes_are_one_line_and_no_traceback(kernel: LiveKernel) -> None:
    (output,) = kernel.run("%agent statos")
    assert output["data"]["text/plain"] == "unknown verb 'statos'; did you mean status or stop?"
    assert "no option --wrong" in kernel.text("%agent status --wrong")
    assert '"exit_code": 0' in kernel.text("%agent status --json")


def test_unloading_leaves_nothing_behind(kernel: LiveKernel) -> None:
    look = (
        "import json, threading\n"
        "shell = get_ipython()\n"
        "def look():\n"
        "    from comm import get_comm_manager\n"
        "    import ipywidgets\n"
        "    magics = {kind: sorted(names) for kind, names in shell.magics_manager.magics.items()}\n"
        "    events = {name: len(found) for name, found in shell.events.callbacks.items()}\n"
        "    hooks = sorted(shell.strdispatchers['complete_command'].strs)\n"
        "    # The thread that starts processes lives as long as the program: what runs in a sandbox ends with it.\n"
        "    threads = sorted(t.name for t in threading.enumerate() if t.name != 'spawner')\n"
        "    manager = get_comm_manager()\n"
        "    return json.dumps([magics, events, hooks, threads, len(shell.Completer.custom_matchers),\n"
        "        len(manager.comms), sorted(manager.targets), len(ipywidgets.widgets.widget._instances),\n"
        "        sorted(shell.user_ns), shell.custom_exceptions, str(type(shell.display_pub))], default=str)\n"
    )
    kernel.run("%unload_ext ipy_ext")
    kernel.run(look + "before = after = ''")
    kernel.run("before = look()")
    kernel.run("%load_ext ipy_ext")
    kernel.run("%agent queue add --shell touch made")
    kernel.run("%agent run")
    kernel.click("Approve")
    kernel.run("%agent queue add --cell 1 + 1")
    kernel.run("%unload_ext ipy_ext")
    kernel.run("after = look()")
    before, after = (
        json.loads(json.loads(kernel.text(f"import json; print(json.dumps({name}))"))) for name in ("before", "after")
    )
    ignored = {name for name in {*before[8], *after[8]} if name.startswith("_")}
    before[8], after[8] = ([name for name in names if name not in ignored] for names in (before[8], after[8]))
    assert after == before


def test_loading_twice_and_reloading_are_harmless(kernel: LiveKernel) -> None:
    kernel.run("import ipy_ext; ipy_ext.load_ipython_extension(get_ipython())")
    assert kernel.text("len(get_ipython().Completer.custom_matchers)") == "1"
    kernel.run("%agent queue add --shell touch made")
    kernel.run("%reload_ext ipy_ext")
    assert "touch made" in kernel.text("%agent queue")
    kernel.run("ipy_ext.unload_ipython_extension(get_ipython()); ipy_ext.unload_ipython_extension(get_ipython())")
    assert kernel.text("len(get_ipython().Completer.custom_matchers)") == "0"


def test_a_front_end_completes_verbs_and_ids(kernel: LiveKernel) -> None:
    from jupyter_core.utils import run_sync

    def complete(code: str) -> list[str]:
        async def ask() -> Any:
            return await kernel.client.kc.complete(code, len(code), reply=True, timeout=20)

        return list(run_sync(ask)()["content"]["matches"])

    assert complete("%agent sta") == ["status"]
    kernel.run("%agent queue add --shell touch made")
    (found,) = complete("%agent run p")
    assert found.startswith("p")
    assert complete("%%agent que") == ["queue"]
