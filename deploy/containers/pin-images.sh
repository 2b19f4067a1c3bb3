#!/bin/sh
# Pins every image of compose.yaml to what it is today: fetches it and writes its digest into .env, so that the same name
# cannot become something else. Run it again to move to newer ones, then `docker compose up -d`. Kubernetes: put the
# lines that it prints into your overlay's kustomization.yaml.
set -eu
cd "$(dirname "$0")"
: "${ENV_FILE:=.env}"
touch "$ENV_FILE"
kept() { sed -n "s/^$1=//p" "$ENV_FILE" | tail -n 1; }
usual() { sed -n "s/.*\${$1:-\([^}]*\)}.*/\1/p" compose.yaml | head -n 1; }
# The name to fetch: a pinned one by its tag, which is remembered beside the digest.
named() { kept "$1_TAG" | grep . || kept "$1" | grep -v '@sha256:' | grep . || usual "$1"; }
failed=0
for variable in $(sed -n 's/.*image: *${\(SIGAP_[A-Z]*_*IMAGE\):-.*/\1/p' compose.yaml | sort -u); do
  name="$(named "$variable")"
  docker pull --quiet "$name" >/dev/null 2>&1 || true
  digest="$(docker image inspect --format '{{join .RepoDigests "\n"}}' "$name" 2>/dev/null | grep '@sha256:' | head -n 1 || true)"
  if [ -z "$digest" ]; then
    echo "$variable: $name has no digest: it was built here, or cannot be fetched. It stays as it is." >&2
    failed=1
    continue
  fi
  grep -v "^$variable=\|^${variable}_TAG=" "$ENV_FILE" > "$ENV_FILE.part" || true
  printf '%s_TAG=%s\n%s=%s\n' "$variable" "$name" "$variable" "$digest" >> "$ENV_FILE.part"
  mv "$ENV_FILE.part" "$ENV_FILE"
  echo "$variable=$digest"
  if [ "$variable" = SIGAP_IMAGE ]; then
    printf 'images:\n  - name: sigap\n    newName: %s\n    digest: %s\n' "${digest%@*}" "${digest#*@}"
  fi
done
exit "$failed"
