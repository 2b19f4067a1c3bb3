-- What the workers may in the staff's schema: look up who works here, ring, hand alerts on. No password hash, no secret of an
-- authenticator, no session, no change of an account. `sigap migrate` grants it anew each time.
grant connect on database "sigap" to "sigap_staff_worker";
alter role "sigap_staff_worker" set search_path to "staff", public;
revoke all on all tables in schema "staff" from "sigap_staff_worker";
revoke all on schema "staff" from "sigap_staff_worker";
grant usage on schema "staff" to "sigap_staff_worker";
grant select (id, username, name, roles, active, email, digest) on "staff"."account" to "sigap_staff_worker";
grant select on "staff"."acting" to "sigap_staff_worker";
grant select (id, username, text, at, read_at), update (read_at), insert on "staff"."bell_notice" to "sigap_staff_worker";
grant select, update (handed_at) on "staff"."alert" to "sigap_staff_worker";
grant select (position, hash) on "staff"."audit" to "sigap_staff_worker";
