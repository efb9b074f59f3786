//! Pooling the effects of several trials.
