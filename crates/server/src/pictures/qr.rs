use qrcode::QrCode;
use qrcode::render::svg;

use crate::AppError;

/// An address as a square picture that a phone's camera reads. The same address
/// stands beside it in letters, so the picture itself stays silent for screen readers.
pub(crate) fn qr(address: &str) -> Result<String, AppError> {
    let code =
        QrCode::new(address.as_bytes()).map_err(|error| AppError::Broken(error.to_string()))?;
    let picture = code
        .render::<svg::Color<'_>>()
        .min_dimensions(200, 200)
        .build();
    // Without the XML line, which has no place inside a page.
    let drawing = picture
        .split_once("?>")
        .map_or(picture.as_str(), |(_, drawing)| drawing);
    Ok(drawing.replacen("<svg ", "<svg aria-hidden=\"true\" ", 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_is_plain_svg() -> Result<(), AppError> {
        let picture = qr("https://attune.example.org/q/0123")?;
        assert!(
            picture
                .trim_start()
                .starts_with("<svg aria-hidden=\"true\" ")
        );
        assert!(
            !picture.contains("style="),
            "the content policy allows no inline style"
        );
        Ok(())
    }
}
