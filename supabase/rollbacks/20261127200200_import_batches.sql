drop function public.import_rows(uuid, integer, jsonb, boolean), app.write_import_rows(public.imports),
  app.complete_imported_leads(public.imports), app.make_imported_leads(public.imports), app.lead_print(public.leads),
  app.decide_import_rows(public.imports), app.decide_import_row(public.imports, app.import_rows),
  app.import_verdict(public.imports), app.earlier_import_row(app.import_rows), app.match_import_rows(public.imports),
  app.stage_import_rows(public.imports, integer, jsonb), app.import_fault(jsonb, text, jsonb, text),
  app.refuse_import_rows(jsonb, integer);
