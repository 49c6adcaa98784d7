-- What autoclaw usage sums, added up by hour and by day, so that it need not read millions of entries. The writer adds entries in the
-- order of their ids, in pieces, when it has time: those after 'through' and those in usage_late are not in it yet. Entries received
-- before 'from_at' never are: prune has taken some of them away. What counts and sums mean is said once, in UsageMeasures.
CREATE INDEX attempt_received ON attempt (received_at);

CREATE TABLE usage_rolled (
    through INTEGER NOT NULL,
    from_at INTEGER NOT NULL
) STRICT;

INSERT INTO usage_rolled (through, from_at) VALUES (0, 0);

CREATE TABLE usage_late (
    id INTEGER PRIMARY KEY
) STRICT;

-- One row for each hour (hours = 1) and each day (24), begun that many hours after 1970. Sums are in two halves: the bits above the 30th
-- and the 30 below.
CREATE TABLE usage_sum (
    hours             INTEGER NOT NULL,
    begins            INTEGER NOT NULL,
    route             TEXT    NOT NULL,
    engine            TEXT    NOT NULL,
    model             TEXT    NOT NULL,
    place             INTEGER NOT NULL,
    key               TEXT    NOT NULL,
    simulated         INTEGER NOT NULL,
    requests          INTEGER NOT NULL,
    requests_alike    INTEGER NOT NULL,
    requests_route    INTEGER NOT NULL,
    requests_engine   INTEGER NOT NULL,
    requests_model    INTEGER NOT NULL,
    requests_place    INTEGER NOT NULL,
    requests_key      INTEGER NOT NULL,
    attempts          INTEGER NOT NULL,
    failures          INTEGER NOT NULL,
    cancelled         INTEGER NOT NULL,
    unknown           INTEGER NOT NULL,
    estimated         INTEGER NOT NULL,
    unpriced          INTEGER NOT NULL,
    without_all_cloud INTEGER NOT NULL,
    input_high        INTEGER,
    input_low         INTEGER,
    cached_high       INTEGER,
    cached_low        INTEGER,
    output_high       INTEGER,
    output_low        INTEGER,
    reasoning_high    INTEGER,
    reasoning_low     INTEGER,
    cost_high         INTEGER,
    cost_low          INTEGER,
    all_cloud_high    INTEGER,
    all_cloud_low     INTEGER,
    saved_high        INTEGER,
    saved_low         INTEGER,
    estimate_high     INTEGER,
    estimate_low      INTEGER,
    measured_high     INTEGER,
    measured_low      INTEGER,
    PRIMARY KEY (hours, begins, route, engine, model, place, key, simulated)
) STRICT, WITHOUT ROWID;
