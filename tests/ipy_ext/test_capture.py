from __future__ import annotations

import sys
from typing import Any

from ipy_ext.capture import capture


def test_everything_is_kept_in_order_and_put_back(shell: Any) -> None:
    before = (sys.stdout, sys.stderr, sys.displayhook, shell.display_pub, shell.display_trap.hook)
    arrived: list[str] = []
    with capture(shell, arrived.append) as captured:
        shell.run_cell(
            "import sys\nprint('one')\nprint('two', file=sys.stderr)\n"
            "from IPython.display import HTML, display\ndisplay(HTML('<b>three</b>'))\n'four'"
        )
    assert captured.text.split("\n")[:2] == ["one", "two"]
    assert captured.text.endswith("'four'\n")
    assert "".join(arrived) == captured.text
    assert captured.displays[0]["data"]["text/html"] == "<b>three</b>"
    assert captured.displays[1]["data"]["text/plain"] == "'four'"
    assert (sys.stdout, sys.stderr, sys.displayhook, shell.display_pub, shell.display_trap.hook) == before
    assert shell.display_pub.outputs == []


def test_a_traceback_is_text_without_colours(shell: Any) -> None:
    with capture(shell, lambda text: None) as captured:
        ran = shell.run_cell("1 / 0")
    assert isinstance(ran.error_in_exec, ZeroDivisionError)
    assert "ZeroDivisionError" in captured.text
    assert "\x1b" not in captured.text
    assert "_showtraceback" not in vars(shell)


def test_one_capture_inside_another_restores_the_outer_one(shell: Any) -> None:
    with capture(shell, lambda text: None) as outer:
        print("before")
        with capture(shell, lambda text: None) as inner:
            print("inside")
            shell.run_cell("1/0")
        shell.run_cell("[][1]")
    assert outer.text.startswith("before\n")
    assert "IndexError" in outer.text
    assert "ZeroDivisionError" in inner.text
    assert "ZeroDivisionError" not in outer.text


def test_the_stand_in_behaves_like_a_stream(shell: Any) -> None:
    with capture(shell, lambda text: None) as captured:
        sys.stdout.writelines(["a", "b"])
        sys.stdout.flush()
        assert sys.stdout.isatty() is False
        assert sys.stdout.encoding == "utf-8"
        assert sys.stdout.writable()
        shell.display_pub.publish({"text/plain": "x"})
        shell.display_pub.clear_output()
    assert captured.text == "abx\n"
    assert captured.displays == []
