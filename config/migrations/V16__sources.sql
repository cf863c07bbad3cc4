-- Sources that are asked: from their beginning, because a person or a gap wants it. The number tells
-- apart a wish that is fulfilled from one that came meanwhile.
CREATE TABLE feed_anew (
  feed text PRIMARY KEY,
  wish bigint GENERATED ALWAYS AS IDENTITY,
  at   timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Files that came by a folder are answered in a folder, once.
ALTER TABLE feed_delivery ADD COLUMN answered boolean NOT NULL DEFAULT false;

CREATE INDEX feed_delivery_unanswered ON feed_delivery (feed, delivery)
  WHERE transport = 'FOLDER' AND acknowledgement <> '' AND NOT answered;
