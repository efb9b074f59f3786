//! Comparing many treatments at once through the network of trials.
