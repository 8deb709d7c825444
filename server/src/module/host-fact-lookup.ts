import { readFile, realpath, stat } from 'node:fs/promises';
import { availableParallelism, machine, release } from 'node:os';
import path from 'node:path';
import type { FileFact, HostFacts } from '../conf/evaluation/host-facts.ts';
import { isInside } from '../is-inside.ts';
import { readConfFile } from './conf-file.ts';

/** For which conf and kernel the machine is looked at. */
export interface HostFactScope {
  /** What dkms would call `kernel_source_dir`. */
  readonly kernelSourceDir?: string;
  /** The folder of the dkms.conf, and where dkms would keep that folder: `/usr/src/foo-1.0`, `/var/lib/dkms/foo/1.0/source`. */
  readonly source?: { readonly folder: string; readonly seenAt: readonly string[] };
}

/** Where a conf looks for kernels and their headers; nothing of a user's own lies there. */
const harmlessFolders = ['/lib/modules', '/usr/lib/modules', '/usr/src', '/etc/dkms', '/include'];
/** Headers of a distribution are spread over these, with links from one to the other. */
const linkedFolders = [...harmlessFolders, '/usr/lib/linux-kbuild', '/nix/store'];
const harmlessFiles = new Set([
  ...['/etc/os-release', '/usr/lib/os-release', '/etc/lsb-release', '/etc/debian_version'],
  ...['/etc/redhat-release', '/etc/fedora-release', '/etc/centos-release', '/etc/arch-release'],
  // Where a conf looks when a variable in front is unset by mistake.
  '/.config',
  ...['/etc/SuSE-release', '/etc/gentoo-release', '/etc/alpine-release', '/etc/system-release'],
]);

/** A kernel's configuration has 300 kB. */
const largestTextBytes = 900_000;
const mostFiles = 100;
const mostRounds = 6;

/**
 * What this machine answers to an evaluation, which asks at once and gets "not known" for what nobody has looked at yet; `lookUp`
 * looks at what was asked. Only ordinary files of bounded size are read, and only where headers of kernels, the source beside the conf
 * and the names of distributions lie; everything else stays unknown. Nothing is run.
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

  /** Whether something was asked that nobody has looked at. */
  get hasQuestions(): boolean {
    return this.#asked.size > 0;
  }

  /** Looks at what was asked, and `again` at all that was asked ever; whether an answer is new. */
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

/** Evaluates with what the evaluation asks of this machine: `read` is called again with the answers until it asks nothing new. */
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

/** What lies at a path; `undefined` where nobody is to look, or looking fails. */
async function lookAt(
  name: string,
  { kernelSourceDir, source }: HostFactScope,
): Promise<FileFact | undefined> {
  if (name.includes('\0')) return undefined;
  // `a/../b` is another place than `b` where `a` is a link.
  if (name.split('/').includes('..')) return undefined;
  const plain = path.posix.normalize(name).replace(/(?<=.)\/$/, '');
  const seenAt = source?.seenAt.find((folder) => isReachable(plain, folder));
  const folders = [...harmlessFolders, ...(kernelSourceDir ? [kernelSourceDir] : [])];
  if (source && seenAt !== undefined) {
    const there = path.join(source.folder, plain.slice(seenAt.length));
    return factOf(there, name, [source.folder]);
  }
  if (!folders.some((folder) => isReachable(plain, folder)) && !harmlessFiles.has(plain)) return undefined;
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
  // Debian's tools of kbuild lie in a folder for each version: /usr/lib/linux-kbuild-6.1.
  const named =
    folder === '/usr/lib/linux-kbuild' ? /^\/usr\/lib\/linux-kbuild[^/]*/.exec(file)?.[0] : undefined;
  return isInside(file, named ?? folder);
}

/** What `nproc` and `getconf` would print; `undefined` where a limit of this session makes that uncertain. */
async function countProcessors(): Promise<HostFacts['processors']> {
  if (process.env.OMP_NUM_THREADS !== undefined || process.env.OMP_THREAD_LIMIT !== undefined)
    return undefined;
  try {
    const status = await readFile('/proc/self/status', 'utf8');
    const available = countList(/^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1]);
    const online = countList((await readFile('/sys/devices/system/cpu/online', 'utf8')).trim());
    // Newer programs also count what a control group leaves to it, as Node does.
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
