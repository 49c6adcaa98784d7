-- Whom a request is about, as a keyed hash: null where it names nobody, and once that person is erased. The index holds no hash, which would
-- outlive its entry in the unused space of the index's pages.
ALTER TABLE attempt ADD COLUMN subject TEXT;
ALTER TABLE label ADD COLUMN subject TEXT;
CREATE INDEX attempt_identity ON attempt (received_at) WHERE subject IS NOT NULL;
