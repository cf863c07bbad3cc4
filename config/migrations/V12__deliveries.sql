-- Whole files and polled pages: kept here from the first byte until they are applied, so that any
-- node can go on where another stopped. Their order is that of their ids, feed by feed.
CREATE TABLE feed_delivery (
  delivery      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  feed          text NOT NULL,
  name          text NOT NULL,
  -- How it came: HTTP, FOLDER, REST, JDBC.
  transport     text NOT NULL,
  -- RECEIVING: its bytes still come. RECEIVED: to be checked and applied. APPLYING: checked.
  -- QUARANTINED: a person decides. Ends: APPLIED, REFUSED (by us), REJECTED (by a person), DUPLICATE.
  state         text NOT NULL CHECK (state IN ('RECEIVING', 'RECEIVED', 'APPLYING', 'QUARANTINED',
                                               'APPLIED', 'REFUSED', 'REJECTED', 'DUPLICATE')),
  received_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at      timestamptz,
  -- When its source says that it was true.
  told_at       timestamptz NOT NULL,
  bytes         bigint NOT NULL DEFAULT 0,
  -- SHA-256; empty while it is RECEIVING.
  content_hash  bytea NOT NULL DEFAULT '',
  -- Whether the same content is taken once only: files are, pages are not.
  once          boolean NOT NULL,
  -- A copy of this one, made by a rewind: its records are the same, and so are the ids of their events.
  copied_from   bigint,
  -- A person said yes to it: shares and repetitions are not looked at again.
  released      boolean NOT NULL DEFAULT false,
  -- Why it is QUARANTINED, REFUSED, REJECTED or a DUPLICATE, and where in it.
  code          text NOT NULL DEFAULT '',
  detail        text NOT NULL DEFAULT '',
  place         text NOT NULL DEFAULT '',
  -- What a person looks at before saying yes: see SnapshotDifference.
  difference    text NOT NULL DEFAULT '',
  -- Its number among the feed's as they are applied; what its events are told apart by.
  application   bigint,
  -- By which version of the feed's file.
  version       text NOT NULL DEFAULT '',
  -- Everything before this record, and so many events, are durable in the log.
  next_record   bigint NOT NULL DEFAULT 0,
  next_event    bigint NOT NULL DEFAULT 0,
  records       bigint NOT NULL DEFAULT 0,
  events        bigint NOT NULL DEFAULT 0,
  refused       bigint NOT NULL DEFAULT 0,
  swept         bigint NOT NULL DEFAULT 0,
  -- What its sender is answered: a 997, a 999, a CONTRL.
  acknowledgement bytea NOT NULL DEFAULT '',
  -- Records of it that are not applied, of interchanges that were refused: 0-11,40-55.
  skipped       text NOT NULL DEFAULT ''
);

CREATE INDEX feed_delivery_waiting ON feed_delivery (feed, delivery)
  WHERE state IN ('RECEIVED', 'APPLYING');
CREATE INDEX feed_delivery_of_feed ON feed_delivery (feed, delivery);
CREATE INDEX feed_delivery_named ON feed_delivery (feed, name, delivery);
CREATE INDEX feed_delivery_content ON feed_delivery (feed, content_hash) WHERE once;
CREATE INDEX feed_delivery_ended ON feed_delivery (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX feed_delivery_receiving ON feed_delivery (received_at) WHERE state = 'RECEIVING';

-- Its bytes as they came, by the megabyte.
CREATE TABLE feed_delivery_chunk (
  delivery bigint NOT NULL REFERENCES feed_delivery ON DELETE CASCADE,
  chunk    int NOT NULL,
  bytes    bytea NOT NULL,
  PRIMARY KEY (delivery, chunk)
);
ALTER TABLE feed_delivery_chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE SEQUENCE feed_application;

-- Where a source that is polled is to be asked next.
CREATE TABLE feed_cursor (
  feed   text PRIMARY KEY,
  cursor text NOT NULL,
  at     timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Feeds that a person has stopped.
CREATE TABLE feed_pause (
  feed   text PRIMARY KEY,
  reason text NOT NULL,
  since  timestamptz NOT NULL DEFAULT clock_timestamp()
);
