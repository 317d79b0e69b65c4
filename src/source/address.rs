//! Which addresses belong to everybody's internet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address is one that anybody could reach: not of this machine, a private network, or set aside (IANA
/// special-purpose address registries; RFC 6890).
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let set_aside = a == 0
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19))
        || a >= 240;
    !(set_aside
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || address.is_multicast())
}

/// Addresses that carry an IPv4 address (mapped, NAT64, 6to4) are judged by that one.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let octets = address.octets();
    let inner = |at: usize| {
        let four: Option<[u8; 4]> = octets.get(at..at + 4).and_then(|four| four.try_into().ok());
        four.is_some_and(|four| is_public_v4(Ipv4Addr::from(four)))
    };
    match segments {
        [0, 0, 0, 0, 0, 0xFFFF, ..] | [0x64, 0xFF9B, ..] => inner(12),
        [0x2002, ..] => inner(2),
        [0x2001, 0x0DB8, ..] => false,
        [0x2001, second, ..] => second >= 0x0200,
        // Global unicast is 2000::/3 (RFC 4291 §2.4); everything else is this machine's, a link's, a site's or a group's.
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_and_private_networks_are_not_public_in_any_disguise() {
        for text in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "::127.0.0.1",
        ] {
            assert!(!is_public(text.parse().unwrap()), "{text}");
        }
        for text in ["132.204.8.1", "1.1.1.1", "2607:f8b0::1", "2001:4860::8888", "::ffff:132.204.8.1"] {
            assert!(is_public(text.parse().unwrap()), "{text}");
        }
    }
}
