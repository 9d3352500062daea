#!/bin/sh
# compose.env.example with every empty secret filled in at random; needs openssl:
#   (umask 077; sh deploy/secrets.sh > deploy/compose.env)
set -eu
while IFS= read -r line; do
  case $line in
    IDENTITY_SIGNING_KEY=)
      pem=$(openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt)
      printf '%s"%s"\n' "$line" "$(printf '%s' "$pem" | awk 'NR > 1 { printf "\\n" } { printf "%s", $0 }')" ;;
    PG_*= | *_KEY= | *_PASSWORD= | *_SECRET=) printf '%s%s\n' "$line" "$(openssl rand -base64 32)" ;;
    *) printf '%s\n' "$line" ;;
  esac
done < "$(dirname "$0")/compose.env.example"
