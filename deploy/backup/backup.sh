#!/usr/bin/env bash
# Backs a Probity installation up into a new folder.
#
#   DATABASE_URL=postgres://… deploy/backup/backup.sh <new folder>
#   PROBITY_DATA_DIR=./data   deploy/backup/backup.sh <new folder>     (the server stopped)
#
# With DATABASE_URL, or DATABASE_URL_FILE, while servers run: data.dump and keyring.dump, both of one moment, by
# the stock pg_dump of the database's version or newer. Keep keyring.dump apart and for a shorter time: without
# it data.dump cannot be read, and so old backups forget people too.
# Without: the embedded database as files. The server must have been stopped.
#
# The master key is never part of it: keep it in a secret store. Nothing can be read without it.
set -euo pipefail
umask 077

. "$(dirname "$0")/address.sh"

die() { echo "backup: $*" >&2; exit 1; }

[ $# -eq 1 ] || die "say one new folder"
folder=$1
mkdir "$folder" || die "the folder must not be there yet"

back_up_database() {
  coproc PSQL { exec psql "$url" -XAtq -v ON_ERROR_STOP=1; }
  local session=$PSQL_PID snapshot
  # Both files are of one moment: a person is in both or in neither.
  echo "begin isolation level repeatable read read only; select pg_export_snapshot();" >&"${PSQL[1]}"
  read -r snapshot <&"${PSQL[0]}" || die "the database does not answer"
  pg_dump "$url" -Fc --snapshot="$snapshot" --exclude-schema=keyring -f "$folder/data.dump"
  pg_dump "$url" -Fc --snapshot="$snapshot" --schema=keyring -f "$folder/keyring.dump"
  echo "rollback;" >&"${PSQL[1]}"
  eval "exec ${PSQL[1]}>&-"
  wait "$session"
}

back_up_files() {
  local data=${PROBITY_DATA_DIR:-./data} lock pid
  [ -d "$data" ] || die "there is no data folder $data: set PROBITY_DATA_DIR, or DATABASE_URL"
  for lock in "$data"/postgresql-*/postmaster.pid; do
    [ -e "$lock" ] || continue
    pid=$(head -n 1 "$lock")
    if [ -d "/proc/$pid" ] || kill -0 "$pid" 2>/dev/null; then
      rmdir "$folder"
      die "the database in $data is running: stop the server first"
    fi
  done
  # Clusters may be links to where their user can reach them; keys and what is made anew stay behind.
  tar -C "$data" -chf "$folder/data.tar" --exclude='./master-key*' --exclude='./operator-key' \
    --exclude='./indexes' --exclude='postmaster.*' --exclude='.s.PGSQL.*' .
}

take_address
if [ -n "$url" ]; then back_up_database; else back_up_files; fi
(cd "$folder" && sha256sum -- * > SHA256SUMS)
sync
echo "Backed up into $folder. Without the master key it cannot be read: keep that in a secret store."
