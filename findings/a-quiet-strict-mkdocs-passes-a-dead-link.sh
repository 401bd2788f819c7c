#!/bin/sh
# MkDocs is strict about nothing when it is told to be quiet.
#
# Guess: `--quiet` keeps warnings off the terminal, and `--strict` counts them all the
# same: a build with a dead link ends with 1 either way.
#
# Seen: `mkdocs build --strict` ends with 1, `mkdocs build --quiet --strict` with 0, and
# it writes the site. Quiet, the logger drops warnings before the handler that counts
# them for the strict mode is asked. What a plugin warns of passes too.
#
# Source: mkdocs/__main__.py, quiet_option sets the logger's level; issue 4126 of
# mkdocs/mkdocs asks for another way.
#
# Exit 1: it behaves differently now.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install --quiet mkdocs==1.6.1
mkdir docs
echo "site_name: a" > mkdocs.yml
echo "[gone](gone.md)" > docs/index.md
loud=0
venv/bin/mkdocs build --strict || loud=$?
quiet=0
venv/bin/mkdocs build --quiet --strict || quiet=$?
echo "strict: $loud; quiet and strict: $quiet"
[ "$loud" = 1 ] && [ "$quiet" = 0 ] && [ -f site/index.html ]
