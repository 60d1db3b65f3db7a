"""Addresses: whose they are, and whether they could carry text out."""

from __future__ import annotations

import pytest

from journeyman.gate.analysis.addresses import is_inner, is_loopback, is_metadata, looks_random, read_address


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://example.com/a/b.html", "example.com"),
        ("example.com:8080/x", "example.com"),
        ("EXAMPLE.com.", "example.com"),
        ("http://[fe80::1]:80/x", "fe80::1"),
        ("fe80::1", "fe80::1"),
        ("8.8.8.8", "8.8.8.8"),
        ("https://raw.githubusercontent.com/a/b/main/README.md", "raw.githubusercontent.com"),
        ("https://nodejs.org/dist/v20.11.1/node-v20.11.1-linux-x64.tar.xz", "nodejs.org"),
        ("https://docs.python.org/3/library/urllib.parse.html#url-parsing", "docs.python.org"),
    ],
)
def test_plain_addresses(text: str, host: str) -> None:
    found = read_address(text)
    assert (found.host, found.carries) == (host, "")


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com/?q=x",
        "https://me@example.com/",
        "https://example.com/c2VjcmV0LXRva2VuLXZhbHVl",
        "https://example.com/" + "word/" * 40,
        "https://example.com/AKIAIOSFODNN7EXAMPLE",
        "https://example.com/" + "a" * 60,
        "aGVsbG8gd29ybGQ.example.com",
        "6a6f75726e65796d616e.example.com",
        "a.b.c.d.e.f.g.h.example.com",
        "a" * 40 + ".example.com",
        "https://example.com/{a,b}",
        "https://example.com/a b",
        "http://localhost\\@example.com/",
        "http://exa mple.com/",
        "https://example.com/\0",
        "https://\0/x",
        "https://example.com:\0/x",
    ],
)
def test_addresses_that_can_carry_text_out(text: str) -> None:
    assert read_address(text).carries


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "127.1", "0x7f.1", "2130706433", "::1", "0.0.0.0", "a.localhost"]
)
def test_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["example.com", "localhost.example.com", "127.0.0.1.example.com", "10.0.0.1", "1.2.3.4.5", ""]
)
def test_other_machines(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    "host",
    [
        "169.254.169.254",
        "2852039166",
        "0xa9.0xfe.0xa9.0xfe",
        "0251.0376.0251.0376",
        "169.254.170.2",
        "::ffff:169.254.169.254",
        "fd00:ec2::254",
        "100.100.100.200",
        "metadata.google.internal",
        "169.254.169.254.nip.io",
        "instance-data",
    ],
)
def test_metadata_services(host: str) -> None:
    assert is_metadata(host)
    assert not is_metadata("metadata.example.com")


@pytest.mark.parametrize("text", ["installation", "python-3.12.1-amd64", "getting-started", "README.md", "HTMLElement"])
def test_words_are_not_random(text: str) -> None:
    assert not looks_random(text)


@pytest.mark.parametrize(
    "host",
    ["10.0.0.1", "172.16.9.1", "192.168.1.1", "0xa000001", "fd00::1", "100.64.0.1", "nas.local", "wiki.internal"],
)
def test_inner_networks(host: str) -> None:
    assert is_inner(host)


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "8.8.8.8", "172.32.0.1", "203.0.113.7", "example.com", "db"]
)
def test_outer_networks_and_this_machine(host: str) -> None:
    assert not is_inner(host)
