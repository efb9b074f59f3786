//! As much of complex numbers as the eigenvalue iteration needs.

use std::ops::{Add, Div, Mul, Sub};

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Complex {
    pub(super) real: f64,
    pub(super) imaginary: f64,
}

impl Complex {
    pub(super) const ZERO: Self = Self {
        real: 0.0,
        imaginary: 0.0,
    };

    pub(super) fn real(real: f64) -> Self {
        Self {
            real,
            imaginary: 0.0,
        }
    }

    pub(super) fn modulus(self) -> f64 {
        self.real.hypot(self.imaginary)
    }

    /// Squared modulus; for numbers of about size 1, as it may underflow.
    pub(super) fn square(self) -> f64 {
        self.real * self.real + self.imaginary * self.imaginary
    }

    /// The modulus to within a factor of `sqrt(2)`, without a root: for judging size.
    pub(super) fn size(self) -> f64 {
        self.real.abs() + self.imaginary.abs()
    }

    pub(super) fn conjugate(self) -> Self {
        Self {
            real: self.real,
            imaginary: -self.imaginary,
        }
    }

    pub(super) fn scaled(self, factor: f64) -> Self {
        Self {
            real: self.real * factor,
            imaginary: self.imaginary * factor,
        }
    }

    /// The root with a real part of zero or more. The smaller part comes from a
    /// quotient, since subtracting two close numbers would lose its digits.
    pub(super) fn square_root(self) -> Self {
        let modulus = self.modulus();
        if modulus == 0.0 {
            return Self::ZERO;
        }
        let large = f64::midpoint(modulus, self.real.abs()).sqrt();
        let small = self.imaginary.abs() / (2.0 * large);
        let (real, imaginary) = if self.real >= 0.0 {
            (large, small)
        } else {
            (small, large)
        };
        Self {
            real,
            imaginary: imaginary.copysign(self.imaginary),
        }
    }
}

impl Add for Complex {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            real: self.real + other.real,
            imaginary: self.imaginary + other.imaginary,
        }
    }
}

impl Sub for Complex {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self {
            real: self.real - other.real,
            imaginary: self.imaginary - other.imaginary,
        }
    }
}

impl Mul for Complex {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self {
            real: self.real * other.real - self.imaginary * other.imaginary,
            imaginary: self.real * other.imaginary + self.imaginary * other.real,
        }
    }
}

impl Div<f64> for Complex {
    type Output = Self;
    fn div(self, divisor: f64) -> Self {
        Self {
            real: self.real / divisor,
            imaginary: self.imaginary / divisor,
        }
    }
}
