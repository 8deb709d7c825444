import { mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { escapeRegex } from '../../escape-regex.ts';
import { exists } from '../../file-system.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import { mapPrefix, type PathMapping } from '../../output/path-mapping.ts';
import { quoted } from '../../shell-words.ts';
import {
  bashCommand,
  type CommandEnd,
  type CommandOptions,
  type ProcessCommand,
  runCommand,
} from '../process.ts';
import type { ProcessGroups } from '../process-group.ts';
import { findKernelPlaces, type KernelPlace, type SeenPath } from './kernel-places.ts';
import { forgetWay, namespaceConditions, recallWay, rememberWay } from './namespace-memory.ts';
import { cannotAdd, type Refused, refusalOf } from './namespace-refusal.ts';

/**
 * How a build sees a kernel whose headers are not in their usual place: it runs in a mount namespace of its own, in which they are. No
 * other process sees this, the system is not changed, and the namespace ends with the build's last process.
 */
export type KernelView = GivenView | RefusedView;

export interface GivenView {
  readonly kind: 'given';
  /** The paths that only the build sees. */
  readonly paths: readonly SeenPath[];
  /** The program and arguments that run a command in the namespace if they are put in front of it. */
  readonly enter: readonly string[];
  readonly mountPoint: string;
  readonly memoryFile: string;
}

/** This system does not allow the namespace, so the build runs without it. */
export interface RefusedView {
  readonly kind: 'refused';
  readonly paths: readonly SeenPath[];
  readonly refused: Refused;
}

export interface ViewOptions {
  readonly groups: ProcessGroups;
  /**
   * The absolute path of a mount point in a folder of this user. It is created, and outside the namespace it stays empty. Paths that begin
   * with it and a full stop are used as well.
   */
  readonly mountPoint: string;
  /** The absolute path of a file that keeps the way into the namespace for later builds. */
  readonly memoryFile: string;
  /** The environment of the build, in which the programs are looked up. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/**
 * Finds out how a build can see a kernel where it looks for it; `undefined` if the kernel is there anyway. Tries it with a program that does
 * nothing, unless that has worked before under the same conditions.
 */
export async function openKernelView(kernel: Kernel, options: ViewOptions): Promise<KernelView | undefined> {
  const found = await findKernelPlaces(kernel).catch(() => undefined);
  if (!found) return undefined;
  const { places } = found;
  const { mountPoint, memoryFile, env, groups, signal } = options;
  // Headers that lie in a covered folder under another name are reached through these paths.
  const covered = places.map(({ folder }, at) => ({ path: `${mountPoint}/${at}/host`, real: folder }));
  const paths = [...found.paths, ...covered];
  const hosts = await writeLinks(mountPoint, places);
  const script = mountScript(mountPoint, places, hosts, paths[0]?.path ?? '/');
  const ways = namespaceCommands().map(({ outer, inner }) => {
    const bash = bashCommand(script, 'dkms-tools', ...inner);
    const enter = [...outer, bash.program, ...bash.args];
    return { kind: 'given', paths, enter, mountPoint, memoryFile } satisfies GivenView;
  });
  const folders = places.map(({ folder }) => folder);
  const conditions = await namespaceConditions(env.PATH ?? '', folders);
  const known = ways[(await recallWay(memoryFile, conditions)) ?? -1];
  if (known) return known;
  let output = '';
  let missing: string | undefined;
  for (const [at, view] of ways.entries()) {
    output = '';
    const end = await runCommand(enterView(view, { program: 'true', args: [], cwd: '/', env }), {
      ...{ groups, ...(signal && { signal }) },
      onText: (text) => {
        output += text;
      },
    });
    if (end.kind === 'exited' && end.code === 0) {
      await rememberWay(memoryFile, conditions, at);
      return view;
    }
    if (end.kind === 'cancelled') return undefined;
    if (end.kind === 'not-started') missing = view.enter[0];
  }
  return { kind: 'refused', paths, refused: await refusalOf(output, missing) };
}

/** Runs a command, in the namespace if there is one. If that can't be entered any more, the next build tries all ways into it again. */
export async function runInView(
  view: KernelView | undefined,
  command: ProcessCommand,
  options: CommandOptions,
): Promise<CommandEnd> {
  if (view?.kind !== 'given') return runCommand(command, options);
  await rm(enteredFile(view.mountPoint), { force: true });
  const end = await runCommand(enterView(view, command), options);
  const hasFailed = end.kind !== 'cancelled' && !(end.kind === 'exited' && end.code === 0);
  if (hasFailed && !(await exists(enteredFile(view.mountPoint)))) await forgetWay(view.memoryFile);
  return end;
}

function enterView(view: GivenView, command: ProcessCommand): ProcessCommand {
  const [program = '', ...args] = view.enter;
  return { ...command, program, args: [...args, command.program, ...command.args] };
}

/** The file that the script of a namespace makes as soon as it has arranged everything. */
function enteredFile(mountPoint: string): string {
  return `${mountPoint}.entered`;
}

/** The folder of the links that the script copies; it can't lie at the mount point, which is covered then. */
function linksFolder(mountPoint: string): string {
  return `${mountPoint}.links`;
}

/**
 * Writes what the build sees in each place into a folder, as links: to the kernel's entry, and to everything that is there for others.
 * Returns whether a place has such other entries.
 */
async function writeLinks(mountPoint: string, places: readonly KernelPlace[]): Promise<readonly boolean[]> {
  const links = linksFolder(mountPoint);
  await rm(links, { recursive: true, force: true });
  await mkdir(mountPoint, { recursive: true });
  return Promise.all(
    places.map(async ({ folder, entry, leadsTo }, at) => {
      const host = `${mountPoint}/${at}/host`;
      const shown = `${links}/${at}/shown`;
      const others = await readdir(folder).catch((): string[] => []);
      await mkdir(`${links}/${at}/host`, { recursive: true });
      await mkdir(typeof leadsTo === 'string' ? shown : `${shown}/${entry}`, { recursive: true });
      const wanted = new Map<string, string>();
      for (const name of others) if (name !== entry) wanted.set(name, `${host}/${name}`);
      if (typeof leadsTo === 'string') wanted.set(entry, leadsTo);
      else {
        for (const name of others.includes(entry) ? await readdir(`${folder}/${entry}`) : [])
          wanted.set(`${entry}/${name}`, `${host}/${entry}/${name}`);
        for (const [name, to] of Object.entries(leadsTo)) wanted.set(`${entry}/${name}`, to);
      }
      await Promise.all(Array.from(wanted, ([name, to]) => symlink(to, `${shown}/${name}`)));
      return others.length > 0;
    }),
  );
}

/** Maps the paths that only the build sees to the files that everybody sees. */
export function mapView(view: KernelView | undefined): PathMapping {
  const mappings = (view?.paths ?? []).map(({ path, real }) => mapPrefix([path], real));
  return {
    toSource: (path) => {
      for (const mapping of mappings) {
        const mapped = mapping.toSource(path);
        if (mapped !== path) return mapped;
      }
      return path;
    },
  };
}

/** What may precede a path in a command; anything else belongs to a longer path. */
const beforePath = String.raw`(?<=^|[\s"'=:,(]|-[IL]|-(?:isystem|iquote|idirafter|include))`;

/** The command, with each path that only the build sees replaced by the one that everybody sees. */
export function outsideView(paths: readonly SeenPath[], text: string): string {
  return paths.reduce((found, { path, real }) => {
    const pattern = `${beforePath}${escapeRegex(path)}(?![\\w.+-])`;
    return found.replace(new RegExp(pattern, 'gm'), () => real);
  }, text);
}

/**
 * The ways into the namespace, to be tried in this order. Root first tries to mount directly. Other users enter a user namespace with the
 * right to mount, and from there a second one under their own id, so that `id -u` prints what it always does and nothing more can be
 * mounted. That needs `unshare --map-user`, which came with util-linux 2.36; the last way does without.
 */
function namespaceCommands(): readonly {
  readonly outer: readonly string[];
  readonly inner: readonly string[];
}[] {
  const [user, group] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  const outer = ['unshare', '--user', '--map-root-user', '--mount', '--'];
  const inner = ['unshare', '--user', `--map-user=${user}`, `--map-group=${group}`, '--'];
  return [
    ...(user === 0 ? [{ outer: ['unshare', '--mount', '--'], inner: [] }] : [{ outer, inner }]),
    { outer, inner: [] },
  ];
}

/**
 * Adds a system folder that this machine does not have (containers often have no /lib/modules), in a layer over the folder above it. Users
 * other than root may mount such a layer since Linux 5.11.
 */
const addFolder = `add_folder() {
  local above layer
  above=$(realpath "\${1%/*}")
  layer=$at/layer\${above//\\//-}
  mkdir "$layer" "$layer/upper" "$layer/work"
  mount -t overlay -o "lowerdir=$above,upperdir=$layer/upper,workdir=$layer/work" dkms-tools "$above" || { echo "${cannotAdd} $1"; exit 1; }
  mkdir "$1"
  mount -o remount,bind,ro "$above"
}`;

/**
 * A bash script to run as root of a mount namespace. It covers each place with a folder that holds the kernel's entry and links to
 * everything that was there before, and then runs its arguments. The folder is read-only, so that an attempt to install something fails
 * visibly. `hosts` says of each place whether links lead to what it covers, and `seen` is a path that has to exist then. Every program that
 * the script starts delays every build. It uses only those options that busybox has, too.
 */
function mountScript(
  mountPoint: string,
  places: readonly KernelPlace[],
  hosts: readonly boolean[],
  seen: string,
): string {
  const lines = places.flatMap(({ folder }, at) => [
    `[ -d ${quoted(folder)} ] || add_folder ${quoted(folder)}`,
    ...(hosts[at] ? [`mount -o rbind ${quoted(folder)} "$at/${at}/host"`] : []),
  ]);
  const covers = places.flatMap(({ folder }, at) => [
    `mount -o bind,ro "$at/${at}/shown" ${quoted(folder)}`,
    // The mount of busybox, and that of util-linux before 2.27, make it writable.
    `[ ! -w ${quoted(folder)} ] || mount -o remount,bind,ro ${quoted(folder)}`,
  ]);
  return [
    'set -e',
    `at=${quoted(mountPoint)}`,
    'mount -t tmpfs -o mode=0755 dkms-tools "$at"',
    `cp -RP ${quoted(linksFolder(mountPoint))}/. "$at"`,
    addFolder,
    ...lines,
    ...covers,
    `[ -e ${quoted(seen)} ]`,
    `: >${quoted(enteredFile(mountPoint))}`,
    'exec "$@"',
  ].join('\n');
}
