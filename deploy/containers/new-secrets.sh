#!/bin/sh
# Makes the secrets of an installation, once: a file each. The folder is yours alone; the files can be read by the
# containers that get them (they run under other user numbers).
set -eu
folder="$(dirname "$0")/secrets"
mkdir -p "$folder"
chmod 700 "$folder"
for name in postgres redis store store-intake store-review store-letters store-registry store-registry-checks metrics; do
  [ -s "$folder/$name" ] && continue
  head -c 24 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\n=' > "$folder/$name.part"
  chmod 444 "$folder/$name.part"
  mv "$folder/$name.part" "$folder/$name"
done
echo "Secrets are in $folder. Keep a copy where the backup's key is kept."
