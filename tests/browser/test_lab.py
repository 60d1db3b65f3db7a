"""The card in a real JupyterLab: seen, clicked, and checked on disk."""

from __future__ import annotations

import re
from typing import Any

PLAN = "%agent plan Create a static page called portfolio, without committing"


def button(card: Any, label: str) -> Any:
    """The accessible name begins with the icon's glyph."""
    return card.get_by_role("button", name=re.compile(rf"(^|\W){label}$"))


def usable(card: Any) -> list[str]:
    return [found.inner_text().strip() for found in card.get_by_role("button").all() if found.is_visible()]


def test_approve_plan(notebook: Any) -> None:
    notebook.open("%load_ext ipy_ext", PLAN)
    notebook.run_all()
    card = notebook.card()
    card.wait_for(timeout=20_000)
    assert usable(card) == ["Approve plan", "Run", "Reject"]
    assert card.get_by_role("progressbar").get_attribute("aria-valuenow") == "0"
    assert not (notebook.folder / "site").exists(), "nothing runs before it is approved"
    notebook.shoot(card, "notebook-plan.png")
    button(card, "Approve plan").click()
    done = notebook.page.locator(".jm-card.jm-saved")
    done.wait_for(timeout=60_000)
    assert "done" in done.locator(".jm-state").inner_text()
    notebook.shoot(done, "notebook-plan-done.png")
    assert (notebook.folder / "site" / "index.html").exists()


def test_approve_one_step_after_another(notebook: Any) -> None:
    notebook.open("%load_ext ipy_ext", PLAN, "%agent run")
    notebook.run_all()
    card = notebook.card()
    button(card, "Approve").click()
    notebook.page.locator(".jm-card [aria-valuenow='1']").wait_for(timeout=20_000)
    button(card, "Approve plan").wait_for()
    assert usable(card) == ["Approve", "Approve plan", "Reject"]
    assert (notebook.folder / "site").is_dir()
    assert not (notebook.folder / "site" / "index.html").exists()
    notebook.shoot(card, "notebook-waiting.png")
    assert notebook.page.locator(".jm-card:not(.jm-saved)").count() == 1, "only the newest card has buttons"
    notebook.command("apputils:change-theme", theme="JupyterLab Dark")
    notebook.page.wait_for_selector("body[data-jp-theme-light='false']", state="attached")
    notebook.page.wait_for_timeout(500)
    notebook.shoot(card, "notebook-waiting-dark.png")
    notebook.command("apputils:change-theme", theme="JupyterLab Light")
    button(card, "Reject").click()
    button(card, "Resume").wait_for()
    assert not (notebook.folder / "site" / "index.html").exists()


def test_a_double_click_runs_once(notebook: Any) -> None:
    notebook.open("%load_ext ipy_ext", "%%agent queue add --shell\necho once >> log.txt; sleep 0.3")
    notebook.run_all()
    button(notebook.card(), "Approve plan").dblclick()
    notebook.page.locator(".jm-card.jm-saved").wait_for(timeout=20_000)
    assert (notebook.folder / "log.txt").read_text() == "once\n"


def test_by_keyboard_alone(notebook: Any) -> None:
    notebook.open("%load_ext ipy_ext", "%%agent queue add --shell\ntouch made")
    notebook.run_all()
    card = notebook.card()
    for found in card.get_by_role("button").all():
        if found.is_visible():
            assert found.get_attribute("title"), "each button explains itself"
    button(card, "Run").focus()
    notebook.page.keyboard.press("Enter")
    button(card, "Approve").wait_for()
    notebook.page.keyboard.press("Tab")
    notebook.page.keyboard.press("Shift+Tab")
    button(card, "Approve").focus()
    notebook.page.keyboard.press("Space")
    notebook.page.locator(".jm-card.jm-saved").wait_for(timeout=20_000)
    assert (notebook.folder / "made").exists()


def test_a_link_opens_the_file(notebook: Any) -> None:
    notebook.open("%load_ext ipy_ext", "%%agent queue add --shell\necho hello > made.txt; cat missing")
    notebook.run_all()
    card = notebook.card()
    button(card, "Approve plan").click()
    button(card, "Resume").wait_for(timeout=20_000)
    notebook.shoot(card, "notebook-failed.png")
    card.get_by_role("link", name="made.txt").click()
    notebook.page.locator(".jp-FileEditor", has_text="hello").wait_for(timeout=20_000)


def test_what_others_wrote_is_text(notebook: Any) -> None:
    evil = "echo '<img src=x onerror=\"document.title=`owned`\"><script>document.title=1</script>' > made.txt"
    notebook.open("%load_ext ipy_ext", f"%%agent queue add --shell\n{evil}")
    notebook.run_all()
    card = notebook.card()
    assert "<img src=x" in card.inner_text()
    assert card.locator("img, script").count() == 0
    button(card, "Approve plan").click()
    done = notebook.page.locator(".jm-card.jm-saved")
    done.wait_for(timeout=20_000)
    assert done.locator("img, script").count() == 0
    assert notebook.page.title() not in ("owned", "1")


def test_progress_moves_while_a_run_works_in_its_cell(notebook: Any) -> None:
    notebook.open(
        "%load_ext ipy_ext\nimport os",
        "%%agent queue add --cell\nimport time\nfor n in range(40):\n    print('tick', n); time.sleep(0.1)",
        "%agent approve plan",
    )
    notebook.start_all()
    live = notebook.page.locator(".jm-live", has_text="tick")
    live.first.wait_for(timeout=30_000)
    assert "running" in notebook.card().locator(".jm-state").inner_text()
    notebook.page.locator(".jm-card.jm-saved .jm-state", has_text="done").wait_for(timeout=30_000)


def test_figures_stay_on_the_card(notebook: Any) -> None:
    code = "from IPython.display import HTML, display\ndisplay(HTML('<b id=figure>drawn</b>'))\nkept = open('f', 'w') and 7"
    notebook.open("%load_ext ipy_ext", f"%%agent queue add --cell\n{code}")
    notebook.run_all()
    button(notebook.card(), "Approve plan").click()
    notebook.page.locator(".jm-card #figure").wait_for(timeout=20_000)


def test_a_saved_notebook_needs_no_widgets(notebook: Any) -> None:
    notebook.open("%load_ext ipy_ext", "%%agent queue add --shell\ntouch made", PLAN)
    notebook.run_all()
    cards = notebook.page.locator(".jm-card:not(.jm-saved)")
    cards.nth(1).wait_for()
    button(cards.nth(0), "Approve plan").click()
    notebook.page.locator(".jm-card.jm-saved").wait_for(timeout=20_000)
    saved = notebook.save()
    assert "widgets" not in saved.metadata
    caption, done = saved.cells[1].outputs
    assert re.search(r"Plan p\w+ .*%agent show p", caption["data"]["text/plain"])
    assert "application/vnd.jupyter.widget-view+json" not in done["data"]
    caption, waiting = saved.cells[2].outputs
    plan = re.search(r"Plan (p\w+)", caption["data"]["text/plain"]).group(1)
    assert f"%agent approve plan {plan}" in waiting["data"]["text/plain"]
    assert "portfolio" in waiting["data"]["text/markdown"]
    # JupyterLab renders only the cells in view.
    notebook.page.set_viewport_size({"width": 1280, "height": 3000})
    notebook.page.reload()
    notebook.page.locator(".jm-card.jm-saved").wait_for(timeout=60_000)
    notebook.page.locator(".jp-Notebook", has_text=f"Plan {plan}").wait_for(timeout=20_000)


def test_the_guard_holds_a_pasted_cell_until_it_is_approved(notebook: Any) -> None:
    pasted = "%%bash\nset -e\nmkdir -p build\necho generated > build/notes.txt"
    notebook.open("%load_ext ipy_ext", "%agent guard on", pasted)
    notebook.start_all()
    card = notebook.card()
    card.wait_for(timeout=20_000)
    held = notebook.page.get_by_text("Held, it was not run: writes build")
    held.wait_for(timeout=20_000)
    assert not (notebook.folder / "build").exists()
    notebook.shoot(notebook.page.locator(".jp-Notebook"), "notebook-guard.png")
    button(card, "Approve plan").click()
    notebook.page.locator(".jm-card.jm-saved").wait_for(timeout=30_000)
    assert (notebook.folder / "build" / "notes.txt").read_text() == "generated\n"


_SIX_RUNS = """%%capture
for number in range(6):
    for line in ("queue add --shell touch notes.txt", "run", "approve"):
        get_ipython().run_line_magic("agent", line)
"""


def test_trust_is_drawn_and_a_captured_cell_hides_no_later_card(notebook: Any) -> None:
    notebook.open(
        "%load_ext ipy_ext", _SIX_RUNS, "%agent queue add --shell touch more.txt", "%agent undo", "%agent trust touch"
    )
    notebook.run_all()
    notebook.card().wait_for(timeout=20_000)
    told = notebook.page.locator(".jp-OutputArea-child", has_text="quantile of").last
    picture = told.locator("svg")
    picture.wait_for(timeout=20_000)
    assert "5 clean, 1 undone" in told.inner_text()
    assert "runs unasked from 0.75" in picture.inner_html()
    assert picture.bounding_box()["width"] > 300, "it is not squeezed"
    notebook.shoot(told.locator(".jp-OutputArea-output"), "notebook-trust.png")
