drop function app.normalize_phone(text, text), app.phone_plan_of(text), app.phone_region(text, text),
  app.strip_national_prefix(text, app.phone_plans), app.phone_digits(text);
drop table app.phone_plans;
