-- Format 3 of the encoded state, and contract prices of parties: one row for all lines that one party
-- has for one item or category, deleted ones included (their marks keep older events from bringing
-- them back). The log is kept whole, so the read model and the contract prices are built from it again.
DELETE FROM checkpoint_entity;
DELETE FROM checkpoint_position;
DELETE FROM contract_position;
DROP TABLE contract_price;
CREATE TABLE contract_price (
    -- C and the customer, or G and the buying group.
    party  text  COLLATE "C" NOT NULL,
    -- I and the item, or C and the category.
    target text  COLLATE "C" NOT NULL,
    lines  bytea NOT NULL,
    PRIMARY KEY (party, target)
);

-- A contract that contradicts another is refused where contracts are kept: it stands in the canonical
-- log, not in the topic of dead letters.
ALTER TABLE dead_letter ADD COLUMN topic text NOT NULL DEFAULT 'DEAD_LETTERS';
ALTER TABLE dead_letter ALTER COLUMN topic DROP DEFAULT;
ALTER TABLE dead_letter DROP CONSTRAINT dead_letter_pkey;
ALTER TABLE dead_letter ADD PRIMARY KEY (topic, partition, "offset");
