-- What answers were worth, for tuning the router model. One row a request and judge: a later label of the same judge replaces the first.
CREATE TABLE label (
    request_id   TEXT    NOT NULL,
    judge        TEXT    NOT NULL,
    labelled_at  INTEGER NOT NULL,
    key_id       TEXT,
    route        TEXT    NOT NULL,
    local_engine TEXT,
    cloud_engine TEXT,
    local_score  REAL,
    cloud_score  REAL,
    comment      TEXT,
    score        REAL,
    propensity   REAL    NOT NULL,
    features     BLOB    NOT NULL,
    text         TEXT,
    PRIMARY KEY (request_id, judge)
) STRICT;
