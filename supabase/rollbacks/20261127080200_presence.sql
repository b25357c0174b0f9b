drop policy members_see_each_other on realtime.messages;
drop policy members_show_themselves on realtime.messages;
