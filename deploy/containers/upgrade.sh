#!/bin/bash
# Brings the containers of an office up to the SIGAP_IMAGE of .env while people work: the set-up first (one that fails
# ends nobody), then the pages of one part after the other, each when those before answer, then all else. Repeatable.
# Words go to docker compose: ./upgrade.sh -p sigap-amurang --env-file amurang.env
set -euo pipefail
cd "$(dirname "$0")"
given=("$@")
compose() { ${COMPOSE:-docker compose} "${given[@]}" "$@"; }

compose run --rm -T migrate
for part in sign-in intake review letters registry; do
  echo "== $part"
  compose up -d --no-deps "$part"
  for _ in $(seq 120); do
    compose exec -T "$part" python -m deploy.health web "$part" 2> /dev/null && continue 2
    sleep 1
  done
  echo "upgrade.sh: $part does not answer; the others work on. Its log: docker compose logs $part" >&2
  exit 1
done
compose up -d
