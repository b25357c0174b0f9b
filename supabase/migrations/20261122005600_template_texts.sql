-- The words of the templates that every organisation starts with, per kind of channel, and of the three messages (M1 to
-- M3) with which an old list of leads is woken up (seed 002). Variables: app.template_variables. A composer inserts a
-- template by its shortcut: "/hello". Paragraphs are kept; lines within one are not.

create table app.predefined_templates (
  shortcut text primary key,
  type text not null,
  category text not null,
  name text not null,
  subject text,
  content text not null
);
select app.close_table('app.predefined_templates');

-- One line per paragraph: single line breaks are for reading this file, empty lines for the customer.
create function app.fold_paragraphs(value text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select string_agg(app.fold_space(p.text), e'\n\n' order by p.n)
  from regexp_split_to_table(value, '\n\s*\n') with ordinality p (text, n)
$$;

insert into app.predefined_templates (shortcut, type, category, name, subject, content)
select t.shortcut, t.type, t.category, t.name, t.subject, app.fold_paragraphs(t.content) from (values
  ('hello', 'any', 'opening', 'First answer', null,
    $$Hi {{first_name}}, thanks for getting in touch with {{organization}}. I'm {{rep_name}} and I'll look after you.
      What would help you most right now?$$),
  ('details', 'any', 'opening', 'Ask for details', null,
    $$Happy to help, {{first_name}}. Two things would let me answer properly: what you need it for, and by when.$$),
  ('book', 'any', 'booking', 'Offer a time', null,
    $$Shall we talk it through? Pick whichever time suits you here: {{booking_link}}$$),
  ('booked', 'any', 'booking', 'Confirm a booking', null,
    $$You're booked for {{booking_time}}, {{first_name}}. If something comes up, just answer here and we'll find another
      time.$$),
  ('checking', 'any', 'follow-up', 'Gentle follow-up', null,
    $$Hi {{first_name}}, did my last message answer your question, or is something still open?$$),
  ('later', 'any', 'follow-up', 'Agree on later', null,
    $$No hurry at all, {{first_name}}. When would be a good time for me to get back to you?$$),
  ('thanks', 'any', 'closing', 'Thank you', null,
    $$Thank you for your trust, {{first_name}}. If anything isn't as you hoped, tell me first and I'll put it right.$$),

  ('sms-missed', 'sms', 'follow-up', 'Missed your call', null,
    $$Hi {{first_name}}, {{rep_name}} from {{organization}}. Sorry I missed your call. Can I ring you back now, or would
      you rather text?$$),
  ('sms-reminder', 'sms', 'booking', 'Reminder', null,
    $$Hi {{first_name}}, a reminder of our appointment: {{booking_time}}. Reply 1 to confirm or 2 to move it.
      {{organization}}$$),
  ('sms-intro', 'sms', 'opening', 'First text to a lead', null,
    $$Hi {{first_name}}, {{rep_name}} from {{organization}}. You asked us to get in touch. Is now a good time for a
      quick question? Reply STOP to opt out.$$),

  ('wa-hello', 'whatsapp', 'opening', 'Open a WhatsApp chat', null,
    $$Hi {{first_name}}, this is {{rep_name}} from {{organization}}. You asked about our offer; I'm happy to help right
      here. What would you like to know first?

      If you'd rather not get messages on WhatsApp, reply STOP.$$),
  ('wa-reminder', 'whatsapp', 'booking', 'Reminder', null,
    $$Hello {{first_name}}, we're looking forward to seeing you: {{booking_time}}. Does that still work for you?$$),
  ('wa-reopen', 'whatsapp', 'follow-up', 'Continue a chat', null,
    $$Hello {{first_name}}, we were talking about your request to {{organization}} and I'd like to finish what we began.
      Shall we go on here?$$),

  ('mail-intro', 'email', 'opening', 'First e-mail', 'Your enquiry to {{organization}}',
    $$Hello {{first_name}},

      thank you for your enquiry. I'm {{rep_name}} and I'll be your contact at {{organization}}.

      So that I send you something useful rather than a brochure: what matters most to you, and is there a date you have
      in mind? Two lines are plenty.

      Kind regards,

      {{rep_name}}

      If you'd prefer not to hear from us, reply "unsubscribe" and that's that.$$),
  ('mail-booking', 'email', 'booking', 'Offer an appointment', 'A time that suits you',
    $$Hello {{first_name}},

      twenty minutes are usually enough to answer everything that's open. You can choose a time here: {{booking_link}}

      If none of them fits, answer with one that does.

      Kind regards,

      {{rep_name}}, {{organization}}$$),
  ('mail-follow-up', 'email', 'follow-up', 'Follow up on an offer', 'Your offer: one question',
    $$Hello {{first_name}},

      what would have to be different for the offer to be right for you? A short, honest answer helps me most, even if
      it's "everything".

      Kind regards,

      {{rep_name}}, {{organization}}$$),
  ('mail-thanks', 'email', 'closing', 'Thank you', 'Thank you, {{first_name}}',
    $$Hello {{first_name}},

      thank you for choosing {{organization}}. If a question comes up, this address reaches me directly.

      Kind regards,

      {{rep_name}}$$),

  ('web-hello', 'web', 'opening', 'Greet in the web chat', null,
    $$Hi, I'm {{rep_name}} from {{organization}}. What are you looking for today?$$),
  ('web-number', 'web', 'opening', 'Ask for a number', null,
    $$In case we get cut off: which number may I reach you on? I'll only use it for this.$$),
  ('ig-hello', 'instagram', 'opening', 'Answer a direct message', null,
    $$Hi {{first_name}}, thanks for writing! Tell me a little about what you have in mind and I'll find out for you.$$),
  ('fb-hello', 'facebook', 'opening', 'Answer on Messenger', null,
    $$Hi {{first_name}}, thanks for your message to {{organization}}. I'm {{rep_name}}. What can I find out for you?$$),
  ('voicemail', 'voice', 'follow-up', 'Leave a voicemail', null,
    $$Hello {{first_name}}, this is {{rep_name}} from {{organization}}, returning your enquiry. There's no rush: I'll
      send you a short text as well, so you can simply answer that. Speak soon.$$)
) t (shortcut, type, category, name, subject, content);

create table app.predefined_reactivation_steps (
  step text primary key,
  delay_hours integer not null,
  content text not null
);
select app.close_table('app.predefined_reactivation_steps');
insert into app.predefined_reactivation_steps (step, delay_hours, content)
select t.step, t.delay_hours, app.fold_space(t.content) from (values
  ('M1', 0, $$Hi {{first_name}}, it's {{rep_name}} from {{organization}}. You asked us for information a while ago. Is
      that still of interest, or has it been taken care of? Reply STOP to opt out.$$),
  ('M2', 48, $${{first_name}}, in case my last text came at a bad moment: a yes or a no is all I need to know whether
      to keep your enquiry open. Which is it?$$),
  ('M3', 72, $$I'll close your enquiry for now, {{first_name}}. Should it become a topic again, reply OPEN and I'll pick
      it up. Reply STOP and I won't text again.$$)
) t (step, delay_hours, content);
