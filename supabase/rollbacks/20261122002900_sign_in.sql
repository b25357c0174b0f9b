drop trigger if exists on_auth_user_signed_in on auth.users;
drop function if exists app.keep_last_login();
