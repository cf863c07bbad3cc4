-- Until when a quote could be redeemed, by the token; what was redeemed before this is known no more,
-- and kept as long as the longest quote may hold. A redemption is forgotten some days after that.
ALTER TABLE quote_redemption
    ADD COLUMN customer   text        NOT NULL DEFAULT '',
    ADD COLUMN expires_at timestamptz NOT NULL DEFAULT now() + interval '7 days';
ALTER TABLE quote_redemption
    ALTER COLUMN customer   DROP DEFAULT,
    ALTER COLUMN expires_at DROP DEFAULT;

CREATE INDEX quote_redemption_by_expiry ON quote_redemption (expires_at);
