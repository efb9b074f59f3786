-- The practice itself: one row. `install` ties the database to its keyring.
CREATE TABLE practice (
    one      BIGINT PRIMARY KEY CHECK (one = 1),
    install  UUID   NOT NULL,
    settings BYTEA,
    version  BIGINT NOT NULL CHECK (version >= 0)
);

CREATE TABLE account (
    id        UUID   PRIMARY KEY,
    login_mac BYTEA  NOT NULL UNIQUE CHECK (octet_length(login_mac) = 32),
    sealed    BYTEA  NOT NULL,
    version   BIGINT NOT NULL CHECK (version >= 1)
);

CREATE TABLE client (
    id               UUID   PRIMARY KEY,
    opened_day       BIGINT NOT NULL,
    seq              BIGINT NOT NULL CHECK (seq >= 0),
    identity         BYTEA  NOT NULL,
    identity_version BIGINT NOT NULL CHECK (identity_version >= 1),
    headline         BYTEA  NOT NULL,
    change           BIGINT NOT NULL
);
CREATE INDEX client_change ON client (change);

CREATE TABLE entry (
    client_id UUID   NOT NULL REFERENCES client (id),
    seq       BIGINT NOT NULL CHECK (seq >= 1),
    id        UUID   NOT NULL UNIQUE,
    day       BIGINT NOT NULL,
    sealed    BYTEA  NOT NULL,
    PRIMARY KEY (client_id, seq)
);

CREATE TABLE draft (
    id        UUID   PRIMARY KEY,
    client_id UUID   NOT NULL REFERENCES client (id),
    version   BIGINT NOT NULL CHECK (version >= 1),
    sealed    BYTEA  NOT NULL
);
CREATE INDEX draft_client ON draft (client_id);

-- Who may open which record. relation: 1 clinician, 2 supervisor.
CREATE TABLE access (
    client_id  UUID   NOT NULL REFERENCES client (id),
    account_id UUID   NOT NULL REFERENCES account (id),
    relation   BIGINT NOT NULL CHECK (relation IN (1, 2)),
    PRIMARY KEY (client_id, account_id, relation)
);
CREATE INDEX access_account ON access (account_id);

CREATE TABLE session (
    id         UUID   PRIMARY KEY,
    token_hash BYTEA  NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
    account_id UUID   NOT NULL REFERENCES account (id),
    sealed     BYTEA  NOT NULL,
    version    BIGINT NOT NULL CHECK (version >= 1)
);
CREATE INDEX session_account ON session (account_id);

CREATE TABLE link (
    id         UUID   PRIMARY KEY,
    token_hash BYTEA  NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
    client_id  UUID   NOT NULL REFERENCES client (id),
    sealed     BYTEA  NOT NULL,
    version    BIGINT NOT NULL CHECK (version >= 1)
);
CREATE INDEX link_client ON link (client_id);

CREATE TABLE throttle (
    subject_mac BYTEA  PRIMARY KEY CHECK (octet_length(subject_mac) = 32),
    sealed      BYTEA  NOT NULL,
    version     BIGINT NOT NULL CHECK (version >= 1),
    day         BIGINT NOT NULL
);

-- The end of the audit chain. Every write begins by raising `seq`, which also puts the writers in order:
-- the row lock is held until the commit, so numbers are given in the order of the commits.
CREATE TABLE audit_head (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    seq BIGINT NOT NULL CHECK (seq >= 0),
    mac BYTEA  NOT NULL CHECK (octet_length(mac) = 32)
);
INSERT INTO audit_head (one, seq, mac) VALUES (1, 0, decode(repeat('00', 32), 'hex'));

-- No foreign keys: a line stays whatever happens to what it tells of.
CREATE TABLE audit (
    seq        BIGINT PRIMARY KEY CHECK (seq >= 1),
    day        BIGINT NOT NULL,
    account_id UUID,
    client_id  UUID,
    sealed     BYTEA  NOT NULL,
    mac        BYTEA  NOT NULL CHECK (octet_length(mac) = 32)
);
CREATE INDEX audit_account ON audit (account_id, seq);
CREATE INDEX audit_client ON audit (client_id, seq);

-- Ciphertext does not compress: do not try on every write.
ALTER TABLE client ALTER COLUMN identity SET STORAGE EXTERNAL, ALTER COLUMN headline SET STORAGE EXTERNAL;
ALTER TABLE entry ALTER COLUMN sealed SET STORAGE EXTERNAL;
ALTER TABLE draft ALTER COLUMN sealed SET STORAGE EXTERNAL;
ALTER TABLE audit ALTER COLUMN sealed SET STORAGE EXTERNAL;
