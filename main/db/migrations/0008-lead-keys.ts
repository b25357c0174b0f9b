/**
 * Keys by which leads that may be one customer are found without a scan: what is the same of a phone number however it is
 * written, of an e-mail address, of a postcode. SQLite keeps them; no replicated column changes, so the cursor stays.
 */
import type { Migration } from '../migrate.ts'

/** A number without what people write between its digits; two ways to write one number end alike. */
const bare = (column: string): string =>
  [' ', '-', '(', ')', '.', '/', '\u00a0'].reduce((sql, sign) => `replace(${sql}, '${sign}', '')`, column)

/** The last seven characters: country codes and trunk prefixes differ before them. */
const tail = (column: string): string => `case when length(${bare(column)}) >= 7 then substr(${bare(column)}, -7) end`

const postcode = `nullif(upper(replace(replace(postcode, ' ', ''), '-', '')), '')`

const UP = `
alter table leads add column phone_tail text generated always as (${tail('phone')}) virtual;
alter table leads add column second_phone_tail text generated always as (${tail('secondary_phone')}) virtual;
alter table leads add column email_key text generated always as (nullif(lower(trim(email)), '')) virtual;
alter table leads add column postcode_key text generated always as (${postcode}) virtual;
create index leads_by_phone on leads (phone_normalized) where phone_normalized is not null;
create index leads_by_phone_tail on leads (phone_tail) where phone_tail is not null;
create index leads_by_second_phone_tail on leads (second_phone_tail) where second_phone_tail is not null;
create index leads_by_email on leads (email_key) where email_key is not null;
create index leads_by_postcode on leads (postcode_key) where postcode_key is not null;
create index lead_merges_by_absorbed on lead_merges (absorbed_id);
`

export const leadKeys: Migration = { version: 8, name: 'lead keys', up: (db) => db.exec(UP) }
