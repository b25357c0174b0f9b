-- Who of an organisation is in which conversation, told between desktops and stored nowhere: its members alone may join
-- its channel, and nobody without an active profile is a member. Presence tells who is there, broadcasts where.
create policy members_see_each_other on realtime.messages for select to authenticated
  using (extension in ('presence', 'broadcast') and (select realtime.topic()) = 'presence:' || (select app.org_id()));
create policy members_show_themselves on realtime.messages for insert to authenticated
  with check (extension in ('presence', 'broadcast') and (select realtime.topic()) = 'presence:' || (select app.org_id()));
