"""plugins/intake/reachable.py: a table of addresses, each of which was somebody's way in once."""

import pytest

from plugins.intake.reachable import is_reachable

CLOSED = (
    *("0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254"),  # noqa: S104
    *("172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1"),
    *("198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff0e::1", "ff02::1", "100::1"),
    *("2001:db8::1", "2001:2::1", "2001:20::1", "3fff::1", "5f00::1", "fec0::1", "::ffff:0:10.0.0.1"),
    *("::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:7f00:1", "::127.0.0.1", "::10.0.0.1"),
    *("64:ff9b::10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "64:ff9b:1::8.8.8.8", "2002:0a00:0001::"),
    *("2002:7f00:1::1", "2002:a9fe:a9fe::", "2001:0:4136:e378:8000:63bf:f5ff:fffe", "2001:0:a00:1::1"),
    *("2600:1::5efe:10.0.0.1", "2600:1::200:5efe:192.168.0.1", "localhost", "0x7f.1", ""),
)
OPEN = (
    *("1.1.1.1", "8.8.8.8", "100.63.255.255", "172.32.0.1", "193.0.6.139", "223.255.255.255"),
    *("2606:4700:4700::1111", "2a00:1450:4001:800::200e", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"),
    *("2002:808:808::1", "2001:4860:4860::8888"),
)


@pytest.mark.parametrize("address", CLOSED)
def test_what_is_not_one_machine_of_the_public_web_is_refused(address):
    """Python 3.11 calls several of these global; what decides is the range, and the address within the address."""
    assert not is_reachable(address)


@pytest.mark.parametrize("address", OPEN)
def test_what_everybody_can_reach_may_be_asked(address):
    """Networks that speak IPv6 alone reach others through such addresses."""
    assert is_reachable(address)
