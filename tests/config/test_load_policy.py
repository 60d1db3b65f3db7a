from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from journeyman.config import Policy, load_policy, workspace_hash
from journeyman.errors import ConfigError
from journeyman.workspace import Workspace

Write = Callable[[str, str], Path]


SHIPPED = ["shipped rule 1", "shipped rule 2", "shipped rule 3"]


def test_the_shipped_policy_has_the_numbers_that_are_documented(workspace: Workspace) -> None:
    policy = load_policy(workspace)
    assert policy.autonomy == "earned"
    assert policy.thresholds == {"contained": 0.75, "kernel": 0.80, "external": 0.90}
    numbers = policy.trust
    assert (numbers.half_life_days, numbers.quantile, numbers.success, numbers.failure, numbers.undo) == (
        30,
        0.2,
        1,
        3,
        5,
    )
    assert policy.trust.undo_window == 24 * 3600
    assert policy.approval_expiry == 24 * 3600
    assert [(rule.kind, rule.proposer, rule.verdict) for rule in policy.rules] == [
        ("checkpoint.restore", "user", "allow"),
        ("action.revert", "user", "allow"),
        ("process.stop", "", "allow"),
    ]
    assert not policy.broken_reason


def test_the_users_own_file_overrides_single_keys_and_its_rules_come_first(workspace: Workspace, own: Write) -> None:
    own("policy", "autonomy: all\nthresholds: {kernel: 0.95}\nrules:\n  - match: {kind: 'git.*'}\n    verdict: ask\n")
    policy = load_policy(workspace)
    assert policy.autonomy == "all"
    assert policy.thresholds == {"contained": 0.75, "kernel": 0.95, "external": 0.90}
    assert [rule.name for rule in policy.rules] == ["user rule 1", *SHIPPED]


def test_a_workspace_that_is_not_trusted_can_tighten(workspace: Workspace, local: Write) -> None:
    local(
        "policy",
        "autonomy: ask-all\nthresholds: {contained: 0.99}\napproval_expiry_hours: 1\n"
        "trust: {failure: 9, quantile: 0.1}\nrules:\n  - {match: {kind: shell.run}, verdict: deny, reason: not here}\n",
    )
    policy = load_policy(workspace)
    assert (policy.autonomy, policy.thresholds["contained"], policy.approval_expiry_hours) == ("ask-all", 0.99, 1)
    assert (policy.trust.failure, policy.trust.quantile) == (9, 0.1)
    assert [rule.verdict for rule in policy.restrictions] == ["deny"]
    assert policy.notes == ()


def test_a_workspace_that_is_not_trusted_cannot_loosen_anything(workspace: Workspace, local: Write) -> None:
    shipped = load_policy(workspace)
    path = local(
        "policy",
        "autonomy: all\nthresholds: {contained: 0.5, kernel: 0.5, external: 0.5}\napproval_expiry_hours: 1000\n"
        "trust: {half_life_days: 3000, quantile: 0.5, failure: 1, undo: 1, undo_window_hours: 0}\n"
        "rules:\n  - {match: {kind: '*'}, verdict: allow}\n",
    )
    policy = load_policy(workspace)
    assert (policy.autonomy, policy.thresholds, policy.trust) == (shipped.autonomy, shipped.thresholds, shipped.trust)
    assert (policy.rules, policy.restrictions) == (shipped.rules, ())
    assert policy.approval_expiry_hours == 24
    ignored = "approval_expiry_hours, autonomy, thresholds, trust, allow rules"
    assert policy.notes == (f"{path}: not loosened until the workspace is trusted: {ignored}",)


def test_a_trusted_workspace_counts_in_full_until_one_byte_changes(workspace: Workspace, local: Write) -> None:
    path = local("policy", "autonomy: all\n")
    trusted = workspace_hash(workspace)
    assert load_policy(workspace, trusted).autonomy == "all"
    path.write_text("autonomy: all \n")
    assert load_policy(workspace, trusted).autonomy == "earned"


def test_trust_covers_both_files(workspace: Workspace, local: Write) -> None:
    local("policy", "autonomy: all\n")
    trusted = workspace_hash(workspace)
    local("settings", "model: {base_url: 'http://other'}\n")
    assert load_policy(workspace, trusted).autonomy == "earned"


def test_an_empty_hash_trusts_nothing(workspace: Workspace, local: Write) -> None:
    assert workspace_hash(workspace) == ""
    local("policy", "autonomy: all\n")
    assert load_policy(workspace, "").autonomy == "earned"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("autonomi: all\n", ["unknown key autonomi", "allowed are", "autonomy"]),
        ("autonomy: sometimes\n", ["autonomy", "'sometimes'", "ask-all, earned, all"]),
        ("thresholds: {contained: high}\n", ["thresholds.contained", "'high'", "number"]),
        ("thresholds: {contained: 0.1}\n", ["thresholds.contained", "0.1", "at least 0.5"]),
        ("thresholds: {contained: yes}\n", ["thresholds.contained", "truth value"]),
        ("thresholds: {floor: 0.9}\n", ["unknown key floor"]),
        ("rules: [{match: {kind: x}, verdict: perhaps}]\n", ["rules.1.verdict", "allow, ask, deny"]),
        ("rules: [{verdict: allow}]\n", ["rules.1", "match"]),
        ("rules: [{match: {}, verdict: allow}]\n", ["rules.1.match"]),
        ("autonomy: all\nautonomy: earned\n", ["line 2", "'autonomy' twice"]),
        ("autonomy: [\n", ["line 2"]),
        ("a: &x 1\nb: *x\n", ["line 2", "alias"]),
        ("- 1\n", ["a list", "a mapping"]),
        ("trust: {failure: .nan}\n", ["NaN"]),
        ("trust: {failure: 2024-01-01}\n", ["date"]),
        ("1: 2\n", ["keys are text"]),
        ("autonomy: \x01\n", ["valid YAML"]),
    ],
)
def test_a_bad_file_is_an_error_in_one_line_that_names_it(
    workspace: Workspace, local: Write, text: str, said: list[str]
) -> None:
    path = local("policy", text)
    with pytest.raises(ConfigError) as caught:
        load_policy(workspace)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    for part in said:
        assert part in message


def test_files_that_cannot_be_read_are_errors_too(workspace: Workspace, local: Write) -> None:
    path = local("policy", "")
    path.write_bytes(b"autonomy: \xff\n")
    with pytest.raises(ConfigError, match="UTF-8"):
        load_policy(workspace)
    path.write_text("#" * 1_000_001)
    with pytest.raises(ConfigError, match="more than 1000000 bytes"):
        load_policy(workspace)
    path.unlink()
    path.mkdir()
    with pytest.raises(ConfigError, match="cannot be read"):
        load_policy(workspace)


def test_an_empty_file_changes_nothing(workspace: Workspace, local: Write) -> None:
    local("policy", "# nothing yet\n")
    assert load_policy(workspace).autonomy == "earned"


def test_a_broken_policy_keeps_its_reason_and_shows_itself(workspace: Workspace) -> None:
    broken = Policy.broken("policy.yaml: line 3")
    assert broken.to_dict()["broken"] == "policy.yaml: line 3"
    assert Policy.broken("").broken_reason
    shown = load_policy(workspace).to_dict()
    assert shown["rules"][0]["kind"] == "checkpoint.restore"


def test_a_damaged_shipped_policy_is_said(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "policy.yaml").write_text("autonomy: earned\n")
    schema = tmp_path / "schema"
    schema.mkdir()
    real = Path(__file__).parents[2] / "configs" / "schema" / "policy.schema.json"
    (schema / "policy.schema.json").write_bytes(real.read_bytes())
    monkeypatch.setattr("journeyman.config.layers.shipped", lambda name: tmp_path)
    with pytest.raises(ConfigError, match="lacks approval_expiry_hours"):
        load_policy(workspace)


def test_the_products_own_checkout_has_no_layer_of_its_own(workspace: Workspace) -> None:
    from journeyman.workspace import find_workspace

    checkout = find_workspace(Path(__file__).parents[2])
    assert [rule.name for rule in load_policy(checkout).rules] == [rule.name for rule in load_policy(workspace).rules]
