# Read by the scripts beside it: puts the database's address into url, and its password where libpq looks for it.
# The password is no argument of a program, since everybody on the machine sees those.
take_address() {
  local address=${DATABASE_URL:-}
  [ -n "${DATABASE_URL_FILE:-}" ] && address=$(cat "$DATABASE_URL_FILE")
  if [[ $address =~ ^(postgres(ql)?://[^:/@]+):([^@]*)@(.*)$ ]]; then
    PGPASSWORD=$(printf '%b' "${BASH_REMATCH[3]//%/\\x}")
    export PGPASSWORD
    address="${BASH_REMATCH[1]}@${BASH_REMATCH[4]}"
  fi
  # shellcheck disable=SC2034
  url=$address
}
