#!/bin/sh
# A user per service at MinIO, with the policy of ../rights. Runs in MinIO's own image, which has `mc`; repeatable.
# Another store: give it the same four keys and policies by its own means, and put the secrets into secrets/store-*.
set -eu
secret() { cat "/run/secrets/$1"; }
export MC_HOST_office="http://sigap:$(secret store)@store:9000"
for service in intake review letters registry; do
  name="sigap-$service"
  mc admin policy create office "$name" "/rights/store-$service.json"
  # By standard input, so that the secret does not stand in the process list.
  printf '%s\n%s\n' "$name" "$(secret "store-$service")" | mc admin user add office
  # Attaching what is attached already is an error of its own.
  mc admin user info office "$name" | grep -q "PolicyName:.*$name" || mc admin policy attach office "$name" --user "$name"
done
echo "The store knows a user for each service."
