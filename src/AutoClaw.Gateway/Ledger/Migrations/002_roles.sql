-- What a call was for, and what was found about its answer: null where nobody looked.
ALTER TABLE attempt ADD COLUMN role TEXT NOT NULL DEFAULT 'answer';
ALTER TABLE attempt ADD COLUMN verdict TEXT;
