#!/bin/sh
# A user per service at MinIO, with the policy of ../rights. Runs in MinIO's own image, which has `mc`; repeatable.
# With SIGAP_OFFICE_SLUG users and policies are that office's (sigap-amurang-intake, on amurang-evidence).
# Another store: give it the same five keys and policies by its own means, and put the secrets into secrets/store-*.
set -eu
# By the shell alone: the image has `mc` and hardly another program. A file may lack the newline at its end.
secret() { read -r word < "${SECRETS:-/run/secrets}/$1" || [ -n "$word" ]; printf %s "$word"; }
slug="${SIGAP_OFFICE_SLUG:-}"
# A policy with this office's buckets in it; each of its lines names one at most.
policy() {
  while IFS= read -r line || [ -n "$line" ]; do
    for bucket in evidence documents archive; do
      case "$line" in
        *":::$bucket"*) [ -z "$slug" ] || line="${line%%:::"$bucket"*}:::$slug-$bucket${line#*:::"$bucket"}" ;;
      esac
    done
    printf '%s\n' "$line"
  done < "${RIGHTS:-/rights}/store-$1.json"
}
export MC_HOST_office="http://sigap:$(secret store)@store:9000"
for service in intake review letters registry registry-checks; do
  name="sigap${slug:+-$slug}-$service"
  policy "$service" > "${TMPDIR:-/tmp}/policy"
  mc admin policy create office "$name" "${TMPDIR:-/tmp}/policy"
  # By standard input, so that the secret does not stand in the process list.
  printf '%s\n%s\n' "$name" "$(secret "store-$service")" | mc admin user add office
  # Attaching what is attached already is an error of its own.
  case "$(mc admin user info office "$name")" in
    *"PolicyName:"*"$name"*) ;;
    *) mc admin policy attach office "$name" --user "$name" ;;
  esac
done
echo "The store knows a user for each service."
