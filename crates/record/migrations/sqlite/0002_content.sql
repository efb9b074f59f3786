-- What a practice writes for itself (questionnaires): numbered, never changed, sealed with the practice's key.
CREATE TABLE content (
    seq    INTEGER PRIMARY KEY CHECK (seq >= 1),
    sealed BLOB    NOT NULL
) STRICT;
