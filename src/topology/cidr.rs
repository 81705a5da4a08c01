//! Address ranges of networks.

use std::{fmt, net::Ipv4Addr};

/// An IPv4 range whose host bits are zero.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Cidr {
    address: u32,
    prefix: u8,
}

impl Cidr {
    /// `10.<index>.0.0/16`.
    #[must_use]
    pub fn of_index(index: u8) -> Self {
        Self { address: u32::from_be_bytes([10, index, 0, 0]), prefix: 16 }
    }

    /// Reads `10.1.0.0/16`.
    ///
    /// # Errors
    ///
    /// What is wrong, in words that follow the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (address, prefix) =
            text.split_once('/').ok_or("has no prefix length, such as the /16 of 10.1.0.0/16")?;
        let address: Ipv4Addr =
            address.parse().map_err(|_| "does not start with an IPv4 address".to_owned())?;
        let prefix: u8 =
            prefix.parse().map_err(|_| "does not end with a prefix length".to_owned())?;
        if !(16..=19).contains(&prefix) {
            return Err("is not between /16 and /19, which leaves each zone useful subnets".into());
        }
        let cidr = Self { address: address.to_bits(), prefix };
        if cidr.address & !cidr.mask() != 0 {
            let network = Ipv4Addr::from_bits(cidr.address & cidr.mask());
            return Err(format!("is not the start of its range, which is {network}/{prefix}"));
        }
        if !address.is_private() {
            return Err("is not a private range (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16)".into());
        }
        Ok(cidr)
    }

    fn mask(self) -> u32 {
        u32::MAX << (32 - u32::from(self.prefix))
    }

    /// Whether the two share an address.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
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
        assert_eq!(Cidr::of_index(7).to_string(), "10.7.0.0/16");
        for bad in
            ["10.1.0.0", "10.1.0.0/8", "10.1.1.0/16", "8.8.0.0/16", "10.1/16", "::/16", "x/16"]
        {
            assert!(Cidr::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn ranges_overlap_when_one_holds_the_other() {
        let wide = Cidr::parse("10.0.0.0/16").unwrap();
        assert!(wide.overlaps(Cidr::parse("10.0.32.0/19").unwrap()));
        assert!(!wide.overlaps(Cidr::parse("10.1.0.0/16").unwrap()));
    }
}
