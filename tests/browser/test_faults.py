"""A failure in a real JupyterLab: the card below the traceback, its buttons, and what they do."""

from __future__ import annotations

from typing import Any

from tests.browser.test_lab import button


def test_a_misspelt_name_is_explained_and_repaired_by_clicks(notebook: Any) -> None:
    cell = "greeting = 'hello'\nopen('said.txt', 'w').write(greting)"
    said = notebook.folder / "said.txt"
    notebook.open("%load_ext ipy_ext", cell)
    notebook.start_all()
    card = notebook.page.locator(".jm-fault-box")
    card.wait_for(timeout=30_000)
    assert "greeting" in card.inner_text()
    notebook.shoot(notebook.page.locator(".jp-Notebook"), "notebook-fault.png")
    button(card, "Explain more").click()
    card.get_by_text("what would help").first.wait_for(timeout=10_000)
    card.get_by_role("button", name="Apply").first.click()
    button(card, "Approve").click(timeout=20_000)
    for _ in range(100):
        if said.read_text() == "hello":
            break
        notebook.page.wait_for_timeout(100)
    assert said.read_text() == "hello"
    card.get_by_text("done", exact=True).first.wait_for(timeout=10_000)
    notebook.shoot(notebook.page.locator(".jp-Notebook"), "notebook-fault-fixed.png")
    assert "waits for your yes" not in card.inner_text()
