-- Order documents on their way to a target, an ERP or a supplier. A row is written in the transaction
-- that accepts the order; engine.forward.ForwardLifeCycle says what becomes of it. What a moment of
-- the life cycle does not have is null.
CREATE TABLE forward (
    forward_id     text        PRIMARY KEY,
    number         bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
    order_id       text        NOT NULL,
    target         text        NOT NULL,
    -- Forwards of one target and one key go one after the other; null: in any order.
    sequence_key   text,
    document       jsonb       NOT NULL,
    state          text        NOT NULL CHECK (state IN ('DUE', 'SENDING', 'UNKNOWN', 'UNRESOLVED',
                                   'ACKNOWLEDGED', 'REJECTED', 'CANCELLED')),
    fence          bigint      NOT NULL DEFAULT 0,
    lease_taken_at timestamptz,
    lease_until    timestamptz,
    attempts       int         NOT NULL DEFAULT 0,
    doubts         int         NOT NULL DEFAULT 0,
    spent          int         NOT NULL DEFAULT 0,
    first_at       timestamptz,
    last_byte_at   timestamptz,
    next_at        timestamptz,
    refusal_code   text,
    refusal_reason text,
    target_order   text        NOT NULL DEFAULT '',
    detail         text        NOT NULL DEFAULT '',
    -- What the first attempt sent: as long as it may have arrived, nothing else is sent.
    sent_bytes     bytea,
    created_at     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX forward_next ON forward (target, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX forward_by_order ON forward (order_id);
CREATE INDEX forward_open ON forward (state, target, created_at)
    WHERE state NOT IN ('ACKNOWLEDGED', 'REJECTED', 'CANCELLED');
CREATE INDEX forward_sequence ON forward (target, sequence_key, number)
    WHERE sequence_key IS NOT NULL AND state NOT IN ('ACKNOWLEDGED', 'REJECTED', 'CANCELLED');

-- What was tried. A row is written before anything is sent or asked; without an outcome, nobody knows
-- it. One claim, that is one fence, looks up and sends at most once each.
CREATE TABLE forward_attempt (
    forward_id  text        NOT NULL REFERENCES forward ON DELETE CASCADE,
    fence       bigint      NOT NULL,
    kind        text        NOT NULL CHECK (kind IN ('SEND', 'LOOK_UP')),
    attempt     int         NOT NULL,
    node        text        NOT NULL,
    started_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz,
    outcome     text,
    detail      text        NOT NULL DEFAULT '',
    PRIMARY KEY (forward_id, fence, kind)
);
