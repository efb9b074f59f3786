//! Writes every picture onto one page, to be looked at:
//! `cargo run -p attune-figures --example gallery -- /tmp/gallery.html [dark]`

#![expect(
    clippy::unwrap_used,
    reason = "an example for developers stops on any error"
)]
#![allow(missing_docs, reason = "the samples are shared with the tests")]

use attune_figures::Figure;

#[path = "../tests/samples/mod.rs"]
mod samples;

const LIGHT: &str = "--paper:#FBFAF7;--surface:#fff;--ink:#23262B;--ink-quiet:#5E646E;--hairline:#E4E1DA;--accent:#1E6B66;--clay:#B4613F;\
--domain-thoughts:#4A53A8;--domain-emotions:#B4476B;--domain-behaviours:#A66A00;--domain-environment:#2F7D4F;--domain-economic:#56677A;--domain-relationships:#7C4BA3;";
const DARK: &str = "--paper:#16181B;--surface:#1E2125;--ink:#E9E6DF;--ink-quiet:#A3A8B0;--hairline:#33363B;--accent:#6CC3BB;--clay:#E0936F;\
--domain-thoughts:#9AA3F0;--domain-emotions:#EE8FAE;--domain-behaviours:#E2AE4E;--domain-environment:#7CC79A;--domain-economic:#A3B4C7;--domain-relationships:#C39AE6;";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let path = arguments.get(1).map_or("gallery.html", String::as_str);
    let colours = if arguments.get(2).is_some_and(|a| a == "dark") {
        DARK
    } else {
        LIGHT
    };
    let css = include_str!("../../../web/src/figures.css");
    let figures: Vec<Box<dyn Figure>> = vec![
        Box::new(samples::trajectory()),
        Box::new(samples::short_trajectory()),
        Box::new(samples::crowded_trajectory()),
        Box::new(samples::linked_trajectory()),
        Box::new(samples::courses()),
        Box::new(samples::empty_trajectory()),
        Box::new(samples::whole_person()),
        Box::new(samples::network()),
        Box::new(samples::large_network(30)),
        Box::new(samples::forest()),
        Box::new(samples::associations()),
        Box::new(samples::fan()),
        Box::new(samples::funnel()),
        Box::new(samples::ratings()),
        Box::new(samples::curves()),
        Box::new(samples::counts()),
        Box::new(samples::heat_map()),
        Box::new(samples::life_line()),
        Box::new(samples::relations()),
    ];
    let pictures: String = figures.iter().map(|f| f.html()).collect();
    let spark = samples::sparkline(false).svg();
    let page = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width\"><title>Gallery</title>\
         <style>:root{{{colours}}}body{{margin:16px auto;padding:0 16px;max-width:800px;background:var(--paper);color:var(--ink);font:16px/1.5 Inter,sans-serif}}figure{{margin-bottom:56px!important}}{css}</style>{pictures}<p>PHQ-9 {spark} 8, mild</p>"
    );
    std::fs::write(path, page).unwrap();
}
