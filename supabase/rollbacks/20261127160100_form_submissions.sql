delete from app.jobs where name = 'forget_form_attempts';
drop function app.forget_form_attempts(integer, timestamptz), public.submit_form(uuid, jsonb, text, text),
  app.form_faults(public.forms, jsonb), app.form_value_fault(jsonb, text, text), public.form_view(uuid);
drop table app.form_attempts;
