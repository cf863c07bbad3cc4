-- Which quote was redeemed by which order. The primary key is what makes it once: the row is written
-- in the transaction that accepts the order. It is forgotten some days after the quote has expired.
CREATE TABLE quote_redemption (
    quote_id    text        PRIMARY KEY,
    order_id    text        NOT NULL,
    customer    text        NOT NULL,
    expires_at  timestamptz NOT NULL,
    redeemed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX quote_redemption_by_expiry ON quote_redemption (expires_at);
