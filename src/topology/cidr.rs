//! Address ranges of networks.

use std::{fmt, net::Ipv4Addr, ops::RangeInclusive};

/// A private IPv4 range whose host bits are zero.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cidr {
    address: u32,
    prefix: u8,
}

impl Cidr {
    /// Where networks begin unless the file says otherwise: `10.0.0.0/10`.
    pub(crate) const USUAL: Self = Self { address: 10 << 24, prefix: 10 };

    /// Reads the range of one network: `10.1.0.0/16`.
    ///
    /// # Errors
    ///
    /// What is wrong, in words that follow the text.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        Self::read(text, 16..=19, "leaves each zone useful subnets")
    }

    /// The range of one network that an address with a prefix length is in: `10.1.0.0/16` of `10.1.2.0/16`.
    #[must_use]
    pub(crate) fn around(text: &str) -> Option<Self> {
        let (address, prefix) = text.split_once('/')?;
        let inside = Self {
            address: address.parse::<Ipv4Addr>().ok()?.to_bits(),
            prefix: prefix.parse().ok()?,
        };
        let address =
            (inside.prefix <= 32 && inside.prefix > 0).then(|| inside.address & inside.mask())?;
        Self::parse(&Self { address, ..inside }.to_string()).ok()
    }

    /// Reads a range that holds 64 networks: `10.0.0.0/10`.
    ///
    /// # Errors
    ///
    /// What is wrong, in words that follow the text.
    pub(crate) fn parse_many(text: &str) -> Result<Self, String> {
        Self::read(text, 10..=13, "holds 64 networks of /16 to /19")
    }

    fn read(text: &str, prefixes: RangeInclusive<u8>, why: &str) -> Result<Self, String> {
        let (least, most) = (prefixes.start(), prefixes.end());
        let (address, prefix) = text.split_once('/').ok_or_else(|| {
            format!("has no prefix length, such as the /{least} of 10.0.0.0/{least}")
        })?;
        let address: Ipv4Addr =
            address.parse().map_err(|_| "does not start with an IPv4 address".to_owned())?;
        let prefix: u8 =
            prefix.parse().map_err(|_| "does not end with a prefix length".to_owned())?;
        if !prefixes.contains(&prefix) {
            return Err(format!("is not between /{least} and /{most}, which {why}"));
        }
        let cidr = Self { address: address.to_bits(), prefix };
        if cidr.address & !cidr.mask() != 0 {
            let network = Ipv4Addr::from_bits(cidr.address & cidr.mask());
            return Err(format!("is not the start of its range, which is {network}/{prefix}"));
        }
        let end = Ipv4Addr::from_bits(cidr.address | !cidr.mask());
        if !address.is_private() || !end.is_private() {
            return Err("is not a private range (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16)".into());
        }
        Ok(cidr)
    }

    /// The network of this number out of 64; `None` beyond them.
    pub(crate) fn network(self, number: u8) -> Option<Self> {
        let prefix = self.prefix + 6;
        let offset = u32::from(number) << (32 - u32::from(prefix));
        (number < 64).then_some(Self { address: self.address | offset, prefix })
    }

    /// The first /16 under 10.0.0.0/8 that shares nothing with `taken`; those beyond the usual range first.
    pub(crate) fn free(taken: &[Self]) -> Option<Self> {
        let all = (64..=u8::MAX).chain(0..64).map(|index| u32::from_be_bytes([10, index, 0, 0]));
        let mut all = all.map(|address| Self { address, prefix: 16 });
        all.find(|own| taken.iter().all(|other| !other.overlaps(*own)))
    }

    fn mask(self) -> u32 {
        u32::MAX << (32 - u32::from(self.prefix))
    }

    /// Whether the two share an address.
    pub(crate) fn overlaps(self, other: Self) -> bool {
        let mask = self.mask() & other.mask();
        self.address & mask == other.address & mask
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", Ipv4Addr::from_bits(self.address), self.prefix)
    }
}

impl fmt::Debug for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_strictly() {
        assert_eq!(Cidr::parse("10.1.0.0/16").unwrap().to_string(), "10.1.0.0/16");
        for bad in
            ["10.1.0.0", "10.1.0.0/8", "10.1.1.0/16", "8.8.0.0/16", "10.1/16", "::/16", "x/16"]
        {
            assert!(Cidr::parse(bad).is_err(), "{bad}");
        }
        for good in
            ["10.0.0.0/10", "10.64.0.0/10", "10.32.0.0/11", "172.16.0.0/12", "172.24.0.0/13"]
        {
            assert_eq!(Cidr::parse_many(good).unwrap().to_string(), good);
        }
        // The last one begins in a private range and ends outside.
        for bad in ["10.0.0.0/8", "10.0.0.0/14", "10.1.0.0/10", "172.0.0.0/11", "192.168.0.0/13"] {
            assert!(Cidr::parse_many(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn ranges_overlap_when_one_holds_the_other() {
        let wide = Cidr::parse("10.0.0.0/16").unwrap();
        assert!(wide.overlaps(Cidr::parse("10.0.32.0/19").unwrap()));
        assert!(!wide.overlaps(Cidr::parse("10.1.0.0/16").unwrap()));
    }

    #[test]
    fn a_range_is_cut_into_64_networks() {
        let of = |range: &str, number| Cidr::parse_many(range).unwrap().network(number);
        assert_eq!(of("10.0.0.0/10", 35).unwrap().to_string(), "10.35.0.0/16");
        assert_eq!(of("10.128.0.0/11", 63).unwrap().to_string(), "10.159.128.0/17");
        assert_eq!(of("172.16.0.0/12", 1).unwrap().to_string(), "172.16.64.0/18");
        assert_eq!(of("10.0.0.0/10", 64), None);
        assert_eq!(Cidr::USUAL, Cidr::parse_many("10.0.0.0/10").unwrap());
    }

    #[test]
    fn a_free_range_is_outside_all_others() {
        assert_eq!(Cidr::free(&[]).unwrap().to_string(), "10.64.0.0/16");
        let taken = ["10.0.0.0/10", "10.64.0.0/10"].map(|text| Cidr::parse_many(text).unwrap());
        assert_eq!(Cidr::free(&taken).unwrap().to_string(), "10.128.0.0/16");
    }
}
