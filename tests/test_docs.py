"""What the documentation says is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs import generate
from docs.argument_meanings import MEANINGS
from journeyman.commands.registry import VERBS
from journeyman.kinds.kind import Composite, Kind
from journeyman.services import open_services

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")
MAKE = re.compile(r"\bmake ([a-z][a-z-]*)\b")
AGENT = re.compile(r"(?:%agent|\bjourneyman) ([a-z]+)\b")

BESIDE_THE_VERBS = {"interpreter"}  # starts Open Interpreter, and is no verb


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_link_leads_somewhere(page: Path) -> None:
    lost = [link for link in LINK.findall(page.read_text("utf-8")) if not (page.parent / link).exists()]
    assert lost == []


@pytest.mark.parametrize("page", sorted(generate.REFERENCE.glob("*.md")), ids=_name)
def test_the_reference_is_what_the_code_says(page: Path) -> None:
    text = page.read_text("utf-8")
    assert generate.render(text) == text, "run: python docs/generate.py"


def test_the_generated_pages_are_generated() -> None:
    """A page whose markers were lost would pass the test above by saying nothing."""
    text = "".join(page.read_text("utf-8") for page in generate.REFERENCE.glob("*.md"))
    assert [name for name in generate.SECTIONS if f"<!-- generated: {name} -->" not in text] == []
    assert [name for name in VERBS if f"### `{name}" not in text] == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_verb_and_make_target_that_is_named_exists(page: Path) -> None:
    text = page.read_text("utf-8")
    code = "\n".join([*re.findall(r"```[a-z]*\n(.*?)```", text, re.DOTALL), *re.findall(r"`([^`\n]+)`", text)])
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert sorted(set(MAKE.findall(code)) - targets) == []
    assert sorted(set(AGENT.findall(code)) - VERBS.keys() - BESIDE_THE_VERBS) == []


def test_no_meaning_is_kept_for_what_is_gone(tmp_path: Path) -> None:
    services = open_services(tmp_path)
    kinds: list[Kind | Composite] = [*services.kinds.values(), *services.composites.values()]
    known = {
        name
        for kind in kinds
        for argument in kind.schema["properties"]
        for name in (argument, f"{kind.name}.{argument}")
    }
    services.close()
    assert sorted(MEANINGS.keys() - known) == []


def test_no_page_names_the_place_where_it_was_written() -> None:
    traces = re.compile(r"/work/|/root/|/home/\w|pyenv")
    assert [_name(page) for page in PAGES if traces.search(page.read_text("utf-8"))] == []
