-- What the engine says of its own work, its queue left out: null where it says nothing.
ALTER TABLE attempt ADD COLUMN prefill_ms REAL;
ALTER TABLE attempt ADD COLUMN decode_ms REAL;
