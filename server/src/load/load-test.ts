import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readModuleFacts } from '../builds/built-module.ts';
import type { ProcessGroups } from '../builds/process-group.ts';
import { plainEnvironment } from '../builds/steps/step-script.ts';
import type { Distribution } from '../kernels/distribution.ts';
import type { Kernel } from '../kernels/kernel.ts';
import type { PathMapping } from '../output/path-mapping.ts';
import type { Problem, RelatedLocation } from '../output/problem.ts';
import { findBootable, missingImage, whatToDo } from './bootable.ts';
import { runChosenMachine } from './chosen-machine.ts';
import {
  type CodeLocation,
  type ConsoleLog,
  type KernelComplaint,
  type MachineStep,
  newTaints,
  plainSymbol,
  readConsoleLog,
} from './console-log.ts';
import { hangCode } from './init-script.ts';
import { findNeededModules, moduleName } from './kernel-files.ts';
import type { MachineChoice, MachineKind, SnapshotPlace } from './machine.ts';
import { SourceLineFinder } from './source-lines.ts';

/** What to load, and where. */
export interface LoadRequest {
  readonly kernel: Kernel;
  /** The modules that a build made. */
  readonly modules: readonly string[];
  /** Maps compiled files to the user's. */
  readonly paths: PathMapping;
  /** The dkms.conf, at which problems without a line are reported. */
  readonly conf: string;
  /** A command for the machine's shell, run while the modules are loaded. */
  readonly command?: string;
  /** Default: `automatic`. */
  readonly machine?: MachineChoice;
  /** A folder for the machine's files. */
  readonly folder: string;
  /** As in `VirtualMachine`. */
  readonly snapshots?: SnapshotPlace;
  /** Folders with `boot` and `lib/modules` to look for the kernel in first. */
  readonly kernelFolders?: readonly string[];
  /** As in `BootSearch`. */
  readonly isDownloaded?: boolean;
  readonly timeoutMs: number;
  /** Default: `warning`, since a kernel that warns has found a fault. */
  readonly failOn?: FailOn;
  readonly distribution: Distribution;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface LoadOptions {
  readonly groups: ProcessGroups;
  readonly signal?: AbortSignal;
  readonly onText?: (text: string) => void;
  /** Called with each step that the machine begins, such as `inserting hello`. */
  readonly onStep?: (doing: string) => void;
}

/**
 * What makes a load test fail: only errors (a BUG, an oops, a panic, a rejected module, a failing command), also warnings of the kernel, or
 * also any taint flag.
 */
export type FailOn = 'error' | 'warning' | 'taint';

/** The result of a load test. A failed one has at least one problem that makes it fail. */
export interface LoadResult {
  /** `unusable`: it could not be run, for the given reason. */
  readonly status: 'ok' | 'failed' | 'cancelled' | 'unusable';
  readonly reason?: string;
  /** The machine that was used; absent if it could not be run. */
  readonly machine?: MachineKind;
  /** A sentence: why it was not the machine that would have been chosen. */
  readonly note?: string;
  readonly steps: readonly MachineStep[];
  /** What the test command printed, and its exit code. */
  readonly output: readonly string[];
  readonly exitCode?: number;
  readonly problems: readonly Problem[];
  /** What the machine's console printed. */
  readonly log?: string;
  readonly durationMs: number;
}

/**
 * Boots the kernel in a virtual machine, inserts the modules and what they need, runs the command, and removes the modules again.
 * Complaints of that kernel become problems. The running kernel is not involved.
 */
export async function runLoadTest(request: LoadRequest, options: LoadOptions): Promise<LoadResult> {
  const started = performance.now();
  const outcome = await new LoadTest(request, options).run();
  return { ...outcome, durationMs: Math.round(performance.now() - started) };
}

type Outcome = Omit<LoadResult, 'durationMs'>;

class LoadTest {
  readonly #request: LoadRequest;
  readonly #options: LoadOptions;
  readonly #env: Readonly<Record<string, string>>;
  readonly #lines: SourceLineFinder;

  constructor(request: LoadRequest, options: LoadOptions) {
    this.#request = request;
    this.#options = options;
    this.#env = plainEnvironment(request.env ?? process.env);
    const { groups, signal } = options;
    this.#lines = new SourceLineFinder({ groups, env: this.#env, ...(signal && { signal }) });
  }

  async run(): Promise<Outcome> {
    const { kernel, modules, folder, command, timeoutMs, failOn, machine: choice } = this.#request;
    const { distribution, kernelFolders = [], isDownloaded = false, snapshots } = this.#request;
    const search = { distribution, kernelFolders, isDownloaded, searchPath: this.#env.PATH };
    const found = await findBootable(kernel, search);
    if ('reason' in found) return unusable(whatToDo(found));
    const { image, modulesDir, qemu, busybox, mayUseKvm } = found;
    const ordered = await inOrder(modules);
    const { files, missing } = await findNeededModules(modulesDir, ordered.needs);
    if (missing.length > 0) {
      const names = missing.join(', ');
      return unusable(
        modulesDir === undefined
          ? whatToDo(
              missingImage(
                kernel,
                search,
                `The modules of kernel ${kernel.release} are not there, and ${names} is needed.`,
              ),
            )
          : `Kernel ${kernel.release} has no module ${names} in ${modulesDir}, which is needed. Build that module as well, or run depmod.`,
      );
    }
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const log = join(folder, 'console.log');
    let text = '';
    let doing = '';
    const { groups, signal, onText, onStep } = this.#options;
    const { end, machine, note } = await runChosenMachine(
      {
        ...{ qemu, busybox, mayUseKvm, image, folder, needed: files, modules: ordered.files },
        ...{ choice: choice ?? 'automatic', release: kernel.release, modulesDir },
        commandFolder: dirname(this.#request.conf),
        ...(command !== undefined && { command }),
        ...(snapshots && { snapshots }),
      },
      search,
      {
        ...{ groups, env: this.#env, timeoutMs, ...(signal && { signal }) },
        onRestart: () => {
          text = '';
        },
        onText: (more) => {
          text += more;
          onText?.(more);
          const now = doingNow(text);
          if (now !== doing) onStep?.(now);
          doing = now;
        },
      },
    );
    await writeFile(log, text);
    if (end.kind === 'cancelled')
      return { ...nothing, status: 'cancelled', reason: 'The load test was cancelled.', log };
    if (end.kind === 'unusable')
      return { ...unusable(`The virtual machine can't be run: ${end.reason.replace(/\.$/, '')}.`), log };
    const said = readConsoleLog(text);
    const problems = await this.#problems(said, machine, end.kind === 'timeout', text);
    const failed =
      problems.find(({ severity }) => severity === 'error') ??
      problems.find((problem) => failsTest(problem, failOn ?? 'warning'));
    const { steps, output, exitCode } = said;
    return {
      ...{ status: failed ? 'failed' : 'ok', machine, steps, output, problems, log },
      ...(note !== undefined && { note }),
      ...(failed && { reason: failed.message }),
      ...(exitCode !== undefined && { exitCode }),
    };
  }

  async #problems(
    said: ConsoleLog,
    machine: MachineKind,
    isTimeout: boolean,
    text: string,
  ): Promise<readonly Problem[]> {
    const found = await Promise.all(said.complaints.map((complaint) => this.#complaintProblem(complaint)));
    const steps = said.steps.flatMap((step) => this.#stepProblem(step) ?? []);
    const isReported = (letter: string) =>
      said.complaints.some(({ severity, message }) =>
        letter === 'D'
          ? severity === 'error'
          : letter === 'W'
            ? true
            : letter === 'P' && message.includes('taints kernel'),
      );
    const { taintBefore, taintAfter, exitCode, panic } = said;
    const taints =
      taintBefore === undefined || taintAfter === undefined ? [] : newTaints(taintBefore, taintAfter);
    return [
      ...found,
      ...steps,
      ...taints
        .filter(({ letter }) => !isReported(letter))
        .map(({ letter, meaning }) =>
          taint(this.#problem('warning', `The kernel is tainted afterwards (${letter}): ${meaning}.`)),
        ),
      ...(exitCode !== undefined && exitCode !== 0
        ? [
            this.#problem(
              'error',
              `The test command failed with exit code ${exitCode}.${whatMayBeMissing(exitCode, machine)}${lastOf(said.output)}`,
            ),
          ]
        : []),
      ...(panic === undefined || said.complaints.some(({ message }) => message.endsWith(panic))
        ? []
        : [this.#problem('error', `The kernel panicked (${panic})${whileDoing(said)}.`)]),
      ...(!said.hasEnded && panic === undefined ? [this.#unfinished(said, isTimeout, text)] : []),
    ];
  }

  #unfinished(said: ConsoleLog, isTimeout: boolean, text: string): Problem {
    const { timeoutMs, kernel } = this.#request;
    if (!said.hasBegun && !isTimeout)
      return this.#problem('error', `Kernel ${kernel.release} did not start.${lastOf(text.split(/\r*\n/))}`);
    const when = isTimeout ? `did not come to an end within ${timeoutMs / 1000} s` : 'ended too early';
    return this.#problem(
      'error',
      `The virtual machine ${when}${said.hasBegun ? whileDoing(said) : ', while the kernel started'}.`,
    );
  }

  #stepProblem({ what, name, code, message }: MachineStep): Problem | undefined {
    if (!what.startsWith('not-')) return undefined;
    const failed = {
      'not-needed': 'inserted, although a tested module needs it',
      'not-inserted': 'inserted',
      'not-removed': 'removed',
    }[what];
    if (failed === undefined) return undefined;
    const why =
      code === hangCode
        ? 'the kernel did not answer'
        : code !== undefined && code > 128
          ? 'the kernel killed the program that tried'
          : (message ?? '').replace(/^\w+: /, '');
    return this.#problem('error', `${name} could not be ${failed}: ${why}.`);
  }

  async #complaintProblem({ severity, message, place, trace, during }: KernelComplaint): Promise<Problem> {
    const { paths } = this.#request;
    const related: RelatedLocation[] = [];
    for (const at of trace) {
      const line = await this.#userLine(at);
      if (line)
        related.push({
          ...line,
          message: `in ${plainSymbol(at)} (${at.symbol}+0x${at.offset.toString(16)})`,
        });
    }
    const named = place && { file: paths.toSource(place.file), line: place.line };
    const [first] = related;
    // Since 7.x, kbuild compiles with paths relative to the module, which can be mapped to the source only by way of the trace.
    const isTraced =
      named !== undefined && first?.line === named.line && first.file.endsWith(`/${named.file}`);
    const isUsers = named !== undefined && named.file !== place?.file;
    const where = isUsers ? named : first && { file: first.file, line: first.line };
    const others = related.filter(({ file, line }) => file !== where?.file || line !== where.line);
    const problem: Problem = {
      ...(where ?? { file: this.#request.conf, line: 1 }),
      ...{ severity, tool: 'kernel', related: others },
      message: `${message}${isUsers || isTraced || !named ? '' : ` (${named.file}:${named.line})`}${meanwhile(during)}`,
    };
    return / taints kernel\.$/.test(message) ? taint(problem) : problem;
  }

  /** The line of the user's source behind a place in one of the tested modules. */
  async #userLine(
    place: CodeLocation,
  ): Promise<{ readonly file: string; readonly line: number } | undefined> {
    const { modules, paths } = this.#request;
    const module = modules.find((file) => moduleName(file) === place.module);
    if (module === undefined) return undefined;
    // dkms strips modules, but the object beside the module, from which it was linked, still has line information.
    const linked = module.replace(/\.ko$/, '.o');
    const object = (await stat(linked).catch(() => undefined)) ? linked : module;
    for (const { file, line } of await this.#lines.find(object, place)) {
      const mapped = paths.toSource(file);
      if (mapped !== file) return { file: mapped, line };
    }
    return undefined;
  }

  #problem(severity: Problem['severity'], message: string): Problem {
    return { file: this.#request.conf, line: 1, severity, tool: 'kernel', message, related: [] };
  }
}

function taint(problem: Problem): Problem {
  return { ...problem, code: 'taint' };
}

function failsTest({ severity, code }: Problem, failOn: FailOn): boolean {
  if (severity === 'error') return true;
  return failOn === 'taint' || (failOn === 'warning' && severity === 'warning' && code !== 'taint');
}

/** The last step that the machine has begun, from the marks in its console output; empty while the kernel starts. */
function doingNow(text: string): string {
  const marks = [...text.slice(-5000).matchAll(/dkms-tools: (inserting|running|removing) ?(\S*)\r?\n/g)];
  const [, what = '', name = ''] = marks.at(-1) ?? [];
  return what === 'running' ? 'running the test command' : `${what} ${name}`.trim();
}

/** The tested modules, ordered so that each comes after those it needs, and the modules of the kernel that they need. */
async function inOrder(
  modules: readonly string[],
): Promise<{ readonly files: readonly string[]; readonly needs: readonly string[] }> {
  const own = new Map<string, { readonly file: string; readonly needs: readonly string[] }>();
  for (const file of modules) {
    const depends = (await readModuleFacts(file))?.modinfo.depends ?? '';
    own.set(moduleName(file), { file, needs: depends.split(',').filter(Boolean) });
  }
  const files = new Set<string>();
  const needs = new Set<string>();
  const add = (name: string, above: readonly string[]): void => {
    const found = own.get(moduleName(name));
    if (!found) needs.add(name);
    else if (!above.includes(name) && !files.has(found.file)) {
      for (const need of found.needs) add(need, [...above, name]);
      files.add(found.file);
    }
  };
  for (const name of own.keys()) add(name, []);
  return { files: [...files], needs: [...needs] };
}

function whileDoing({ lastMark }: ConsoleLog): string {
  return meanwhile(lastMark);
}

/** Says when something happened, given the mark before it. */
function meanwhile(mark: string): string {
  const [what = '', name = ''] = mark.split(' ');
  switch (what) {
    case 'running':
      return ', while the test command ran';
    case 'ran':
      return ', after the test command';
    case 'inserting':
    case 'removing':
      return `, while ${what} ${name}`;
    case 'inserted':
    case 'needed':
      return `, after inserting ${name}`;
    case 'removed':
      return `, after removing ${name}`;
    default:
      return '';
  }
}

/** What a shell that found no such program (127) had to choose from. */
function whatMayBeMissing(exitCode: number, machine: MachineKind): string {
  if (exitCode !== 127 || machine !== 'busybox') return '';
  return ' The virtual machine has only the programs of busybox; with virtme-ng, it has those of this machine.';
}

function lastOf(lines: readonly string[]): string {
  const last = lines.filter((line) => line.trim() !== '').slice(-5);
  return last.length === 0 ? '' : ` It ended with:\n${last.join('\n')}`;
}

const nothing = { steps: [], output: [], problems: [] } as const;

function unusable(reason: string): Outcome {
  return { ...nothing, status: 'unusable', reason };
}
