//! Which symptoms hang together when all others are held still.
