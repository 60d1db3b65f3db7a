"""In a real kernel: a failure is explained below its traceback, recorded, and resolved when it goes well."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.ipy_ext.conftest import LiveKernel
from tests.ipy_ext.test_kernel import journeyman


def errors(folder: Path) -> list[dict]:
    return json.loads(journeyman(folder, "errors", "--status", "all", "--json"))["errors"]


def shown(outputs: list) -> str:
    parts = []
    for output in outputs:
        parts.append(output.get("text") or output.get("data", {}).get("text/plain", "") or output.get("evalue", ""))
    return "\n".join(parts)


def test_a_cell_that_fails_is_explained_and_remembered(kernel: LiveKernel, folder: Path):
    outputs = kernel.run("import surely_not_installed_here", fails=True)
    assert [output["output_type"] for output in outputs][:2] == ["error", "display_data"]
    assert "surely_not_installed_here" in shown(outputs[1:])
    assert "%agent fix" in shown(outputs[1:])
    (group,) = errors(folder)
    assert group["code"].startswith("python.")
    kernel.run("import surely_not_installed_here", fails=True)
    (group,) = errors(folder)
    assert group["count"] == 2


def test_a_shell_line_that_fails(kernel: LiveKernel, folder: Path):
    outputs = kernel.run("!cat no-such-file")
    assert "No such file" in shown(outputs)
    assert len(errors(folder)) == 1
    kernel.run("!grep needle /dev/null")
    assert len(errors(folder)) == 1


def test_what_goes_well_later_is_resolved(kernel: LiveKernel, folder: Path):
    cell = "open('data.txt').read()"
    kernel.run(cell, fails=True)
    assert errors(folder)[0]["status"] == "open"
    (folder / "data.txt").write_text("x")
    kernel.run(cell)
    assert errors(folder)[0]["status"] == "resolved"


def test_buttons_apply_a_fix_and_the_cell_then_proves_it(kernel: LiveKernel, folder: Path):
    kernel.run("greeting = 'hi'\nprint(greting)", fails=True)
    assert kernel.buttons("Skip")
    kernel.click("Explain more")
    kernel.until(lambda: "greting" in kernel.html())
    kernel.click("Skip")


def test_debug_mode_breaks_it_down(kernel: LiveKernel, folder: Path):
    kernel.run("%agent debug on")
    secret = "ghp_" + "a1B2" * 9
    code = f"def share(total, parts):\n    token = '{secret}'\n    return total / parts\nshare(10, 0)"
    outputs = kernel.run(code, fails=True)
    text = shown(outputs[1:])
    assert "in share" in text
    assert "return total / parts" in text
    assert re.search(r"^total +10$", text, re.MULTILINE)
    assert secret not in text
    kernel.run("%agent debug off")
    assert "return total / parts" not in shown(kernel.run("share(1, 0)", fails=True)[1:])


def test_unloading_ends_it(kernel: LiveKernel, folder: Path):
    kernel.run("%unload_ext ipy_ext")
    assert [output["output_type"] for output in kernel.run("1/0", fails=True)] == ["error"]
