"""Trust, lockdown and the trust in a workspace, as users see them."""

from __future__ import annotations

from tests.commands.lines import HELLO


def test_trust_is_shown_and_revoked(services, run):
    assert "No experience yet" in run("trust").text
    for _ in range(5):
        run(HELLO)
        run("run", "approved")
    shown = run("trust")
    assert "runs unasked" in shown.text
    assert "journeyman" in shown.text
    assert run("trust revoke").exit_code == 2
    signature = shown.data["signatures"][0]["signature"]
    assert run(f'trust revoke "{signature}"').exit_code == 0
    run(HELLO)
    assert run("run").exit_code == 3, "it asks again"
    assert run("trust reset").exit_code == 0


def test_lockdown_is_lifted_by_the_user_only(services, run):
    run("lockdown")
    run(HELLO)
    assert run("run").exit_code == 4
    assert "lockdown" in run("status").text.lower()
    run("lockdown off")
    run("cancel")
    run(HELLO)
    assert run("run", "approved").exit_code == 0


def test_a_forged_journal_locks_the_next_session_by_itself(services, run):
    from journeyman.commands.boundary import run_line
    from journeyman.commands.frontend import Frontend
    from journeyman.services import open_services

    run(HELLO)
    run("run", "approved")
    with services.store.connection.write() as raw:
        raw.execute("UPDATE events SET message='nothing happened' WHERE name='action.done'")
    opened = open_services(services.workspace.root)
    try:
        assert "lockdown: the journal's chain is broken" in run_line(opened, Frontend("test"), HELLO).text
    finally:
        opened.close()


def test_a_workspace_cannot_loosen_the_gate_until_it_is_trusted(services, run):
    from journeyman.commands.boundary import run_line
    from journeyman.commands.frontend import Frontend
    from journeyman.services import open_services

    services.workspace.configs.mkdir()
    (services.workspace.configs / "policy.yaml").write_text("autonomy: all\n")

    def again(*lines: str):
        opened = open_services(services.workspace.root)
        try:
            return [run_line(opened, Frontend("test"), line) for line in lines]
        finally:
            opened.close()

    assert again(HELLO, "run")[1].exit_code == 3
    assert again("workspace")[0].data["trusted"] is False
    assert again("workspace trust")[0].exit_code == 0
    assert again("cancel", HELLO, "run")[2].exit_code == 0
    (services.workspace.configs / "policy.yaml").write_text("autonomy: all\n# changed\n")
    assert again("undo", HELLO, "run")[2].exit_code == 3
