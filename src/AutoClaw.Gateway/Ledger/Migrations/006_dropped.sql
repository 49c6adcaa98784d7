-- Fields of the request that the engine did not get, because its API has no place for them; null where it got everything.
ALTER TABLE attempt ADD COLUMN dropped TEXT;
