"""init, doctor, and configuration that is wrong."""

from __future__ import annotations

import json

from tests.commands.lines import READ


def test_init_and_doctor(services, run):
    result = run("init")
    assert result.exit_code == 0
    state = json.loads(services.workspace.state_file.read_text())
    assert state["initialized"] is True
    names = [check["name"] for check in run("doctor").data["checks"]]
    assert {"sandbox", "configuration", "store", "journal", "git"} <= set(names)


def test_a_bad_configuration_is_named_by_doctor(services, run, isolated_home):
    folder = isolated_home / "config" / "journeyman"
    folder.mkdir(parents=True)
    (folder / "policy.yaml").write_text("autonmy: all\n")
    for text in (run("doctor").text, run("status").text):
        assert "autonmy" in text
        assert "policy.yaml" in text
    assert "everything above reading is denied" in run("status").text


def test_a_bad_settings_file_is_one_line(services, run, isolated_home):
    folder = isolated_home / "config" / "journeyman"
    folder.mkdir(parents=True)
    (folder / "settings.yaml").write_text("undo: {max_file_bytes: lots}\n")
    result = run(READ)
    assert result.exit_code == 2
    assert "max_file_bytes" in result.text
    assert "\n" not in result.text
