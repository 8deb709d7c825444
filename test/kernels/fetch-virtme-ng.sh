#!/bin/bash
# fetch-virtme-ng.sh: virtme-ng of Debian 13, for load tests. What is there already is kept, and nothing is installed.
# Afterwards <cache>/virtme-ng has bin/virtme-run.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=debian-packages.sh
. "$(dirname "$0")/debian-packages.sh"

prepare_cache
root=$cache/virtme-ng
if [ -e "$root/complete" ]; then exit; fi
rm -rf "${root:?}"
use_suite trixie
unpack trixie "$root/package" virtme-ng
mkdir -p "$root/bin"
cat >"$root/bin/virtme-run" <<SH
#!/bin/sh
PYTHONPATH='$root/package/usr/lib/python3/dist-packages' PYTHONDONTWRITEBYTECODE=1 exec /usr/bin/python3 '$root/package/usr/bin/virtme-run' "\$@"
SH
chmod +x "$root/bin/virtme-run"
: >"$root/complete"
