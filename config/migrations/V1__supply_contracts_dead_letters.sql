-- The read model as last written down: one row for each entity, in the engine's own encoding.
CREATE TABLE checkpoint_entity (
    kind  text  NOT NULL,
    key   text  NOT NULL,
    state bytea NOT NULL,
    PRIMARY KEY (kind, key)
);

-- How far the log is contained in it. Written in the same transaction as the entities.
CREATE TABLE checkpoint_position (
    lane        text   PRIMARY KEY,
    next_offset bigint NOT NULL
);

-- Contract prices, deleted ones included: their marks keep older events from bringing them back.
CREATE TABLE contract_price (
    customer text  NOT NULL,
    line     text  NOT NULL,
    state    bytea NOT NULL,
    PRIMARY KEY (customer, line)
);

-- How far the log is contained in contract_price. Written in the same transaction.
CREATE TABLE contract_position (
    lane        text   PRIMARY KEY,
    next_offset bigint NOT NULL
);

-- What was refused. The primary key is where the record stands in the dead-letter topic, so that it
-- is kept once however often it is read.
CREATE TABLE dead_letter (
    partition   int         NOT NULL,
    "offset"    bigint      NOT NULL,
    feed        text        NOT NULL,
    place       text        NOT NULL,
    code        text        NOT NULL,
    detail      text        NOT NULL,
    pointer     text        NOT NULL,
    event_id    text        NOT NULL,
    received_at timestamptz NOT NULL,
    raw         bytea       NOT NULL,
    id          bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
    PRIMARY KEY (partition, "offset")
);
CREATE INDEX dead_letter_feed ON dead_letter (feed, id);
