//! Numbers that look random and are the same in every run.

/// `SplitMix64` (Steele, Lea, Flood, OOPSLA 2014): every seed gives a sound sequence.
pub(crate) struct Random(u64);

impl Random {
    /// The sequence of a number, of its own for each `purpose`.
    pub(crate) fn new(number: u64, purpose: u64) -> Self {
        let mut random = Self(number.wrapping_mul(0xD134_2543_DE82_EF95) ^ purpose);
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `limit - 1`.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    /// A number within bounds, both inclusive.
    pub(crate) fn within(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high.saturating_sub(low).saturating_add(1))
    }

    /// Whether something happens that does so `percent` times in a hundred.
    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of several things, all as likely; `None` of none.
    pub(crate) fn one_of<'a, T>(&mut self, things: &'a [T]) -> Option<&'a T> {
        let place = self.below(u64::try_from(things.len()).unwrap_or(u64::MAX));
        things.get(usize::try_from(place).unwrap_or_default())
    }

    /// One of several things, the first ones most often, as words and journals are: the place is the lower of two.
    pub(crate) fn often_first<'a, T>(&mut self, things: &'a [T]) -> Option<&'a T> {
        let length = u64::try_from(things.len()).unwrap_or(u64::MAX);
        let place = self.below(length).min(self.below(length));
        things.get(usize::try_from(place).unwrap_or_default())
    }
}
