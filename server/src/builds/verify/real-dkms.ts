import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exists } from '../../file-system.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import { treeMark } from '../../kernels/tree-mark.ts';
import { BuildOutputParser } from '../../output/build-output.ts';
import { mapPrefix } from '../../output/path-mapping.ts';
import type { Problem } from '../../output/problem.ts';
import { type KernelView, mapView, openKernelView, runInView } from '../kernel-view/kernel-view.ts';
import type { ProcessGroups } from '../process-group.ts';
import { openCacheFolder } from '../stage/cache-folder.ts';
import { copySource } from '../stage/copy-source.ts';
import { type StageFault, stageFault } from '../stage/stage-fault.ts';
import { type ModuleIdentity, type StageLayout, stageLayout } from '../stage/stage-layout.ts';
import { takeStageLock } from '../stage/stage-lock.ts';

/** What the real dkms is to build. */
export interface DkmsRequest {
  /** Absolute path of the dkms.conf; its folder is the source. */
  readonly path: string;
  /** What dkms is to read instead, if the file is a template or was only proposed. */
  readonly confText?: string;
  /** The name and version under which it is added. */
  readonly module: ModuleIdentity;
  readonly kernel: Kernel;
  /** The dkms to run. */
  readonly program: string;
  readonly cacheFolder: string;
  readonly jobs: number;
  /** Default: the environment of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface DkmsOptions {
  readonly groups: ProcessGroups;
  readonly signal?: AbortSignal;
  /** What dkms itself prints; what the compilers print goes to its make.log. */
  readonly onText?: (text: string) => void;
}

/** The result of `dkms build` for a conf and a kernel. */
export interface DkmsVerdict {
  readonly status: 'ok' | 'failed' | 'skipped';
  /** dkms's own exit code. */
  readonly exit: number;
  /** The error that dkms printed. */
  readonly reason?: string;
  /** The problems in its make.log, located in the user's files. */
  readonly problems: readonly Problem[];
  /** The names of the modules that it stored, as they would be installed, without `.ko` and compression. */
  readonly modules: readonly string[];
  /** Absolute path of its make.log; absent when it did not get that far. */
  readonly log?: string;
}

/** The exit codes of dkms if BUILD_EXCLUSIVE excludes a kernel: 9 in upstream's releases up to 3.0.10, 77 in Debian's and since. */
const skippedExits: readonly number[] = [77, 9];

/** Run as root, dkms creates a signing key in /var/lib/dkms, unless there is no signing program. */
const noSigning = { sign_file: '/dev/null', try_sign_modules: 'false' };

/** Variables that a make passes on to the makes below it. */
const notHandedDown = ['MAKEFLAGS', 'MFLAGS', 'MAKELEVEL'];

/**
 * Runs the real `dkms build` as this user, in trees of its own in the cache folder, on a copy of the source: nothing of the system's dkms
 * is touched, nothing installed or signed. Runs commands of the conf and the source, so it is to be called only if the user has asked for
 * it and trusts the workspace.
 */
export async function runRealDkms(
  request: DkmsRequest,
  options: DkmsOptions,
): Promise<DkmsVerdict | StageFault | { readonly kind: 'cancelled' }> {
  const cache = await openCacheFolder(request.cacheFolder);
  if (!('folder' in cache)) return cache;
  const layout = stageLayout(join(cache.folder, 'verify'), request.path, treeMark(request.kernel));
  try {
    const { groups, signal, onText } = options;
    const lock = await takeStageLock(layout.lockFile, {
      ...{ groups, ...(signal && { signal }) },
      waiting: (holder) => onText?.(`Waiting for ${holder}, which is comparing the same module.\n`),
    });
    if (!('release' in lock)) return lock;
    try {
      return await buildInTrees(request, layout, options);
    } finally {
      await lock.release();
    }
  } catch (error) {
    return await stageFault(error, cache.folder);
  }
}

async function buildInTrees(
  request: DkmsRequest,
  layout: StageLayout,
  options: DkmsOptions,
): Promise<DkmsVerdict | StageFault | { readonly kind: 'cancelled' }> {
  const { module, kernel, path, confText } = request;
  const { signal, groups, onText } = options;
  const source = dirname(path);
  const copy = join(layout.sourceTree, `${module.name}-${module.version}`);
  await rm(layout.root, { recursive: true, force: true });
  await mkdir(layout.dkmsTree, { recursive: true });
  const copied = await copySource(source, copy, {
    cacheFolder: request.cacheFolder,
    ...(signal && { signal }),
  });
  if (copied.kind !== 'copied') return copied;
  if (confText !== undefined) await writeFile(join(copy, 'dkms.conf'), confText);
  const env = environment(request.env ?? process.env);
  const view = await openKernelView(kernel, {
    ...{ groups, env, mountPoint: join(layout.root, 'view') },
    memoryFile: layout.namespaceFile,
    ...(signal && { signal }),
  });
  let output = '';
  const end = await runInView(
    view,
    {
      program: request.program,
      args: [
        ...['build', '-m', module.name, '-v', module.version, '-k', kernel.release, '-a', kernel.arch],
        ...['--dkmstree', layout.dkmsTree, '--sourcetree', layout.sourceTree],
        ...['--kernelsourcedir', kernel.buildDir, '-j', String(request.jobs)],
        // No other module is installed in these trees, and BUILD_DEPENDS may require some (3.1.4 and later).
        '--force',
      ],
      ...{ cwd: '/', env },
    },
    {
      groups,
      ...(signal && { signal }),
      onText: (text) => {
        output += text;
        onText?.(text);
      },
    },
  );
  if (end.kind === 'cancelled') return end;
  if (end.kind === 'not-started') return { kind: 'unusable', message: `dkms can't be run: ${end.reason}.` };
  const exit = end.kind === 'exited' ? end.code : 128;
  const reason = reasonOf(output);
  const log = await findLog(layout, request);
  return {
    status: exit === 0 ? 'ok' : skippedExits.includes(exit) ? 'skipped' : 'failed',
    exit,
    ...(exit !== 0 && reason !== undefined && { reason }),
    problems: log === undefined ? [] : await problemsOf(log, layout, request, view),
    modules: await storedModules(layout, request),
    ...(log !== undefined && { log }),
  };
}

/** Messages in English, like those of our build, so that they can be compared; and without what a make that started us passes on. */
function environment(base: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(base)) {
    if (value !== undefined && !notHandedDown.includes(name)) env[name] = value;
  }
  // A user's PATH often lacks the folders of the administrator, and dkms calls depmod and the like by name.
  const PATH = `${env.PATH ?? '/usr/bin:/bin'}:/usr/sbin:/sbin`;
  return { ...env, ...noSigning, PATH, LC_ALL: 'C', LANG: 'C' };
}

/** dkms's sentences from its last `Error!` on, as one line. */
function reasonOf(output: string): string | undefined {
  const at = output.lastIndexOf('Error! ');
  if (at < 0) return undefined;
  return output
    .slice(at + 'Error! '.length)
    .replace(/\s+/g, ' ')
    .trim();
}

async function findLog(layout: StageLayout, { module, kernel }: DkmsRequest): Promise<string | undefined> {
  const folder = join(layout.dkmsTree, module.name, module.version);
  for (const log of [
    join(folder, kernel.release, kernel.arch, 'log', 'make.log'),
    join(folder, 'build', 'make.log'),
  ]) {
    if (await exists(log)) return log;
  }
  return undefined;
}

async function problemsOf(
  log: string,
  layout: StageLayout,
  request: DkmsRequest,
  view: KernelView | undefined,
): Promise<readonly Problem[]> {
  const { module, kernel, path } = request;
  const folder = join(layout.dkmsTree, module.name, module.version);
  const copies = [
    join(folder, 'build'),
    join(folder, 'source'),
    join(layout.sourceTree, `${module.name}-${module.version}`),
  ];
  const staged = mapPrefix(copies, dirname(path));
  const seen = mapView(view);
  const parser = new BuildOutputParser({
    paths: { toSource: (file) => staged.toSource(seen.toSource(file)) },
    startDir: join(folder, 'build'),
    kernelDir: kernel.buildDir,
  });
  return [...parser.write(await readFile(log, 'utf8')), ...parser.end()];
}

async function storedModules(
  layout: StageLayout,
  { module, kernel }: DkmsRequest,
): Promise<readonly string[]> {
  const folder = join(layout.dkmsTree, module.name, module.version, kernel.release, kernel.arch, 'module');
  const files = await readdir(folder).catch(() => []);
  return files.flatMap((file) => /^(.+)\.ko(?:\.\w+)?$/.exec(file)?.[1] ?? []).sort();
}
