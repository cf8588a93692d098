# Shared by run.sh and test.sh, which source it after setting `root`: packages, configuring, building.
# Everything it says goes to stderr, so that the caller's stdout stays clean for JSON.
: "${root:?}"

say() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; }

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 2
}

wantedPackages() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$root/.ci/packages.txt"; }

missingPackages() {
    local package
    while read -r package; do
        if [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)" != installed ]; then
            printf '%s\n' "$package"
        fi
    done < <(wantedPackages)
}

# Installs what .ci/packages.txt names and this machine lacks. Asks for nothing where all is there.
installPackages() {
    if ! command -v dpkg-query >/dev/null; then
        say "this is no Debian system: taking the packages of .ci/packages.txt as installed"
        return
    fi
    local missing=() asRoot=()
    mapfile -t missing < <(missingPackages)
    if [ "${#missing[@]}" -eq 0 ]; then
        return
    fi
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null ||
            fail "Debian packages are missing and this user is neither root nor has sudo: as root, run: apt-get install ${missing[*]}"
        asRoot=(sudo)
    fi
    say "installing Debian packages: ${missing[*]}"
    "${asRoot[@]}" apt-get update -q >&2 ||
        say "apt-get update failed; going on with the package lists at hand"
    "${asRoot[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >&2 ||
        fail "apt-get could not install ${missing[*]}: see its messages above, then run this script again"
}

# build PRESET [TARGET...]: configures build/PRESET where that has not been done, then builds.
build() {
    local preset=$1
    shift
    local folder="$root/build/$preset" log status=0
    mkdir -p "$folder" || fail "cannot write $folder: check the permissions of the source folder"
    # A folder that was moved or copied with its sources holds paths of its former place.
    if [ -f "$folder/CMakeCache.txt" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt"; then
        say "build/$preset belongs to another source folder: configuring it anew"
        rm -rf "$folder/CMakeCache.txt" "$folder/CMakeFiles"
    fi
    if [ ! -f "$folder/build.ninja" ] || [ ! -f "$folder/CMakeCache.txt" ]; then
        say "configuring build/$preset"
        cmake -S "$root" --preset "$preset" >&2 || fail "configuring build/$preset failed: see the messages above"
    fi
    local targets=()
    if [ "$#" -gt 0 ]; then
        targets=(--target "$@")
    fi
    say "building build/$preset (the first time takes some minutes)"
    log="$folder/build.log"
    if [ -t 2 ]; then
        cmake --build "$folder" "${targets[@]}" >&2 || status=$?
    else
        # Hundreds of progress lines help nobody in a log file; warnings and errors do.
        cmake --build "$folder" "${targets[@]}" >"$log" 2>&1 || status=$?
        if [ "$status" -ne 0 ]; then
            grep -vE '^\[[0-9]+/[0-9]+\]' "$log" | tail -n 200 >&2 || true
        fi
    fi
    if [ "$status" -ne 0 ]; then
        fail "building build/$preset failed: see the messages above"
    fi
}
