-- What the business is told of: written in the transaction of what it tells of, then sent to Kafka and
-- to those who listen by webhook, each at its own pace.
CREATE TABLE business_event (
    number       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id     text        NOT NULL UNIQUE DEFAULT gen_random_uuid()::text,
    type         text        NOT NULL,
    subject      text        NOT NULL, -- the order, or whatever else it is about: the key in Kafka
    customer     text        NOT NULL, -- whose order it is; empty if it is not for customers
    at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    data         json        NOT NULL, -- as it was written: its bytes are signed
    published_at timestamptz,          -- Kafka has it
    spread_at    timestamptz           -- it is among the deliveries of all who want it
);
CREATE INDEX business_event_unpublished ON business_event (number) WHERE published_at IS NULL;
CREATE INDEX business_event_unspread ON business_event (number) WHERE spread_at IS NULL;
CREATE INDEX business_event_published ON business_event (published_at)
    WHERE published_at IS NOT NULL;

-- What one node does for all of them: whoever holds it, as long as it holds.
CREATE TABLE news_lease (
    task   text        PRIMARY KEY,
    holder text        NOT NULL,
    until  timestamptz NOT NULL
);

-- What an endpoint is to get. The claim tells the outcome of an attempt from that of a later one.
CREATE TABLE webhook_delivery (
    endpoint    text        NOT NULL,
    number      bigint      NOT NULL REFERENCES business_event ON DELETE CASCADE,
    state       text        NOT NULL CHECK (state IN ('PENDING', 'DELIVERED', 'FAILED')),
    attempts    integer     NOT NULL DEFAULT 0,
    claim       bigint      NOT NULL DEFAULT 0,
    next_at     timestamptz DEFAULT clock_timestamp(), -- null: it is over
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz,
    detail      text        NOT NULL DEFAULT '',
    PRIMARY KEY (endpoint, number)
);
CREATE INDEX webhook_delivery_next ON webhook_delivery (endpoint, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX webhook_delivery_of_event ON webhook_delivery (number);
CREATE INDEX webhook_delivery_open ON webhook_delivery (state, created_at)
    WHERE state <> 'DELIVERED';

-- Endpoints that have said that they are gone: nothing is sent there until a person says so.
CREATE TABLE webhook_disabled (
    endpoint    text        PRIMARY KEY,
    disabled_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    reason      text        NOT NULL
);

-- How items stood against their thresholds when it was last told; in stock if they are not here.
CREATE TABLE stock_state (
    item       text        PRIMARY KEY,
    state      text        NOT NULL CHECK (state IN ('IN_STOCK', 'LOW', 'OUT')),
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
