"""What a list of hosts admits."""

from __future__ import annotations

import ipaddress
import socket

import pytest

from journeyman.sandbox.proxy_rules import HostList, internal, literal, normal


@pytest.mark.parametrize(
    ("entry", "host", "port"),
    [
        ("example.com", "example.com", 443),
        ("example.com", "example.com", 80),
        ("Example.COM.", "example.com", 443),
        ("example.com:8443", "example.com", 8443),
        ("example.com:*", "example.com", 22),
        ("*.example.com", "a.b.example.com", 443),
        ("bücher.example", "xn--bcher-kva.example", 443),
        ("localhost", "localhost", 5173),
        ("127.0.0.1", "127.0.0.1", 8000),
        ("127.0.0.1:8000", "127.0.0.1", 8000),
        ("[::1]:8000", "::1", 8000),
        ("::1", "::1", 8000),
        ("10.0.0.0/8", "10.1.2.3", 443),
        ("10.0.0.0/8", "0x0a010203", 443),
        ("*", "anything.example", 80),
    ],
)
def test_listed(entry: str, host: str, port: int):
    assert HostList([entry]).refusal(normal(host), port) == ""


@pytest.mark.parametrize(
    ("entry", "host", "port"),
    [
        ("example.com", "evil.example", 443),
        ("example.com", "www.example.com", 443),
        ("example.com", "example.com.evil.example", 443),
        ("*.example.com", "example.com", 443),
        ("*.example.com", "badexample.com", 443),
        ("example.com", "example.com", 22),
        ("example.com:8443", "example.com", 443),
        ("*", "93.184.216.34", 80),
        ("*", "2130706433", 80),
        ("*", "127.1", 80),
        ("localhost", "127.0.0.1", 80),
        ("127.0.0.1:8000", "127.0.0.1", 8001),
        ("10.0.0.0/8", "11.0.0.1", 443),
        ("10.0.0.0/8", "10.0.0.1", 22),
    ],
)
def test_not_listed(entry: str, host: str, port: int):
    assert HostList([entry]).refusal(normal(host), port)


def test_nothing_listed_admits_nothing():
    assert "is not on the list" in HostList([]).refusal("example.com", 443)


def test_a_wrong_port_is_told_apart_from_a_wrong_host():
    assert HostList(["example.com"]).refusal("example.com", 22) == "may not be reached on port 22 by this command"


@pytest.mark.parametrize(
    "entry",
    ["", "a b", "exa mple.com", "http://example.com", "example.com:", "example.com:0", "x:99999", "10.0.0.0/64"],
)
def test_an_entry_that_means_nothing_is_an_error(entry: str):
    with pytest.raises(ValueError):
        HostList([entry])


@pytest.mark.parametrize("host", ["", "a b", "a/b", "a\r\nb", "-a", "x" * 300, "[::1%eth0]", "a@b"])
def test_what_is_no_name_is_refused(host: str):
    with pytest.raises(ValueError):
        normal(host)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1",
        "169.254.169.254", "168.63.129.16", "224.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.0.8",
        "::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001::1", "100::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::a9fe:a9fe", "64:ff9b::7f00:1",
    ],
)  # fmt: skip
def test_addresses_that_a_name_must_not_lead_to(address: str):
    parsed = ipaddress.ip_address(address)
    assert internal(parsed)
    assert "which is not on the list" in HostList(["example.com", "*"]).address_refusal("example.com", parsed, 443)


@pytest.mark.parametrize("address", ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "64:ff9b::808:808"])
def test_ordinary_addresses_are_fine(address: str):
    assert internal(ipaddress.ip_address(address)) == ""


def test_an_address_of_this_machine_is_internal():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("203.0.113.1", 9))  # sends nothing: only asks for the route
        except OSError:
            pytest.skip("no route out of this machine, so it has no address but loopback")
        own = ipaddress.ip_address(probe.getsockname()[0])
    assert internal(own)


def test_an_internal_address_may_be_listed_beside_the_name():
    address = ipaddress.ip_address("10.1.2.3")
    hosts = HostList(["registry.corp", "10.0.0.0/8"])
    assert hosts.refusal("registry.corp", 443) == ""
    assert hosts.address_refusal("registry.corp", address, 443) == ""
    assert hosts.address_refusal("registry.corp", ipaddress.ip_address("192.168.0.1"), 443)


def test_only_its_own_name_leads_to_this_machine():
    loopback = ipaddress.ip_address("127.0.0.1")
    assert HostList(["localhost:80"]).address_refusal("localhost", loopback, 80) == ""
    assert HostList(["localhost:80"]).address_refusal("localhost", loopback, 81)
    assert HostList(["*"]).address_refusal("localhost", loopback, 80)
    assert HostList(["localhost", "evil.example"]).address_refusal("evil.example", loopback, 80)


@pytest.mark.parametrize(
    ("text", "address"),
    [("127.1", "127.0.0.1"), ("0x7f000001", "127.0.0.1"), ("017700000001", "127.0.0.1"), ("::ffff:1.2.3.4", "1.2.3.4")],
)
def test_other_spellings_of_an_address(text: str, address: str):
    assert str(literal(normal(text))) == address


def test_lists_that_name_this_machine():
    assert HostList(["localhost:3000"]).names_this_machine
    assert HostList(["example.com", "127.0.0.1"]).names_this_machine
    assert not HostList(["example.com", "*"]).names_this_machine
