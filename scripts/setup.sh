#!/bin/bash
# setup.sh PURPOSE - installs what is missing on a Debian or Ubuntu machine for `npm start` or `npm test`; a second run does nothing.
# System packages need root: without it, what is missing is named, and the run goes on with what there is.
set -uo pipefail
cd "$(dirname "$0")/.."
purpose=${1:?usage: setup.sh start|test}

# command or file that shows it is there : Debian package
needed=(make:make gcc:gcc patch:patch modinfo:kmod)
if [ "$purpose" = test ]; then
  needed+=(dkms:dkms chromium:chromium patchelf:patchelf pahole:dwarves xz:xz-utils unshare:util-linux unzip:unzip git:git)
fi

PATH=$PATH:/usr/sbin:/sbin
missing=()
for entry in "${needed[@]}"; do
  command -v "${entry%%:*}" >/dev/null || missing+=("${entry##*:}")
done
# The compiler of Debian 12's kernels, and headers to build against, where this machine has neither.
if [ "$purpose" = start ] && ! compgen -G '/lib/modules/*/build/Makefile' >/dev/null && ! compgen -G '/usr/src/linux-headers-*/Makefile' >/dev/null; then
  missing+=(headers)
fi

headers_package() { # Debian names its architectures otherwise than the kernel does; Ubuntu has one "generic" package
  if [ "$(. /etc/os-release && echo "$ID")" = ubuntu ]; then echo linux-headers-generic; else echo "linux-headers-$(dpkg --print-architecture)"; fi
}
if [ ${#missing[@]} -gt 0 ] && command -v apt-get >/dev/null; then
  packages=()
  for name in "${missing[@]}"; do
    if [ "$name" = headers ]; then packages+=("$(headers_package)"); else packages+=("$name"); fi
  done
  if [ "$(id -u)" = 0 ]; then
    echo "Installing ${packages[*]} with apt."
    log=$(mktemp)
    if apt-get update -qq >"$log" 2>&1 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >>"$log" 2>&1; then
      rm -f "$log"
    else
      tail -n 5 "$log" >&2
      echo "apt could not install all of: ${packages[*]}. Going on with what there is; the whole log is $log." >&2
    fi
  else
    echo "Missing system packages. Install them, then run this again: sudo apt-get install --no-install-recommends ${packages[*]}" >&2
    echo "Going on with what there is." >&2
  fi
elif [ ${#missing[@]} -gt 0 ]; then
  echo "Missing: ${missing[*]}. This machine has no apt; install them with its own package manager. Going on with what there is." >&2
fi

# node_modules is up to date when it was installed from the lockfile as it is now.
stamp=node_modules/.installed-from
if ! [ -f "$stamp" ] || ! cmp -s package-lock.json "$stamp"; then
  echo 'Installing the npm packages of package-lock.json.'
  log=$(mktemp)
  if ! npm ci --no-audit --no-fund >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "npm ci failed; the whole log is $log. It needs the npm registry and Linux on x86_64." >&2
    exit 1
  fi
  rm -f "$log"
  cp package-lock.json "$stamp"
fi
