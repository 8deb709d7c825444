import { quoted } from '../shell-words.ts';

/** What the virtual machine is to do. Files are absolute paths inside the virtual machine. */
export interface InitPlan {
  /** The kernel's own modules that are needed, in the order of loading. */
  readonly needed: readonly string[];
  /** The names and files of the modules under test, in the order of loading. */
  readonly modules: readonly { readonly name: string; readonly file: string }[];
  /** The test command, for busybox's shell. */
  readonly command?: string;
}

/** Marks the lines that report the script's progress. They go to the kernel's log, so that their order among its messages is kept. */
export const markPrefix = 'dkms-tools: ';
/** Marks the lines that the test command prints. */
export const outputPrefix = 'dkms-tools| ';

/** The exit code reported for a program that did not end in time. */
export const hangCode = 124;
/** How many tenths of a second inserting or removing a module may take. */
const hangTries = 200;

/** The machine's init, a script for busybox's shell: inserts the modules, runs the command, removes the modules, and powers off. */
export function initScript({ needed, modules, command }: InitPlan): string {
  return `#!/bin/busybox sh
/bin/busybox mkdir -p /proc /sys /dev /tmp /sbin /usr/bin /usr/sbin
/bin/busybox --install -s
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mark() { echo "<6>${markPrefix}$*" >/dev/kmsg; }
# A program that the kernel does not let go on can't be waited for: after an oops, rmmod may hang for ever.
attempt() {
  rm -f /tmp/code
  { "$@" >/tmp/answer 2>&1; echo $? >/tmp/code; } &
  tries=0
  while [ ! -s /tmp/code ] && [ $tries -lt ${hangTries} ]; do
    tries=$((tries + 1))
    sleep 0.1
  done
  code=$(cat /tmp/code 2>/dev/null || echo ${hangCode})
  answer=$(cat /tmp/answer)
}
insert() {
  mark inserting "$2"
  attempt insmod "$3"
  if [ "$code" = 0 ]; then mark "$1" "$2"; else mark "not-$1" "$2" "$code" "$answer"; fi
}
remove() {
  [ -d "/sys/module/$1" ] || return
  mark removing "$1"
  attempt rmmod "$1"
  if [ "$code" = 0 ]; then mark removed "$1"; else mark not-removed "$1" "$code" "$answer"; fi
}
mark begin "$(cat /proc/sys/kernel/tainted)"
${needed.map((file) => `insert needed ${quoted(nameOf(file))} ${quoted(file)}`).join('\n')}
${modules.map(({ name, file }) => `insert inserted ${quoted(name)} ${quoted(file)}`).join('\n')}
${command === undefined ? '' : runLines(command)}
${modules
  .toReversed()
  .map(({ name }) => `remove ${quoted(name)}`)
  .join('\n')}
mark end "$(cat /proc/sys/kernel/tainted)"
poweroff -f
`;
}

function runLines(command: string): string {
  return `mark running
{ sh -c ${quoted(command)} </dev/null 2>&1; echo $? >/tmp/code; } | while IFS= read -r line; do echo "<6>${outputPrefix}$line" >/dev/kmsg; done
mark ran "$(cat /tmp/code)"`;
}

function nameOf(file: string): string {
  return file.replace(/^.*\//, '').replace(/\.ko$/, '');
}
