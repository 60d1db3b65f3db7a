"""What an action writes into the state file does not last."""

from __future__ import annotations

import json

from journeyman.values import Action


def test_the_state_file_is_written_anew_after_an_action_wrote_into_it(services, autonomous):
    services.runner.do(Action("noop"))
    services.state.flush()
    action = Action("shell.run", {"command": "echo forged > session_state.json"})
    outcome = services.runner.do(action)
    if outcome.status == "pending":
        services.approvals.answer(outcome.approval_id, "approved", "test")
        services.runner.do(action, outcome.approval_id)
    services.state.flush()
    assert json.loads(services.workspace.state_file.read_text())["last_action"]["id"] == action.id
