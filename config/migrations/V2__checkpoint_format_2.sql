-- Format 2 of the encoded state: calendars of networks, units with decimals, clocks of feeds. The log
-- is kept whole, so the read model and the contract prices are built from it again.
DELETE FROM checkpoint_entity;
DELETE FROM checkpoint_position;
DELETE FROM contract_price;
DELETE FROM contract_position;
