//! The program from its command line, as people run it; what kills it has a program of its own beside this one.

mod account;
mod backup;
mod config;
mod demo;
mod evidence;
mod flagged;
mod import;
mod init;
mod measures;
mod passphrase;
mod rescore;
mod serve;
#[path = "../support/mod.rs"]
mod support;
mod worksheets;
