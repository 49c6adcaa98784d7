-- Prompt tokens that were written to the engine's prompt cache, those for an hour being part of them. 0 for attempts from before: nobody counted.
ALTER TABLE attempt ADD COLUMN cache_written_tokens INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attempt ADD COLUMN cache_written_1h_tokens INTEGER NOT NULL DEFAULT 0;
