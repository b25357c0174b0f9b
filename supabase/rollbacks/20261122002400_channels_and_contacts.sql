drop trigger if exists create_client_on_new_contact on public.contact_points;
drop function if exists public.create_client_on_new_contact();
drop function if exists public.get_contacts_for_channel(uuid, text);
drop function if exists public.create_channel_and_config(text, text, text);
drop function if exists public.get_my_organization_id();
