-- The practice itself: one row. `install` ties the database to its keyring.
CREATE TABLE practice (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    install  BLOB    NOT NULL CHECK (length(install) = 16),
    settings BLOB,
    version  INTEGER NOT NULL CHECK (version >= 0)
) STRICT;

CREATE TABLE account (
    id        BLOB    PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    login_mac BLOB    NOT NULL UNIQUE CHECK (length(login_mac) = 32),
    sealed    BLOB    NOT NULL,
    version   INTEGER NOT NULL CHECK (version >= 1)
) STRICT;

CREATE TABLE client (
    id               BLOB    PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    opened_day       INTEGER NOT NULL,
    seq              INTEGER NOT NULL CHECK (seq >= 0),
    identity         BLOB    NOT NULL,
    identity_version INTEGER NOT NULL CHECK (identity_version >= 1),
    headline         BLOB    NOT NULL,
    change           INTEGER NOT NULL
) STRICT;
CREATE INDEX client_change ON client (change);

-- Without a row id the entries of one client lie side by side, so opening a record reads few pages.
CREATE TABLE entry (
    client_id BLOB    NOT NULL REFERENCES client (id),
    seq       INTEGER NOT NULL CHECK (seq >= 1),
    id        BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    day       INTEGER NOT NULL,
    sealed    BLOB    NOT NULL,
    PRIMARY KEY (client_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE draft (
    id        BLOB    PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    client_id BLOB    NOT NULL REFERENCES client (id),
    version   INTEGER NOT NULL CHECK (version >= 1),
    sealed    BLOB    NOT NULL
) STRICT;
CREATE INDEX draft_client ON draft (client_id);

-- Who may open which record. relation: 1 clinician, 2 supervisor.
CREATE TABLE access (
    client_id  BLOB    NOT NULL REFERENCES client (id),
    account_id BLOB    NOT NULL REFERENCES account (id),
    relation   INTEGER NOT NULL CHECK (relation IN (1, 2)),
    PRIMARY KEY (client_id, account_id, relation)
) STRICT, WITHOUT ROWID;
CREATE INDEX access_account ON access (account_id);

CREATE TABLE session (
    id         BLOB    PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    token_hash BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    account_id BLOB    NOT NULL REFERENCES account (id),
    sealed     BLOB    NOT NULL,
    version    INTEGER NOT NULL CHECK (version >= 1)
) STRICT;
CREATE INDEX session_account ON session (account_id);

CREATE TABLE link (
    id         BLOB    PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    token_hash BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    client_id  BLOB    NOT NULL REFERENCES client (id),
    sealed     BLOB    NOT NULL,
    version    INTEGER NOT NULL CHECK (version >= 1)
) STRICT;
CREATE INDEX link_client ON link (client_id);

CREATE TABLE throttle (
    subject_mac BLOB    PRIMARY KEY NOT NULL CHECK (length(subject_mac) = 32),
    sealed      BLOB    NOT NULL,
    version     INTEGER NOT NULL CHECK (version >= 1),
    day         INTEGER NOT NULL
) STRICT;

-- The end of the audit chain. Every write begins by raising `seq`, which also puts the writers in order.
CREATE TABLE audit_head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    seq INTEGER NOT NULL CHECK (seq >= 0),
    mac BLOB    NOT NULL CHECK (length(mac) = 32)
) STRICT;
INSERT INTO audit_head (one, seq, mac) VALUES (1, 0, zeroblob(32));

-- No foreign keys: a line stays whatever happens to what it tells of.
CREATE TABLE audit (
    seq        INTEGER PRIMARY KEY CHECK (seq >= 1),
    day        INTEGER NOT NULL,
    account_id BLOB,
    client_id  BLOB,
    sealed     BLOB    NOT NULL,
    mac        BLOB    NOT NULL CHECK (length(mac) = 32)
) STRICT;
CREATE INDEX audit_account ON audit (account_id, seq);
CREATE INDEX audit_client ON audit (client_id, seq);
