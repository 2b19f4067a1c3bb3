-- What the process that judges strangers' files may in the registry's schema: look up letters by number and hash, answer in
-- the line of files to be judged, sign its heartbeat, note what its gate refused. It changes nothing of register and archive.
grant connect on database "sigap" to "sigap_registry_checks";
alter role "sigap_registry_checks" set search_path to "registry", public;
revoke all on all tables in schema "registry" from "sigap_registry_checks";
revoke all on schema "registry" from "sigap_registry_checks";
grant usage on schema "registry" to "sigap_registry_checks";
grant select on "registry"."letter", "registry"."letter_copy", "registry"."archive_item" to "sigap_registry_checks";
grant select, update on "registry"."letter_check" to "sigap_registry_checks";
grant select, insert, update, delete on "registry"."heartbeat" to "sigap_registry_checks";
grant select, insert, update on "registry"."refused_task" to "sigap_registry_checks";
