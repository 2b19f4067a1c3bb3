#!/bin/bash
# Several offices of one machine that install.sh has set up, as root:
#
#   offices.sh list                              slug, address, whether all its units run
#   offices.sh install NAME                      one more (SIGAP_HOST=... as for install.sh)
#   offices.sh upgrade                           code from here, then one office after the other; stops at the first that fails
#   offices.sh backup                            all, one after the other
#   offices.sh restore NAME FOLDER KEYFILE       one alone, from its backup; NAME is `sigap` for the office without a slug
#   offices.sh health                            one page; exit code 0 well, 1 warnings, 2 failures (the worst of all)
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
[ "$(id -u)" = 0 ] || { echo "offices.sh: run it as root" >&2; exit 1; }
cd /

# The names of all, `sigap` (without a slug) first.
offices() { for file in /etc/sigap/setup.env /etc/sigap-*/setup.env; do [ ! -e "$file" ] || basename "$(dirname "$file")"; done; }
slug_of() { [ "$1" = sigap ] || echo "${1#sigap-}"; }
named() { case "$1" in sigap|sigap-*) echo "$1" ;; *) echo "sigap-$1" ;; esac; }
units() {
  local name="$1" service
  for service in intake review letters registry; do echo "$name-web@$service $name-worker@$service"; done
  echo "$name-web@sign-in $name-checks $name-beat"
}
install_one() { local slug; slug="$(slug_of "$1")"; "$here/install.sh" ${slug:+--office "$slug"}; }

list() {
  for name in $(offices); do
    local down=""
    for unit in $(units "$name"); do systemctl is-active --quiet "$unit" || down+=" $unit"; done
    printf '%-24s %-44s %s\n' "$name" "$(sed -n 's/^SIGAP_PUBLIC_URL=//p' "/etc/$name/setup.env")" "${down:+down:}${down:-up}"
  done
}

# What doctor finds once the processes have given a sign of life, up to a minute after their start, later on a busy machine.
settled() {
  local said code
  for _ in $(seq 18); do
    code=0; said="$("/usr/local/bin/$1" doctor --quiet 2>&1)" || code=$?
    [ "$code" -ge 2 ] || break
    sleep 10
  done
  [ -z "$said" ] || echo "$said"
  [ "$code" -lt 2 ]
}

upgrade() {
  "$here/install.sh" --code
  for name in $(offices); do
    echo "=== $name"
    install_one "$name" > /dev/null || { echo "offices.sh: $name failed; the others work on with what they have" >&2; exit 1; }
    settled "$name" || { echo "offices.sh: look at $name first" >&2; exit 2; }
  done
}

backup() {
  local code=0
  for name in $(offices); do
    echo "=== $name"
    systemctl start "$name-backup" || code=1
    journalctl -u "$name-backup" -n 4 --no-pager -o cat
  done
  exit $code
}

# The office's data are put aside, not deleted: its old database and folder keep their content under other names.
restore() {
  local name folder="$2" key="$3"; name="$(named "$1")"
  [ -e "/etc/$name/setup.env" ] || { echo "offices.sh: there is no $name; install it first" >&2; exit 1; }
  local sets="$folder/sets"; [ -d "$sets" ] || { echo "offices.sh: $folder holds no backup" >&2; exit 1; }
  local run="/var/lib/$name" database="${name//-/_}"
  if [ -e "$run/secrets/application.json" ]; then
    echo "offices.sh: $name holds an office. To restore in its place, first:" >&2
    echo "  systemctl stop $(units "$name" | tr '\n' ' ')$name-migrate" >&2
    echo "  mv $run $run.before && install -d -m 700 -o $name -g $name $run" >&2
    echo "  runuser -u postgres -- psql -c 'alter database $database rename to ${database}_before'" >&2
    # Its users of the broker have passwords that are gone with the folder: `sigap migrate` takes them for another office's.
    local users; users="$(sed -n "s/^user sigap-\([a-z-]*\) .*/$name-\1/p" "$here/../rights/broker.acl" | tr '\n' ' ')"
    # Debian's redis-cli takes an address without a user for a user without a name; without -e it never fails.
    local broker="sed -n 's#//:#//default:#; s/^SIGAP_BROKER_URL=//p' /etc/$name/setup.env"
    echo "  redis-cli -e -u \"\$($broker)\" --no-auth-warning acl deluser $users" >&2
    exit 1
  fi
  for unit in $(units "$name") "$name-migrate"; do systemctl stop "$unit"; done
  install -m 400 -o "$name" -g "$name" "$key" "$run/identity"
  local code=0
  systemd-run --quiet --pipe --wait -p User="$name" -p EnvironmentFile="/etc/$name/setup.env" -p WorkingDirectory=/opt/sigap/code \
    /opt/sigap/venv/bin/sigap restore --from "$folder" --identity "$run/identity" --run-dir "$run" || code=$?
  rm -f "$run/identity"
  [ "$code" = 0 ] || [ "$code" = 3 ] || exit "$code"
  # The office's own facts are what was backed up, not what a new machine was set up with.
  cp "/etc/$name/office.toml" "/etc/$name/office.toml.before"
  install -m 644 "$run/office.toml" "/etc/$name/office.toml"
  install_one "$name" > /dev/null
  echo "$name is restored and runs."
  exit "$code"
}

health() {
  local worst=0
  for name in $(offices); do
    local said code=0; said="$("/usr/local/bin/$name" doctor --quiet 2>&1)" || code=$?
    [ "$code" -le "$worst" ] || worst=$code
    printf '%-24s %s\n' "$name" "$(case $code in 0) echo well ;; 1) echo warnings ;; *) echo FAILURES ;; esac)"
    [ -z "$said" ] || sed 's/^/    /' <<< "$said"
  done
  [ "$worst" -le 2 ] || worst=2
  exit $worst
}

case "${1:-}" in
  list) list ;;
  install) "$here/install.sh" --office "${2:?a short name}" ;;
  upgrade) upgrade ;;
  backup) backup ;;
  restore) restore "${2:?which office}" "${3:?the folder of its backups}" "${4:?a file with the private key}" ;;
  health) health ;;
  *) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" | sed '$d'; exit 2 ;;
esac
