-- When a person last signed in (seeds 000 and 002), from what Auth notes of it.

create function app.keep_last_login() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update public.profiles p set last_login_at = new.last_sign_in_at where p.id = new.id;
  return null;
end $$;
create trigger on_auth_user_signed_in after update of last_sign_in_at on auth.users for each row
  when (new.last_sign_in_at is distinct from old.last_sign_in_at) execute function app.keep_last_login();
