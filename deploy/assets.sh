#!/bin/sh
# What the pages need out of npm's packages: style sheets, fonts, and the scripts of the answering
# pages. Run at the root of the repository after `npm ci`, here (make setup) and in the images alike.
set -eu
static=services/chassis/chassis/ui/static
fonts=services/forms/forms_service/posters/fonts
answering=services/responses/responses_service/shared/assets
mkdir -p "$static" "$fonts" "$answering/built"

for font in NotoSans NotoSansJP NotoSansKR; do
  for weight in 400Regular 700Bold; do
    cp node_modules/@expo-google-fonts/noto-sans*/"$weight/${font}_$weight.ttf" "$fonts/"
  done
done

cp services/chassis/chassis/ui/scripts/*.js "$static/"
node node_modules/sass/sass.js --no-source-map --style=compressed --quiet-deps \
  --load-path=node_modules "services/chassis/chassis/ui/styles:$static"

# One file each out of their modules: the name of the file, then its modules in order.
for part in "answer answers draft screens status main" "worker worker" "kiosk kiosk"; do
  set -- $part
  built="$answering/built/$1.js"
  shift
  sources=
  for module in outbox send "$@"; do sources="$sources $answering/modules/$module.js"; done
  # shellcheck disable=SC2086
  node node_modules/uglify-js/bin/uglifyjs --enclose --compress passes=3 --mangle -o "$built" $sources
done
