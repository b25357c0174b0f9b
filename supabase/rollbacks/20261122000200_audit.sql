drop function if exists app.audit_table(regclass, text[]);
drop function if exists public.log_audit_trail();
drop function if exists app.auditable(jsonb);
drop table if exists public.audit_logs;
