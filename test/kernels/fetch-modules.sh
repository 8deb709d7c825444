#!/bin/bash
# fetch-modules.sh [PACKAGE…]: sources of real DKMS packages of Debian 12 for the tests; without a package, the twelve below.
# Prints a line for each: the name of its folder in <cache>/modules, laid out like /usr/src (<name>-<version>). What is there is kept.
# Needs no root and installs nothing. <cache> is as in fetch-kernels.sh.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=debian-packages.sh
. "$(dirname "$0")/debian-packages.sh"

prepare_cache
modules=$cache/modules
mkdir -p "$modules/packages"
suite=bookworm
[ $# -gt 0 ] || set -- acpi-call-dkms bbswitch-dkms ddcci-dkms digimend-dkms evdi-dkms jool-dkms lime-forensics-dkms lttng-modules-dkms \
  openrazer-driver-dkms tp-smapi-dkms v4l2loopback-dkms xtables-addons-dkms
for package in "$@"; do
  marker=$modules/packages/$package
  if [ ! -e "$marker" ]; then
    use_suite "$suite"
    root=$(mktemp -d "$cache/unpack.XXXXXX")
    unpack "$suite" "$root" "$package"
    conf=$(find "$root/usr/src" -maxdepth 2 -name dkms.conf | head -n 1)
    [ -n "$conf" ] || fail "the package $package has no dkms.conf in /usr/src"
    folder=$(basename "$(dirname "$conf")")
    rm -rf "${modules:?}/$folder"
    cp -a "$root/usr/src/$folder" "$modules/$folder"
    rm -rf "$root"
    echo "$folder" >"$marker"
  fi
  cat "$marker"
done
