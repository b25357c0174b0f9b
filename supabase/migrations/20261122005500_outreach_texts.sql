-- The words of predefined outreach: the 14 campaigns of seed 003, four text messages each, on days 1, 2, 4 and 6. This
-- file holds text, to be read and edited by people who sell; every organisation gets its copy when it is created.
--
-- How they are written: one thought and one question per message, in a voice a friend could have; nothing promised that
-- a rep cannot keep; the way out (STOP) in the first and the last; plain letters, so that a text stays within two parts
-- of an SMS. Lines are folded into one on the way in.

-- The variables a text may use, as {{name}}. A text whose variable has neither value nor fallback is not sent.
create table app.template_variables (
  name text primary key,
  meaning text not null,
  -- What stands in when the value is missing; null: nothing may.
  fallback text,
  -- For previews and tests.
  example text not null,
  constraint template_variables_name_check check (name ~ '^[a-z_]+$')
);
insert into app.template_variables (name, meaning, fallback, example) values
  ('first_name', 'The lead''s first name', 'there', 'Maria'),
  ('full_name', 'The lead''s full name', null, 'Maria Lindqvist'),
  ('rep_name', 'First name of the lead''s owner, else of the organisation''s team', 'the team', 'Daniel'),
  ('organization', 'The organisation''s name', null, 'Northside Motors'),
  ('booking_link', 'The organisation''s booking page', null, 'https://book.example/northside'),
  ('booking_time', 'When the lead''s next booking starts, in the organisation''s time zone', null,
    'Tuesday 4 May, 10:30');

-- The variables that a text names and nobody knows.
create function app.unknown_variables(content text) returns text[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(distinct m.found[1] order by m.found[1]), '{}')
  from regexp_matches(content, '\{\{\s*([^{}]*?)\s*\}\}', 'g') m (found)
  where not exists (select from app.template_variables v where v.name = m.found[1])
$$;

-- A tag is its campaign's name up to " / ".
create table app.predefined_campaigns (
  tag text primary key,
  position integer not null unique,
  name text not null unique,
  description text not null
);
create table app.predefined_campaign_steps (
  tag text not null references app.predefined_campaigns on delete cascade,
  day_number integer not null,
  body text not null,
  primary key (tag, day_number)
);
select app.close_table('app.template_variables');
select app.close_table('app.predefined_campaigns');
select app.close_table('app.predefined_campaign_steps');
grant execute on function app.unknown_variables(text) to authenticated, service_role, leadline_sync;

insert into app.predefined_campaigns (position, tag, name, description) values
  (1, 'Ghosted', 'Ghosted / No Response', 'Asked, then went quiet.'),
  (2, 'Payment Too High', 'Payment Too High', 'The monthly payment was more than they wanted.'),
  (3, 'Credit Declined Previously', 'Credit Declined Previously', 'A lender said no before.'),
  (4, 'Waiting', 'Waiting / Timing Not Right', 'Wants a car, but not yet.'),
  (5, 'Couldn''t Find the Right Vehicle', 'Couldn''t Find the Right Vehicle', 'Nothing in stock was the one.'),
  (6, 'Needed More Info', 'Needed More Info / Confusion About Terms', 'The terms were not clear.'),
  (7, 'Process Took Too Long', 'Process Took Too Long', 'Lost patience with us.'),
  (8, 'Bought Elsewhere', 'Bought Elsewhere', 'Found a car somewhere else.'),
  (9, 'Wanted to Improve Credit First', 'Wanted to Improve Credit First', 'Working on their credit before applying.'),
  (10, 'Negative Equity', 'Negative Equity / Trade-In Issue', 'Owes more than the trade-in is worth.'),
  (11, 'Needed a Cosigner', 'Needed a Cosigner', 'The lender asked for a cosigner.'),
  (12, 'Didn''t Like the Approved Vehicle', 'Didn''t Like the Approved Vehicle', 'Approved, but for the wrong car.'),
  (13, 'Rate Too High', 'Rate Too High', 'The rate was more than they hoped.'),
  (14, 'Missing Documents', 'Missing Documents', 'Only paperwork is missing.');

insert into app.predefined_campaign_steps (tag, day_number, body)
select 'Ghosted', s.day, app.fold_space(s.body) from (values
  (1, $$Hi {{first_name}}, it's {{rep_name}} from {{organization}}. You asked us about a car and then life probably
      got busy. Still looking, or all sorted? One word is enough. Reply STOP to opt out.$$),
  (2, $${{first_name}}, quick one: is it the car, the price or the timing that's holding things up? Tell me which,
      and I'll only send you what helps with that.$$),
  (4, $$Something more useful than a reminder: give me a monthly budget and I'll text you two cars that fit it. No
      forms, no call. What figure works for you?$$),
  (6, $$This is my last note for now, {{first_name}}. If you'd like to pick it up another time, reply LATER and I'll
      check in next month. Reply STOP and I won't text again.$$)
) s (day, body);

insert into app.predefined_campaign_steps (tag, day_number, body)
select 'Payment Too High', s.day, app.fold_space(s.body) from (values
  (1, $$Hi {{first_name}}, {{rep_name}} from {{organization}}. The monthly payment came out higher than you wanted,
      and I'd like to see what we can do. Which figure would feel comfortable? Reply STOP to opt out.$$),
  (2, $${{first_name}}, three things bring a payment down: a little more up front, a longer term, or a slightly
      different car. Which one shall I price for you?$$),
  (4, $$Often the car one step below feels just as good to drive and costs noticeably less each month. Shall I text
      you two examples?$$),
  (6, $$Last one from me on this, {{first_name}}. Give me your number per month and I'll tell you honestly whether
      we can reach it, yes or no. Reply STOP for no more texts.$$)
) s (day, body);

insert into app.predefined_campaign_steps (tag, day_number, body)
select 'Credit Declined Previously', s.day, app.fold_space(s.body) from (values
  (1, $$Hi {{first_name}}, {{rep_name}} from {{organization}}. A no from one lender isn't a no from all of them;
      each one looks at different things. Shall I check which options are open to you? Reply STOP to opt out.$$),
  (2, $${{first_name}}, some lenders weigh income and stability more than the score. Finding out takes about five
      minutes. Is today or tomorrow better for you?$$),
  (4, $$Worried that asking will hurt your score? We can begin with a soft check, which doesn't leave a mark. Would
      you like me to explain how it works?$$),
  (6, $$I'll leave it here, {{first_name}}. When you feel like trying again, reply READY and we'll start with your
      options, not with a form. Reply STOP for no more texts.$$)
) s (day, body);

insert into app.predefined_campaign_steps (tag, day_number, body)
select 'Waiting', s.day, app.fold_space(s.body) from (values
  (1, $$Hi {{first_name}}, it's {{rep_name}} from {{organization}}. You said the timing wasn't right yet, and that's
      fine. Which month would be a good one to pick this up? Reply STOP to opt out.$$),
  (2, $${{first_name}}, while you wait: shall I keep an eye on the car you liked and tell you if the price moves? A
      yes is all I need.$$),
  (4, $$Some people wait for a payday, some for a lease to end, some for the right offer. What are you waiting for?
      Then I'll time my next message to suit you.$$),
  (6, $$Last check for now, {{first_name}}. Reply with a month, for example MARCH, and you won't hear from me until
      then. Or reply STOP and I won't text again.$$)
) s (day, body);

insert into app.predefined_campaign_steps (tag, day_number, body)
select 'Couldn''t Find the Right Vehicle', s.day, app.fold_space(s.body) from (values
  (1, $$Hi {{first_name}}, {{rep_name}} from {{organization}}. We didn't have the right car for you last time. What
      was missing: size, colour, mileage or price? Reply STOP to opt out.$$),
  (2, $${{first_name}}, what are your three must-haves, and one thing you could live without? I'll search by those
      instead of sending you everything.$$),
  (4, $$If it isn't on our lot, we can often find it elsewhere. Would you like me to look beyond what you saw
      online, {{first_name}}?$$),
  (6, $$Should I keep your search open, {{first_name}}? Reply YES and you'll only hear from me when something really
      fits. Reply STOP and I'll close it.$$)
) s (day, body);

insert into app.predefined_campaign_steps (tag, day_number, body)
select 'Needed More Info', s.day, app.fold_space(s.body) from (values
  (1, $$Hi {{first_name}}, {{rep_name}} from {{organization}}. I think we left some questions open about your terms.
      What's the one thing you'd like explained in plain words? Reply STOP to opt out.$$),
  (2, $${{first_name}}, most of it comes down to three numbers: the rate, the term and the total you pay in the end.
      Want yours side by side in one short message?$$),
  (4, $$No question is too small. Many people ask what happens if they pay it off early. Shall I tell you how that
      works for your offer?$$),
  (6, $$Some things are easier said than typed, {{first_name}}. Ten minutes on the phone usually clears it up. What
      time suits you? If you'd rather not hear from me, reply STOP.$$)
) s (day, body);

insert into app.predefined_campaign_steps (tag, day_number, body)
select 'Process Took Too Long', s.day, app.fold_space(s.body) from (values
  (1, $$Hi {{first_name}}, {{rep_name}} from {{organization}}. It took us too long last time, and I'm sorry. Shall I
      tell you exactly what is left and how long it takes? Reply STOP to opt out.$$),
  (2, $${{first_name}}, what's done stays done; you won't have to start over. Shall I send you the short list of
      what's still open?$$),
  (4, $$To save you time, I can get the paperwork ready before you come in, so that the visit is keys and
      signatures. Which day would suit you?$$),
  (6, $$Would you give us one more try, {{first_name}}? Name a day and I'll look after it personally. If you've
      moved on, reply STOP and I'll leave you in peace.$$)
) s (day, body);

insert into app.predefined_campaign_steps (tag, day_number, body)
select 'Bought Elsewhere', s.day, app.fold_space(s.body) from (values
  (1, $$Hi {{first_name}}, {{rep_name}} from {{organization}}. I heard you found your car. Congratulations, enjoy
      it! May I ask what made the difference? It helps us get better. Reply STOP to opt out.$$),
  (2, $${{first_name}}, a tip for any new car: note now when the warranty and the rate end. Want a short checklist
      of what else is worth writing down?$$),
  (4, $$If the finance came out higher than you hoped, a second look after some months can pay off. Shall I remind
      you in half a year?$$),
  (6, $$All the best with the new car, {{first_name}}. Is anyone in your family or among your friends still looking?
      I'd be glad to help them. Reply STOP and I won't text again.$$)
) s (day, body);

insert into app.predefined_campaign_steps (tag, day_number, body)
select 'Wanted to Improve Credit First', s.day, app.fold_space(s.body) from (values
  (1, $$Hi {{first_name}}, {{rep_name}} from {{organization}}. You wanted to work on your credit first, which is a
      smart move. How is it going so far? Reply STOP to opt out.$$),
  (2, $${{first_name}}, two things tend to help most: low card balances and no late payments. Want a short list of
      what else lenders look at?$$),
  (4, $$You may be closer than you think. A soft check shows where you stand and doesn't affect your score. Shall I
      set one up for you?$$),
  (6, $$I'll stop here, {{first_name}}. When should I check in again: in 1, 3 or 6 months? Just reply with the
      number. Or reply STOP and I won't text again.$$)
) s (day, body);

insert into app.predefined_campaign_steps (tag, day_number, body)
select 'Negative Equity', s.day, app.fold_space(s.body) from (values
  (1, $$Hi {{first_name}}, {{rep_name}} from {{organization}}. Owing more than a trade-in is worth is common, and
      there are ways to deal with it. Do you know roughly what is still owed? Reply STOP to opt out.$$),
  (2, $${{first_name}}, trade-in values move from month to month. Text me the year and the mileage, and I'll get you
      a fresh figure. What are they?$$),
  (4, $$There are usually three ways: wait a little, put something towards the gap, or pick a car that absorbs it.
      Shall I work out all three so you can compare?$$),
  (6, $$Last note on this, {{first_name}}. Sometimes the honest answer is to keep the car for now, and I'll say so
      if it is. Shall I run the numbers? Reply STOP for no more texts.$$)
) s (day, body);

insert into app.predefined_campaign_steps (tag, day_number, body)
select 'Needed a Cosigner', s.day, app.fold_space(s.body) from (values
  (1, $$Hi {{first_name}}, {{rep_name}} from {{organization}}. Last time the lender asked for a cosigner. Is that
      still the sticking point, or has something changed? Reply STOP to opt out.$$),
  (2, $${{first_name}}, if you have someone in mind, I can send a short note on what cosigning means, so that they
      know before they say yes. Shall I?$$),
  (4, $$No cosigner? A larger deposit or a less expensive car can sometimes do the same job. Want me to check what
      it would take?$$),
  (6, $$I'll leave it with you, {{first_name}}. If you find someone, or would like to try without, reply TRY and
      I'll pick it up from there. Reply STOP and I won't text again.$$)
) s (day, body);

insert into app.predefined_campaign_steps (tag, day_number, body)
select 'Didn''t Like the Approved Vehicle', s.day, app.fold_space(s.body) from (values
  (1, $$Hi {{first_name}}, {{rep_name}} from {{organization}}. You were approved, but the car wasn't the one. Fair
      enough. What would be: bigger, newer, another make? Reply STOP to opt out.$$),
  (2, $${{first_name}}, an approval is often for an amount rather than one car, so there may be more to choose from
      than you saw. Shall I send you three others?$$),
  (4, $$Driving beats scrolling. Would you like to try two cars back to back, no strings attached? Tell me a day
      that works for you.$$),
  (6, $$Approvals don't last forever, {{first_name}}. Shall I check how long yours is good for? If you've lost
      interest, reply STOP and I'll close it.$$)
) s (day, body);

insert into app.predefined_campaign_steps (tag, day_number, body)
select 'Rate Too High', s.day, app.fold_space(s.body) from (values
  (1, $$Hi {{first_name}}, {{rep_name}} from {{organization}}. The rate you were offered was higher than you hoped.
      Shall I see whether another lender can do better? Reply STOP to opt out.$$),
  (2, $${{first_name}}, the rate mostly follows three things: the deposit, the term and the age of the car. Which of
      them could you move a little?$$),
  (4, $$If your bank has made you an offer, send me the rate and I'll tell you honestly whether we can beat it. Do
      you have one?$$),
  (6, $$One last idea, {{first_name}}: some people start with a rate like this and refinance after a year of
      payments on time. Shall I show you what that could save? Reply STOP for no more texts.$$)
) s (day, body);

insert into app.predefined_campaign_steps (tag, day_number, body)
select 'Missing Documents', s.day, app.fold_space(s.body) from (values
  (1, $$Hi {{first_name}}, {{rep_name}} from {{organization}}. We're nearly there; only a document or two is
      missing. Shall I send you the exact list? Reply STOP to opt out.$$),
  (2, $${{first_name}}, a clear photo from your phone is fine for most documents, no scanner needed. Shall I tell
      you where to send them?$$),
  (4, $$Is one of the papers hard to get hold of? Tell me which one; there is often something else we can accept.$$),
  (6, $$It would be a pity to stop over paperwork, {{first_name}}. Shall I call you for five minutes so we can go
      through it together? If you've changed your mind, reply STOP.$$)
) s (day, body);
