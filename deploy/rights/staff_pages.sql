-- What a service's pages may in the staff's schema: ask whose session this is, say that it was used, end one whose token they
-- have, and bell, looks, what was typed. No password hash, no secret of an authenticator, no session is made, no account, second
-- factor, appointment or approval changed: that is the sign-in part's alone. `sigap migrate` grants it anew each time.
grant connect on database "sigap" to "sigap_staff_pages";
alter role "sigap_staff_pages" set search_path to "staff", public;
revoke all on all tables in schema "staff" from "sigap_staff_pages";
revoke all on schema "staff" from "sigap_staff_pages";
grant usage on schema "staff" to "sigap_staff_pages";
grant select (id, username, name, roles, active, renewed_at, email, digest) on "staff"."account" to "sigap_staff_pages";
grant select (token_hash, stage, account_id, created_at, seen_at), update (seen_at) on "staff"."session" to "sigap_staff_pages";
grant execute on function "staff".end_session(text) to "sigap_staff_pages";
grant select on "staff"."acting", "staff"."proposal", "staff"."backup_run" to "sigap_staff_pages";
grant select, update (read_at) on "staff"."bell_notice" to "sigap_staff_pages";
grant select, insert on "staff"."look" to "sigap_staff_pages";
grant select, insert, update, delete on "staff"."draft" to "sigap_staff_pages";
