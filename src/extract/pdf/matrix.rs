//! Affine transforms of PDF (ISO 32000-2 §8.3.3): row vectors, `[a b c d e f]`.

/// A transform from one coordinate system to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix {
    pub(super) a: f64,
    pub(super) b: f64,
    pub(super) c: f64,
    pub(super) d: f64,
    pub(super) e: f64,
    pub(super) f: f64,
}

impl Matrix {
    pub(super) const IDENTITY: Self = Self::new([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    #[expect(clippy::many_single_char_names, reason = "the letters of ISO 32000-2, 8.3.3")]
    pub(super) const fn new([a, b, c, d, e, f]: [f64; 6]) -> Self {
        Self { a, b, c, d, e, f }
    }

    /// This transform first, then `next`.
    pub(super) fn then(&self, next: &Self) -> Self {
        Self {
            a: self.a * next.a + self.b * next.c,
            b: self.a * next.b + self.b * next.d,
            c: self.c * next.a + self.d * next.c,
            d: self.c * next.b + self.d * next.d,
            e: self.e * next.a + self.f * next.c + next.e,
            f: self.e * next.b + self.f * next.d + next.f,
        }
    }

    /// This transform after a shift, as a text matrix moves from glyph to glyph.
    pub(super) fn shifted(&self, x: f64, y: f64) -> Self {
        Self { e: x * self.a + y * self.c + self.e, f: x * self.b + y * self.d + self.f, ..*self }
    }

    pub(super) fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)
    }

    pub(super) fn is_finite(&self) -> bool {
        [self.a, self.b, self.c, self.d, self.e, self.f].iter().all(|value| value.is_finite())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shift_comes_before_the_transform() {
        let turned = Matrix::new([0.0, 2.0, -3.0, 0.0, 5.0, 7.0]);
        assert_eq!(turned.shifted(1.0, 4.0), Matrix::new([1.0, 0.0, 0.0, 1.0, 1.0, 4.0]).then(&turned));
    }

    #[test]
    fn transforms_apply_in_the_order_they_are_chained() {
        let scale = Matrix::new([2.0, 0.0, 0.0, 2.0, 0.0, 0.0]);
        let shifted = scale.then(&Matrix::new([1.0, 0.0, 0.0, 1.0, 10.0, 0.0]));
        let (x, y) = shifted.apply(1.0, 3.0);
        assert!((x - 12.0).abs() < 1e-9 && (y - 6.0).abs() < 1e-9);
    }
}
