-- Mails that wait, were sent, or were given up. The id follows from what causes the mail, so nothing is queued twice.
CREATE TABLE outbox (
    id      BLOB    PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    state   INTEGER NOT NULL CHECK (state IN (1, 2, 3)),
    sealed  BLOB    NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1)
) STRICT;
CREATE INDEX outbox_state ON outbox (state);
