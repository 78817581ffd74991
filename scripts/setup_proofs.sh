#!/bin/sh
# Install what `make prove` needs beyond `make setup-dev`: Chromium, Node, the reading engines of
# tests/reading, and Ace by DAISY. Nothing of it is part of the product or of `make test`.
set -eu
cd "$(dirname "$0")/.."

ace=1.4.6
say() { printf '%s\n' "$*" >&2; }

missing=
command -v chromium >/dev/null 2>&1 || [ -n "${CHROMIUM:-}" ] || missing="$missing chromium"
command -v node >/dev/null 2>&1 || missing="$missing nodejs"
command -v npm >/dev/null 2>&1 || missing="$missing npm"
if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "installing$missing"
        apt-get update -qq
        # shellcheck disable=SC2086  # a list of packages
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
    else
        say "install$missing first (CHROMIUM may name the browser's program)"
        exit 3
    fi
fi

# No package may run a program of its own at installation, and none fetches a browser.
npm_quiet() { npm "$@" --ignore-scripts --no-audit --no-fund --loglevel=error; }
if [ ! -e tests/reading/node_modules/.stamp ] ||
    ! cmp -s tests/reading/package-lock.json tests/reading/node_modules/.stamp; then
    npm_quiet ci --prefix tests/reading
    cp tests/reading/package-lock.json tests/reading/node_modules/.stamp
fi
if [ ! -x build/ace/node_modules/.bin/ace-puppeteer ]; then
    mkdir -p build/ace
    npm_quiet install --prefix build/ace "@daisy/ace@$ace"
fi
