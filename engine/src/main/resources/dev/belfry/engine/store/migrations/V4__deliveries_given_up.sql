-- What was given up or called off is looked for first when something is wrong, and is rare: these cost
-- nothing where deliveries arrive. States: 2 dead, 3 cancelled.
create index delivery_given_up on delivery (state, id) where state >= 2;
create index delivery_given_up_by_tenant on delivery (tenant, state, id) where state >= 2;
