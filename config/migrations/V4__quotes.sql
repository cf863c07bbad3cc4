-- Which quote was redeemed by which order. The primary key is what makes it once: the row is written
-- in the transaction that accepts the order.
CREATE TABLE quote_redemption (
    quote_id    text        PRIMARY KEY,
    order_id    text        NOT NULL,
    redeemed_at timestamptz NOT NULL DEFAULT now()
);
