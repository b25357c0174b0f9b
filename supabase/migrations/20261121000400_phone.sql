-- Phone numbers to E.164, by the rules and metadata of libphonenumber (github.com/google/libphonenumber), so that the
-- database and the desktop recognise the same customer. Metadata follows in the next file, which is generated.

create table app.phone_plans (
  -- ISO 3166 alpha-2, or the calling code itself for the numbers of no country (+800, +870, …).
  region text primary key,
  calling_code text not null,
  -- Place among the regions of one calling code, 0 being the main one, whose plan stands in until the region is known.
  rank integer not null,
  idd_pattern text,
  national_prefix_pattern text,
  national_prefix_rule text,
  number_pattern text not null,
  lengths integer[] not null,
  -- What tells the regions of one calling code apart: leading digits where the plan has them, else whole numbers.
  leading_digits text,
  type_pattern text
);
create index phone_plans_calling_code on app.phone_plans (calling_code, rank);
select app.lock_table('app.phone_plans');
create policy nobody_reads on app.phone_plans for select to authenticated using (false);

-- The digits of what a person typed, with a leading plus if there was one; null when it is no single phone number.
-- Letters around it ("tel:") and an extension after it are dropped, letters within it are not.
create function app.phone_digits(raw text) returns text language plpgsql immutable strict set search_path = '' as $$
declare
  candidate text;
begin
  if length(raw) > 250 then
    return null;
  end if;
  candidate := translate(raw, '０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹＋', '012345678901234567890123456789+');
  candidate := substring(candidate from '[+0-9].*$');
  candidate := regexp_replace(candidate, '(;ext=|[ ,;]*(ext(ensi[oó]n)?|anexo|int|x|＃|#)[.:]?\s*)[0-9]{1,9}#?\s*$', '', 'i');
  candidate := regexp_replace(candidate, '[^0-9]+$', '');
  if candidate !~ '^\++[-\s0-9()（）［］\[\]./／．~⁓∼～‐-―−ー－\u00ad\u200b\u2060\u3000]+$|^[-\s0-9()（）［］\[\]./／．~⁓∼～‐-―−ー－\u00ad\u200b\u2060\u3000]+$'
  then
    return null;
  end if;
  return case when candidate like '+%' then '+' else '' end || regexp_replace(candidate, '[^0-9]', '', 'g');
end $$;

-- The number without its national prefix ("0", "8", a carrier's code), or as it is when taking the prefix off would make
-- something that is no number of this plan.
create function app.strip_national_prefix(digits text, plan app.phone_plans) returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  prefix text[];
  stripped text := digits;
  lengths integer[] := plan.lengths;
begin
  if plan.national_prefix_pattern is null or digits !~ ('^(?:' || plan.national_prefix_pattern || ')') then
    return digits;
  end if;
  prefix := regexp_match(digits, '^(?:' || plan.national_prefix_pattern || ')');
  if plan.national_prefix_rule is not null and prefix[cardinality(prefix)] is not null then
    stripped := regexp_replace(digits, '^(?:' || plan.national_prefix_pattern || ')', plan.national_prefix_rule);
  else
    stripped := regexp_replace(digits, '^(?:' || plan.national_prefix_pattern || ')', '');
  end if;
  if digits ~ ('^(?:' || plan.number_pattern || ')$') and stripped !~ ('^(?:' || plan.number_pattern || ')$') then
    return digits;
  end if;
  lengths := coalesce((select p.lengths from app.phone_plans p
    where p.region = app.phone_region(plan.calling_code, stripped)), lengths);
  if length(stripped) <= lengths[cardinality(lengths)] and length(stripped) <> all (lengths) then
    return digits;
  end if;
  return stripped;
end $$;

-- Which of the regions that share a calling code a national number belongs to; null when none claims it.
create function app.phone_region(code text, nsn text) returns text
language sql stable security definer set search_path = '' as $$
  select p.region from app.phone_plans p
  where p.calling_code = code and (
    not exists (select from app.phone_plans o where o.calling_code = code and o.rank > 0)
    or case when p.leading_digits is not null then nsn ~ ('^(?:' || p.leading_digits || ')')
      else nsn ~ ('^(?:' || p.number_pattern || ')$') and nsn ~ ('^(?:' || p.type_pattern || ')$') end)
  order by p.rank limit 1
$$;

-- The plan of an international number (digits after the plus), by its longest possible calling code.
create function app.phone_plan_of(digits text) returns app.phone_plans
language sql stable security definer set search_path = '' as $$
  select p from app.phone_plans p
  where p.rank = 0 and p.calling_code in ("left"(digits, 1), "left"(digits, 2), "left"(digits, 3))
  order by length(p.calling_code) limit 1
$$;

-- E.164 ("+447400123456") of a number as a person wrote it, or null when it cannot be one. Numbers without a country
-- code are read as `default_country` (ISO 3166 alpha-2) would dial them.
create function app.normalize_phone(raw text, default_country text) returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  digits text := app.phone_digits(raw);
  home app.phone_plans;
  plan app.phone_plans;
  found text;
  nsn text;
  shorter text;
begin
  if digits is null then
    return null;
  end if;
  select p.* into home from app.phone_plans p where p.region = default_country;
  if left(digits, 1) <> '+' and home.region is not null and digits ~ ('^(?:' || home.idd_pattern || ')[1-9]') then
    digits := '+' || regexp_replace(digits, '^(?:' || home.idd_pattern || ')', '');
  end if;

  if left(digits, 1) = '+' then
    plan := app.phone_plan_of(substr(digits, 2));
    nsn := substr(digits, 2 + length(plan.calling_code));
  else
    plan := home;
    nsn := digits;
    -- A country code typed without its plus: believed only where the number makes no sense as it stands.
    if starts_with(digits, home.calling_code) then
      shorter := app.strip_national_prefix(substr(digits, 1 + length(home.calling_code)), home);
      if (app.strip_national_prefix(digits, home) !~ ('^(?:' || home.number_pattern || ')$')
            and shorter ~ ('^(?:' || home.number_pattern || ')$'))
        or length(app.strip_national_prefix(digits, home)) > home.lengths[cardinality(home.lengths)]
      then
        nsn := substr(digits, 1 + length(home.calling_code));
        select p.* into plan from app.phone_plans p where p.calling_code = home.calling_code and p.rank = 0;
      end if;
    end if;
  end if;

  if plan.region is null or nsn = '' then
    return null;
  end if;
  nsn := app.strip_national_prefix(nsn, plan);
  found := coalesce(app.phone_region(plan.calling_code, nsn), plan.region);
  if not exists (select from app.phone_plans p where p.region = found and length(nsn) = any (p.lengths))
  then
    return null;
  end if;
  return '+' || plan.calling_code || nsn;
end $$;

grant execute on function app.normalize_phone(text, text) to authenticated, service_role, leadline_sync;
