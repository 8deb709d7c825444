#!/bin/bash
# Builds every sample under test/logs/sources against every fetched kernel and writes what make prints to
# test/logs/<sample>-<compiler>-<major>-linux-<line>.log, with the paths of this machine replaced by /build/<sample> and /kernel.
# Run test/kernels/fetch-kernels.sh before, and review the changes afterwards: the parser's tests compare with these logs.
# With names of samples as arguments, only those. Another compiler than the headers' own is named by LOGGED_CC (a program) and
# LOGGED_COMPILER (as the name of the log has it, such as gcc-14), and LOGGED_LINE (such as 6.12) leaves one kernel.
# Clang builds kernels that gcc built through a program that leaves out the flags that only gcc knows. The logs of clang 14, dtc, lld and
# sparse are made by hand, with the flags of a gcc build of the same kernel.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
kernels=${DKMS_TOOLS_KERNELS:-${DKMS_TOOLS_TEST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/dkms-tools-test}/kernels}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

samples=("$@")
if [ ${#samples[@]} -eq 0 ]; then mapfile -t samples < <(ls "$here/sources"); fi

for build in "$kernels"/modules/*/build; do
  release=$(basename "$(dirname "$build")")
  line=$(cut -d. -f1,2 <<< "$release")
  [ "${LOGGED_LINE:-$line}" = "$line" ] || continue
  arch_headers=$(readlink -f "$build")
  common_headers=$(readlink -f "$kernels/modules/$release/source")
  # The fetched headers are set up for gcc-12.
  compiler=${LOGGED_COMPILER:-gcc-12}
  for name in "${samples[@]}"; do
    rm -rf "${scratch:?}/$name"
    cp -r "$here/sources/$name" "$scratch/$name"
    if grep -q 'KDIR' "$scratch/$name/Makefile"; then
      command=(make -C "$scratch/$name" "KDIR=$build")
    else
      command=(make -C "$build" "M=$scratch/$name" modules)
    fi
    # Type information for BPF needs pahole, which is not what the samples are about.
    command+=(CONFIG_DEBUG_INFO_BTF_MODULES=)
    if [ -n "${LOGGED_CC-}" ]; then command+=("CC=$LOGGED_CC"); fi
    status=0
    env -u LC_ALL LANG=C "${command[@]}" > "$scratch/log" 2>&1 || status=$?
    sed -e "s#$scratch/#/build/#g" -e "s#$arch_headers#/kernel#g" -e "s#$build#/kernel#g" \
      -e "s#$common_headers#/kernel-common#g" "$scratch/log" > "$here/$name-$compiler-linux-$line.log"
    echo "# exit code: $status" >> "$here/$name-$compiler-linux-$line.log"
  done
done
