#!/bin/bash
# fetch-images.sh [LINE…]: the images and modules of the kernels whose headers fetch-kernels.sh got, for load tests. A LINE is 5.10, 6.1,
# 6.12 or 7, 6.1 where none is given. What is there already is kept, and nothing is installed.
# Afterwards <cache>/kernels/images/<release> has boot/vmlinuz-<release>, or vmlinuz in lib/modules/<release>, and the latter with its modules.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=debian-packages.sh
. "$(dirname "$0")/debian-packages.sh"

prepare_cache
images=$cache/kernels/images

fetch_image() { # SUITE RELEASE
  local suite=$1 release=$2 root=$images/$2 package
  if [ -e "$root/complete" ]; then return; fi
  rm -rf "${root:?}"
  use_suite "$suite"
  if apt_of "$suite" apt-cache show "linux-binary-$release" >/dev/null 2>&1; then
    # Since 7.x, the image depends on two packages that have its files.
    unpack "$suite" "$root" "linux-binary-$release" "linux-modules-$release"
    ln -s usr/lib "$root/lib"
    package=linux-binary-$release
  else
    # Signed images come some days after the others.
    for package in "linux-image-$release" "linux-image-$release-unsigned" ''; do
      [ -n "$package" ] || fail "Debian's archive has no image of $release any more: run fetch-kernels.sh --refresh"
      if apt_of "$suite" apt-cache show "$package" 2>/dev/null | grep ^Filename >/dev/null; then break; fi
    done
    unpack "$suite" "$root" "$package"
  fi
  [ -e "$root/boot/vmlinuz-$release" ] || [ -e "$root/lib/modules/$release/vmlinuz" ] || fail "the package $package has no image of $release"
  # What is done when the package is installed.
  PATH=$PATH:/usr/sbin:/sbin depmod -b "$root" "$release"
  : >"$root/complete"
}

[ $# -gt 0 ] || set -- 6.1
for line; do
  [ -e "$cache/kernels/lines/$line" ] || fail "the headers of $line are not there: run fetch-kernels.sh first"
  case $line in 5.10) suite=bullseye ;; 7) suite=trixie ;; *) suite=bookworm ;; esac
  fetch_image "$suite" "$(cat "$cache/kernels/lines/$line")"
done
