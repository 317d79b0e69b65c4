//! The packed form of a token: a byte of flags, then numbers of variable length (seven bits a byte, low end first), then texts
//! with their length before them. Only signed bytes are ever unpacked.

use super::{Place, Token};
use crate::datestamp::Datestamp;
use crate::provider::{Position, Selection};
use crate::syntax::SetSpec;

const HAS_EXPIRY: u64 = 1;
const HAS_SIZE: u64 = 2;
const LISTS_SETS: u64 = 4;
const HAS_FROM: u64 = 8;
const HAS_SET: u64 = 16;
const OPEN_ENDED: u64 = 32;

pub(super) fn pack(token: &Token) -> Vec<u8> {
    let mut packer = Packer(Vec::with_capacity(96));
    packer.number(flags(token));
    packer.number(token.cursor);
    packer.date(token.expires);
    if let Some(size) = token.size {
        packer.number(size);
    }
    match &token.place {
        Place::Sets { after } => packer.text(after.as_str()),
        Place::Records { selection, after, .. } => {
            packer.text(&selection.prefix);
            packer.date(selection.from);
            packer.date(Some(selection.until));
            if let Some(set) = &selection.set {
                packer.text(set.as_str());
            }
            packer.date(Some(after.datestamp));
            packer.text(&after.key);
        }
    }
    packer.0
}

pub(super) fn unpack(bytes: &[u8]) -> Option<Token> {
    let mut unpacker = Unpacker(bytes);
    let flags = unpacker.number()?;
    let has = |flag: u64| flags & flag != 0;
    let cursor = unpacker.number()?;
    let expires = unpacker.date_if(has(HAS_EXPIRY))?;
    let size = if has(HAS_SIZE) { Some(unpacker.number()?) } else { None };
    let place = if has(LISTS_SETS) {
        Place::Sets { after: SetSpec::parse(&unpacker.text()?)? }
    } else {
        let prefix = unpacker.text()?;
        let from = unpacker.date_if(has(HAS_FROM))?;
        let until = unpacker.date()?;
        let set = if has(HAS_SET) { Some(SetSpec::parse(&unpacker.text()?)?) } else { None };
        let after = Position { datestamp: unpacker.date()?, key: unpacker.text()? };
        Place::Records { selection: Selection { prefix, from, until, set }, open_ended: has(OPEN_ENDED), after }
    };
    unpacker.0.is_empty().then_some(Token { expires, cursor, size, place })
}

fn flags(token: &Token) -> u64 {
    let common = [(token.expires.is_some(), HAS_EXPIRY), (token.size.is_some(), HAS_SIZE)];
    let own = match &token.place {
        Place::Sets { .. } => [(true, LISTS_SETS), (false, 0), (false, 0)],
        Place::Records { selection, open_ended, .. } => {
            [(selection.from.is_some(), HAS_FROM), (selection.set.is_some(), HAS_SET), (*open_ended, OPEN_ENDED)]
        }
    };
    common.into_iter().chain(own).filter(|(set, _)| *set).fold(0, |flags, (_, flag)| flags | flag)
}

struct Packer(Vec<u8>);

impl Packer {
    fn number(&mut self, mut number: u64) {
        loop {
            let [low, ..] = number.to_le_bytes();
            number >>= 7;
            if number == 0 {
                self.0.push(low & 0x7f);
                return;
            }
            self.0.push(low | 0x80);
        }
    }

    /// Seconds, with the sign folded into the lowest bit.
    fn date(&mut self, date: Option<Datestamp>) {
        if let Some(date) = date {
            let seconds = date.unix_seconds();
            self.number(((seconds << 1) ^ (seconds >> 63)).cast_unsigned());
        }
    }

    fn text(&mut self, text: &str) {
        // A length always fits: memory is addressed with 64 bits at most.
        self.number(u64::try_from(text.len()).unwrap_or(u64::MAX));
        self.0.extend_from_slice(text.as_bytes());
    }
}

struct Unpacker<'a>(&'a [u8]);

impl Unpacker<'_> {
    fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn date(&mut self) -> Option<Datestamp> {
        let folded = self.number()?;
        let seconds = (folded >> 1).cast_signed() ^ -(folded & 1).cast_signed();
        Datestamp::from_unix_seconds(seconds)
    }

    #[expect(clippy::option_option, reason = "the outer one says whether the bytes made sense")]
    fn date_if(&mut self, present: bool) -> Option<Option<Datestamp>> {
        if present { self.date().map(Some) } else { Some(None) }
    }

    fn text(&mut self) -> Option<String> {
        let length = usize::try_from(self.number()?).ok()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        String::from_utf8(text.to_vec()).ok()
    }
}
