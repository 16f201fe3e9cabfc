#!/bin/sh
# Finds a Python that is new enough and lets it prepare .venv (scripts/bootstrap.py).
# PYTHON=/path/to/python names one; otherwise the usual names are tried. The system's own comes
# first: distributions build theirs optimised, version managers often do not (5 % slower).
set -u

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

own=/usr/bin/python3
"$own" -c 'import ensurepip' >/dev/null 2>&1 || own=python3 # without it, no venv can be made

for python in ${PYTHON:-$own python3 python3.14 python3.13 python3.12 python3.11 python}; do
    if new_enough "$python"; then
        exec "$python" "$(dirname "$0")/bootstrap.py" "$@"
    fi
done

found=$("${PYTHON:-python3}" --version 2>&1 | tail -n 1) || found="none"
echo "Polyclinic needs Python 3.11 or newer, and found: ${found:-none}." >&2
echo "Install a newer one, and name it if it is not python3: make run PYTHON=/path/to/python3.12" >&2
exit 1
