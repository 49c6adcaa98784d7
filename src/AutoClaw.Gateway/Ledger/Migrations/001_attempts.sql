-- One row for every call to an engine that has ended. Append only.
CREATE TABLE attempt (
    id                INTEGER PRIMARY KEY,
    request_id        TEXT    NOT NULL,
    number            INTEGER NOT NULL,
    received_at       INTEGER NOT NULL,
    sent_us           INTEGER NOT NULL,
    first_byte_us     INTEGER,
    first_content_us  INTEGER,
    last_content_us   INTEGER,
    done_us           INTEGER,
    key_id            TEXT,
    operation         TEXT    NOT NULL,
    streamed          INTEGER NOT NULL,
    route             TEXT    NOT NULL,
    engine            TEXT    NOT NULL,
    place             INTEGER NOT NULL,
    model             TEXT    NOT NULL,
    simulated         INTEGER NOT NULL,
    reason            TEXT    NOT NULL,
    score             REAL,
    threshold         REAL,
    decision_us       REAL    NOT NULL,
    input_tokens      INTEGER NOT NULL,
    cached_tokens     INTEGER NOT NULL,
    output_tokens     INTEGER NOT NULL,
    reasoning_tokens  INTEGER NOT NULL,
    estimated         INTEGER NOT NULL,
    price_version     TEXT,
    cost_pd           INTEGER,
    counterfactual_pd INTEGER,
    outcome           INTEGER NOT NULL,
    engine_status     INTEGER,
    error_code        TEXT,
    finish_reason     TEXT
) STRICT;

-- Calls under way, as written when they were sent: one row for each group that was committed together, deleted when the last of the
-- group has its row in attempt. Its content is AutoClaw's own (ReservationCodec); empty while nothing is under way.
CREATE TABLE reservation (
    first_id INTEGER PRIMARY KEY,
    entries  BLOB NOT NULL
) STRICT;
