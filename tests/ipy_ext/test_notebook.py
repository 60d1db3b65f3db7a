"""The notebook's front end inside this process: real store, real actions, real widgets without a browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from IPython.core.displaypub import CapturingDisplayPublisher

from ipy_ext import notebook as module
from ipy_ext.card import Card
from ipy_ext.notebook import Notebook
from journeyman.commands.boundary import run_line
from journeyman.commands.frontend import Frontend
from journeyman.services import open_services

ADD = "queue add --shell"


@pytest.fixture
def notebook(shell: Any, services: Any) -> Iterator[Notebook]:
    made = Notebook(shell, services, "k-me")
    yield made
    made.close()


def press(card: Card, name: str) -> None:
    """Press a button as the browser's message does, and wait until its work has ended."""
    card._buttons[name].click()
    for thread in [found for found in threading.enumerate() if found.name == "journeyman-worker"]:
        thread.join(30)
        assert not thread.is_alive()


def usable(card: Card) -> set[str]:
    return {name for name, button in card._buttons.items() if not button.disabled and button.layout.display != "none"}


def elsewhere(notebook: Notebook, line: str) -> Any:
    """Carry out a line in another front end, with a connection of its own."""
    other = open_services(notebook._services.workspace.root)
    try:
        return run_line(other, Frontend("shell", magic="journeyman"), line)
    finally:
        other.close()


def published(shell: Any) -> list[dict[str, Any]]:
    return [output["data"] for output in shell.display_pub.outputs]


def test_a_captured_cell_keeps_its_card_and_the_next_cell_shows_its_own(notebook: Notebook, shell: Any) -> None:
    screen, shell.display_pub = shell.display_pub, CapturingDisplayPublisher()
    hidden = notebook.carry_out(f"{ADD} touch one", cards=True)
    hidden._ipython_display_()
    captured, shell.display_pub = shell.display_pub, screen
    assert published(shell) == []
    assert len(captured.outputs) == 2
    notebook.carry_out(f"{ADD} touch two", cards=True)._ipython_display_()
    assert len(published(shell)) == 2
    press(hidden, "reject")
    assert len(published(shell)) == 2, "a card is brought up to date where it was shown"


def test_a_plan_becomes_a_card_and_a_click_runs_it(notebook: Notebook, services: Any, shell: Any) -> None:
    card = notebook.carry_out(f"{ADD} touch made", cards=True)
    card._ipython_display_()
    assert usable(card) == {"plan", "run", "reject"}
    caption, shown = published(shell)
    assert f"%agent show {card.view.plan_id}" in caption["text/plain"]
    assert "application/vnd.jupyter.widget-view+json" in shown
    assert card.view.plan_id in shown["text/plain"], "without widgets, the text says how to go on"
    press(card, "plan")
    assert (services.workspace.root / "made").exists()
    assert card.view.state == "done"
    assert usable(card) == set()
    assert card.reflection.startswith("notebooks/reflections/")
    last = shell.display_pub.outputs[-1]
    assert last["update"] is True
    assert "application/vnd.jupyter.widget-view+json" not in last["data"], "what is saved needs no widgets"
    assert "done" in last["data"]["text/html"]


def test_step_by_step(notebook: Notebook, services: Any) -> None:
    notebook.carry_out(f"{ADD} touch one", cards=True)
    plan_id = services.queue.find().id
    card = notebook.carry_out(f"run {plan_id}", cards=True)
    assert usable(card) == {"approve", "reject"}
    press(card, "approve")
    assert (services.workspace.root / "one").exists()
    answered = services.store.approvals()
    assert [(found.status, found.front_end) for found in answered] == [("used", "notebook")]


def test_a_second_click_does_nothing(notebook: Notebook, services: Any) -> None:
    card = notebook.carry_out(f"{ADD} echo once >> log.txt", cards=True)
    card._buttons["plan"].click()
    card._buttons["plan"].click()
    card._buttons["run"].click()
    press(card, "plan")
    assert (services.workspace.root / "log.txt").read_text() == "once\n"
    assert len(services.store.actions()) == 1


def test_what_was_rejected_never_runs(notebook: Notebook, services: Any) -> None:
    notebook.carry_out(f"{ADD} touch never", cards=True)
    card = notebook.carry_out("run", cards=True)
    press(card, "reject")
    assert card.view.steps[0].status == "rejected"
    assert usable(card) == {"resume", "cancel"}
    press(card, "cancel")
    assert card.view.state == "cancelled"
    assert notebook.carry_out("run", cards=True).exit_code == 2
    assert not (services.workspace.root / "never").exists()


def test_a_new_plan_can_be_rejected_as_a_whole(notebook: Notebook, services: Any) -> None:
    card = notebook.carry_out(f"{ADD} touch never", cards=True)
    press(card, "reject")
    assert card.view.state == "cancelled"


def test_a_failed_step_can_be_resumed(notebook: Notebook, services: Any) -> None:
    card = notebook.carry_out(f"{ADD} cat needed", cards=True)
    press(card, "plan" if "plan" in usable(card) else "run")
    assert card.view.state == "stopped"
    (services.workspace.root / "needed").write_text("here")
    press(card, "resume")
    assert card.view.state == "done"


def test_an_answer_given_elsewhere_is_shown_not_overwritten(notebook: Notebook, services: Any) -> None:
    notebook.carry_out(f"{ADD} touch made", cards=True)
    card = notebook.carry_out("run", cards=True)
    approval = card.view.approval_id
    notebook._watcher.close()
    assert elsewhere(notebook, f"reject {approval}").exit_code == 0
    press(card, "approve")
    assert "rejected already" in card._foot.value
    assert card.view.steps[0].status == "rejected"
    assert not (services.workspace.root / "made").exists()


def test_what_is_approved_elsewhere_runs_there_and_shows_here(notebook: Notebook, services: Any) -> None:
    notebook.carry_out(f"{ADD} echo once >> made", cards=True)
    card = notebook.carry_out("run", cards=True)
    assert elsewhere(notebook, f"approve {card.view.approval_id}").exit_code == 0
    for watcher in [found for found in threading.enumerate() if found.name == "journeyman-watcher"]:
        watcher.join(20)
    assert card.view.state == "done"
    assert (services.workspace.root / "made").read_text() == "once\n"


def test_the_card_follows_what_happens_elsewhere(notebook: Notebook, services: Any) -> None:
    card = notebook.carry_out(f"{ADD} touch made", cards=True)
    elsewhere(notebook, f"approve plan {card.view.plan_id}")
    for watcher in [found for found in threading.enumerate() if found.name == "journeyman-watcher"]:
        watcher.join(20)
    assert card.view.state == "done", "the watcher saw it, and ended because nothing else is waited for"


def test_an_action_outside_of_a_plan_has_a_card(notebook: Notebook, services: Any) -> None:
    card = notebook.carry_out(f"{ADD} touch made", cards=True)
    press(card, "plan")
    undone = notebook.carry_out("undo", cards=True)
    if isinstance(undone, Card):
        press(undone, "approve")
    assert not (services.workspace.root / "made").exists()


def test_a_mistake_is_one_line(notebook: Notebook) -> None:
    for line in ("statos", "show", "approve q-none", "run p-none", "trust revoke", "queue remove"):
        result = notebook.carry_out(line, cards=True)
        assert result.exit_code == 2
        assert "\n" not in result.text


def test_without_widgets_there_are_results(notebook: Notebook) -> None:
    assert not isinstance(notebook.carry_out(f"{ADD} touch made", cards=False), Card)
    assert notebook.carry_out("run", cards=False).exit_code == 3


def test_a_run_shows_its_card_once(notebook: Notebook, shell: Any) -> None:
    notebook.carry_out(f"{ADD} ls", cards=True)
    shell.display_pub.outputs.clear()
    card = notebook.carry_out("run", cards=True)
    assert [output["update"] for output in shell.display_pub.outputs][:2] == [False, False]
    count = len(shell.display_pub.outputs)
    card._ipython_display_()
    assert len(shell.display_pub.outputs) == count, "the cell's result shows nothing twice"
    card._ipython_display_()
    assert len(shell.display_pub.outputs) == count + 2, "shown again when asked for again"
    assert card.exit_code == 0
    assert card.data["stopped"] == "done"


def test_cell_run_keeps_what_it_displays(
    notebook: Notebook, services: Any, shell: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ipy_ext.cell_run import CellRun

    monkeypatch.chdir(services.workspace.root)
    services.executors["cell.run"] = CellRun(shell, "k-me", notebook.keep)
    code = "from IPython.display import HTML, display; display(HTML('<i>shown</i>')); open('f', 'w')"
    notebook.carry_out(f"queue add --cell {code}", cards=True)
    notebook.carry_out("run", cards=True)
    card = notebook.carry_out("approve", cards=True)
    assert card.view.state == "done"
    assert card._displays.outputs[0]["data"]["text/html"] == "<i>shown</i>"
    notebook.keep("a-unknown", [{"data": {"text/plain": "lost?"}, "metadata": {}}])
    assert published(shell)[-1] == {"text/plain": "lost?"}


def test_old_cards_give_their_widgets_back(notebook: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_KEPT", 1)
    cards = []
    for _ in range(3):
        notebook.carry_out(f"{ADD} ls", cards=True)
        cards.append(notebook.carry_out("run", cards=True))
    notebook.carry_out(f"{ADD} ls", cards=True)
    assert cards[0].box.comm is None
    assert cards[-1].box.comm is not None


def test_a_fault_of_our_own_is_told_and_logged(
    notebook: Notebook, services: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = notebook.carry_out(f"{ADD} touch made", cards=True)
    monkeypatch.setattr(threading, "excepthook", lambda args: None)
    monkeypatch.setattr(notebook, "_line", lambda *args: 1 / 0)
    press(card, "run")
    assert "fault" in card._foot.value
    events = services.store.events()
    assert [event.message for event in events if event.name == "notebook.fault"] == [
        "ZeroDivisionError: division by zero"
    ]
    assert usable(card) == {"plan", "run", "reject"}, "it can be tried again"


def test_stop_ends_what_runs(notebook: Notebook, services: Any) -> None:
    card = notebook.carry_out(f"{ADD} touch started; sleep 60", cards=True)
    card._buttons["plan"].click()
    begun = threading.Event()
    while not (services.workspace.root / "started").exists():
        begun.wait(0.02)
    assert usable(card) == {"stop"}
    press(card, "stop")
    assert card.view.steps[0].status in ("interrupted", "failed")
    assert usable(card) == {"resume", "cancel"}


def test_closing_stops_what_runs_and_leaves_text(notebook: Notebook, services: Any, shell: Any) -> None:
    card = notebook.carry_out(f"{ADD} touch started; sleep 60", cards=True)
    card._ipython_display_()
    card._buttons["plan"].click()
    while not (services.workspace.root / "started").exists():
        threading.Event().wait(0.02)
    notebook.close()
    assert not [
        found.name for found in threading.enumerate() if found.name in ("journeyman-worker", "journeyman-watcher")
    ]
    assert card.box.comm is None
    assert "text/html" in published(shell)[-1]
