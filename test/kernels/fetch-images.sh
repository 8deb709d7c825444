#!/bin/bash
# fetch-images.sh [LINE…]: the images and modules of the kernels whose headers fetch-kernels.sh got, for load tests. A LINE is 6.1 or 6.12,
# 6.1 where none is given. What is there already is kept, and nothing is installed.
# Afterwards <cache>/kernels/images/<release> has boot/vmlinuz-<release> and lib/modules/<release>.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=debian-packages.sh
. "$(dirname "$0")/debian-packages.sh"

prepare_cache
images=$cache/kernels/images

fetch_image() { # RELEASE
  local release=$1 suite=bookworm root=$images/$1 package
  if [ -e "$root/complete" ]; then return; fi
  rm -rf "${root:?}"
  use_suite "$suite"
  # Signed images come some days after the others.
  for package in "linux-image-$release" "linux-image-$release-unsigned" ''; do
    [ -n "$package" ] || fail "Debian's archive has no image of $release any more: run fetch-kernels.sh --refresh"
    if apt_of "$suite" apt-cache show "$package" 2>/dev/null | grep ^Filename >/dev/null; then break; fi
  done
  unpack "$suite" "$root" "$package"
  [ -e "$root/boot/vmlinuz-$release" ] || fail "the package $package has no boot/vmlinuz-$release"
  # What is done when the package is installed.
  PATH=$PATH:/usr/sbin:/sbin depmod -b "$root" "$release"
  : >"$root/complete"
}

[ $# -gt 0 ] || set -- 6.1
for line; do
  [ -e "$cache/kernels/lines/$line" ] || fail "the headers of $line are not there: run fetch-kernels.sh first"
  fetch_image "$(cat "$cache/kernels/lines/$line")"
done
