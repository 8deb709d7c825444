# shellcheck shell=bash
# Sourced by fetch-kernels.sh and fetch-modules.sh: unpacks packages of any Debian release, installing nothing.
# Each release gets an apt configuration of its own below "$cache/apt", so the machine's own one is only read.

cache=${DKMS_TOOLS_TEST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/dkms-tools-test}
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

fail() {
  echo "${0##*/}: $*" >&2
  exit 1
}

# Checks the machine and takes the lock, so that a second run at the same time waits and then finds everything done.
prepare_cache() {
  local program
  for program in apt-get apt-cache dpkg flock; do
    command -v "$program" >/dev/null || fail "$program is missing: the test material comes from Debian packages and needs a Debian machine"
  done
  [ "$(dpkg --print-architecture)" = amd64 ] || fail "the test kernels are those of amd64, and this machine is $(dpkg --print-architecture)"
  [ -e "$keyring" ] || fail "$keyring is missing: install debian-archive-keyring"
  mkdir -p "$cache"
  cache=$(cd "$cache" && pwd -P)
  # make splits such paths into words, so kernel headers can't lie there.
  case $cache in *[!A-Za-z0-9._/@+-]*) fail "the path $cache has a character that make can't take: set DKMS_TOOLS_TEST_CACHE to another folder" ;; esac
  exec 9>"$cache/lock"
  flock -n 9 || { echo "${0##*/}: waiting for another run that is filling $cache" >&2 && flock 9; }
  rm -rf "$cache"/unpack.*
}

# machine_archive SUFFIX: the archive from which this machine takes its own release (SUFFIX "") or the security updates of it
# ("-security"). apt is asked, since it knows all of its formats: one-line, deb822, mirror lists.
machine_archive() {
  local codename
  codename=$(. /etc/os-release && [ "${ID-}" = debian ] && echo "${VERSION_CODENAME-}")
  [ -n "$codename" ] || return 0
  apt-get update --print-uris 2>/dev/null | sed -nE "s#^'(.*)/dists/$codename$1/InRelease' .*#\1#p" | head -n 1
}

# use_suite SUITE [REFRESH]: makes the packages of SUITE, and of its updates, known to apt_of SUITE.
use_suite() {
  local suite=$1 dir=$cache/apt/$1 main security
  if [ -z "${2-}" ] && [ -e "$dir/ready" ]; then return; fi
  main=${DKMS_TOOLS_DEBIAN_ARCHIVE:-$(machine_archive '')}
  security=$(machine_archive -security)
  [ -n "$main" ] || fail "this machine's apt sources name no Debian archive, so there is nowhere to get Debian's packages from: set DKMS_TOOLS_DEBIAN_ARCHIVE to the address of one"
  rm -rf "$dir"
  mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial"
  {
    echo "deb [signed-by=$keyring] $main $suite main"
    # Kernels are renewed in the security archive before they come into a point release.
    [ -z "$security" ] || echo "deb [signed-by=$keyring] $security $suite-security main"
    case $suite in trixie) echo "deb [signed-by=$keyring] $main $suite-backports main" ;; esac
  } >"$dir/sources.list"
  cat >"$dir/apt.conf" <<CONF
Dir::Etc::sourcelist "$dir/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State::Lists "$dir/lists";
Dir::State::status "/dev/null";
Dir::Cache "$dir/cache";
APT::Architecture "amd64";
APT::Sandbox::User "root";
CONF
  apt_of "$suite" apt-get update -qq >&2 || fail "apt could not read the package lists of $suite: its message stands above"
  : >"$dir/ready"
}

# apt_of SUITE COMMAND…: an apt command that sees the packages of SUITE and no others.
apt_of() {
  local suite=$1
  shift
  APT_CONFIG=$cache/apt/$suite/apt.conf "$@"
}

# unpack SUITE ROOT PACKAGE…: the files of the packages, below ROOT. No maintainer script runs.
unpack() {
  local suite=$1 root=$2 debs deb
  shift 2
  debs=$(mktemp -d "$cache/unpack.XXXXXX")
  # Lists that are some days old name packages that a point release has replaced since.
  (cd "$debs" && { apt_of "$suite" apt-get download -qq "$@" 2>/dev/null || { use_suite "$suite" refresh && apt_of "$suite" apt-get download -qq "$@" >&2; }; }) ||
    fail "apt could not download $* of $suite: its message stands above"
  mkdir -p "$root"
  for deb in "$debs"/*.deb; do dpkg -x "$deb" "$root"; done
  rm -rf "$debs"
}
