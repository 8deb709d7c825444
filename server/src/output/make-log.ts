import { posix } from 'node:path';
import { BuildOutputParser } from './build-output.ts';
import { isWithin, mapPrefix } from './path-mapping.ts';
import type { Problem } from './problem.ts';

/** One command in a make.log of dkms 3.1 and later; older ones hold the output alone. */
export interface LoggedCommand {
  readonly command: string;
  /** Absent where the log breaks off. */
  readonly exitCode?: number;
}

/** What a make.log says. The fields of its first line are absent where it has none, such as a log of another program. */
export interface MakeLog {
  /** `name/version`. */
  readonly module?: string;
  readonly kernel?: string;
  readonly arch?: string;
  /** The dkms that wrote it: since 3.1, 3.2.2 for example. */
  readonly dkmsVersion?: string;
  readonly commands: readonly LoggedCommand[];
  readonly problems: readonly Problem[];
  /** Some tool spoke another language than English: messages may be missing. */
  readonly localised: boolean;
}

export interface MakeLogOptions {
  /** The folder of the sources that the log is about, absolute; without it, problems keep the paths of the log. */
  readonly sourceDir?: string;
}

/** `DKMS (dkms-3.2.2) make.log for n/v for kernel k (arch)`; before 3.1 `DKMS make.log for n-v for kernel k (arch)`. */
const header =
  /^DKMS (?:\(dkms-(?<dkms>[^)]+)\) )?make\.log for (?<module>\S+) for kernel (?<kernel>\S+)(?: \((?<arch>[^)]+)\))?\r?$/m;
const command = /^# command: (.*)$/;
const exitCode = /^# exit code: (\d+)$/;

/** Reads a whole make.log of dkms, or the output of any kernel module build. Never fails. */
export function parseMakeLog(text: string, options: MakeLogOptions = {}): MakeLog {
  const found = header.exec(text)?.groups;
  const place = buildPlace(text, found?.module);
  const kernel = found?.kernel;
  const startDir = place?.dir ?? builtFolder(text) ?? options.sourceDir ?? '/';
  const parser = new BuildOutputParser({
    paths: mapPrefix([startDir], options.sourceDir ?? startDir),
    startDir,
    kernelDir: `/lib/modules/${kernel ?? 'unknown'}/build`,
  });
  const problems = [...parser.write(text), ...parser.end()];
  const commands = commandsOf(text);
  if (!problems.some(({ severity }) => severity === 'error')) {
    const failure = parser.failure();
    if (failure) problems.push(failure);
  }
  const module = place?.module ?? found?.module;
  return {
    ...(module !== undefined && { module }),
    ...(kernel !== undefined && { kernel }),
    ...(found?.arch !== undefined && { arch: found.arch }),
    ...(found?.dkms !== undefined && { dkmsVersion: found.dkms }),
    commands,
    problems,
    localised: parser.localised,
  };
}

/**
 * The folder that dkms built in, `<tree>/<name>/<version>/build`. Its name stands in no line of its own, but in the paths of the output.
 * `n-v` of old logs is cut at the hyphen that makes such a path; where none is seen, the tree is taken to be dkms's own.
 */
function buildPlace(text: string, module: string | undefined): { dir: string; module: string } | undefined {
  if (module === undefined) return undefined;
  const cuts = [...module.matchAll(module.includes('/') ? /\//g : /-/g)].map(({ index }) => index);
  const names = cuts.map((cut) => `${module.slice(0, cut)}/${module.slice(cut + 1)}`);
  for (const name of names) {
    const at = text.indexOf(`/${name}/build`);
    if (at < 0) continue;
    const tree = /(?:\/[^\s'"`=:/]+)*$/.exec(text.slice(Math.max(0, at - 1000), at))?.[0] ?? '';
    return { dir: `${tree}/${name}/build`, module: name };
  }
  const last = names.at(-1);
  return last === undefined ? undefined : { dir: `/var/lib/dkms/${last}/build`, module: last };
}

/** Folders that make enters for the kernel's sake. */
const ofKernel = /^\/(?:usr\/)?(?:lib\/modules|src\/(?:linux|kernels))|\/linux-(?:headers|kbuild|obj)/;

/**
 * The folder of the module where no dkms says it: the one that all units lie in, which kernels up to 6.12 name absolutely; else the first
 * that make entered beside the kernel's.
 */
function builtFolder(text: string): string | undefined {
  let common: string | undefined;
  for (const [, path = ''] of text.matchAll(/^ {2}(?:CC|AS) \[M\] +(\/\S+)\r?$/gm)) {
    const folder = posix.dirname(path);
    while (common !== undefined && !isWithin(folder, common)) common = posix.dirname(common);
    common ??= folder;
  }
  if (common !== undefined && common !== '/') return common;
  for (const [, path = ''] of text.matchAll(/^make(?:\[\d+\])?: [^\n]*["'`»«„“”‘’](\/[^\n"'`»«„“”‘’]+)/gm)) {
    if (!ofKernel.test(path)) return path;
  }
  return undefined;
}

function commandsOf(text: string): readonly LoggedCommand[] {
  const commands: LoggedCommand[] = [];
  for (const match of text.matchAll(/^# (?:command|exit code): .*$/gm)) {
    const line = match[0].replace(/\r$/, '');
    const begun = command.exec(line)?.[1];
    const ended = exitCode.exec(line)?.[1];
    if (begun !== undefined) commands.push({ command: begun });
    const last = commands.at(-1);
    if (ended !== undefined && last) commands[commands.length - 1] = { ...last, exitCode: Number(ended) };
  }
  return commands;
}
