# What tools/por and tools/test share; read with `source`, from a script that has set `root` and `me`.
# Everything here speaks on standard error only.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_CLI_UI_LANGUAGE=en

say() { printf '%s: %s\n' "$me" "$*" >&2; }

# Sets `dotnet` to the command that runs .NET, or ends with one sentence.
find_dotnet() {
  local candidate
  for candidate in "$(command -v dotnet || true)" "${DOTNET_ROOT:-}/dotnet" "${HOME:-}/.dotnet/dotnet" \
    /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet /usr/local/share/dotnet/dotnet; do
    if [ -x "$candidate" ] && [ ! -d "$candidate" ]; then
      dotnet=$candidate
      return
    fi
  done
  say "the .NET 10 SDK is missing: install it from https://dotnet.microsoft.com/download or set DOTNET_ROOT."
  exit 69
}

# The SDK that global.json asks for; only a build needs it.
check_sdk() {
  if ! (cd "$root" && "$dotnet" --version) >/dev/null 2>&1; then
    say "$dotnet has no SDK that global.json accepts: install a .NET SDK of version" \
      "$(sed -n 's/.*"version": *"\([0-9.]*\)".*/\1/p' "$root/global.json") or a later 10.0."
    exit 69
  fi
}

# Sets `out` to a folder for build output: the repository's artifacts, or a folder of the user's
# where the repository cannot be written.
choose_output() {
  out=$root/artifacts
  if mkdir -p "$out" 2>/dev/null && [ -w "$out" ]; then
    return
  fi
  local name
  name=por-actors-$(printf '%s' "$root" | cksum | cut -d ' ' -f 1)
  out=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/$name
  # A folder that was made by somebody else would let them choose what we run.
  if ! mkdir -p "$out" 2>/dev/null || [ ! -O "$out" ] || [ ! -w "$out" ]; then
    out=$(mktemp -d "${TMPDIR:-/tmp}/$name.XXXXXX")
  fi
}

# is_fresh STAMP INPUT...: true when no input is newer than the stamp. Folders count, since their
# time tells of removed files.
is_fresh() {
  local stamp=$1
  shift
  [ -f "$stamp" ] && [ -z "$(find "$@" -newer "$stamp" -print -quit 2>/dev/null)" ]
}

# The sources of the command line; `por.stamp` in a folder for output is as old as the start of its
# last good build there, so that what changes during a build is built next time.
program=("$root/src" "$root/tools/PoR.Tool" "$root/hocon" "$root/global.json" "$root/BannedSymbols.Core.txt"
  "$root"/Directory.* "$root/tools/Directory.Build.props")

# build FOLDER LOG ARGUMENT...: `dotnet build` in Release, its output below FOLDER. The talk goes to the log and, if the build
# fails, to standard error. The compiler's server outlives the build, so it must hold neither our
# pipes nor our lock.
build() {
  local folder=$1 log=$2
  shift 2
  if [ ! -w "${HOME:-/nonexistent}" ]; then
    local -x HOME=$out/home
    mkdir -p "$HOME"
  fi
  local code=0
  (cd "$root" && exec "$dotnet" build "$@" -c Release -v q -nodeReuse:false -tl:off -p:ArtifactsPath="$folder") \
    </dev/null >"$log" 2>&1 9>&- || code=$?
  if [ "$code" != 0 ]; then
    cat "$log" >&2
    say "the build failed."
  fi
  return "$code"
}

# Only one build at a time writes to `out`; the lock is file descriptor 9.
lock() {
  exec 9>"$out/.lock"
  if command -v flock >/dev/null; then
    flock 9
  fi
}

unlock() { exec 9>&-; }
