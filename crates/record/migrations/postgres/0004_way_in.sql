-- How a client comes back into their own space: by a mail to their address, by passkeys.
CREATE TABLE way_in (
    client_id UUID   PRIMARY KEY REFERENCES client (id),
    login_mac BYTEA  UNIQUE CHECK (login_mac IS NULL OR octet_length(login_mac) = 32),
    handle    UUID   NOT NULL UNIQUE,
    sealed    BYTEA  NOT NULL,
    version   BIGINT NOT NULL CHECK (version >= 1)
);
