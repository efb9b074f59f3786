//! What moves what, within and between the moments of one person's diary.
