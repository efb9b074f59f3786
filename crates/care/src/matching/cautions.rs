use attune_catalog::{Catalog, Caution, Technique};

/// Every caution a technique stands under: its own, then those of the therapy it
/// comes from. A situation that both name is listed once, as the technique has it.
pub(super) fn cautions_of<'a>(
    catalog: &'a Catalog,
    technique: &'a Technique,
) -> impl Iterator<Item = &'a Caution> {
    let of_modality = catalog
        .modality(&technique.modality)
        .map_or(&[][..], |modality| &modality.cautions);
    let own = &technique.cautions;
    own.iter().chain(of_modality.iter().filter(move |caution| {
        own.iter()
            .all(|other| other.when != caution.when || other.severity < caution.severity)
    }))
}
