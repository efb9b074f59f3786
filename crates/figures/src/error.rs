/// Why a picture's parts were refused, and what the caller can do.
///
/// No variant repeats the text it refused: it may be clinical.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FigureError {
    /// A figure id would not be a safe `id` attribute. Use a lower-case letter
    /// followed by lower-case letters, digits and hyphens.
    #[error(
        "a figure id is a lower-case letter followed by lower-case letters, digits and hyphens"
    )]
    UnsafeId,
    /// A range is empty, upside down or not finite. Give two finite numbers,
    /// the smaller one first.
    #[error("a range needs two finite numbers, the smaller one first")]
    EmptyRange,
    /// An influence names a factor that is not in the picture.
    #[error("an influence names a factor that is not in the picture")]
    UnknownFactor,
    /// A loop names an influence that is not in the picture.
    #[error("a loop names an influence that is not in the picture")]
    UnknownInfluence,
    /// A link leads out of the program. Give a path that starts with one `/`.
    #[error("a link in a picture is a path inside the program, starting with one slash")]
    OutsideLink,
}
