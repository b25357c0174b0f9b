-- How a pushed change meets what others changed meanwhile (sync.md, "Rules by column").

-- Ends the mutation being applied: its savepoint is rolled back and this becomes its outcome. `details` as in
-- outcomeSchema of shared/replication/protocol.ts.
create function sync.settle_as(result text, code text, message text, details jsonb default null) returns void
language plpgsql set search_path = '' as $$
begin
  raise exception using errcode = 'LLOUT', message = message, hint = code, column = result,
    detail = coalesce(details::text, '');
end $$;

create function sync.reject(code text, message text, details jsonb default null) returns void
language sql set search_path = '' as $$
  select sync.settle_as('rejected', code, message, details)
$$;

-- Lines of `base` from `from_line` (from 1) up to but not including `to_line`, replaced by `lines`.
create type sync.hunk as (from_line integer, to_line integer, lines text[]);

-- The table of longest common subsequences would have more cells than this: the region counts as one change.
create function sync.diff_limit() returns integer language sql immutable return 250000;

-- What turns the lines `base` into `other`, in order and disjoint, by their longest common subsequence.
create function sync.diff_lines(base text[], other text[]) returns sync.hunk[]
language plpgsql immutable set search_path = '' as $$
declare
  head integer := 0;
  tail integer := 0;
  n integer;
  m integer;
  lengths integer[];
  hunks sync.hunk[] := '{}';
  i integer := 1;
  j integer := 1;
  i0 integer;
  j0 integer;
begin
  while head < least(cardinality(base), cardinality(other)) and base[head + 1] = other[head + 1] loop
    head := head + 1;
  end loop;
  while tail < least(cardinality(base), cardinality(other)) - head
    and base[cardinality(base) - tail] = other[cardinality(other) - tail] loop
    tail := tail + 1;
  end loop;
  n := cardinality(base) - head - tail;
  m := cardinality(other) - head - tail;
  if n = 0 and m = 0 then
    return hunks;
  elsif n = 0 or m = 0 or n::bigint * m > sync.diff_limit() then
    return array[(head + 1, head + n + 1, other[head + 1 : head + m])::sync.hunk];
  end if;

  -- lengths[(i-1)*(m+1)+j]: the longest common subsequence of what follows line i of base and line j of other.
  lengths := array_fill(0, array[(n + 1) * (m + 1)]);
  for a in reverse n .. 1 loop
    for b in reverse m .. 1 loop
      lengths[(a - 1) * (m + 1) + b] := case when base[head + a] = other[head + b]
        then lengths[a * (m + 1) + b + 1] + 1
        else greatest(lengths[a * (m + 1) + b], lengths[(a - 1) * (m + 1) + b + 1]) end;
    end loop;
  end loop;

  while i <= n or j <= m loop
    i0 := i;
    j0 := j;
    while (i <= n or j <= m) and (i > n or j > m or base[head + i] <> other[head + j]) loop
      if j > m or i <= n and lengths[i * (m + 1) + j] >= lengths[(i - 1) * (m + 1) + j + 1] then
        i := i + 1;
      else
        j := j + 1;
      end if;
    end loop;
    if i > i0 or j > j0 then
      hunks := hunks || (head + i0, head + i, other[head + j0 : head + j - 1])::sync.hunk;
    end if;
    i := i + 1;
    j := j + 1;
  end loop;
  return hunks;
end $$;

-- Whether change `a` lies wholly before `b`. Two insertions at one place, or one at the edge of a change, have no order.
create function sync.comes_before(a sync.hunk, b sync.hunk) returns boolean language sql immutable
return a.to_line < b.from_line
  or a.to_line = b.from_line and a.from_line < a.to_line and b.from_line < b.to_line;

create function sync.lines_of(value text) returns text[] language sql immutable
return case when value = '' then array[''] else string_to_array(value, e'\n') end;

-- Three-way merge of texts by lines; null when both sides changed the same lines differently.
create function sync.merge_lines(base text, mine text, theirs text) returns text
language plpgsql immutable set search_path = '' as $$
declare
  lines text[] := sync.lines_of(base);
  ours sync.hunk[] := sync.diff_lines(lines, sync.lines_of(mine));
  others sync.hunk[] := sync.diff_lines(lines, sync.lines_of(theirs));
  hunk sync.hunk;
  merged text[] := '{}';
  next_line integer := 1;
  i integer := 1;
  j integer := 1;
begin
  while i <= cardinality(ours) or j <= cardinality(others) loop
    if i <= cardinality(ours) and (j > cardinality(others) or sync.comes_before(ours[i], others[j])) then
      hunk := ours[i];
      i := i + 1;
    elsif j <= cardinality(others) and (i > cardinality(ours) or sync.comes_before(others[j], ours[i])) then
      hunk := others[j];
      j := j + 1;
    elsif ours[i] = others[j] then
      hunk := ours[i];
      i := i + 1;
      j := j + 1;
    else
      return null;
    end if;
    merged := merged || lines[next_line : hunk.from_line - 1] || hunk.lines;
    next_line := hunk.to_line;
  end loop;
  return array_to_string(merged || lines[next_line :], e'\n');
end $$;

-- Additions and removals of both sides on a set, in the order of the server's, additions last.
create function sync.merge_set(base jsonb, mine jsonb, theirs jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select coalesce(jsonb_agg(e.value order by e.side, e.n), '[]')
  from (
    select t.value, 1 as side, t.n from jsonb_array_elements(theirs) with ordinality t (value, n)
    where not (base @> jsonb_build_array(t.value) and not mine @> jsonb_build_array(t.value))
    union all
    select m.value, 2, m.n from jsonb_array_elements(mine) with ordinality m (value, n)
    where not base @> jsonb_build_array(m.value) and not theirs @> jsonb_build_array(m.value)
  ) e
$$;

-- What becomes of one column: `value` to write, or `conflict`. `lost` tells that the server's value gives way.
create function sync.merge_value(rule text, base jsonb, mine jsonb, theirs jsonb,
  out value jsonb, out conflict boolean, out lost boolean) language plpgsql immutable set search_path = '' as $$
declare
  merged text;
begin
  value := mine;
  conflict := false;
  lost := false;
  if theirs is not distinct from base or theirs = mine then
    return;
  elsif rule = 'last_writer' then
    lost := true;
  elsif rule = 'set' and jsonb_typeof(base) = 'array' then
    value := sync.merge_set(base, mine, theirs);
  elsif rule = 'text' and jsonb_typeof(base) = 'string' then
    merged := sync.merge_lines(base #>> '{}', mine #>> '{}', theirs #>> '{}');
    value := to_jsonb(merged);
    conflict := merged is null;
  else
    conflict := true;
  end if;
end $$;
