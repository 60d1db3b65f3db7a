"""What a list of hosts makes of reading from the network."""

from __future__ import annotations

import pytest

from journeyman.config import Network
from journeyman.gate.hosts import HostList, host_name, is_loopback, reached
from journeyman.values import Effect, Level, Operation

LISTED = Network(("docs.example.org", "*.wiki.example"))


def fetch(host: str, level: Level = "read", operation: Operation = "network-in") -> Effect:
    return Effect(operation, level, "none", host, "uses an address")


def judged(effect: Effect, network: Network = LISTED, contacts: tuple[str, ...] | None = ()) -> Level:
    return HostList(network).judge((effect,), contacts)[0].level


@pytest.mark.parametrize("contacts", [None, ("docs.example.org", "proxy.evil.example"), ("*.wiki.example",), ("",)])
def test_a_listed_host_lowers_nothing_when_another_host_would_get_the_text_too(
    contacts: tuple[str, ...] | None,
) -> None:
    assert judged(fetch("docs.example.org", "external"), contacts=contacts) == "external"
    assert judged(fetch("docs.example.org", "external"), contacts=("docs.example.org", "127.0.0.1")) == "read"


@pytest.mark.parametrize(
    "host",
    [
        "docs.example.org",
        "DOCS.example.org",
        "docs.example.org.",
        "docs.example.org:8443",
        "en.wiki.example",
        "a.b.wiki.example",
    ],
)
@pytest.mark.parametrize("level", ["read", "external"])
def test_a_listed_host_is_read_whatever_the_address_carries(host: str, level: Level) -> None:
    assert judged(fetch(host, level)) == "read"


@pytest.mark.parametrize(
    "host",
    [
        "example.org",
        "wiki.example",
        "docs.example.org.evil.example",
        "evildocs.example.org",
        "evil-wiki.example",
        "docs.example.org@evil.example",
        "docs.example.org/x",
        "docs.ex\u0430mple.org",
        "*.wiki.example",
        "",
    ],
)
def test_what_only_looks_like_a_listed_host_is_not(host: str) -> None:
    assert judged(fetch(host, "external")) == "external"


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "127.0.0.1", "127.1.2.3:80", "[::1]:80", "::1", "app.localhost"]
)
def test_this_machine_is_always_read(host: str) -> None:
    for network in (LISTED, Network(unlisted="ask")):
        assert judged(fetch(host, "external"), network) == "read"
        assert judged(fetch(host), network) == "read"


@pytest.mark.parametrize("host", ["127.0.0.1.evil.example", "localhost.evil.example", "1270.0.0.1", "notlocalhost"])
def test_what_only_looks_like_this_machine_is_not(host: str) -> None:
    assert not is_loopback(host)
    assert judged(fetch(host, "external")) == "external"


def test_an_unlisted_host_asks_only_where_the_policy_says_so() -> None:
    ask = Network(LISTED.hosts, "ask")
    assert judged(fetch("other.example")) == "read"
    assert judged(fetch("other.example"), ask) == "external"
    assert judged(fetch("93.184.216.34"), ask) == "external"
    assert judged(fetch("2606:2800::1"), ask) == "external"
    assert judged(fetch("docs.example.org"), ask) == "read"
    assert judged(fetch("intranet"), ask, contacts=("intranet",)) == "external"
    assert judged(fetch("kubectl"), ask) == "read", "a client's name is no host"


@pytest.mark.parametrize("level", ["contained", "kernel", "floor", "catastrophic"])
def test_no_other_level_is_touched(level: Level) -> None:
    assert judged(fetch("docs.example.org", level)) == level


def test_sending_is_never_lowered() -> None:
    assert judged(fetch("docs.example.org", "external", "network-out")) == "external"


def test_nothing_changes_where_nothing_is_fetched() -> None:
    effects = (Effect("write", "contained", "workspace", "docs.example.org"), fetch("other.example"))
    assert HostList(LISTED).judge(effects, ()) is effects


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A.Example:80", "a.example"),
        ("[::1]:80", "::1"),
        ("::1", "::1"),
        ("a b", ""),
        ("git clone", ""),
        ("zz::1", ""),
        ("-x", ""),
        ("host:name", ""),
    ],
)
def test_the_host_in_a_text(text: str, name: str) -> None:
    assert host_name(text) == name


def test_rules_see_all_hosts_that_an_action_names() -> None:
    effects = (
        fetch("a.example"),
        fetch("b.example", "external", "network-out"),
        Effect("write", "contained", target="c.example"),
    )
    assert reached(effects, ("*.d.example",)) == ("*.d.example", "a.example", "b.example")
    assert reached((), None) == ()
