-- How a client comes back into their own space: by a mail to their address, by passkeys.
CREATE TABLE way_in (
    client_id BLOB    PRIMARY KEY NOT NULL REFERENCES client (id),
    login_mac BLOB    UNIQUE CHECK (login_mac IS NULL OR length(login_mac) = 32),
    handle    BLOB    NOT NULL UNIQUE CHECK (length(handle) = 16),
    sealed    BLOB    NOT NULL,
    version   INTEGER NOT NULL CHECK (version >= 1)
) STRICT;
