#!/bin/bash
# fetch-kernels.sh [--refresh] [LINE…]: real kernel headers for the tests. A LINE is 5.10, 6.1, 6.12 or 7; without one, all of them.
# Prints a line for each: the release, the newest of its line in Debian's archive. What is there already is kept;
# --refresh asks for a newer one. No root is needed, and nothing is installed (patchelf excepted, see below).
#
# Afterwards <cache>/kernels/modules/<release>/build is laid out like /lib/modules, <cache>/kernels/lines/<LINE> holds the release,
# and <cache>/kernels/make-4.4 a newer make than Debian 12 has.
# <cache> is ${XDG_CACHE_HOME:-$HOME/.cache}/dkms-tools-test; DKMS_TOOLS_TEST_CACHE names another one.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=debian-packages.sh
. "$(dirname "$0")/debian-packages.sh"

refresh=
if [ "${1-}" = --refresh ]; then
  refresh=refresh
  shift
fi
prepare_cache
kernels=$cache/kernels
mkdir -p "$kernels/lines" "$kernels/modules" "$kernels/root"

# The compiler for headers whose own compiler this machine lacks.
for gcc in gcc-12 gcc; do
  if command -v "$gcc" >/dev/null; then break; fi
done

newest_abi() { # SUITE REGEX: ABI names move on in the archive, so no name of one is written here.
  apt_of "$1" apt-cache pkgnames linux-headers- | sed -nE "s/^linux-headers-($2)-amd64\$/\1/p" | sort -V | tail -n 1
}

compiles() { # OPTIONS TEXT: whether the compiler takes TEXT under OPTIONS
  # shellcheck disable=SC2086 # no option at all is one of the cases
  echo "$2" | "$gcc" -Werror $1 -x c -c -o /dev/null - 2>/dev/null
}

need_patchelf() {
  if command -v patchelf >/dev/null; then return; fi
  [ "$(id -u)" = 0 ] || fail "the programs of these headers need a newer C library than this machine has: install patchelf (apt-get install patchelf), then run this again"
  apt-get install -y -qq patchelf >/dev/null || fail "patchelf could not be installed: apt's message stands above"
}

# The C library of Debian 13, for programs of later releases than this machine's.
library=$kernels/root/c-library
give_library() { # PROGRAM
  case $(ldd "$1" 2>&1) in *GLIBC*"not found"*) ;; *) return 0 ;; esac
  need_patchelf
  if [ ! -e "$library/complete" ]; then
    rm -rf "$library"
    use_suite trixie
    unpack trixie "$library" libc6 libelf1t64 zlib1g libzstd1
    : >"$library/complete"
  fi
  patchelf --set-interpreter "$library/usr/lib64/ld-linux-x86-64.so.2" --set-rpath "$library/usr/lib/x86_64-linux-gnu" "$1"
}

# Gives the programs of kbuild a C library of their own where they want a newer one than this machine has.
provide_c_library() { # ROOT
  local program
  find "$1"/usr/lib/linux-kbuild-* -type f -perm -u+x | while read -r program; do
    if head -c4 "$program" | grep -q ELF; then give_library "$program"; fi
  done
}

# make 4.4 shares jobs in another way than the 4.3 of Debian 12. Here: the one of Debian 13.
fetch_newer_make() {
  if [ -e "$kernels/make-4.4/make" ]; then return; fi
  use_suite trixie
  rm -rf "$kernels/root/make-4.4"
  unpack trixie "$kernels/root/make-4.4" make
  give_library "$kernels/root/make-4.4/usr/bin/make"
  mkdir -p "$kernels/make-4.4"
  ln -s "$kernels/root/make-4.4/usr/bin/make" "$kernels/make-4.4/make"
}

# Headers expect to lie in /usr/src and to be used with the compiler of their own release.
fetch_headers() { # SUITE ABI
  local suite=$1 abi=$2 root=$kernels/root/$2 packages own
  local build=$root/usr/src/linux-headers-$abi-amd64
  # Since 6.12 the headers depend on the kernel's image too, which building a module does not need.
  mapfile -t packages < <(apt_of "$suite" apt-cache show "linux-headers-$abi-amd64" | sed -nE '/^Depends:/{s/^Depends: //;s/ *, */\n/g;p;q}' |
    sed -nE 's/^(linux-(headers|kbuild|compiler)-[^ ]*).*/\1/p')
  rm -rf "$root"
  unpack "$suite" "$root" "linux-headers-$abi-amd64" "${packages[@]}"
  sed -i -E "s#(/usr/src/linux-headers)#$root\1#g" "$root"/usr/src/linux-headers-*/Makefile
  own=$(sed -nE 's/.*(gcc-[0-9]+)$/\1/p' "$build/.kernelvariables" | head -n 1)
  if ! command -v "${own:-none}" >/dev/null; then sed -i -E "s/gcc-[0-9]+\$/$gcc/" "$build/.kernelvariables"; fi
  # The configuration names features of the kernel's own compiler. An older one refuses their options.
  if ! compiles -fmin-function-alignment=16 'int x;'; then
    sed -i '/^CONFIG_CC_HAS_MIN_FUNCTION_ALIGNMENT=/d' "$build/include/config/auto.conf"
  fi
  if ! compiles '' 'struct s { int n; char a[] __attribute__((__counted_by__(n))); };'; then
    sed -i '/CONFIG_CC_HAS_COUNTED_BY\|CONFIG_CC_HAS_BROKEN_COUNTED_BY_REF/d' "$build/include/config/auto.conf" "$build/include/generated/autoconf.h"
  fi
  provide_c_library "$root"
  # The pahole of Debian 12 is too old for the BTF of these. Without vmlinux, kbuild skips BTF with a line that says so.
  case $abi in *+deb1[3-9]) rm -f "$build/vmlinux" ;; esac
  mkdir -p "$kernels/modules/$abi-amd64"
  ln -sfn "$build" "$kernels/modules/$abi-amd64/build"
  ln -sfn "$root/usr/src/linux-headers-$abi-common" "$kernels/modules/$abi-amd64/source"
}

forget_release() { # RELEASE
  rm -rf "$kernels/modules/${1:?}" "$kernels/root/${1%-amd64}"
}

[ $# -gt 0 ] || set -- 5.10 6.1 6.12 7
for line in "$@"; do
  case $line in
    5.10) suite=bullseye like='5\.10\.0-[0-9]+' ;;
    6.1) suite=bookworm like='6\.1\.0-[0-9]+' ;;
    6.12) suite=bookworm like='6\.12\.[0-9]+\+deb12' ;;
    7) suite=trixie like='7\.[0-9]+\.[0-9]+\+deb13' ;;
    *) fail "no kernel line is called $line: expected 5.10, 6.1, 6.12 or 7" ;;
  esac
  release=
  if [ -e "$kernels/lines/$line" ]; then release=$(<"$kernels/lines/$line"); fi
  if [ -z "$release" ] || [ -n "$refresh" ]; then
    use_suite "$suite" "$refresh"
    abi=$(newest_abi "$suite" "$like")
    [ -n "$abi" ] || fail "Debian's $suite has no kernel headers for $line"
    if [ "$abi-amd64" != "$release" ]; then
      fetch_headers "$suite" "$abi"
      if [ -n "$release" ]; then forget_release "$release"; fi
      release=$abi-amd64
      # Written last: a line that was cut short is fetched again.
      echo "$release" >"$kernels/lines/$line"
    fi
  fi
  echo "$release"
done
if command -v patchelf >/dev/null || [ "$(id -u)" = 0 ]; then fetch_newer_make >&2; fi
