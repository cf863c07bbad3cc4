-- Whether feeds say what they usually say. All figures are those of the log, so that they are the
-- same whichever node has written them down.

-- What came of a feed in each hour.
CREATE TABLE feed_hour (
  feed       text NOT NULL,
  hour       timestamptz NOT NULL,
  events     bigint NOT NULL DEFAULT 0,
  -- Of these, how many were older than what was known of their object, ...
  superseded bigint NOT NULL DEFAULT 0,
  -- ... and how many were dated well before one that came earlier.
  ran_back   bigint NOT NULL DEFAULT 0,
  -- Not to be judged, and no example: it was not watched all the time, or the feed was paused,
  -- read again, or asked to tell again.
  disturbed  boolean NOT NULL DEFAULT false,
  PRIMARY KEY (feed, hour)
);
CREATE INDEX feed_hour_by_hour ON feed_hour (hour);

-- The counters of a feed as they were looked at last: only what they grew by since is news.
CREATE TABLE feed_seen (
  feed       text PRIMARY KEY,
  events     bigint NOT NULL,
  superseded bigint NOT NULL,
  ran_back   bigint NOT NULL,
  gaps       bigint NOT NULL,
  seen_at    timestamptz NOT NULL,
  -- Until when it was not silent: when it spoke last, or could not because it was paused or nobody
  -- watched.
  alive_at   timestamptz NOT NULL,
  -- When its sequences last skipped something.
  gap_at     timestamptz,
  -- When it was last asked to tell again, and took it; and when it may be asked the next time.
  asked_at   timestamptz,
  ask_after  timestamptz,
  -- How many events it usually sends in this hour; empty if too little is known.
  usual      bigint,
  -- What was found and stands still, by the names of the exceptions: a person who has resolved one
  -- is asked again only when it has been different in between.
  told       text NOT NULL DEFAULT ''
);

-- Feeds whose topics are read again, how often that was said so far, and from when on.
CREATE TABLE feed_rewind (
  feed       text PRIMARY KEY,
  generation int NOT NULL CHECK (generation BETWEEN 1 AND 32767),
  to_at      timestamptz NOT NULL,
  at         timestamptz NOT NULL DEFAULT clock_timestamp()
);
