#!/bin/bash
# fresh.sh [--only RELEASE[,RELEASE]] [--suites NAME[,NAME]]: tries the README's two commands on bare Debian machines.
# A RELEASE is bookworm (Debian 12: Node 18) or trixie (Debian 13: Node 20); without --only, both. --suites names what `npm test` runs there.
#
# Each machine is made with debootstrap in a temporary folder and gets Debian's own Node and npm, the last commit of this checkout, and
# nothing else; package sources, proxies and certificates are those of this machine. fresh-machine.sh then does what a new user does.
# Needs root, since a machine is made with chroot. Takes ten to twenty minutes for a release, and 4 GB. Logs are kept when something failed.
# shellcheck disable=SC2317 # clean_up is called by a trap
set -euo pipefail
cd "$(dirname "$0")/.."

releases=bookworm,trixie
suites=format,types,docs,architecture,unit,package,oracle
usage() {
  echo "usage: npm run fresh -- [--only bookworm|trixie] [--suites $suites]" >&2
  exit 2
}
while [ $# -gt 0 ]; do
  case $1 in
    --only) releases=${2:-} ;;
    --suites) suites=${2:-} ;;
    *) usage ;;
  esac
  [ -n "${2:-}" ] || usage
  shift 2
done
for release in ${releases//,/ }; do
  case $release in bookworm | trixie) ;; *) usage ;; esac
done

PATH=$PATH:/usr/sbin:/sbin
[ "$(id -u)" = 0 ] || { echo 'fresh.sh: a machine is made with debootstrap and chroot, which need root. Run: sudo npm run fresh' >&2 && exit 1; }
for need in debootstrap:debootstrap unshare:util-linux ip:iproute2 git:git; do
  command -v "${need%:*}" >/dev/null || { echo "fresh.sh: ${need%:*} is missing. Run: apt-get install ${need#*:}" >&2 && exit 1; }
done
echo "Trying $(git log -1 --format='%h, "%s"') on: ${releases//,/ }."
changes=$(git status --porcelain | wc -l)
[ "$changes" = 0 ] || echo "Without the changes of $changes files that are not committed: what is tried is the commit."

work=$(mktemp -d "${TMPDIR:-/var/tmp}/dkms-tools-fresh.XXXXXX")
logs=$(mktemp -d "${TMPDIR:-/var/tmp}/dkms-tools-fresh-logs.XXXXXX")
child=
# The machine runs in namespaces of its own: when their first process ends, so do all others of them, and their mounts go.
clean_up() {
  trap '' INT TERM HUP
  if [ -n "$child" ]; then
    kill -KILL "$child" 2>/dev/null || true
    wait "$child" 2>/dev/null || true
  fi
  # The kernel takes a moment to unmount, and what is mounted is not ours to delete.
  for _ in 1 2 3 4 5; do
    if rm -rf --one-file-system "$work" 2>/dev/null; then return; fi
    sleep 1
  done
  echo "fresh.sh: $work could not be removed wholly" >&2
}
trap clean_up EXIT
trap 'echo "fresh.sh: interrupted; the logs so far are in $logs" >&2; exit 130' INT
trap 'echo "fresh.sh: ended by a signal; the logs so far are in $logs" >&2; exit 143' TERM HUP

# A function, so that all of this file is read before it runs and a change to it meanwhile does no harm.
main() {
  failed=0
  for release in ${releases//,/ }; do
    mkdir "$work/$release" "$logs/$release"
    # In the background, since bash handles a signal only when the command in the foreground has ended; with job control, since without it
    # whatever runs in the background ignores SIGINT.
    set -m
    unshare --mount --pid --fork --kill-child --mount-proc bash scripts/fresh-machine.sh "$release" "$work/$release" "$logs/$release" "$suites" </dev/null &
    child=$!
    set +m
    wait "$child" || failed=1
    child=
    rm -rf --one-file-system "${work:?}/$release"
  done
  if [ "$failed" = 0 ]; then
    rm -rf "$logs"
  else
    echo "The logs are in $logs."
  fi
  exit "$failed"
}
main
