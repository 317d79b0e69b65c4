//! Budgets of one extraction, so that a hostile file ends early with what was read so far.

/// How much work one file may cost. The defaults are measured: no article of the test corpus comes near them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Pages that are read; the rest is left out.
    pub pages: usize,
    /// Content operators in the whole document.
    pub operators: u64,
    /// Glyphs on one page.
    pub glyphs: usize,
    /// Executions of form `XObjects` in the whole document.
    pub forms: u32,
    /// Size in bytes that one stream may decode to, and ten times this for all streams together.
    pub decoded_bytes: u64,
    /// Characters of text in the whole document.
    pub characters: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            pages: 3_000,
            operators: 20_000_000,
            glyphs: 1_000_000,
            forms: 20_000,
            decoded_bytes: 128 << 20,
            characters: 20_000_000,
        }
    }
}

/// What is left of the limits while a document is read.
#[derive(Debug)]
pub(crate) struct Budget {
    operators: u64,
    forms: u32,
    decoded_bytes: u64,
    glyphs_page: usize,
    characters: usize,
    limits: Limits,
    exhausted: bool,
}

impl Budget {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            operators: limits.operators,
            forms: limits.forms,
            decoded_bytes: limits.decoded_bytes.saturating_mul(10),
            glyphs_page: limits.glyphs,
            characters: limits.characters,
            limits: *limits,
            exhausted: false,
        }
    }

    /// Starts a page: glyphs are counted anew. Tells whether a budget broke on the page before.
    pub(crate) fn start_page(&mut self) {
        self.glyphs_page = self.limits.glyphs.min(self.characters);
        self.exhausted = false;
    }

    pub(crate) fn is_exhausted(&self) -> bool {
        self.exhausted
    }

    /// Whether nothing more can be read from the document.
    pub(crate) fn is_spent(&self) -> bool {
        self.operators == 0 || self.characters == 0 || self.forms == 0 || self.decoded_bytes == 0
    }

    /// The size in bytes that the next stream may decode to.
    pub(crate) fn stream_bytes(&self) -> u64 {
        self.limits.decoded_bytes.min(self.decoded_bytes)
    }

    pub(crate) fn take_operator(&mut self) -> bool {
        match self.operators.checked_sub(1) {
            Some(left) if !self.exhausted => {
                self.operators = left;
                true
            }
            _ => self.refuse(),
        }
    }

    pub(crate) fn take_form(&mut self) -> bool {
        match self.forms.checked_sub(1) {
            Some(left) => {
                self.forms = left;
                true
            }
            None => self.refuse(),
        }
    }

    pub(crate) fn take_bytes(&mut self, size_bytes: usize) {
        let size_bytes = u64::try_from(size_bytes).unwrap_or(u64::MAX);
        self.decoded_bytes = self.decoded_bytes.saturating_sub(size_bytes);
    }

    pub(crate) fn take_glyph(&mut self) -> bool {
        match (self.glyphs_page.checked_sub(1), self.characters.checked_sub(1)) {
            (Some(page), Some(all)) => {
                self.glyphs_page = page;
                self.characters = all;
                true
            }
            _ => self.refuse(),
        }
    }

    pub(crate) fn refuse(&mut self) -> bool {
        self.exhausted = true;
        false
    }
}
