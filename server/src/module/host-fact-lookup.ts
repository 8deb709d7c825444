import { availableParallelism, machine, release } from 'node:os';
import { join, posix } from 'node:path';
import type { FileFact, HostFacts } from '../conf/evaluation/host-facts.ts';
import { readFile, realpath, stat } from '../file-system.ts';
import { isInside } from '../is-inside.ts';
import { readConfFile } from './conf-file.ts';

/** The conf and the kernel for which facts about the machine are looked up. */
export interface HostFactScope {
  /** The value of dkms's `kernel_source_dir`. */
  readonly kernelSourceDir?: string;
  /** The release whose headers these are; a build sees them in /lib/modules as well, wherever they are. */
  readonly release?: string;
  /** The folder of the dkms.conf, and the paths at which dkms has it: `/usr/src/foo-1.0`, `/var/lib/dkms/foo/1.0/source`. */
  readonly source?: { readonly folder: string; readonly seenAt: readonly string[] };
}

/** Folders in which a conf looks for kernels and their headers; they hold no private files. */
const harmlessFolders = ['/lib/modules', '/usr/lib/modules', '/usr/src', '/etc/dkms', '/include'];
/** Folders over which a distribution's headers are spread, with links between them. */
const linkedFolders = [...harmlessFolders, '/usr/lib/linux-kbuild', '/nix/store'];
const harmlessFiles = new Set([
  ...['/etc/os-release', '/usr/lib/os-release', '/etc/lsb-release', '/etc/debian_version'],
  ...['/etc/redhat-release', '/etc/fedora-release', '/etc/centos-release', '/etc/arch-release'],
  // Paths that a conf tests if the variable before them is unset by mistake.
  '/.config',
  ...['/etc/SuSE-release', '/etc/gentoo-release', '/etc/alpine-release', '/etc/system-release'],
]);

/** A kernel's configuration has 300 kB. */
const largestTextBytes = 900_000;
const mostFiles = 100;
const mostRounds = 6;

/**
 * Facts about this machine for an evaluation. The evaluation is synchronous: questions without an answer yet get "not known", and
 * `lookUp` then finds their answers. It reads only regular files of bounded size, in the folders of kernel headers, of the source of the
 * conf, and the files that name the distribution; everything else stays unknown. It runs no program.
 */
export class HostFactLookup {
  readonly #scope: HostFactScope;
  readonly #known = new Map<string, FileFact | undefined>();
  #asked = new Set<string>();
  #processors: HostFacts['processors'];

  constructor(scope: HostFactScope) {
    this.#scope = scope;
  }

  /** The answers so far. */
  get known(): HostFacts {
    return {
      running: { release: release(), machine: machine() },
      ...(this.#processors && { processors: this.#processors }),
      file: (name) => {
        if (!this.#known.has(name) && this.#known.size + this.#asked.size < mostFiles) this.#asked.add(name);
        return this.#known.get(name);
      },
    };
  }

  /** Whether there are questions that were not looked up. */
  get hasQuestions(): boolean {
    return this.#asked.size > 0;
  }

  /** Looks up open questions, with `again` all earlier ones too; resolves to whether an answer changed. */
  async lookUp(again = false): Promise<boolean> {
    const names = [...this.#asked, ...(again ? this.#known.keys() : [])];
    this.#asked = new Set();
    const processors = await countProcessors();
    const facts = await Promise.all(names.map((name) => lookAt(name, this.#scope)));
    let learned = JSON.stringify(processors) !== JSON.stringify(this.#processors);
    this.#processors = processors;
    for (const [i, name] of names.entries()) {
      learned ||=
        !this.#known.has(name) || JSON.stringify(this.#known.get(name)) !== JSON.stringify(facts[i]);
      this.#known.set(name, facts[i]);
    }
    return learned;
  }
}

/** Evaluates with facts about this machine: calls `read` again with the answers until it asks no new question. */
export async function evaluateWithHostFacts<Result>(
  read: (hostFacts: HostFacts) => Result,
  scope: HostFactScope,
): Promise<Result> {
  const facts = new HostFactLookup(scope);
  await facts.lookUp();
  for (let round = 0; ; round++) {
    const result = read(facts.known);
    if (!facts.hasQuestions || round === mostRounds) return result;
    await facts.lookUp();
  }
}

/** Facts about a path; `undefined` if it may not be read, or reading fails. */
async function lookAt(
  name: string,
  { kernelSourceDir, release: kernel, source }: HostFactScope,
): Promise<FileFact | undefined> {
  if (name.includes('\0')) return undefined;
  // If `a` is a link, `a/../b` is not the same path as `b`.
  if (name.split('/').includes('..')) return undefined;
  const plain = posix.normalize(name).replace(/(?<=.)\/$/, '');
  const seenAt = source?.seenAt.find((folder) => isReachable(plain, folder));
  const folders = [...harmlessFolders, ...(kernelSourceDir ? [kernelSourceDir] : [])];
  if (source && seenAt !== undefined) {
    const real = join(source.folder, plain.slice(seenAt.length));
    return factOf(real, name, [source.folder]);
  }
  if (!folders.some((folder) => isReachable(plain, folder)) && !harmlessFiles.has(plain)) return undefined;
  const usual = kernelSourceDir !== undefined && kernel !== undefined ? `/lib/modules/${kernel}/build` : '';
  const seen = plain.replace(/^\/usr(?=\/lib\/modules\/)/, '');
  if (kernelSourceDir !== undefined && usual !== '' && isReachable(seen, usual)) {
    return factOf(kernelSourceDir + seen.slice(usual.length), name, [...linkedFolders, kernelSourceDir]);
  }
  const headers = kernelSourceDir && (await realpath(kernelSourceDir).catch(() => undefined));
  return factOf(plain, name, [...linkedFolders, ...folders, ...(headers ? [headers] : [])]);
}

async function factOf(
  file: string,
  written: string,
  folders: readonly string[],
): Promise<FileFact | undefined> {
  try {
    const found = await stat(file);
    if (found.isDirectory()) return { kind: 'folder' };
    // `file/` names a folder only.
    if (written.endsWith('/')) return undefined;
    if (!found.isFile()) return { kind: 'other' };
    const fact = { kind: 'file' as const, size: found.size };
    const real = await realpath(file);
    const resolved = await Promise.all(folders.map((folder) => realpath(folder).catch(() => folder)));
    const mayRead = resolved.some((folder) => isReachable(real, folder)) || harmlessFiles.has(file);
    if (!mayRead) return fact;
    const text = await readConfFile(file, largestTextBytes);
    return text.kind === 'text' && !text.hasInvalidBytes ? { ...fact, text: text.text } : fact;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? { kind: 'absent' } : undefined;
  }
}

function isReachable(file: string, folder: string): boolean {
  // Debian has a folder of kbuild's tools for each version: /usr/lib/linux-kbuild-6.1.
  const named =
    folder === '/usr/lib/linux-kbuild' ? /^\/usr\/lib\/linux-kbuild[^/]*/.exec(file)?.[0] : undefined;
  return isInside(file, named ?? folder);
}

/** The output of `nproc` and `getconf`; `undefined` if a limit of this session makes that uncertain. */
async function countProcessors(): Promise<HostFacts['processors']> {
  if (process.env.OMP_NUM_THREADS !== undefined || process.env.OMP_THREAD_LIMIT !== undefined)
    return undefined;
  try {
    const status = await readFile('/proc/self/status', 'utf8');
    const available = countList(/^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1]);
    const online = countList((await readFile('/sys/devices/system/cpu/online', 'utf8')).trim());
    // Newer versions of these programs also respect the limit of a control group, as Node does.
    return available && online && available === availableParallelism() ? { available, online } : undefined;
  } catch {
    return undefined;
  }
}

/** How many numbers a list such as `0-3,8` has. */
function countList(list: string | undefined): number | undefined {
  let count = 0;
  for (const piece of list?.split(',') ?? []) {
    const found = /^(\d+)(?:-(\d+))?$/.exec(piece);
    if (!found) return undefined;
    count += Number(found[2] ?? found[1]) - Number(found[1]) + 1;
  }
  return count === 0 ? undefined : count;
}
