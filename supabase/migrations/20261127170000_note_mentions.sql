-- Who is mentioned in a note. A note's text names a colleague as <@id|name>: the id stays theirs whatever they are called
-- later, and the name is what they were called when it was written. Rows of `mentions` follow the text.

create function app.mentioned_in(body text) returns uuid[]
language sql immutable set search_path = '' as $$
  select coalesce(array_agg(distinct found[1]::uuid), '{}')
  from regexp_matches(body, '<@([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\|[^<>|\n]{1,200}>', 'g') found
$$;

-- Active colleagues other than the one who writes; viewers could not say that they have read it. Whoever may not see the
-- lead is mentioned all the same and sees it once they may: the policies of `mentions` ask for the lead.
create function app.note_mentions() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  named uuid[] := app.mentioned_in(new.body);
  author uuid := coalesce(app.user_id(), new.created_by);
begin
  if tg_op = 'UPDATE' then
    delete from public.mentions m
    where m.note_id = new.id and m.user_id = any (app.mentioned_in(old.body)) and m.user_id <> all (named);
  end if;
  if named <> '{}' then
    insert into public.mentions (organization_id, lead_id, note_id, user_id, mentioned_by)
    select new.organization_id, new.lead_id, new.id, p.id,
      (select a.id from public.profiles a where a.id = author and a.organization_id = new.organization_id)
    from public.profiles p
    where p.id = any (named) and p.organization_id = new.organization_id and p.status = 'active' and p.role <> 'viewer'
      and p.id is distinct from author
    order by p.id limit 50
    on conflict on constraint mentions_user_key do nothing;
  end if;
  return null;
end $$;

create trigger mention_colleagues after insert on public.notes for each row execute function app.note_mentions();
create trigger mention_more_colleagues after update of body on public.notes for each row
  when (old.body is distinct from new.body) execute function app.note_mentions();
