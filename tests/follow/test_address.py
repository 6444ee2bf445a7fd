"""Addresses: no form of a private one gets through, and what was taken apart once stays as it is."""

from __future__ import annotations

import gzip
import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbroglio.follow.address import AddressFault, Target, find_addresses, may_ask, split_url
from imbroglio.follow.fetch import unpack

NEVER = """
0.0.0.0 10.0.0.1 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.1 192.88.99.1
192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1
::ffff:10.0.0.1 ::ffff:0:127.0.0.1 64:ff9b::127.0.0.1 64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1::1 2002:a00:1:: 3fff::1
5f00::1 fc00::1 fd12::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1 localhost 0x7f.1 2130706433 127.1 nonsense
""".split()


@pytest.mark.parametrize("address", NEVER)
def test_what_is_no_public_address_is_not_asked(address: str) -> None:
    assert not may_ask(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:8.8.8.8"])
def test_public_addresses_are_asked(address: str) -> None:
    assert may_ask(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "192.168.1.1", "::1", "fd12::1", "::ffff:127.0.0.1"])
def test_a_private_address_is_asked_where_the_user_says_so(address: str) -> None:
    assert may_ask(address, private=True)


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "::ffff:169.254.169.254", "fe80::1", "224.0.0.1", "0.0.0.0", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::"]
)
def test_and_some_are_not_asked_even_then(address: str) -> None:
    assert not may_ask(address, private=True)


@given(st.ip_addresses(v=4))
def test_no_form_of_an_address_says_more_than_the_address(address: ipaddress.IPv4Address) -> None:
    assert may_ask(f"::ffff:{address}") == may_ask(str(address))
    assert not (may_ask(str(address)) and (address.is_private or address.is_multicast or address.is_loopback))
    number = int(address)
    for wrapped in (f"::{address}", f"64:ff9b::{address}", str(ipaddress.IPv6Address((0x2002 << 112) | (number << 80)))):
        assert not may_ask(wrapped)
        assert not may_ask(wrapped, private=True) or wrapped == "::0.0.0.1"  # which is ::1


@given(st.ip_addresses(v=6))
def test_of_ipv6_only_what_is_given_out_is_asked(address: ipaddress.IPv6Address) -> None:
    assert not may_ask(str(address)) or (address.is_global and not address.is_multicast)


def test_one_private_address_among_several_is_enough_to_refuse() -> None:
    target = Target("http", "both.example", 80, "/")
    with pytest.raises(AddressFault, match=r"10\.0\.0\.1"):
        find_addresses(target, False, lambda _h, _p: ["93.184.215.14", "10.0.0.1"])
    assert find_addresses(target, False, lambda _h, _p: ["93.184.215.14"]) == ["93.184.215.14"]


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/", "file:///etc/passwd", "//a.example/", "a.example", "", "http://", "http:///x", "http://u@a.example/",
        "http://u:p@a.example/", "http://@a.example/", "http://a.example:99999/", "http://a.example:x/", "http://a.example\\@b.example/",
        "http://a.example/\r\nX: 1", "http://a.example\x00.b.example/", "http://[::1%25eth0]/", "http://[nonsense]/", "http://a..example/",
        "http://-a.example/", "http://a b.example/", "http://" + "a" * 3000 + ".example/", "jar:http://a.example!/",
    ],
)  # fmt: skip
def test_what_is_no_address_to_ask_is_refused(url: str) -> None:
    with pytest.raises(AddressFault):
        split_url(url)


@given(st.text(max_size=60), st.sampled_from(["http://a.example", "https://a.example:8443", "http://[2001:db8::1]", ""]))
def test_an_address_that_was_taken_apart_stays_as_it_is(rest: str, origin: str) -> None:
    try:
        target = split_url(origin + rest, "https://base.example/dir/page")
    except AddressFault:
        return
    assert split_url(target.url) == target
    assert target.url.isascii() and not any(sign in target.url for sign in " \r\n\t\\#")


@given(st.binary(max_size=3000), st.integers(1, 700))
def test_what_was_packed_is_unpacked_however_it_is_cut(data: bytes, size: int) -> None:
    packed = gzip.compress(data) + gzip.compress(data)
    assert unpack((packed[n : n + size] for n in range(0, len(packed), size)), 10_000) == data * 2
