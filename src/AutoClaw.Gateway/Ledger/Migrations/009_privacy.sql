-- Where a request might go, who said so, and what of it left the house: null in entries that were written before that was counted.
ALTER TABLE attempt ADD COLUMN privacy TEXT;
ALTER TABLE attempt ADD COLUMN privacy_reason TEXT;
ALTER TABLE attempt ADD COLUMN egress_bytes INTEGER;
ALTER TABLE attempt ADD COLUMN egress_address TEXT;
