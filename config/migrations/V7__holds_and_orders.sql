-- What is held and ordered. Quantities are millionths of the item's base unit, amounts millionths of
-- the currency's unit, days epoch days.

-- One row for each item of which anything was ever held: its lock, and its version, which each
-- transaction that changes what is held of the item raises by one.
CREATE TABLE item_ledger (
    item    text   PRIMARY KEY,
    version bigint NOT NULL
);

-- One row for each customer who ever held or ordered: the lock under which his quota and his credit
-- are looked at.
CREATE TABLE customer_ledger (
    customer text PRIMARY KEY
);

CREATE TABLE hold (
    hold       text        PRIMARY KEY,
    customer   text        NOT NULL,
    status     text        NOT NULL,
    expires_at timestamptz NOT NULL,
    order_id   text        NOT NULL,
    acknowledged_at timestamptz,          -- when the target took the order, by its own clock
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX hold_by_expiry ON hold (expires_at) WHERE status = 'ACTIVE';
CREATE INDEX hold_active_of_customer ON hold (customer) WHERE status = 'ACTIVE';
CREATE INDEX hold_of_order ON hold (order_id) WHERE order_id <> '';

CREATE TABLE hold_line (
    hold            text        NOT NULL REFERENCES hold,
    line            text        NOT NULL,
    asked_line      text        NOT NULL, -- the caller's line that it serves
    asked_item      text        NOT NULL, -- what was asked for: the item itself, or a bundle with it
    item            text        NOT NULL,
    source_kind     text        NOT NULL,
    source          text        NOT NULL,
    leaves_on_day   integer     NOT NULL,
    arrives_on_day  integer     NOT NULL,
    quantity        bigint      NOT NULL CHECK (quantity > 0),
    given_back      bigint      NOT NULL CHECK (given_back >= 0),
    reflected       bigint      NOT NULL CHECK (reflected >= 0 AND given_back + reflected <= quantity),
    reflected_at    text,                 -- the position of the log whose figures show that much
    reflected_on    timestamptz,          -- when that was noted
    order_line      text        NOT NULL, -- as feeds name it, order/line; empty while it is not ordered
    PRIMARY KEY (hold, line)
);
CREATE INDEX hold_line_open ON hold_line (item) WHERE given_back + reflected < quantity;
CREATE INDEX hold_line_reflected ON hold_line (reflected_on) WHERE reflected_on IS NOT NULL;

-- What became of the lines of an item, version by version: what nodes follow. Old entries are
-- forgotten; who has missed them reads the lines themselves.
CREATE TABLE ledger_entry (
    item            text        NOT NULL,
    version         bigint      NOT NULL,
    hold            text        NOT NULL,
    line            text        NOT NULL,
    customer        text        NOT NULL,
    source_kind     text        NOT NULL,
    source          text        NOT NULL,
    leaves_on_day   integer     NOT NULL,
    quantity        bigint      NOT NULL, -- held and not given back
    reflected       bigint      NOT NULL,
    reflected_at    text,
    order_line      text        NOT NULL,
    acknowledged_at timestamptz,
    xid             xid8        NOT NULL DEFAULT pg_current_xact_id(),
    noted_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (item, version, hold, line)
);
CREATE INDEX ledger_entry_by_xid ON ledger_entry (xid);
CREATE INDEX ledger_entry_by_age ON ledger_entry (noted_at);

CREATE TABLE customer_order (
    order_id      text        PRIMARY KEY,
    customer      text        NOT NULL,
    reference     text        NOT NULL,
    ship_to       text        NOT NULL,
    ship_complete boolean     NOT NULL,
    currency      text        NOT NULL,
    status        text        NOT NULL,
    quote_id      text        NOT NULL,
    hold          text        NOT NULL,
    net           bigint      NOT NULL,
    tax           bigint      NOT NULL,
    open_amount   bigint      NOT NULL, -- of net and tax, what still counts against the credit
    accepted_at   timestamptz NOT NULL,
    changed_at    timestamptz NOT NULL
);
CREATE INDEX customer_order_by_reference ON customer_order (customer, reference);
CREATE INDEX customer_order_exposure ON customer_order (customer) WHERE open_amount > 0;

CREATE TABLE order_line (
    order_id       text    NOT NULL REFERENCES customer_order,
    line           text    NOT NULL,
    number         integer NOT NULL,
    item           text    NOT NULL,
    uom            text    NOT NULL,
    asked          bigint  NOT NULL, -- in that unit, millionths
    quantity       bigint  NOT NULL, -- in the base unit
    unit_price     bigint  NOT NULL,
    price_unit     integer NOT NULL,
    net            bigint  NOT NULL,
    tax            bigint  NOT NULL,
    promised_day   integer NOT NULL,
    acknowledged   bigint  NOT NULL DEFAULT 0, -- of the quantity
    allocated      bigint  NOT NULL DEFAULT 0,
    picked         bigint  NOT NULL DEFAULT 0,
    packed         bigint  NOT NULL DEFAULT 0,
    shipped        bigint  NOT NULL DEFAULT 0,
    invoiced       bigint  NOT NULL DEFAULT 0,
    cancelled      bigint  NOT NULL DEFAULT 0, -- or refused
    PRIMARY KEY (order_id, line)
);

-- What of a line leaves whence and when, and with which document it is asked for there.
CREATE TABLE order_part (
    order_id       text    NOT NULL,
    line           text    NOT NULL,
    part           integer NOT NULL,
    forward_id     text    NOT NULL,
    item           text    NOT NULL, -- that of the line, or a component
    source_kind    text    NOT NULL,
    source         text    NOT NULL,
    leaves_on_day  integer NOT NULL,
    arrives_on_day integer NOT NULL,
    quantity       bigint  NOT NULL,
    PRIMARY KEY (order_id, line, part),
    FOREIGN KEY (order_id, line) REFERENCES order_line
);

CREATE TABLE order_shipment (
    shipment  text        PRIMARY KEY,
    order_id  text        NOT NULL REFERENCES customer_order,
    carrier   text        NOT NULL,
    tracking  text        NOT NULL,
    milestone text        NOT NULL,
    at        timestamptz NOT NULL,
    lines     jsonb       NOT NULL -- [{lineId, quantity}] in base units
);
CREATE INDEX order_shipment_of_order ON order_shipment (order_id);

-- The business trace of an order: every step with its time, source and outcome.
CREATE TABLE order_event (
    order_id text        NOT NULL,
    number   bigint      GENERATED ALWAYS AS IDENTITY,
    at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    source   text        NOT NULL, -- tradecounter, or the feed or target that said so
    kind     text        NOT NULL,
    detail   jsonb       NOT NULL,
    PRIMARY KEY (order_id, number)
);

-- Which request was answered with what, so that a repetition gets the same bytes.
CREATE TABLE idempotency_key (
    caller      text        NOT NULL,
    key         text        NOT NULL,
    fingerprint bytea       NOT NULL,
    status      integer     NOT NULL,
    media_type  text        NOT NULL,
    body        bytea       NOT NULL,
    location    text        NOT NULL,
    expires_at  timestamptz NOT NULL,
    PRIMARY KEY (caller, key)
);
CREATE INDEX idempotency_key_by_expiry ON idempotency_key (expires_at);

-- What a person has to look at.
CREATE TABLE trouble (
    trouble     text        PRIMARY KEY,
    type        text        NOT NULL,
    subject     text        NOT NULL, -- what it is about; one open trouble of a type for each
    order_id    text        NOT NULL,
    detail      text        NOT NULL,
    next_action text        NOT NULL,
    owner       text        NOT NULL,
    state       text        NOT NULL, -- OPEN, RESOLVED
    raised_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    deadline    timestamptz NOT NULL,
    resolved_at timestamptz,
    resolution  text        NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX trouble_open ON trouble (type, subject) WHERE state = 'OPEN';
