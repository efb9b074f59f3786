//! `attune import`: being written by the lead right now; do not start another one.
