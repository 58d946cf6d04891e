#!/usr/bin/env bash
# Builds the wheel, installs it alone into an empty environment and holds a typed check from another folder.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
"$here/.venv/bin/python" -m pip wheel --quiet --disable-pip-version-check --no-deps -w "$place" "$here"
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --disable-pip-version-check "$place"/bedside-*.whl
cd "$place"
venv/bin/bedside --help >/dev/null
printf '%s\n' "I can't feel my legs and I wet myself" yes stop |
  venv/bin/bedside talk --typed --country GB --journal check.jsonl >said.txt
grep -q '"level": "emergency_ambulance"' check.jsonl
grep -qi 'nine, nine, nine\|nine nine nine' said.txt
echo "the wheel works alone"
