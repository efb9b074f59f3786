//! From records to pictures. Each function answers with finished HTML: the
//! sentence the picture shows, the drawing, and the same data as a table.

mod alliance;
mod forest;
mod life;
mod network;
mod qr;
mod sheets;
mod trajectory;
mod whole_person;

pub(crate) use alliance::alliance;
pub(crate) use forest::forest;
pub(crate) use life::{PeoplePicture, life_line, people, who};
pub(crate) use network::{
    MapPicture, MapWords, NetworkPicture, arranged, map, network, network_named, places,
};
pub(crate) use qr::qr;
pub(crate) use sheets::{SheetPicture, sheet_pictures};
pub(crate) use trajectory::{course, courses, plain_course, trajectory};
pub(crate) use whole_person::{
    picture as whole_person_picture, whole_person, whole_person_on_paper,
};
