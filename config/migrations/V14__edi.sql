-- Electronic data interchange: numbers that a partner tells our interchanges apart by, and its own.

-- The last number that was given, by kind of envelope and pair of partners.
CREATE TABLE edi_control_sequence (
    kind    text   NOT NULL,
    own     text   NOT NULL,
    partner text   NOT NULL,
    last    bigint NOT NULL CHECK (last BETWEEN 1 AND 999999999),
    PRIMARY KEY (kind, own, partner)
);

-- What was numbered: the same thing written again has the same number and time, for ever.
CREATE TABLE edi_control_number (
    kind         text        NOT NULL,
    own          text        NOT NULL,
    partner      text        NOT NULL,
    key          text        NOT NULL, -- of what was numbered: a forward, a part of a delivery
    number       bigint      NOT NULL,
    allocated_at timestamptz NOT NULL,
    PRIMARY KEY (kind, own, partner, key),
    UNIQUE (kind, own, partner, number)
);

-- Interchanges that were taken. Those that were refused may come again under their number.
CREATE TABLE edi_interchange (
    feed           text        NOT NULL,
    sender         text        NOT NULL,
    receiver       text        NOT NULL,
    control_number text        NOT NULL,
    delivery       text        NOT NULL, -- in which it came, and as which of its interchanges
    position       integer     NOT NULL,
    taken_at       timestamptz NOT NULL,
    PRIMARY KEY (feed, sender, receiver, control_number)
);
CREATE INDEX edi_interchange_of_delivery ON edi_interchange (feed, delivery);

-- What partners have said of the order documents that they were sent, the last word of each.
CREATE TABLE edi_answer (
    forward_id  text        PRIMARY KEY REFERENCES forward ON DELETE CASCADE,
    outcome     text        NOT NULL CHECK (outcome IN ('ACCEPTED', 'REJECTED')),
    detail      text        NOT NULL,
    answered_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
