-- SHA-256 over the effects that an event called for, part of the event's own hash: what the ledger asks of the outside
-- world cannot be altered unnoticed. Null in events from before this was kept; their hashes do not count it.
ALTER TABLE banso.events ADD COLUMN effects_hash bytea;
