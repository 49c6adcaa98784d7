-- What each route's aim controller has learnt of its traffic, so that a restart goes on from there. One row a route, overwritten.
CREATE TABLE aim (
    route       TEXT    PRIMARY KEY,
    aim         TEXT    NOT NULL,
    calibration INTEGER NOT NULL,
    saved_at    INTEGER NOT NULL,
    state       BLOB    NOT NULL
) STRICT;
