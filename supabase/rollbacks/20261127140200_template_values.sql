drop function app.fill_template(text, jsonb), app.template_values(public.leads, text, timestamptz);
