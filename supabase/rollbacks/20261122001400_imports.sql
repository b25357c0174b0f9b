drop trigger if exists carry_contact_status on public.leads;
drop function if exists app.carry_contact_status();
drop table if exists public.imports;
