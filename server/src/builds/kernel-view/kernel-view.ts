import { mkdir } from 'node:fs/promises';
import { escapeRegex } from '../../escape-regex.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import { mapPrefix, type PathMapping } from '../../output/path-mapping.ts';
import { quoted } from '../../shell-words.ts';
import { bashCommand, type ProcessCommand, runCommand } from '../process.ts';
import type { ProcessGroups } from '../process-group.ts';
import { findKernelPlaces, type KernelPlace, type SeenPath } from './kernel-places.ts';
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
}

/** This system does not allow the namespace, so the build runs without it. */
export interface RefusedView {
  readonly kind: 'refused';
  readonly paths: readonly SeenPath[];
  readonly refused: Refused;
}

export interface ViewOptions {
  readonly groups: ProcessGroups;
  /** The absolute path of a mount point in a folder of this user. It is created, and outside the namespace it stays empty. */
  readonly mountPoint: string;
  /** The environment of the build, in which the programs are looked up. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Finds out how a build can see a kernel where it looks for it; `undefined` if the kernel is there anyway. Tries it with a program that does nothing. */
export async function openKernelView(kernel: Kernel, options: ViewOptions): Promise<KernelView | undefined> {
  const found = await findKernelPlaces(kernel).catch(() => undefined);
  if (!found) return undefined;
  const { places } = found;
  const { mountPoint, env, groups, signal } = options;
  // Headers that lie in a covered folder under another name are reached through these paths.
  const covered = places.map(({ folder }, at) => ({ path: `${mountPoint}/${at}/host`, real: folder }));
  const paths = [...found.paths, ...covered];
  await mkdir(mountPoint, { recursive: true });
  const script = mountScript(mountPoint, places);
  let output = '';
  let missing: string | undefined;
  for (const { outer, inner } of namespaceCommands()) {
    const bash = bashCommand(script, 'dkms-tools', ...inner);
    const enter = [...outer, bash.program, ...bash.args];
    const view: GivenView = { kind: 'given', paths, enter };
    const probe = { program: 'test', args: ['-e', `${paths[0]?.path}`], cwd: '/', env };
    output = '';
    const end = await runCommand(enterView(view, probe), {
      ...{ groups, ...(signal && { signal }) },
      onText: (text) => {
        output += text;
      },
    });
    if (end.kind === 'exited' && end.code === 0) return view;
    if (end.kind === 'cancelled') return undefined;
    if (end.kind === 'not-started') missing = outer[0];
  }
  return { kind: 'refused', paths, refused: await refusalOf(output, missing) };
}

/** The command, run in the namespace if there is one. */
export function enterView(view: KernelView | undefined, command: ProcessCommand): ProcessCommand {
  if (view?.kind !== 'given') return command;
  const [program = '', ...args] = view.enter;
  return { ...command, program, args: [...args, command.program, ...command.args] };
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
 * visibly. The script uses only those options of mount that busybox has, too.
 */
function mountScript(mountPoint: string, places: readonly KernelPlace[]): string {
  const lines = places.flatMap(({ folder, entry, leadsTo }, at) => {
    const [host, shown] = [`"$at/${at}/host"`, `"$at/${at}/shown"`];
    const name = quoted(entry);
    const links =
      typeof leadsTo === 'string'
        ? [`ln -s ${quoted(leadsTo)} ${shown}/${name}`]
        : [
            `mkdir ${shown}/${name}`,
            `for one in ${host}/${name}/*; do ln -s "$one" ${shown}/${name}/; done`,
            ...Object.entries(leadsTo).map(
              ([link, to]) => `ln -sfn ${quoted(to)} ${shown}/${name}/${quoted(link)}`,
            ),
          ];
    return [
      `[ -d ${quoted(folder)} ] || add_folder ${quoted(folder)}`,
      `mkdir -p ${host} ${shown}`,
      `mount -o rbind ${quoted(folder)} ${host}`,
      `for one in ${host}/*; do [ "\${one##*/}" = ${name} ] || ln -s "$one" ${shown}/; done`,
      ...links,
    ];
  });
  const covers = places.flatMap(({ folder }, at) => [
    `mount -o bind "$at/${at}/shown" ${quoted(folder)}`,
    `mount -o remount,bind,ro ${quoted(folder)}`,
  ]);
  return [
    'set -e',
    'shopt -s nullglob dotglob',
    `at=${quoted(mountPoint)}`,
    'mount -t tmpfs -o mode=0755 dkms-tools "$at"',
    addFolder,
    ...lines,
    ...covers,
    'exec "$@"',
  ].join('\n');
}
