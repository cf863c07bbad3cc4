-- What goes round and round and compares: one row for what one node at a time does for all, and one
-- for each node that looks after its own read model.
CREATE TABLE audit_run (
    audit       text        PRIMARY KEY,
    node        text        NOT NULL,
    fence       bigint      NOT NULL, -- counts who took it over: what a former one writes is refused
    lease_until timestamptz NOT NULL,
    round       bigint      NOT NULL,
    part        integer     NOT NULL, -- which of its checks
    after       text        NOT NULL, -- and how far that has come
    looked      bigint      NOT NULL, -- so many rows in this round
    notes       jsonb       NOT NULL, -- what could not be looked at in this round, and why
    started_at  timestamptz NOT NULL,
    finished_at timestamptz           -- of the last complete round
);

-- What was found. It counts as soon as it was seen in two rounds, and nothing of it has changed in
-- between; it goes as soon as a round does not see it any more.
CREATE TABLE audit_finding (
    finding     text        PRIMARY KEY,
    audit       text        NOT NULL,
    kind        text        NOT NULL,
    subject     text        NOT NULL,
    about       text        NOT NULL, -- the document, hold or item that a repair starts with
    order_id    text        NOT NULL,
    detail      text        NOT NULL,
    fingerprint text        NOT NULL, -- of the rows that were compared
    repairable  boolean     NOT NULL,
    target_orders text[]    NOT NULL, -- what the target has of it, if that is what it is about
    times       integer     NOT NULL,
    told        boolean     NOT NULL, -- whether the exception that it is was raised
    found_at    timestamptz NOT NULL,
    seen_at     timestamptz NOT NULL,
    UNIQUE (kind, subject)
);

CREATE INDEX customer_order_under_way ON customer_order (order_id)
    WHERE status NOT IN ('SHIPPED', 'INVOICED', 'CANCELLED', 'REJECTED');
CREATE INDEX hold_line_open_of_hold ON hold_line (hold) WHERE given_back + reflected < quantity;
CREATE INDEX forward_over ON forward (target, number)
    WHERE state IN ('ACKNOWLEDGED', 'REJECTED', 'CANCELLED');

-- When who takes purchase orders first answered.
ALTER TABLE forward ADD COLUMN answered_at timestamptz;
CREATE INDEX forward_answered ON forward (answered_at) WHERE answered_at IS NOT NULL;
