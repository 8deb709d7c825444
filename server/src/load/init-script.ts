import { quoted } from '../shell-words.ts';

/** What the virtual machine is to do. Files are absolute paths inside the virtual machine. */
export interface InitPlan {
  /** The kernel's own modules that are needed, in the order of loading. */
  readonly needed: readonly string[];
  /** The names and files of the modules under test, in the order of loading. */
  readonly modules: readonly { readonly name: string; readonly file: string }[];
  /** The test command, for the machine's shell. */
  readonly command?: string;
  /** The folder that the command runs in; without it, the root. */
  readonly commandFolder?: string;
}

/** Marks the lines that report the script's progress. They go to the kernel's log, so that their order among its messages is kept. */
export const markPrefix = 'dkms-tools: ';
/** Marks the lines that the test command prints. */
export const outputPrefix = 'dkms-tools| ';

/** The exit code reported for a program that did not end in time. */
export const hangCode = 124;
/** How many tenths of a second inserting or removing a module may take, and how many in a kernel that has died (by its taint flag). */
const hangTries = 200;
const deadTries = 50;
const deadTaint = 1 << 7;

/** The machine's init, a script for busybox's shell: inserts the modules, runs the command, removes the modules, and powers off. */
export function initScript(plan: InitPlan): string {
  return `${beginning}${steps(plan)}poweroff -f\n`;
}

/** The working folder of the following. */
const hostWork = '/run/dkms-tools';

/**
 * The init of a machine that has the file system of this one, of which only /run can be written. Its own steps are done by busybox, since
 * each program of this machine has to be read file by file; the command has all of them.
 */
export function hostInit(plan: InitPlan, busybox: string, release: string, modulesDir: string): string {
  const word = quoted(busybox);
  const places = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  const shell = `PATH=${places} TMPDIR=$work/tmp HOME=$work/home /bin/sh`;
  return `#!${busybox} sh
${word} mount -t proc proc /proc
${word} mount -t tmpfs -o mode=755 run /run
${word} mkdir -p ${hostWork}/bin ${hostWork}/tmp ${hostWork}/home
${word} --install -s ${hostWork}/bin
PATH=${hostWork}/bin
work=${hostWork}
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mkdir -p /dev/pts /dev/shm
mount -t devpts devpts /dev/pts
mount -t tmpfs tmpfs /dev/shm
mount -t debugfs debugfs /sys/kernel/debug
mount -t tracefs tracefs /sys/kernel/tracing
ip link set lo up
# For modprobe in the command.
[ -e /lib/modules/${release}/modules.dep ] || { mount -t tmpfs tmpfs /lib/modules && ln -s ${quoted(modulesDir)} /lib/modules/${release}; }
${marking}${steps(plan, shell)}poweroff -f
`;
}

/** A file in the box of a machine that waits: where it begins, counted in pages from that of the box, and its size in bytes. */
export interface BoxedFile {
  readonly path: string;
  readonly page: number;
  readonly size: number;
}

/**
 * The init of a machine of which a snapshot is made: waits until the box, a part of the memory that the kernel leaves alone, begins with the
 * size of a script instead of `wait`, and goes on with that script, which is in the next page. `page` is the number of the box's first page.
 */
export function waitingInit(page: number): string {
  return `${beginning}take() { dd if=/dev/mem bs=${pageSize} skip=$((${page} + $1)) count=$((($2 + ${pageSize - 1}) / ${pageSize})) 2>/dev/null | head -c "$2"; }
# Not every kernel lets a program read that.
[ "$(take 0 ${boxHeader('wait').length})" = '${boxHeader('wait')}' ] || { mark ${unableMark}; poweroff -f; }
mark ${readyMark}
while size=$(take 0 ${boxHeader('wait').length}) && [ "$size" = '${boxHeader('wait')}' ]; do sleep 0.05; done
take 1 "\${size%%.*}" >/tmp/steps
. /tmp/steps
`;
}

/** What a waiting machine goes on with: takes the modules out of the box, sets the clock, and does what `initScript` does. */
export function continuedInit(plan: InitPlan, files: readonly BoxedFile[]): string {
  const taken = files.map(
    ({ path, page, size }) =>
      `mkdir -p ${quoted(path.replace(/\/[^/]*$/, ''))}; take ${page} ${size} >${quoted(path)}\n`,
  );
  return `${taken.join('')}hwclock -s -u 2>/dev/null\n${steps(plan)}poweroff -f\n`;
}

/** The size of a page of memory, the unit of the box. */
export const pageSize = 4096;
/** The mark of a machine that waits. */
export const readyMark = 'ready';
/** The mark of a machine that can't read its box, and does not wait. */
export const unableMark = 'unable';

/** The beginning of the box: a word, or a size, which is always of the same length. */
export function boxHeader(text: string): string {
  return text.padEnd(16, '.');
}

const marking = `mark() { printf '<6>${markPrefix}%s\\n' "$*" >/dev/kmsg; }
`;

const beginning = `#!/bin/busybox sh
/bin/busybox mkdir -p /proc /sys /dev /tmp /sbin /usr/bin /usr/sbin
/bin/busybox --install -s
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
work=/tmp
${marking}`;

/** `shell` is the word that runs the command, with variables before it. */
function steps({ needed, modules, command, commandFolder }: InitPlan, shell = 'sh'): string {
  return `# A program that the kernel does not let go on can't be waited for: after an oops, rmmod may hang for ever.
attempt() {
  rm -f $work/code
  { "$@" >$work/answer 2>&1; echo $? >$work/code; } &
  tries=0
  limit=${hangTries}
  [ $(($(cat /proc/sys/kernel/tainted) & ${deadTaint})) = 0 ] || limit=${deadTries}
  while [ ! -s $work/code ] && [ $tries -lt $limit ]; do
    tries=$((tries + 1))
    sleep 0.1
  done
  code=$(cat $work/code 2>/dev/null || echo ${hangCode})
  answer=$(cat $work/answer)
}
# The initial file system of virtme-ng has loaded modules of the kernel, such as those of virtio.
insert() {
  if [ -e "/sys/module/$2/initstate" ]; then
    [ "$1" != needed ] || return
    attempt rmmod "$2"
  fi
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
${command === undefined ? '' : runLines(command, shell, commandFolder)}
${modules
  .toReversed()
  .map(({ name }) => `remove ${quoted(name)}`)
  .join('\n')}
mark end "$(cat /proc/sys/kernel/tainted)"
`;
}

function runLines(command: string, shell: string, folder = '/'): string {
  return `mark running
{ cd ${quoted(folder)}; ${shell} -c ${quoted(command)} </dev/null 2>&1; echo $? >$work/code; } | while IFS= read -r line; do printf '<6>${outputPrefix}%s\\n' "$line" >/dev/kmsg; done
mark ran "$(cat $work/code)"`;
}

function nameOf(file: string): string {
  return file.replace(/^.*\//, '').replace(/\.ko$/, '');
}
