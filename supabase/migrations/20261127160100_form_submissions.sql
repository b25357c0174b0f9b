-- Forms that anybody fills in on a website (seed 004): what a page may know of one, and the way in for what is sent.
-- `fields` of a form: [{"name", "label", "type": text, email, phone, textarea, select, checkbox or number, "required",
-- "options": [for select]}].

-- What kept a submission out or let it in, by who sent it, so that one sender is not let in without end. `sender` is a
-- hash.
create table app.form_attempts (
  form_id uuid not null references public.forms on delete cascade,
  sender text not null,
  at timestamptz not null default now()
);
create index form_attempts_sender on app.form_attempts (form_id, sender, at);
create index form_attempts_at on app.form_attempts (at);
select app.close_table('app.form_attempts');

-- What a page shows of a form that is switched on; null: there is none.
create function public.form_view(p_form uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', f.id, 'name', f.name, 'fields', f.fields,
    'submitButton', f.settings -> 'submitButton',
    'successMessage', f.settings -> 'successMessage', 'redirectUrl', f.settings -> 'redirectUrl')
  from public.forms f where f.id = p_form and f.is_active
$$;

-- What is wrong with one value: required, invalid, too_long; null: nothing.
create function app.form_value_fault(field jsonb, value text, country text) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return case
    when btrim(coalesce(value, '')) in ('', 'false') then case when field -> 'required' = 'true' then 'required' end
    when length(value) > 5000 then 'too_long'
    when field ->> 'type' = 'email' and value !~ '^[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}$' then 'invalid'
    when field ->> 'type' = 'phone' and app.normalize_phone(value, country) is null then 'invalid'
    when field ->> 'type' = 'number' and not pg_input_is_valid(btrim(value), 'numeric') then 'invalid'
    when field ->> 'type' = 'select' and not coalesce(field -> 'options', '[]') ? value then 'invalid'
    end;
end $$;

-- The faults of a submission by field: {} when it is good.
create function app.form_faults(form public.forms, data jsonb) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_object_agg(f ->> 'name', fault) filter (where fault is not null), '{}')
  from jsonb_array_elements((form).fields) f
  cross join lateral app.form_value_fault(f, data ->> (f ->> 'name'),
    (select o.default_country from public.organizations o where o.id = (form).organization_id)) fault
$$;

-- Takes in a form that was filled in on a page: `p_event` as ingest_event takes it, by the brand's first web channel
-- that is on. `p_sender` says who sent it (a hash of the address), `p_trap` what stood in the field that people do not
-- see. Answers {"outcome": accepted, duplicate, invalid (with `faults`), unknown_form, too_many or no_channel}. What a
-- robot sent is answered as accepted, and dropped.
create function public.submit_form(p_form uuid, p_event jsonb, p_sender text, p_trap text default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  form public.forms;
  channel public.channels;
  faults jsonb;
  taken jsonb;
begin
  select * into form from public.forms f where f.id = p_form and f.is_active;
  if form.id is null then
    return '{"outcome": "unknown_form"}';
  elsif coalesce(p_trap, '') <> '' then
    return '{"outcome": "accepted"}';
  elsif (select count(*) from app.form_attempts a
    where a.form_id = form.id and a.sender = p_sender and a.at > now() - interval '1 hour') >= 10
  then
    return '{"outcome": "too_many"}';
  end if;
  insert into app.form_attempts (form_id, sender) values (form.id, left(p_sender, 100));
  faults := app.form_faults(form, coalesce(p_event -> 'form' -> 'data', '{}'));
  if faults <> '{}' then
    return jsonb_build_object('outcome', 'invalid', 'faults', faults);
  end if;
  select c.* into channel from public.channels c
  where c.organization_id = form.organization_id and c.platform = 'web' and c.is_active
    and (form.brand_id is null or c.brand_id = form.brand_id)
  order by c.created_at, c.id limit 1;
  if channel.id is null then
    return '{"outcome": "no_channel"}';
  end if;
  taken := app.take_event(channel, jsonb_set(p_event, '{form,id}', to_jsonb(form.id)));
  return jsonb_strip_nulls(jsonb_build_object('outcome', taken ->> 'outcome', 'code', taken -> 'code'));
end $$;
comment on function public.form_view(uuid) is 'What a page shows of a form. For the service role.';
comment on function public.submit_form(uuid, jsonb, text, text) is
  'Takes in a form that was filled in on a page. For the service role.';
revoke all on function public.form_view(uuid), public.submit_form(uuid, jsonb, text, text)
  from public, anon, authenticated;
grant execute on function public.form_view(uuid), public.submit_form(uuid, jsonb, text, text) to service_role;

create function app.forget_form_attempts(batch integer, at timestamptz) returns integer
language plpgsql security definer set search_path = '' as $$
begin
  delete from app.form_attempts a where a.at < forget_form_attempts.at - interval '1 day';
  return 0;
end $$;
insert into app.jobs (name, function_name, every) values ('forget_form_attempts', 'app.forget_form_attempts', '1 hour');
