#!/bin/bash
# Builds Mureum and starts it on the sample shop database. With arguments, passes them to mureum-cli:
#   ./run.sh ask --db resources/samples/shop.sqlite "지난달 매출이 가장 높은 상품 5개"
# Installs missing Debian packages first (see .ci/packages.txt). Relative paths are those of the caller.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd -P)
# shellcheck source=.ci/setup.sh
. "$root/.ci/setup.sh"

sample="$root/resources/samples/shop.sqlite"
question="등급별 고객 수를 많은 순으로 보여줘"

installPackages
if [ "$#" -gt 0 ]; then
    build release mureum-cli
    exec "$root/build/release/bin/mureum-cli" "$@"
fi

if [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; then
    build release mureum mureum-cli
    say "starting the desktop on resources/samples/shop.sqlite"
    exec "$root/build/release/bin/mureum" "$sample"
fi

build release mureum-cli
say "no display (neither DISPLAY nor WAYLAND_DISPLAY is set): asking a sample question in the terminal instead"
say "\$ ./run.sh ask --db resources/samples/shop.sqlite \"$question\""
exec "$root/build/release/bin/mureum-cli" ask --db "$sample" "$question"
