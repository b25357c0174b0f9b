drop function public.import_undo(uuid, integer), app.empty_imported_fields(public.imports, integer[]),
  app.unmake_imported_leads(uuid, integer[]), app.leads_in_use(uuid[]);
