#!/bin/bash
# fresh-machine.sh RELEASE FOLDER LOGS SUITES: run by fresh.sh as root, in mount and process namespaces of its own, which take everything that
# is started and mounted here with them. Prints PASS or FAIL for each step; exits with 1 when one failed.
# shellcheck disable=SC2317 # the functions are called through step
set -uo pipefail
cd "$(dirname "$0")/.." || exit
release=$1 folder=$2 logs=$3 suites=$4
checkout=$PWD
start_script=$(<scripts/fresh-start.sh)
failed=0

# step NAME COMMAND…: runs it with its output in a log.
step() {
  local name=$1 log=$logs/${1//[^a-zA-Z0-9]/-}.log began=$SECONDS
  shift
  if "$@" >"$log" 2>&1 </dev/null; then
    echo "PASS  $release: $name ($((SECONDS - began)) s)"
  else
    failed=1
    echo "FAIL  $release: $name ($((SECONDS - began)) s). The end of $log:"
    tail -n 15 "$log" | sed 's/^/      | /'
    return 1
  fi
}

# The archive of this machine's own release (SUFFIX ""), or of its security updates ("-security"); nothing where it isn't Debian.
archive() { # SUFFIX
  local codename
  codename=$(. /etc/os-release && [ "${ID-}" = debian ] && echo "${VERSION_CODENAME-}")
  [ -n "$codename" ] || return 0
  apt-get update --print-uris 2>/dev/null | sed -nE "s#^'(.*)/dists/$codename$1/InRelease' .*#\1#p" | head -n 1
}

bare_debian() {
  local main security
  main=$(archive '') security=$(archive -security)
  # Without an archive, debootstrap takes its own default.
  debootstrap --variant=minbase "$release" "$folder/base" ${main:+"$main"} || return
  if [ -n "$main" ]; then echo "deb $main $release-updates main" >>"$folder/base/etc/apt/sources.list"; fi
  if [ -n "$security" ]; then echo "deb $security $release-security main" >>"$folder/base/etc/apt/sources.list"; fi
  # How this machine reaches the archives: proxies, certificates, retries.
  apt-config dump | grep -E '^Acquire::(http|https|Retries|Check-)' >"$folder/base/etc/apt/apt.conf.d/50host"
  cp -L /etc/resolv.conf /etc/hosts "$folder/base/etc/" || return
  # dpkg need not wait for the disk after each file: nobody uses this machine after a power cut.
  echo force-unsafe-io >"$folder/base/etc/dpkg/dpkg.cfg.d/no-waiting"
  # The bundle in /etc/ssl is made anew from these when a package brings ca-certificates; the copy of this machine's stays.
  mkdir -p "$folder/base/usr/local/share/ca-certificates"
  cp -RL /usr/local/share/ca-certificates/. "$folder/base/usr/local/share/ca-certificates" 2>/dev/null
  cp -L "${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}" "$folder/base$certificates"
}

# How npm and Node reach the registry from here, as words for env.
network_settings() {
  local name value
  for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
    if [ -n "${!name-}" ]; then echo "$name=${!name}"; fi
  done
  for name in registry proxy https-proxy noproxy strict-ssl; do
    value=$(npm config get "$name" 2>/dev/null)
    case $value in '' | null | undefined) ;; *) echo "npm_config_${name//-/_}=$value" ;; esac
  done
  # Both: npm takes its own list instead of Node's, and what runs without npm takes Node's.
  echo "npm_config_cafile=$certificates"
  echo "NODE_EXTRA_CA_CERTS=$certificates"
}
certificates=/usr/local/share/host-certificates.crt
mapfile -t settings < <(network_settings)
# What a command in a machine is run through; without_network changes it.
through=(env)

# in_machine MACHINE USER COMMAND…: runs it there, with the environment of somebody who has just logged in.
in_machine() {
  local machine=$folder/$1 user=$2 home
  shift 2
  home=$(chroot "$machine" getent passwd "$user" | cut -d: -f6)
  "${through[@]}" chroot --userspec="$user" --groups= "$machine" /usr/bin/env -i -C "$home" "${settings[@]}" HOME="$home" USER="$user" LOGNAME="$user" \
    SHELL=/bin/bash TERM=dumb PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

mount_in() { # MACHINE: what a running system has
  mkdir -p "$folder/$1/dev/pts" "$folder/$1/dev/shm"
  # A root that is a mount, so that what runs there can make namespaces of its own.
  mount --bind "$folder/$1" "$folder/$1" &&
    mount -t proc proc "$folder/$1/proc" &&
    mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$folder/$1/dev/pts" &&
    mount -t tmpfs tmpfs "$folder/$1/dev/shm"
}

node_and_npm() {
  mount_in base && in_machine base root sh -c 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm' &&
    in_machine base root node --version && in_machine base root npm --version &&
    umount --recursive "$folder/base"
}

# Two machines out of one: what root installs must not help the ordinary user.
two_machines() {
  cp -a "$folder/base" "$folder/root-machine" && mv "$folder/base" "$folder/user-machine" && mount_in root-machine && mount_in user-machine &&
    chroot "$folder/user-machine" useradd --create-home --shell /bin/bash newcomer &&
    git clone -q --no-hardlinks "$checkout" "$folder/root-machine/root/dkms-tools" &&
    git clone -q --no-hardlinks "$checkout" "$folder/user-machine/home/newcomer/dkms-tools" &&
    chroot "$folder/user-machine" chown -R newcomer:newcomer /home/newcomer
}

# start MACHINE USER PATTERN…: `npm start`; each pattern has to match a line of the output, and nothing of the machine may run afterwards.
start() {
  local machine=$1 user=$2 pattern process left
  shift 2
  in_machine "$machine" "$user" bash -c "$start_script" || return
  for pattern in '^1 file, 0 errors, 0 warnings' "$@"; do
    in_machine "$machine" "$user" grep -qE "$pattern" start.log || { echo "No line of the output matches $pattern" && return 1; }
  done
  if in_machine "$machine" "$user" grep -niE '^npm (warn|err)|segmentation fault|^ +at .*:[0-9]+:[0-9]+' start.log; then
    echo 'A new user can do nothing about the lines above.'
    return 1
  fi
  for _ in $(seq 20); do
    left=
    for process in /proc/[0-9]*; do
      if [ "$(readlink "$process/root")" = "$folder/$machine" ]; then left+="${process##*/} $(tr '\0' ' ' <"$process/cmdline")"$'\n'; fi
    done
    [ -n "$left" ] || return 0
    sleep 1
  done
  echo "Ctrl+C left these running:"$'\n'"$left"
  return 1
}

without_network() {
  # shellcheck disable=SC2016 # for the shell inside
  local through=(unshare --net sh -c 'ip link set lo up && exec "$@"' sh)
  "$@"
}

# A function, so that bash reads the whole file before it runs, and a change to the file meanwhile does no harm.
main() {
  step 'debootstrap' bare_debian && step "Debian's Node and npm" node_and_npm && step 'the checkout, for root and for an ordinary user' two_machines || exit 1
  step 'npm start, as root' start root-machine root '^hello/1.0 for .*: ok'
  step "npm test -- --only $suites, as root" in_machine root-machine root sh -c "cd dkms-tools && npm test -- --only $suites"
  step 'npm start, as an ordinary user' start user-machine newcomer 'apt-get install .*make'
  step 'npm start once more, without a network' without_network start user-machine newcomer
  exit "$failed"
}
main
