#!/bin/bash
# prepare-trees.sh: trees of kernels as people have them who build kernels themselves, from Debian's linux-source-6.1: folders of
# `make O=…`, prepared (`make modules_prepare`) and not built, with the smallest configuration that has modules. All are of one release.
# What is there already is kept, and nothing is installed.
# Afterwards <cache>/kernels/trees/<tree> is such a folder, for each tree whose compiler this machine has: plain and kasan (x86_64, gcc),
# clang (x86_64, LLVM=1), arm64, arm and riscv (Debian's cross compilers). <cache>/kernels/trees/source is their source.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=debian-packages.sh
. "$(dirname "$0")/debian-packages.sh"

prepare_cache
trees=$cache/kernels/trees
source=$trees/source

# Only what the preparation and modules read: all of it takes 1.3 GB.
unpack_source() {
  local root=$trees/package
  if [ -e "$source/complete" ]; then return; fi
  use_suite bookworm
  rm -rf "$root" "$source"
  unpack bookworm "$root" linux-source-6.1
  mkdir -p "$source"
  xz -T0 -dc "$root"/usr/src/linux-source-6.1.tar.xz | tar -x -C "$source" --strip-components=1 --wildcards --no-wildcards-match-slash \
    'linux-source-*/'{Makefile,Kbuild,Kconfig,COPYING,.gitignore} 'linux-source-*/'{scripts,include,certs,init,kernel,lib} \
    'linux-source-*/tools/'{Makefile,objtool,lib,include,build,arch,scripts,bpf} 'linux-source-*/arch/'{Kconfig,x86,arm64,arm,riscv,um} \
    --wildcards-match-slash '*/Kconfig*'
  rm -rf "$root"
  : >"$source/complete"
}

prepare() { # TREE COMPILER "VARIABLES OF MAKE" OPTIONS OF scripts/config…
  local tree=$trees/$1 compiler=$2 variables
  read -ra variables <<<"$3"
  shift 3
  if [ -e "$tree/complete" ]; then return; fi
  if ! command -v "$compiler" >/dev/null; then
    echo "prepare-trees.sh: $compiler is missing, so there is no tree ${tree##*/}" >&2
    return
  fi
  rm -rf "$tree"
  mkdir -p "$tree"
  # objtool and other programs of the same compiler need not be built twice.
  if [ "$compiler" = gcc ] && [ -e "$trees/plain/complete" ]; then
    cp -a "$trees/plain/." "$tree"
    rm "$tree/complete"
  fi
  {
    make -s -C "$source" O="$tree" "${variables[@]}" tinyconfig
    "$source/scripts/config" --file "$tree/.config" -e MODULES -e MODULE_UNLOAD -e PRINTK -d LOCALVERSION_AUTO "$@"
    make -s -C "$source" O="$tree" "${variables[@]}" olddefconfig
    make -s -j"$(nproc)" -C "$source" O="$tree" "${variables[@]}" modules_prepare
  } >"$tree.log" 2>&1 </dev/null || fail "the tree ${tree##*/} could not be prepared: see $tree.log"
  : >"$tree/complete"
}

mkdir -p "$trees"
unpack_source
prepare plain gcc '' -e 64BIT
prepare kasan gcc '' -e 64BIT -d SLOB -e SLUB -e SYSFS -e KASAN
prepare clang ld.lld 'LLVM=1' -e 64BIT
prepare arm64 aarch64-linux-gnu-gcc 'ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu-'
prepare arm arm-linux-gnueabihf-gcc 'ARCH=arm CROSS_COMPILE=arm-linux-gnueabihf-'
prepare riscv riscv64-linux-gnu-gcc 'ARCH=riscv CROSS_COMPILE=riscv64-linux-gnu-'
