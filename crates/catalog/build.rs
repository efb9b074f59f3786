//! Rebuilds when a data file is added or removed, which the embedding macro alone does not notice.

fn main() {
    println!("cargo::rerun-if-changed=../../catalog");
}
