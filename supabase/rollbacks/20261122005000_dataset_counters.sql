drop trigger count_leads_insert on public.dataset_leads;
drop trigger count_leads_update on public.dataset_leads;
drop trigger count_leads_delete on public.dataset_leads;
drop function app.count_dataset_leads();
drop function app.add_dataset_leads(uuid, text, bigint);
