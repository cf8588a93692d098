#!/bin/bash
# Builds everything with warnings as errors and runs every test offscreen. Arguments go to ctest:
#   ./test.sh -R engine
# Installs missing Debian packages first (see .ci/packages.txt).
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd -P)
# shellcheck source=.ci/setup.sh
. "$root/.ci/setup.sh"

installPackages
build ci
say "running the tests"
export QT_QPA_PLATFORM=offscreen
export LC_ALL=C.UTF-8
exec ctest --test-dir "$root/build/ci" --output-on-failure --no-tests=error -j2 "$@"
