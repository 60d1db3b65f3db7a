"""Hosts, packages and quiet hours in a policy file, and where each value comes from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from journeyman.config import QuietHours, layer_path, load_policy, workspace_hash
from journeyman.config.load_policy import rule_place
from journeyman.config.reading import line_of
from journeyman.errors import ConfigError
from journeyman.workspace import Workspace

Write = Callable[[str, str], Path]
QUIET = 'quiet_hours: [{from: "22:00", to: "07:00", days: [fri, sat], zone: Europe/Vienna}]\n'


def test_the_shipped_policy_lists_hosts_and_nothing_else(workspace: Workspace) -> None:
    policy = load_policy(workspace)
    assert policy.network.unlisted == "plain"
    assert {"docs.python.org", "github.com", "*.wikipedia.org"} <= set(policy.network.hosts)
    assert (policy.packages.allow, policy.packages.deny, policy.quiet_hours) == ((), (), ())


def test_hosts_and_packages_of_the_user_add_up_with_the_shipped_ones(workspace: Workspace, own: Write) -> None:
    shipped = load_policy(workspace)
    own("policy", "network: {hosts: [docs.acme.example]}\npackages: {allow: ['pypi:acme-*'], deny: ['npm:left-pad']}\n")
    policy = load_policy(workspace)
    assert policy.network.hosts == (*shipped.network.hosts, "docs.acme.example")
    assert policy.network.unlisted == "plain"
    assert (policy.packages.allow, policy.packages.deny) == (("pypi:acme-*",), ("npm:left-pad",))
    assert policy.sources["network.hosts:docs.acme.example"] == "user"
    assert policy.sources["network.hosts:github.com"] == "shipped"
    assert policy.sources["packages.deny:npm:left-pad"] == "user"
    assert policy.to_dict()["packages"] == {"allow": ["pypi:acme-*"], "deny": ["npm:left-pad"]}


def test_quiet_hours_are_read_with_their_days_and_zone(workspace: Workspace, own: Write) -> None:
    own("policy", QUIET)
    (span,) = load_policy(workspace).quiet_hours
    assert span == QuietHours(22 * 60, 7 * 60, "ask", frozenset({4, 5}), "Europe/Vienna", "quiet hours 1")
    assert str(span) == "22:00 to 07:00"


def test_a_workspace_that_is_not_trusted_adds_no_host_and_no_package(workspace: Workspace, local: Write) -> None:
    shipped = load_policy(workspace)
    text = "network: {hosts: [evil.example], unlisted: plain}\npackages: {allow: ['pypi:*']}\n"
    local("policy", text)
    policy = load_policy(workspace)
    assert (policy.network, policy.packages) == (shipped.network, shipped.packages)
    (note,) = policy.notes
    assert note.endswith("not loosened until the workspace is trusted: network, packages")
    trusted = load_policy(workspace, workspace_hash(workspace))
    assert "evil.example" in trusted.network.hosts
    assert trusted.packages.allow == ("pypi:*",)
    assert trusted.sources["network.hosts:evil.example"] == "workspace"


def test_a_workspace_that_is_not_trusted_can_tighten_hosts_packages_and_hours(
    workspace: Workspace, own: Write, local: Write
) -> None:
    own("policy", QUIET)
    local(
        "policy",
        "network: {unlisted: ask}\npackages: {deny: ['pypi:x']}\n"
        'quiet_hours: [{from: "12:00", to: "13:00", verdict: deny}]\n',
    )
    policy = load_policy(workspace)
    assert policy.network.unlisted == "ask"
    assert policy.packages.deny == ("pypi:x",)
    assert [span.verdict for span in policy.quiet_hours] == ["ask", "deny"]
    assert policy.notes == ()
    assert policy.sources["network.unlisted"] == "workspace (tightens)"
    assert policy.sources["packages.deny:pypi:x"] == "workspace (tightens)"
    local("policy", "network: {unlisted: plain}\n")
    own("policy", "network: {unlisted: ask}\n")
    assert load_policy(workspace).network.unlisted == "ask"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("network: {unlisted: maybe}\n", ["line 1", "network.unlisted", "'maybe'", "plain, ask"]),
        ("network:\n  hosts:\n    - a.example\n    - 'https://x'\n", ["line 4", "network.hosts.2", "a host's name"]),
        ("network: {hosts: ['*']}\n", ["network.hosts.1", "'*'", "*.example.org"]),
        ("network: {host: [a.example]}\n", ["unknown key host", "did you mean hosts?"]),
        ("packages: {allow: [requests]}\n", ["packages.allow.1", "'requests'", "ecosystem:name"]),
        ('quiet_hours: [{from: 22:00, to: "07:00"}]\n', ["quiet_hours.1.from", "the number 1320", "in quotes"]),
        ('quiet_hours: [{from: "22:00"}]\n', ["quiet_hours.1", "to"]),
        ('quiet_hours: [{from: "25:00", to: "07:00"}]\n', ["quiet_hours.1.from", "'25:00'", '"22:00"']),
        ('quiet_hours: [{from: "22:00", to: "07:00", days: [funday]}]\n', ["days.1", "'funday'", "mon, tue"]),
        ('quiet_hours: [{from: "22:00", to: "07:00", verdict: allow}]\n', ["verdict", "ask, deny"]),
        ('quiet_hours: [{from: "22:00", to: "07:00", zone: Mars/Base}]\n', ["zone", "'Mars/Base'", "Europe/Vienna"]),
        ("rules: [{match: {hours: late}, verdict: ask}]\n", ["rules.1.match.hours", "'late'", "22:00-07:00"]),
        ("rules: [{match: {package: requests}, verdict: ask}]\n", ["rules.1.match.package", "ecosystem:name"]),
    ],
)
def test_a_mistake_is_named_with_its_line_and_what_is_allowed(
    workspace: Workspace, own: Write, text: str, said: list[str]
) -> None:
    path = own("policy", text)
    with pytest.raises(ConfigError) as caught:
        load_policy(workspace)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    for part in said:
        assert part in message


def test_another_file_can_stand_in_for_the_users_own(workspace: Workspace, own: Write, tmp_path: Path) -> None:
    own("policy", "autonomy: all\n")
    other = tmp_path / "tried.yaml"
    other.write_text("autonomy: ask-all\n")
    assert load_policy(workspace, own=other).autonomy == "ask-all"
    assert load_policy(workspace).autonomy == "all"


def test_a_rule_is_found_again_in_its_file(workspace: Workspace, own: Write) -> None:
    path = own("policy", "rules:\n  - match: {kind: a}\n    verdict: ask\n  - match: {kind: b}\n    verdict: deny\n")
    assert rule_place(workspace, "user rule 1") == (path, 2)
    assert rule_place(workspace, "user rule 2") == (path, 4)
    assert rule_place(workspace, "user rule 3") == (path, 0)
    assert rule_place(workspace, "workspace rule 1") == (layer_path(workspace, "policy", "workspace"), 0)
    shipped, line = rule_place(workspace, "shipped rule 1")
    assert "checkpoint.restore" in shipped.read_text().splitlines()[line - 1]


def test_a_line_is_given_for_what_is_there() -> None:
    data = b"a:\n  b:\n    - 1\n    - c: 2\n"
    assert line_of(data, ("a", "b", "1", "c")) == 4
    assert line_of(data, ("a", "x")) == 1
    assert line_of(data, ("a", "b", "9")) == 2
    assert line_of(b"a: [\n", ("a",)) == 0
    assert line_of(b"\xff", ("a",)) == 0
