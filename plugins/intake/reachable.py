"""Which addresses of machines may be asked for something that a stranger named. Pure.

`ipaddress.is_global` is no such guard: of NAT64, 6to4, IPv4-compatible and multicast addresses it says yes in some
versions of Python and no in others. The ranges are written out, so that every version refuses the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

CLOSED_IPV4: Final = tuple(
    map(
        IPv4Network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
            *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15"),
            *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        ),
    )
)
"""What is this machine's, this network's, nobody's, or everybody's at once."""

UNICAST: Final = IPv6Network("2000::/3")
CLOSED_IPV6: Final = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "3fff::/20")))
"""Within UNICAST: what protocols have for themselves, and what stands in examples."""

COMPATIBLE: Final = IPv6Network("::/96")
TRANSLATED: Final = IPv6Network("64:ff9b::/96")
TEREDO: Final = IPv6Network("2001::/32")
ISATAP: Final = frozenset((0x00005EFE, 0x02005EFE))
"""The upper half of an interface's number, before the IPv4 address that it stands for."""


def is_reachable(address: str) -> bool:
    """Whether `address`, as the resolver gave it, is that of one machine that everybody can reach."""
    try:
        found = ip_address(address)
    except ValueError:  # with a zone ("fe80::1%eth0"), which only addresses of this network have
        return False
    if isinstance(found, IPv4Address):
        return _is_open_ipv4(found)
    embedded = tuple(_embedded(found))
    return all(map(_is_open_ipv4, embedded)) and (bool(embedded) or _is_open_ipv6(found))


def _is_open_ipv4(address: IPv4Address) -> bool:
    return not any(address in network for network in CLOSED_IPV4)


def _is_open_ipv6(address: IPv6Address) -> bool:
    return address in UNICAST and not any(address in network for network in CLOSED_IPV6)


def _embedded(address: IPv6Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses that a gateway would make of it."""
    last = IPv4Address(int(address) & 0xFFFFFFFF)
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    if address.sixtofour:
        yield address.sixtofour
    if address in TEREDO and address.teredo:
        yield from address.teredo
    if address in COMPATIBLE or address in TRANSLATED:
        yield last
    if (int(address) >> 32) & 0xFFFFFFFF in ISATAP and address in UNICAST:
        yield last
