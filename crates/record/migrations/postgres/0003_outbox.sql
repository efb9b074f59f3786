-- Mails that wait, were sent, or were given up. The id follows from what causes the mail, so nothing is queued twice.
CREATE TABLE outbox (
    id      UUID   PRIMARY KEY,
    state   BIGINT NOT NULL CHECK (state IN (1, 2, 3)),
    sealed  BYTEA  NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1)
);
CREATE INDEX outbox_state ON outbox (state);
