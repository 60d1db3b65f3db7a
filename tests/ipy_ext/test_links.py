from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from ipy_ext.links import Links, find_links


def test_a_file_below_the_servers_folder_opens_there() -> None:
    html = Links("/srv/work", "/srv", "/user/me/").live("/srv/work/a b.py", "<a b>")
    assert 'href="/user/me/files/work/a%20b.py"' in html
    assert "docmanager:open" in html
    assert "&lt;a b&gt;" in html


@pytest.mark.parametrize("root", ["", "/srv"])
def test_a_file_elsewhere_is_only_named(root: str) -> None:
    html = Links("/srv", root).live("/home/me/out.txt", "out.txt")
    assert "href" not in html
    assert "out.txt" in html


def test_a_saved_link_is_relative_to_the_notebook() -> None:
    assert Links("/srv/notes").saved("/srv/app.py", "app.py") == '<a href="../app.py">app.py</a>'


def test_the_server_tells_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shell = SimpleNamespace(
        kernel=SimpleNamespace(parent=SimpleNamespace(abs_connection_file=str(tmp_path / "kernel-1.json")))
    )
    monkeypatch.setenv("JPY_PARENT_PID", "41")
    assert find_links(shell, "/x") == Links("/x"), "no server has left its file here"
    (tmp_path / "jpserver-41.json").write_text(json.dumps({"root_dir": str(tmp_path), "base_url": "/b/"}))
    assert find_links(shell, "/x") == Links("/x", str(tmp_path), "/b/")
    (tmp_path / "jpserver-41.json").write_text("[]")
    assert find_links(shell, "/x") == Links("/x")
    monkeypatch.delenv("JPY_PARENT_PID")
    assert find_links(SimpleNamespace(), "/x") == Links("/x")
