-- A fee is due on a day of its own, which is what people look for; it is escalated on the next morning.
ALTER TABLE banso.waits ADD COLUMN due_on date;
UPDATE banso.waits SET due_on =
    (convert_from(streams.state, 'UTF8')::jsonb #>> ARRAY['milestones', waits.subject, 'payment_due_on'])::date
FROM banso.streams
WHERE waits.kind = 'payment' AND streams.tenant = waits.tenant AND streams.stream = waits.stream;
