#!/usr/bin/env bash
# Restores what backup.sh has written, into an empty database or a new data folder.
#
#   DATABASE_URL=postgres://… deploy/backup/restore.sh <folder>
#   PROBITY_DATA_DIR=./data   deploy/backup/restore.sh <folder>
#
# The role of DATABASE_URL must own the database. Afterwards start a server with the master key of the backup.
set -euo pipefail
umask 077

. "$(dirname "$0")/address.sh"

die() { echo "restore: $*" >&2; exit 1; }

[ $# -eq 1 ] && [ -d "$1" ] || die "say the folder of a backup"
folder=$(cd "$1" && pwd)
(cd "$folder" && sha256sum --check --strict --quiet SHA256SUMS) || die "the backup is damaged"

restore_database() {
  [ -e "$folder/data.dump" ] && [ -e "$folder/keyring.dump" ] ||
    die "data.dump and keyring.dump belong together: put both into $folder"
  local tables
  tables=$(psql "$url" -XAtqc "select count(*) from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')")
  [ "$tables" = 0 ] || die "the database is not empty"
  pg_restore --dbname="$url" --exit-on-error --no-owner --single-transaction "$folder/keyring.dump"
  pg_restore --dbname="$url" --exit-on-error --no-owner --single-transaction "$folder/data.dump"
  psql "$url" -Xqc 'analyze'
}

restore_files() {
  local data=${PROBITY_DATA_DIR:-./data}
  [ -e "$folder/data.tar" ] || die "there is no data.tar: set DATABASE_URL for a backup of a database"
  mkdir -p "$data"
  [ -z "$(ls -A "$data")" ] || die "the data folder $data is not empty"
  tar -C "$data" -xpf "$folder/data.tar"
}

take_address
if [ -n "$url" ]; then restore_database; else restore_files; fi
echo "Restored. Start a server with the master key of the backup."
