-- How long what was due had waited at most, in milliseconds; sampled, of tenants (webhook 0) only.
alter table tally add column oldest_due integer not null default 0;

-- Which webhooks fail most, without looking at those that do not.
create index tally_failed on tally (tier, step, webhook, failed) where failed > 0 and webhook <> 0;
