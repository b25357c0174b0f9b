/**
 * The pipeline board: `board_leads` and `board_deals` have of each card what a column goes by (stage, owner, next
 * activity, rank) in a few dozen bytes, so that a page of a column is a range of one index; `board_stats` has the counts
 * and sums of the columns, and `lead_tags` the tags of leads as rows. Triggers keep all four.
 *
 * No column of the server is new, so the cursor stays; what is derived here is derived from the rows that are cached.
 */
import type { Migration } from '../migrate.ts'

/** Of a card without a next activity: after all others. */
const NEVER = 9_000_000_000_000_000
/** An amount is kept in two parts, `hi` thousand millions and `lo`, for sums of 64-bit amounts do not fit 64 bits. */
const PART = 1_000_000_000
/** The largest rank that JavaScript reads exactly. */
const MOST = 9_007_199_254_740_991

const TABLES = `
create table board_leads (
  rid integer primary key,
  stage integer not null,
  due integer not null,
  rank integer not null,
  owner integer not null
) strict;
create table board_deals (
  rid integer primary key,
  stage integer not null,
  due integer not null,
  rank integer not null,
  owner integer not null,
  -- Its lead as the board has it; 0 where the board has it not.
  lead_rid integer not null,
  lead_stage integer not null,
  lead_owner integer not null,
  currency text not null,
  hi integer not null,
  lo integer not null,
  probability integer not null
) strict;
-- Cards of a stage and owner: leads under no currency, deals under theirs. What the deals of leads are worth stands with
-- the stage and owner of the leads, by the stage of the deals, which says whether they are lost.
create table board_stats (
  stage integer not null,
  owner integer not null,
  currency text not null,
  deal_stage integer not null,
  cards integer not null,
  hi integer not null,
  lo integer not null,
  weighted_hi integer not null,
  weighted_lo integer not null,
  primary key (stage, owner, currency, deal_stage)
) strict, without rowid;
create table lead_tags (tag text not null, rid integer not null, primary key (tag, rid)) strict, without rowid;
create index lead_tags_by_lead on lead_tags (rid);
`

const isListed = (lead: string): string => `(${lead}.merged_into is null and ${lead}.archived_at is null)`
const stageOf = (lead: string): string => `coalesce(${lead}.pipeline_stage_id, '')`
const ownerOf = (row: string): string => `coalesce(${row}.owner_id, '')`
const numberOf = (value: string): string => `(select no from inbox_values where value = ${value})`

/** When the rep meant to be in touch next: the follow-up of the lead, or the first thing planned. */
const due = (lead: string): string => `min(
  coalesce(${lead}.next_follow_up_at, ${NEVER}),
  coalesce((select min(a.due_at) from activities as a where a.lead_id = ${lead}.id and a.status = 'planned'), ${NEVER}))`

/** Gives values a number that have none; a trigger takes the conflict clause of what fires it, so none is relied on here. */
const numbered = (values: string[], from = ''): string =>
  values
    .map((value) => {
      const unknown = `not exists (select 1 from inbox_values where value = ${value})`
      return `insert into inbox_values (value) select distinct ${value} ${from ? `${from} and` : 'where'} ${unknown};`
    })
    .join('\n')

const LEAD = {
  rid: (lead: string) => `${lead}.rid`,
  stage: (lead: string) => numberOf(stageOf(lead)),
  due,
  rank: (lead: string) => `-${lead}.lead_score`,
  owner: (lead: string) => numberOf(ownerOf(lead)),
}
const DEAL = {
  rid: (deal: string) => `${deal}.rid`,
  stage: (deal: string) => numberOf(`${deal}.stage_id`),
  due: () => `coalesce(b.due, ${NEVER})`,
  rank: (deal: string) => `max(-${deal}.value_minor, -${MOST})`,
  owner: (deal: string) => numberOf(ownerOf(deal)),
  lead_rid: () => 'coalesce(b.rid, 0)',
  lead_stage: () => 'coalesce(b.stage, 0)',
  lead_owner: () => 'coalesce(b.owner, 0)',
  currency: (deal: string) => `${deal}.currency`,
  hi: (deal: string) => `${deal}.value_minor / ${PART}`,
  lo: (deal: string) => `${deal}.value_minor % ${PART}`,
  probability: (deal: string) => `${deal}.probability`,
}

const select = (columns: Record<string, (row: string) => string>, row: string): string =>
  Object.values(columns)
    .map((of) => of(row))
    .join(', ')

const valuesOfLead = (lead: string, from = ''): string => numbered([stageOf(lead), ownerOf(lead)], from)

const insertLead = (lead: string, from = ''): string => `
  ${valuesOfLead(lead, from)}
  insert into board_leads (${Object.keys(LEAD).join(', ')}) select ${select(LEAD, lead)} ${from};`

const insertDeal = (deal: string, from = ''): string => `
  ${numbered([`${deal}.stage_id`, ownerOf(deal)], from && `${from} where true`)}
  insert into board_deals (${Object.keys(DEAL).join(', ')}) select ${select(DEAL, deal)} ${from || 'from (select 1)'}
    left join leads as l on l.id = ${deal}.lead_id left join board_leads as b on b.rid = l.rid;`

const FILL = `
${insertLead('l', `from leads as l where ${isListed('l')}`)}
${insertDeal('d', 'from deals as d')}
insert into lead_tags select distinct tag.value, leads.rid from leads, json_each(leads.tags) as tag;
insert into board_stats select stage, owner, '', 0, count(*), 0, 0, 0, 0 from board_leads group by stage, owner;
insert into board_stats select stage, owner, currency, 0, count(*), ${sums()} from board_deals
  group by stage, owner, currency;
insert into board_stats select lead_stage, lead_owner, currency, stage, 0, ${sums()} from board_deals
  group by lead_stage, lead_owner, currency, stage;
create index board_leads_of_stage on board_leads (stage, due, rank, rid, owner);
create index board_deals_of_stage on board_deals (stage, due, rank, rid, owner);
create index board_deals_of_lead on board_deals (lead_rid);
`

function sums(): string {
  return 'sum(hi), sum(lo), sum(hi * probability), sum(lo * probability)'
}

interface Tally {
  /** Stage, owner, currency and stage of the deals. */
  key: [string, string, string, string]
  cards: number
  /** The row of `board_deals` that is counted; none for a lead. */
  deal?: string
}

/** Adds to a row of the stats, or takes away. */
function tally({ key, cards, deal }: Tally, sign: '' | '-'): string {
  const amounts = ['$.hi', '$.lo', '$.hi * $.probability', '$.lo * $.probability']
  const added = [String(cards), ...amounts.map((amount) => (deal ? amount.replaceAll('$', deal) : '0'))]
  const columns = ['cards', 'hi', 'lo', 'weighted_hi', 'weighted_lo']
  return `
    insert into board_stats values (${[...key, ...added.map((value) => `${sign}(${value})`)].join(', ')})
    on conflict (stage, owner, currency, deal_stage) do update
      set ${columns.map((column) => `${column} = ${column} + excluded.${column}`).join(', ')};`
}

const ofLead = (lead: string): Tally => ({ key: [`${lead}.stage`, `${lead}.owner`, `''`, '0'], cards: 1 })
const ofDeal = (deal: string): Tally => ({
  key: [`${deal}.stage`, `${deal}.owner`, `${deal}.currency`, '0'],
  cards: 1,
  deal,
})
const ofLeadsDeal = (deal: string): Tally => ({
  key: [`${deal}.lead_stage`, `${deal}.lead_owner`, `${deal}.currency`, `${deal}.stage`],
  cards: 0,
  deal,
})

const STATS = `
create trigger board_leads_insert after insert on board_leads begin
  ${tally(ofLead('new'), '')}
end;
create trigger board_leads_delete after delete on board_leads begin
  ${tally(ofLead('old'), '-')}
  update board_deals set lead_rid = 0, lead_stage = 0, lead_owner = 0, due = ${NEVER} where lead_rid = old.rid;
end;
create trigger board_leads_moved after update of stage, owner on board_leads
  when (old.stage, old.owner) is not (new.stage, new.owner) begin
  ${tally(ofLead('old'), '-')}
  ${tally(ofLead('new'), '')}
  update board_deals set lead_stage = new.stage, lead_owner = new.owner where lead_rid = new.rid;
end;
create trigger board_leads_due after update of due on board_leads when old.due is not new.due begin
  update board_deals set due = new.due where lead_rid = new.rid;
end;
create trigger board_deals_insert after insert on board_deals begin
  ${tally(ofDeal('new'), '')}
  ${tally(ofLeadsDeal('new'), '')}
end;
create trigger board_deals_delete after delete on board_deals begin
  ${tally(ofDeal('old'), '-')}
  ${tally(ofLeadsDeal('old'), '-')}
end;
create trigger board_deals_lead_moved after update of lead_stage, lead_owner on board_deals
  when (old.lead_stage, old.lead_owner) is not (new.lead_stage, new.lead_owner) begin
  ${tally(ofLeadsDeal('old'), '-')}
  ${tally(ofLeadsDeal('new'), '')}
end;
`

const shown = (lead: string): string =>
  `(${stageOf(lead)}, ${ownerOf(lead)}, ${lead}.lead_score, ${lead}.next_follow_up_at)`

/** Deals that were here before their lead. */
const adopt = `update board_deals
    set (lead_rid, lead_stage, lead_owner, due) = (select b.rid, b.stage, b.owner, b.due from board_leads as b where b.rid = new.rid)
    where rid in (select d.rid from deals as d where d.lead_id = new.id);`

const LEADS = `
create trigger leads_on_board_insert after insert on leads when ${isListed('new')} begin
  ${insertLead('new')}
  ${adopt}
end;
create trigger leads_on_board_update after update on leads
  when ${isListed('old')} and ${isListed('new')} and ${shown('old')} is not ${shown('new')} begin
  ${valuesOfLead('new')}
  update board_leads set stage = ${LEAD.stage('new')}, owner = ${LEAD.owner('new')}, rank = ${LEAD.rank('new')},
    due = ${due('new')} where rid = new.rid;
end;
create trigger leads_on_board_come after update on leads when not ${isListed('old')} and ${isListed('new')} begin
  ${insertLead('new')}
  ${adopt}
end;
create trigger leads_on_board_go after update on leads when ${isListed('old')} and not ${isListed('new')} begin
  delete from board_leads where rid = old.rid;
end;
create trigger leads_on_board_delete after delete on leads begin
  delete from board_leads where rid = old.rid;
end;
create trigger leads_tags_insert after insert on leads when new.tags <> '[]' begin
  insert into lead_tags select distinct tag.value, new.rid from json_each(new.tags) as tag;
end;
create trigger leads_tags_update after update of tags on leads when old.tags is not new.tags begin
  delete from lead_tags where rid = new.rid;
  insert into lead_tags select distinct tag.value, new.rid from json_each(new.tags) as tag;
end;
create trigger leads_tags_delete after delete on leads when old.tags <> '[]' begin
  delete from lead_tags where rid = old.rid;
end;
`

const isPlanned = (activity: string): string => `(${activity}.status = 'planned' and ${activity}.due_at is not null)`

const leadDue = (activity: string): string => `
  update board_leads set due = (select ${due('l')} from leads as l where l.id = ${activity}.lead_id)
    where rid = (select rid from leads where id = ${activity}.lead_id);`

const ACTIVITIES = `
-- One more can only bring it forward, which asks for nothing else of the lead: a first sync brings them by the thousand.
create trigger activities_due_insert after insert on activities when ${isPlanned('new')} begin
  update board_leads set due = new.due_at
    where rid = (select rid from leads where id = new.lead_id) and due > new.due_at;
end;
create trigger activities_due_update after update on activities
  when (${isPlanned('old')} or ${isPlanned('new')})
    and (old.status, old.due_at, old.lead_id) is not (new.status, new.due_at, new.lead_id) begin
  ${leadDue('new')}
  ${leadDue('old')}
end;
create trigger activities_due_delete after delete on activities when ${isPlanned('old')} begin
  ${leadDue('old')}
end;
`

const dealOnBoard = (deal: string): string =>
  `(${deal}.stage_id, ${deal}.owner_id, ${deal}.value_minor, ${deal}.currency, ${deal}.probability, ${deal}.lead_id)`

const DEALS = `
create trigger deals_on_board_insert after insert on deals begin
  ${insertDeal('new')}
end;
create trigger deals_on_board_update after update on deals when ${dealOnBoard('old')} is not ${dealOnBoard('new')} begin
  delete from board_deals where rid = old.rid;
  ${insertDeal('new')}
end;
create trigger deals_on_board_delete after delete on deals begin
  delete from board_deals where rid = old.rid;
end;
`

export const board: Migration = {
  version: 11,
  name: 'board',
  up: (db) => db.exec([TABLES, FILL, STATS, LEADS, ACTIVITIES, DEALS].join('\n')),
}
