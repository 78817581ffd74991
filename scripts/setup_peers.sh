#!/bin/sh
# Install what benchmarks/ compare pages with into build/peers: pandoc and typst. They are no part
# of the product or of its lock. xelatex is the system's: on Debian texlive-xetex,
# texlive-latex-extra and texlive-lang-english.
set -eu
cd "$(dirname "$0")/.."

peers=build/peers
if [ ! -x "$peers/bin/python" ]; then
    "${PYTHON:-python3}" -m venv "$peers"
fi
if ! cmp -s benchmarks/requirements.txt "$peers/.stamp"; then
    "$peers/bin/python" -m pip install --quiet --disable-pip-version-check -r benchmarks/requirements.txt
    cp benchmarks/requirements.txt "$peers/.stamp"
fi
command -v xelatex >/dev/null 2>&1 ||
    printf '%s\n' "xelatex is not installed: comparisons go without it" >&2
