-- What a practice writes for itself (questionnaires): numbered, never changed, sealed with the practice's key.
CREATE TABLE content (
    seq    BIGINT PRIMARY KEY CHECK (seq >= 1),
    sealed BYTEA  NOT NULL
);

-- Ciphertext does not compress: do not try on every write.
ALTER TABLE content ALTER COLUMN sealed SET STORAGE EXTERNAL;
