#!/bin/sh
# Roles and databases of every service: an owner for migrations, a web role, a worker; none powerful.
set -eu
role() {
  psql -v ON_ERROR_STOP=1 -U postgres -v name="$1" -v secret="$2" <<'SQL'
CREATE ROLE :"name" LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB PASSWORD :'secret';
SQL
}
for service in identity forms responses scoring reporting; do
  upper=$(echo "$service" | tr a-z A-Z)
  roles="owner web worker"
  [ "$service" = identity ] && roles="$roles signin"
  for kind in $roles; do
    KIND=$(echo "$kind" | tr a-z A-Z)
    role "${service}_${kind}" "$(printenv "PG_${upper}_${KIND}")"
  done
  psql -v ON_ERROR_STOP=1 -U postgres -c "CREATE DATABASE $service OWNER ${service}_owner"
  psql -v ON_ERROR_STOP=1 -U postgres -c "REVOKE ALL ON DATABASE $service FROM PUBLIC"
  for kind in $roles; do
    psql -v ON_ERROR_STOP=1 -U postgres -c "GRANT CONNECT ON DATABASE $service TO ${service}_${kind}"
  done
done
