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
mod words;

pub(crate) use alliance::alliance;
pub(crate) use forest::forest;
pub(crate) use life::{PeoplePicture, life_line, people, who};
pub(crate) use network::{MapPicture, NetworkPicture, arranged, as_drawn, map, network, places};
pub(crate) use qr::qr;
pub(crate) use sheets::{SheetPicture, sheet_pictures};
pub(crate) use trajectory::{courses, letter_course, plain_course, trajectory};
pub(crate) use whole_person::{
    picture as whole_person_picture, whole_person, whole_person_on_paper,
};
pub(crate) use words::{frame, map_frame};
