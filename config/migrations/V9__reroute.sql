-- What a supplier has refused and another source is to be asked for. Written in the transaction that
-- writes the refusal down, taken away in the one that writes down what came of asking.
CREATE TABLE reroute (
    order_id  text        NOT NULL REFERENCES customer_order,
    document  text        NOT NULL, -- under which it was refused
    line      text        NOT NULL,
    item      text        NOT NULL,
    quantity  bigint      NOT NULL CHECK (quantity > 0), -- millionths of the item's base unit
    wanted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (order_id, document, line, item)
);

-- The orders of a customer, page by page, the latest first.
CREATE INDEX customer_order_by_time ON customer_order (customer, accepted_at DESC, order_id DESC);

-- News of the ERP may call a document only as it does.
CREATE INDEX forward_by_target_order ON forward (target_order) WHERE target_order <> '';
