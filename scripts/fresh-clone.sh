#!/usr/bin/env bash
# Runs a command in a fresh clone of this repository's last commit, as on a new machine: an empty home, none of this
# shell's environment, nothing in PATH but the system's node and npm, and no npm cache.
#
#     scripts/fresh-clone.sh 'npm ci && npm test'
#
# Kept from outside, where set: the npm registry (npm_config_registry) and the certificates to trust
# (NODE_EXTRA_CA_CERTS). Exits as the command does.
set -euo pipefail
command=${1:?usage: scripts/fresh-clone.sh COMMAND}
repository=$(cd "$(dirname "$0")/.." && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

mkdir "$place/home" "$place/tmp"
git clone --quiet --no-hardlinks "$repository" "$place/von"
cd "$place/von"
env --ignore-environment \
  HOME="$place/home" TMPDIR="$place/tmp" PATH=/usr/local/bin:/usr/bin:/bin LANG=C.UTF-8 \
  ${npm_config_registry:+npm_config_registry="$npm_config_registry"} \
  ${NODE_EXTRA_CA_CERTS:+NODE_EXTRA_CA_CERTS="$NODE_EXTRA_CA_CERTS"} \
  bash -c "$command"
