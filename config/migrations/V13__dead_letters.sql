-- Dead letters are mended and replayed. What came is kept as it came; what people make of it stands
-- beside it.
ALTER TABLE dead_letter
    -- What is needed to read and map it again: see DeadLetter.Source. Empty: a canonical event.
    ADD COLUMN source        text        NOT NULL DEFAULT '',
    -- What it is about in words, to be searched; empty if its bytes do not tell.
    ADD COLUMN subject       text        NOT NULL DEFAULT '',
    ADD COLUMN state         text        NOT NULL DEFAULT 'OPEN'
                             CHECK (state IN ('OPEN', 'REPLAYED', 'DISMISSED')),
    -- Counts what people and replays have changed: who edits says which version he has seen.
    ADD COLUMN version       bigint      NOT NULL DEFAULT 1,
    ADD COLUMN edited        bytea,
    ADD COLUMN edited_at     timestamptz,
    ADD COLUMN edited_by     text        NOT NULL DEFAULT '',
    -- How often the door, or the log, has given its word on it since.
    ADD COLUMN replays       integer     NOT NULL DEFAULT 0,
    -- Why it came here, if code, detail and pointer tell of a later refusal.
    ADD COLUMN first_code    text        NOT NULL DEFAULT '',
    ADD COLUMN first_detail  text        NOT NULL DEFAULT '',
    ADD COLUMN first_pointer text        NOT NULL DEFAULT '',
    ADD COLUMN refused_at    timestamptz,
    ADD COLUMN ended_at      timestamptz,
    ADD COLUMN ended_by      text        NOT NULL DEFAULT '',
    ADD COLUMN outcome       text        NOT NULL DEFAULT '',
    ADD COLUMN resolution    text        NOT NULL DEFAULT '',
    -- Who replays it, and until when nobody else does. A claim that has run out without a word left
    -- it open whether the log has it: it may be replayed again, but not be changed before.
    ADD COLUMN claim         text        NOT NULL DEFAULT '',
    ADD COLUMN claimed_until timestamptz;

-- A delivery that is applied once more around a crash says the same of the same record.
CREATE UNIQUE INDEX dead_letter_of_delivery ON dead_letter (feed, md5(place))
    WHERE state = 'OPEN' AND place LIKE 'delivery:%';

CREATE INDEX dead_letter_open ON dead_letter (feed, id) WHERE state = 'OPEN';
CREATE INDEX dead_letter_waiting ON dead_letter (received_at) WHERE state = 'OPEN';
CREATE INDEX dead_letter_ended ON dead_letter (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX dead_letter_claimed ON dead_letter (claim) WHERE claim <> '';

-- How far the topic of dead letters is read. The letters do not tell: they expire, the topic does not,
-- and what has expired must not come again.
CREATE TABLE dead_letter_position (
    partition   int    PRIMARY KEY,
    next_offset bigint NOT NULL
);
INSERT INTO dead_letter_position (partition, next_offset)
    SELECT partition, max("offset") + 1 FROM dead_letter WHERE topic = 'DEAD_LETTERS' GROUP BY 1;
