#!/bin/sh
# Roles and databases of every service: an owner for migrations, a web role, a worker; none powerful.
# Run at every start, by the superuser over the network: makes what is missing, sets the passwords.
set -eu
sql() { psql -v ON_ERROR_STOP=1 -qX "$@"; }
role() {
  sql -v role="$1" <<SQL
\getenv secret $2
SELECT format('CREATE ROLE %I', :'role')
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
ALTER ROLE :"role" LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB PASSWORD :'secret';
SQL
}
for service in identity forms responses scoring reporting; do
  upper=$(echo "$service" | tr a-z A-Z)
  roles="owner web worker"
  [ "$service" = identity ] && roles="$roles signin"
  for kind in $roles; do role "${service}_$kind" "PG_${upper}_$(echo "$kind" | tr a-z A-Z)"; done
  sql -v service="$service" -v owner="${service}_owner" <<'SQL'
SELECT format('CREATE DATABASE %I OWNER %I', :'service', :'owner')
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'service') \gexec
REVOKE ALL ON DATABASE :"service" FROM PUBLIC;
SQL
  for kind in $roles; do sql -c "GRANT CONNECT ON DATABASE $service TO ${service}_$kind"; done
done
