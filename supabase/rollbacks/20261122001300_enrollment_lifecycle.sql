drop trigger if exists enroll_update on public.leads;
drop trigger if exists enroll_insert on public.leads;
drop function if exists app.enroll_by_tags();
drop trigger if exists pause_enrollments on public.consents;
drop function if exists app.pause_enrollments();
drop trigger if exists complete_enrollments on public.messages;
drop function if exists app.complete_enrollments();
drop trigger if exists lifecycle on public.campaign_enrollments;
drop function if exists app.keep_enrollment_lifecycle();
