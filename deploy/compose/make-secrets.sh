#!/usr/bin/env bash
# Makes the secrets that compose.yaml mounts, once: what is there already stays.
set -euo pipefail
folder=$(dirname "$0")/secrets
mkdir -p "$folder"
# The servers' user inside the containers reads the files, so that it is the folder which keeps others out.
chmod 700 "$folder"

make() {
  [ -e "$folder/$1" ] && return
  printf '%s\n' "$2" > "$folder/$1"
  chmod 444 "$folder/$1"
}

make database-password "$(openssl rand -hex 24)"
make database-url "postgres://probity:$(cat "$folder/database-password")@postgres:5432/probity"
make master-key "$(openssl rand -base64 32)"
make operator-key "$(openssl rand -hex 32)"
make metrics-key "$(openssl rand -hex 32)"
echo "Secrets are in $folder. Keep a copy of master-key elsewhere: nothing can be read without it."
