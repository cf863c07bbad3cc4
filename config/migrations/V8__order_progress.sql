-- What became of accepted orders. Quantities are millionths of the base unit of the item.

-- How far the news of orders is applied: in the transaction of its effect, so that none is applied
-- twice, whichever node does it.
CREATE TABLE fulfilment_position (
    partition   integer PRIMARY KEY,
    next_offset bigint  NOT NULL
);

ALTER TABLE customer_order
    ADD COLUMN cancel_requested boolean NOT NULL DEFAULT false,
    ADD COLUMN erp_order        text    NOT NULL DEFAULT '';
CREATE INDEX customer_order_by_erp_order ON customer_order (erp_order) WHERE erp_order <> '';

ALTER TABLE order_part
    ADD COLUMN replacing boolean NOT NULL DEFAULT false; -- what another target refused

-- What the parts of a line under one document have come to. Written with the first news of them.
CREATE TABLE order_share (
    order_id        text    NOT NULL REFERENCES customer_order,
    line            text    NOT NULL,
    document        text    NOT NULL, -- order_part.forward_id
    item            text    NOT NULL,
    expected_on_day integer NOT NULL, -- what its supplier said; the largest integer if nothing
    acknowledged    bigint  NOT NULL,
    allocated       bigint  NOT NULL,
    picked          bigint  NOT NULL,
    packed          bigint  NOT NULL,
    shipped         bigint  NOT NULL,
    invoiced        bigint  NOT NULL,
    refused         bigint  NOT NULL,
    cancelled       bigint  NOT NULL,
    rerouted        bigint  NOT NULL,
    PRIMARY KEY (order_id, line, document, item)
);

-- Carriers number their shipments, and one shipment may carry several orders.
ALTER TABLE order_shipment
    DROP CONSTRAINT order_shipment_pkey,
    ADD PRIMARY KEY (order_id, shipment),
    ADD COLUMN document text NOT NULL DEFAULT '';
DROP INDEX order_shipment_of_order;

-- News that names an order only as the ERP does, and came before we knew that name.
CREATE TABLE order_news_waiting (
    erp_order text        NOT NULL,
    partition integer     NOT NULL,
    "offset"  bigint      NOT NULL,
    feed      text        NOT NULL,
    heard_at  timestamptz NOT NULL,
    raw       bytea       NOT NULL,
    PRIMARY KEY (erp_order, partition, "offset")
);
