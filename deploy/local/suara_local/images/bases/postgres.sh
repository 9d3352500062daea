#!/bin/bash
# As the official image starts: the first time a server on the socket alone runs the scripts of
# /docker-entrypoint-initdb.d, is stopped, and only then the real one listens.
set -eu
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA" /run/postgresql
  chown -R postgres:postgres /var/lib/postgresql /run/postgresql
  exec setpriv --reuid=postgres --regid=postgres --clear-groups "$0" "$@"
fi
sockets="unix_socket_directories=/run/postgresql"
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  initdb -U postgres -E UTF8 --auth-local=trust --auth-host=scram-sha-256 \
    --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") >/dev/null
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  pg_ctl -w -o "-c listen_addresses='' -c $sockets" start >/dev/null
  for script in /docker-entrypoint-initdb.d/*.sh; do
    [ ! -e "$script" ] || PGHOST=/run/postgresql sh "$script"
  done
  pg_ctl -m fast -w stop >/dev/null
fi
exec "$@" -c "listen_addresses=*" -c "$sockets"
