-- What every organisation gets of predefined outreach: the 14 campaigns with their steps and tags, templates, the
-- settings and messages of a reactivation, and how leads are scored. Seeding again adds what is missing and changes
-- nothing.

create function app.seed_outreach(organization uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  reactivation uuid;
begin
  insert into public.tags (organization_id, name, color, category)
  select organization, p.tag, '#0ea5e9', 'campaign' from app.predefined_campaigns p order by p.position
  on conflict do nothing;

  insert into public.campaigns (organization_id, tag, name, description, is_predefined)
  select organization, p.tag, p.name, p.description, true from app.predefined_campaigns p order by p.position
  on conflict do nothing;

  insert into public.campaign_steps (organization_id, campaign_id, sequence_order, day_number, message_template)
  select organization, c.id, row_number() over (partition by c.id order by s.day_number), s.day_number, s.body
  from public.campaigns c join app.predefined_campaign_steps s on s.tag = c.tag
  where c.organization_id = organization and c.is_predefined
  on conflict do nothing;

  insert into public.message_templates
    (organization_id, type, category, name, shortcut, subject, content, variables)
  select organization, t.type, t.category, t.name, t.shortcut, t.subject, t.content, array(
    select distinct m.found[1] from regexp_matches(concat(t.subject, t.content), '\{\{([a-z_]+)\}\}', 'g') m (found)
    order by 1)
  from app.predefined_templates t
  on conflict do nothing;

  if not exists (select from public.campaign_settings s where s.organization_id = organization and s.is_template) then
    insert into public.campaign_settings (organization_id, name, description, sending_timezone, is_template)
    select o.id, 'Reactivation', 'Three messages to leads that have not been heard from for long', o.timezone, true
    from public.organizations o where o.id = organization
    returning id into reactivation;
    insert into public.campaign_steps
      (organization_id, campaign_settings_id, sequence_order, delay_hours, step, message_template)
    select organization, reactivation, row_number() over (order by r.step), r.delay_hours, r.step, r.content
    from app.predefined_reactivation_steps r;
  end if;

  insert into public.organization_settings (organization_id, key, value)
  values (organization, 'lead_score', app.default_lead_score_settings())
  on conflict do nothing;
end $$;

create function app.on_organization_needs_outreach() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform app.seed_outreach(new.id);
  return null;
end $$;
create trigger seed_outreach after insert on public.organizations
  for each row execute function app.on_organization_needs_outreach();

-- Nobody passes a campaign of their own off as one of the product's. Depth 1 is a statement of a member's; seeding runs
-- inside the trigger of the new organisation.
create function app.refuse_forged_campaign() returns trigger language plpgsql set search_path = '' as $$
begin
  if app.user_id() is not null and pg_catalog.pg_trigger_depth() = 1 then
    raise exception 'Only the product has predefined campaigns' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger refuse_forged_insert before insert on public.campaigns for each row
  when (new.is_predefined) execute function app.refuse_forged_campaign();
create trigger refuse_forged_update before update of is_predefined on public.campaigns for each row
  when (new.is_predefined and not old.is_predefined) execute function app.refuse_forged_campaign();

select app.seed_outreach(o.id) from public.organizations o;
