drop policy members_hear_pokes on realtime.messages;
drop function app.poke();
