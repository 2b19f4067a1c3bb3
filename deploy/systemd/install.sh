#!/bin/bash
# Installs an office on a Debian with systemd, or brings it up to the code that this file lies in. Repeatable: what is
# there stays, settings are only added. Run as root, from anywhere:
#
#   SIGAP_HOST=pengaduan.example.go.id deploy/systemd/install.sh            the first office
#   SIGAP_HOST=... deploy/systemd/install.sh --office amurang               one more, on the same servers
#   deploy/systemd/install.sh [--office amurang]                            again, after an upgrade of the code
#   deploy/systemd/install.sh --code                                        only code and environment (offices.sh upgrade)
#
# Taken from the environment, at the first time only: SIGAP_HOST (the name that people type), SIGAP_TLS (`internal`, or
# an e-mail address for Let's Encrypt), SIGAP_OFFICE_FILE (the office's own facts, copied), SIGAP_BACKUP_RECIPIENT, and
# servers of your own instead of this machine's: SIGAP_ADMIN_DATABASE_URL, SIGAP_BROKER_URL, SIGAP_S3_ENDPOINT with its keys.
set -euo pipefail
umask 022
source="$(cd "$(dirname "$0")/../.." && pwd)"
cd /

slug="" only=""
case "${1:-}" in
  --office) slug="${2:?a short name, such as amurang}" ;;
  --code) only=1 ;;
  "") ;;
  *) echo "install.sh: --office NAME, --code, or nothing" >&2; exit 2 ;;
esac
[ "$(id -u)" = 0 ] || { echo "install.sh: run it as root" >&2; exit 1; }
case "$slug" in ""|[a-z][a-z0-9]*) ;; *) echo "install.sh: $slug cannot be a name: a-z and 0-9, a letter first" >&2; exit 1 ;; esac

office="sigap${slug:+-$slug}"
etc="/etc/$office" run="/var/lib/$office" backups="/var/backups/$office"
services="intake review letters registry"
pages="sign-in $services"
say() { echo "== $*"; }
password() { head -c 24 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }
has() { grep -q "^$2=" "$1" 2>/dev/null; }
# A line of settings that is not there yet.
setting() { has "$1" "$2" || printf '%s=%s\n' "$2" "$3" >> "$1"; }

packages() {
  local wanted=(adduser python3 python3-venv ca-certificates)
  has "$etc/setup.env" SIGAP_ADMIN_DATABASE_URL || [ -n "${SIGAP_ADMIN_DATABASE_URL:-}" ] || wanted+=(postgresql postgresql-contrib)
  has "$etc/setup.env" SIGAP_BROKER_URL || [ -n "${SIGAP_BROKER_URL:-}" ] || wanted+=(redis-server)
  local missing=()
  for name in "${wanted[@]}"; do dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing+=("$name"); done
  [ "${#missing[@]}" = 0 ] && return
  say "Debian's packages: ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
}

# A process finds its release's files, and its libraries, beside those of the next until it is started anew: what it reads
# late (papers, templates, a part that it loads at first use) is of its own release. /opt/sigap/code says which one starts now.
code() {
  local files release env before
  files="$(cd "$source" && find -L services deploy pyproject.toml uv.lock -type f ! -path '*/__pycache__/*' | LC_ALL=C sort)"
  release="/opt/sigap/releases/$(cd "$source" && xargs -d '\n' sha256sum <<< "$files" | sha256sum | cut -c 1-16)"
  if [ ! -d "$release" ]; then
    say "Code to $release"
    rm -rf "$release.new"
    install -d "$release.new"
    (cd "$source" && xargs -d '\n' cp --parents -t "$release.new" <<< "$files")
    chmod -R u=rwX,go=rX "$release.new"  # whatever the umask of who copied the project here
    mv "$release.new" "$release"
  fi
  before="$(readlink -e /opt/sigap/code/venv || readlink -e /opt/sigap/venv || true)"
  environment
  ln -sfn "$env" "$release/venv"
  "$env/bin/python" -m compileall -q "$release/services" "$release/deploy"
  ln -sfn "$release" /opt/sigap/code.new
  mv -T /opt/sigap/code.new /opt/sigap/code
  [ -d /opt/sigap/venv ] || ln -sfn /opt/sigap/code/venv /opt/sigap/venv
  command_in /opt/sigap/venv
  # Only where its own libraries are new: uploads wait two seconds for it.
  if [ "$before" != "$(readlink -e "$env")" ] && systemctl is-active --quiet sigap-store 2>/dev/null; then systemctl restart sigap-store; fi
  swept
}

# The environment ($env) of a $release, as its lock file and this machine's Python have it: made beside the others, whole
# when it has its stamp. The folder that releases before 0.2 had is one of them.
environment() {
  local python stamp; python="$(python3 -c 'import sys; print("python%d.%d" % sys.version_info[:2])')"
  stamp="$(sha256sum < "$release/uv.lock")"
  env="/opt/sigap/venvs/$python-${stamp:0:16}"
  install -d /opt/sigap/venvs
  if [ ! -e "$env" ] && [ ! -L /opt/sigap/venv ] && [ -d "/opt/sigap/venv/lib/$python" ]; then ln -sfn /opt/sigap/venv "$env"; fi
  [ "$(cat "$env/lock" 2>/dev/null)" != "$stamp" ] || return 0
  say "Python's environment to $env, as the lock file names it"
  local uv; uv="$(sed -n 's/^UV_VERSION := //p;s/^ARG UV_VERSION=//p' "$release/deploy/containers/Dockerfile")"
  [ -x /opt/sigap/uv/bin/pip ] || python3 -m venv /opt/sigap/uv
  /opt/sigap/uv/bin/pip install --quiet --disable-pip-version-check --only-binary :all: "uv==$uv"
  (cd "$release" && /opt/sigap/uv/bin/uv export --frozen --quiet --no-default-groups --group embedded --output-file /opt/sigap/locked.txt > /dev/null)
  rm -rf "$env"
  python3 -m venv --without-pip "$env"
  SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt VIRTUAL_ENV="$env" /opt/sigap/uv/bin/uv pip sync --quiet \
    --no-cache --require-hashes --compile-bytecode --default-index "${PIP_INDEX_URL:-https://pypi.org/simple}" /opt/sigap/locked.txt
  command_in "$env"
  echo "$stamp" > "$env/lock"
}

# `sigap` of whatever starts now. PWD: gunicorn believes it, and with it goes the name that the next release gets too.
command_in() {
  printf '#!/bin/sh\nrelease="$(readlink -f /opt/sigap/code)"\nexec env -u PWD PYTHONPATH="$release" "$release/venv/bin/python" -m deploy.cli "$@"\n' > "$1/bin/sigap.new"
  chmod 755 "$1/bin/sigap.new"
  mv "$1/bin/sigap.new" "$1/bin/sigap"
}

# Releases in which no process stands any more, but for the one that starts now and the newest beside it, and environments
# that none of them names. /opt/sigap/app and /opt/sigap/venv are where releases before 0.2 lay; a gateway that was started
# then finds its pages there.
swept() {
  local used; used="$(readlink /proc/[0-9]*/cwd 2>/dev/null | sort -u || true)"
  local now kept=0; now="$(readlink -f /opt/sigap/code)"
  for old in $(ls -1dt /opt/sigap/releases/*); do
    [ "$old" != "$now" ] && ! grep -qx "$old\(/.*\)\?" <<< "$used" || continue
    kept=$((kept + 1))
    [ "$kept" = 1 ] || rm -rf "$old"
  done
  [ "$(realpath "$source")" = /opt/sigap/app ] || grep -qx "/opt/sigap/app\(/.*\)\?" <<< "$used" || { rm -rf /opt/sigap/app /opt/sigap/app.old; ln -s /opt/sigap/code /opt/sigap/app; }
  local named; named="$(readlink -f /opt/sigap/releases/*/venv || true)"
  for env in /opt/sigap/venvs/*; do
    grep -qxF "$(readlink -f "$env")" <<< "$named" || [ "$(readlink -f "$env")" = /opt/sigap/venv ] || rm -rf "$env"
  done
  if [ ! -L /opt/sigap/venv ] && [ -L /opt/sigap/app ] && ! grep -qxF /opt/sigap/venv <<< "$named"; then
    mv /opt/sigap/venv /opt/sigap/venv.old
    ln -s /opt/sigap/code/venv /opt/sigap/venv
    find /opt/sigap/venvs -xtype l -delete
  fi
  rm -rf /opt/sigap/venv.old
}

people() {
  for name in "$office" sigap-store; do
    id "$name" > /dev/null 2>&1 || adduser --quiet --system --group --home "/var/lib/$name" --no-create-home "$name"
  done
  install -d -m 755 "$etc" "$etc/ports"
  install -d -m 700 -o "$office" -g "$office" "$run" "$backups"
  [ -e "$etc/setup.env" ] || install -m 600 /dev/null "$etc/setup.env"
}

# A superuser of the set-up's own, which no process of the product is given; the database is made by `sigap migrate`.
database() {
  has "$etc/setup.env" SIGAP_ADMIN_DATABASE_URL && return
  if [ -n "${SIGAP_ADMIN_DATABASE_URL:-}" ]; then setting "$etc/setup.env" SIGAP_ADMIN_DATABASE_URL "$SIGAP_ADMIN_DATABASE_URL"; return; fi
  say "PostgreSQL: a superuser for the set-up"
  systemctl enable --quiet --now postgresql
  if [ "$(runuser -u postgres -- psql -XAtc 'show max_connections')" -lt 400 ]; then  # an office takes 15 to 40
    runuser -u postgres -- psql -XAtqc "alter system set max_connections = 400"
    systemctl restart postgresql
  fi
  local word role="sigap${slug:+_$slug}_admin"; word="$(password)"
  local port; port="$(runuser -u postgres -- psql -XAtc 'show port')"
  runuser -u postgres -- psql -Xq -v ON_ERROR_STOP=1 <<SQL
do \$\$ begin
  if not exists (select 1 from pg_roles where rolname = '$role') then create role "$role"; end if;
end \$\$;
alter role "$role" superuser login password '$word';
SQL
  setting "$etc/setup.env" SIGAP_ADMIN_DATABASE_URL "postgresql+psycopg://$role:$word@127.0.0.1:$port/postgres"
}

# Redis with accounts that outlast a restart, and nothing thrown away; its own account gets a password.
broker() {
  has "$etc/setup.env" SIGAP_BROKER_URL && return
  if [ -n "${SIGAP_BROKER_URL:-}" ]; then setting "$etc/setup.env" SIGAP_BROKER_URL "$SIGAP_BROKER_URL"; return; fi
  if [ ! -e /etc/sigap-redis.env ]; then
    say "Redis: accounts, and nothing thrown away"
    local word; word="$(password)"
    printf 'user default on >%s ~* &* +@all\n' "$word" > /etc/redis/sigap-users.acl
    printf 'aclfile /etc/redis/sigap-users.acl\nappendonly yes\nmaxmemory-policy noeviction\n' > /etc/redis/sigap.conf
    chown redis:redis /etc/redis/sigap-users.acl /etc/redis/sigap.conf
    chmod 640 /etc/redis/sigap-users.acl
    grep -qx 'include /etc/redis/sigap.conf' /etc/redis/redis.conf || echo 'include /etc/redis/sigap.conf' >> /etc/redis/redis.conf
    install -m 600 /dev/null /etc/sigap-redis.env
    echo "SIGAP_BROKER_URL=redis://:$word@127.0.0.1:6379/0" > /etc/sigap-redis.env
    systemctl enable --quiet redis-server
    systemctl restart redis-server
  fi
  cat /etc/sigap-redis.env >> "$etc/setup.env"
}

# Debian has no S3 store that is looked after; the one that `make run` uses (OpenStack Swift) comes with the environment.
store() {
  if [ -n "${SIGAP_S3_ENDPOINT:-}" ]; then
    env | grep '^SIGAP_S3_' | while IFS='=' read -r name value; do setting "$etc/setup.env" "$name" "$value"; done
  fi
  has "$etc/setup.env" SIGAP_S3_ENDPOINT && return
  say "Object store: Swift, one for all offices of this machine"
  install -m 644 /opt/sigap/code/deploy/systemd/sigap-store.service /etc/systemd/system/
  local others; others="$(sed -n 's/^SIGAP_STORE_OFFICES=//p' /etc/sigap-store.env 2>/dev/null || true)"
  if [ -n "$slug" ] && [[ " $others " != *" $slug "* ]]; then others="${others:+$others }$slug"; fi
  echo "SIGAP_STORE_OFFICES=$others" > /etc/sigap-store.env
  systemctl daemon-reload
  systemctl enable --quiet sigap-store
  systemctl restart sigap-store
  local keys="/var/lib/sigap-store/keys/${slug:-sigap}"
  for _ in $(seq 120); do [ -s "$keys" ] && break; sleep 0.5; done
  [ -s "$keys" ] || { journalctl -u sigap-store -n 20 --no-pager >&2; echo "install.sh: the object store did not start" >&2; exit 1; }
  cat "$keys" >> "$etc/setup.env"
}

settings() {
  [ -z "$slug" ] || setting "$etc/setup.env" SIGAP_OFFICE_SLUG "$slug"
  if ! has "$etc/gateway.env" SIGAP_HOST; then
    setting "$etc/gateway.env" SIGAP_HOST "${SIGAP_HOST:?the name that people type, such as pengaduan.example.go.id}"
  fi
  setting "$etc/gateway.env" SIGAP_TLS "${SIGAP_TLS:-internal}"
  local port; port="$( (cat /etc/sigap*/ports/* 2>/dev/null || true) | sed -n 's/.*://p' | sort -n | tail -1)"
  port="${port:-8000}"
  for part in $pages; do
    has "$etc/ports/$part" SIGAP_BIND || { port=$((port + 1)); setting "$etc/ports/$part" SIGAP_BIND "127.0.0.1:$port"; }
    local upper="${part^^}"
    setting "$etc/gateway.env" "SIGAP_${upper//-/_}" "$(sed -n 's/^SIGAP_BIND=//p' "$etc/ports/$part")"
  done
  local host; host="$(sed -n 's/^SIGAP_HOST=//p' "$etc/gateway.env")"
  setting "$etc/setup.env" SIGAP_PUBLIC_URL "https://$host"
  setting "$etc/setup.env" SIGAP_OFFICE_FILE "$etc/office.toml"
  setting "$etc/setup.env" SIGAP_METRICS_TOKEN "$(password)"
  [ -z "${SIGAP_DEMO:-}" ] || setting "$etc/setup.env" SIGAP_DEMO "$SIGAP_DEMO"
  [ -e "$etc/office.toml" ] || install -m 644 "${SIGAP_OFFICE_FILE:-/opt/sigap/code/deploy/office.toml}" "$etc/office.toml"
  touch "$etc/backup.env"
  setting "$etc/backup.env" SIGAP_BACKUP_DIR "$backups"
  [ -z "${SIGAP_BACKUP_RECIPIENT:-}" ] || setting "$etc/backup.env" SIGAP_BACKUP_RECIPIENT "$SIGAP_BACKUP_RECIPIENT"
}

# A unit of the project with the names of this office in it.
unit_of() {
  if [ -z "$slug" ]; then cat "$1"; return; fi
  sed -e "s#/var/lib/sigap-doctor/sigap.prom#/var/lib/sigap-$slug-doctor/sigap-$slug.prom#; s#=sigap-doctor\$#=sigap-$slug-doctor#" \
      -e "s#/var/lib/sigap\\b\\([^-]\\|\$\\)#/var/lib/sigap-$slug\\1#g; s#/etc/sigap/#/etc/sigap-$slug/#g; s#/var/backups/sigap#/var/backups/sigap-$slug#g" \
      -e "s#^\\(User\\|Group\\|StateDirectory\\)=sigap\$#\\1=sigap-$slug#; s#^Description=Sigap#Description=Sigap $slug#" \
      -e "s#sigap-\\(migrate\\|web\\|worker\\|checks\\|beat\\|backup\\|wal\\)\\b#sigap-$slug-\\1#g" "$1"
}

units() {
  say "Units"
  for file in /opt/sigap/code/deploy/systemd/sigap-*; do
    local name; name="$(basename "$file")"
    case "$name" in
      sigap-gateway.*|sigap-store.*) install -m 644 "$file" /etc/systemd/system/ ;;
      *) unit_of "$file" > "/etc/systemd/system/$office-${name#sigap-}" ;;
    esac
  done
  printf '#!/bin/sh\n# The commands of %s, as its own user.\nset -a\n[ ! -r %s/backup.env ] || . %s/backup.env\n[ "$(id -u)" = 0 ] || exec sudo "$0" "$@"\ncd /\nexec runuser -u %s -- env SIGAP_INSTALLATION=%s/settings SIGAP_RUN_DIR=%s /opt/sigap/venv/bin/sigap "$@"\n' \
    "$office" "$etc" "$etc" "$office" "$run" "$run" > "/usr/local/bin/$office"
  chmod 755 "/usr/local/bin/$office"
  if [ -d /var/lib/prometheus/node-exporter ]; then
    ln -sfn "/var/lib/$office-doctor/$office.prom" "/var/lib/prometheus/node-exporter/$office.prom"
  fi
  systemctl daemon-reload
}

# The site of an office, made of the file that containers and `make run` use, and of the office's addresses ($2).
site_of() {
  local name text; name="$(basename "$(dirname "$2")" | tr - _)"
  text="$(sed -e "s/^(\\([a-z]*\\)) {/(\\1_$name) {/; s/\\bimport \\(service\\|static\\|process\\)\\b/import \\1_$name/" "$1")"
  text+=$'\n\nhttps://{$SIGAP_HOST} {\n\ttls {$SIGAP_TLS:internal}\n\timport office_'"$name"$'\n}\n'
  while IFS='=' read -r key value; do text="$(sed "s|{\\\$$key\\(:[^}]*\\)\\?}|$value|g" <<< "$text")"; done < "$2"
  printf '%s\n' "$text"
}

# One gateway for all.
gateway() {
  local from=/opt/sigap/code/deploy/containers new=/etc/sigap-gateway/Caddyfile.new
  install -d -m 755 /etc/sigap-gateway
  sed '/^import /,$d' "$from/Caddyfile" > "$new"
  for file in /etc/sigap/gateway.env /etc/sigap-*/gateway.env; do
    [ ! -e "$file" ] || site_of "$from/office.caddy" "$file" >> "$new"
  done
  # Its program comes with the libraries: what a new lock file mends in Caddy does not wait for the machine's next start.
  local running; running="/proc/$(systemctl show -p MainPID --value sigap-gateway)/exe"
  if ! cmp -s "$new" /etc/sigap-gateway/Caddyfile || ! cmp -s "$running" /opt/sigap/venv/bin/caddy; then
    mv "$new" /etc/sigap-gateway/Caddyfile
    systemctl enable --quiet sigap-gateway
    systemctl restart sigap-gateway
  fi
  rm -f "$new"
}

# Whether a part's pages answer (whatever they say): it is loaded. `systemctl restart` returns before it is.
answers() {
  local address; address="$(sed -n 's/^SIGAP_BIND=//p' "$etc/ports/$1")"
  for _ in $(seq 600); do
    if (
      trap '' PIPE  # one that is going hangs up
      exec 3<> "/dev/tcp/${address%:*}/${address##*:}" && printf 'GET /%s/healthz HTTP/1.0\r\nHost: localhost\r\n\r\n' "$1" >&3 &&
        read -r -t 120 line <&3 && [[ "$line" == HTTP/* ]]
    ) 2>/dev/null; then return; fi
    sleep 0.2
  done
  return 1
}

# One after the other, so that people can go on working; what fails here leaves what runs as it is. Pages first: each is
# away while it alone is loaded, which is what the gateway waits for (SIGAP_TRY).
start() {
  say "Set-up of $office"
  systemctl enable --quiet "$office-migrate"
  systemctl restart "$office-migrate" || { journalctl -u "$office-migrate" -n 20 --no-pager >&2; exit 1; }
  say "Processes"
  for part in $pages; do
    systemctl enable --quiet "$office-web@$part"
    systemctl restart "$office-web@$part"
    answers "$part" || { journalctl -u "$office-web@$part" -n 20 --no-pager >&2; exit 1; }
  done
  for unit in $(printf "$office-worker@%s " $services) "$office-checks" "$office-beat"; do
    systemctl enable --quiet "$unit"
    systemctl restart "$unit"
  done
  systemctl enable --quiet --now "$office-doctor.timer"
  ! has "$etc/backup.env" SIGAP_BACKUP_RECIPIENT || systemctl enable --quiet --now "$office-backup.timer"
}

packages; code
[ -z "$only" ] || exit 0
people; database; broker; store; settings; units; start; gateway
say "$office is installed: $(sed -n 's/^SIGAP_PUBLIC_URL=//p' "$etc/setup.env")"
cat <<NEXT
What is left to you:
  $etc/office.toml        the office's own facts, then: $office office check $etc/office.toml; install.sh again
  $office user add NAME --name "Full name" --role admin       the first administrator
  $office signer passphrase                                   the Camat's; what was made at first lies in $run/secrets
  $office backup key                                          print the private key; the public one:
      SIGAP_BACKUP_RECIPIENT=age1... in $etc/backup.env, then install.sh again
  $office doctor                                              says what is still to be done
NEXT
