drop table public.dataset_leads, public.datasets;
drop function app.refresh_lead_datasets();
