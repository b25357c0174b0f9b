drop table if exists public.consent_changes;
drop table if exists public.consents;
drop function if exists app.record_consent();
