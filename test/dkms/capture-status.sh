#!/bin/bash
# Prints what `dkms status` of a version says of modules in every state. Run as root, with mounts of its own:
#   unshare --mount bash test/dkms/capture-status.sh /path/to/the/dkms/script > test/dkms/status/3.4.3.txt
# Nothing outside of its own folders is read or written; modules are empty files, so no kernel is needed. A second argument is a folder
# in which the trees stay.
set -u
dkms=$(realpath "$1")
work=${2:-$(mktemp -d)}
[ $# -gt 1 ] || trap 'umount -l /lib/modules /usr/src /var/lib/dkms /etc/dkms; rm -rf "$work"' EXIT
mkdir -p "$work"/{etc,state,sources,modules}
export sign_file=/dev/null try_sign_modules=false LC_ALL=C
kernel=6.1.0-1-amd64
mkdir -p "$work/modules/$kernel/"{build/include,kernel/drivers} "$work/modules/6.5.0-2-amd64/build/include"
touch "$work/modules/$kernel/modules.dep"
for name in added broken built different incomplete installed replaced; do
  source="$work/sources/$name-1.0"
  mkdir "$source"
  touch "$source/$name.c"
  cat >"$source/dkms.conf" <<CONF
PACKAGE_NAME="$name"
PACKAGE_VERSION="1.0"
MAKE[0]="touch $name.ko ${name}_core.ko"
CLEAN="true"
BUILT_MODULE_NAME[0]="$name"
DEST_MODULE_LOCATION[0]="/updates"
BUILT_MODULE_NAME[1]="${name}_core"
DEST_MODULE_LOCATION[1]="/updates"
STRIP[0]="no"
STRIP[1]="no"
AUTOINSTALL="yes"
CONF
done
mount --bind "$work/etc" /etc/dkms
mount --bind "$work/state" /var/lib/dkms
mount --bind "$work/sources" /usr/src
mount --bind "$work/modules" /lib/modules
run() { "$dkms" "$@" >>"$work/log" 2>&1; }
for name in added broken built different incomplete installed replaced; do run add -m $name -v 1.0; done
for name in built different incomplete installed replaced; do run build -m $name -v 1.0 -k $kernel -a x86_64; done
run build -m installed -v 1.0 -k 6.5.0-2-amd64 -a x86_64
echo old >"/lib/modules/$kernel/kernel/drivers/replaced.ko"
for name in different incomplete installed replaced; do run install -m $name -v 1.0 -k $kernel -a x86_64 --force; done
for name in different different_core; do echo other >"$(find "/lib/modules/$kernel/updates" -name "$name.ko")"; done
rm /var/lib/dkms/incomplete/1.0/$kernel/x86_64/module/incomplete.ko
rm -r /usr/src/broken-1.0
"$dkms" status
