import { availableParallelism, homedir } from 'node:os';
import { isAbsolute, normalize } from 'node:path';
import {
  compareDkmsVersions,
  type DkmsVersion,
  newestDkmsVersion,
  oldestDkmsVersion,
  parseDkmsVersion,
} from '../conf/directives/dkms-version.ts';
import { type DkmsVersionRange, parseDkmsVersionRange } from '../conf/directives/version-range.ts';
import type { Severity } from '../conf/rules/finding.ts';
import { type MachineChoice, machineChoices } from '../load/machine.ts';
import { type KernelSetEntry, parseKernelPattern } from './kernels/kernel-set.ts';
import { isRecord, type KernelVariables, parseKernelVariables } from './kernels/kernel-variables.ts';
import { defaultCacheFolder } from './start/default-cache-folder.ts';

/** The kernels for which a saved file is recompiled: the selected one, or all that the module was built for. */
export type CheckOnSave = 'off' | 'selectedKernel' | 'allKernels';

/** Where compile_commands.json of the selected kernel is written. */
export type CompileCommands = 'cache' | 'workspace' | 'off';

/** The settings that can have a different value in each folder of a workspace. */
export interface ResourceSettings {
  /** The version of dkms to assume; `undefined`: the installed one, else the newest. */
  readonly version: DkmsVersion | undefined;
  /** The versions of dkms that a dkms.conf must support, oldest first; `undefined`: only `version`. */
  readonly supportedVersions: DkmsVersionRange | undefined;
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
  readonly checkOnSave: CheckOnSave;
  readonly compileCommands: CompileCommands;
  /** Whether open C files are searched for APIs that a kernel does not have. */
  readonly checkSources: boolean;
  /** Whether `uname -r` prints, in a build, the kernel that is built for. */
  readonly unameShim: boolean;
  /** Whether a module without a dkms.conf is built by its own Makefile rather than by kbuild alone. */
  readonly ownMakefile: boolean;
  /** What builds do not copy: patterns of files and folders, as in `LeftOut`. */
  readonly stageExclude: readonly string[];
  /** The shell command that load tests run in the virtual machine; empty for none, or to ask the user. */
  readonly loadTestCommand: string;
  /** The virtual machine of load tests. */
  readonly loadTestMachine: MachineChoice;
}

/** The settings that apply to the whole window, since kernels and builds belong to the machine. */
export interface WindowSettings {
  /** Folders to search for kernels in addition to those of the system; absolute. */
  readonly kernelFolders: readonly string[];
  /** The releases of distributions that kernels are offered from, as the user names them; none: those of this machine's distribution. */
  readonly kernelArchives: readonly string[];
  /** The address of the archive to download from, and the file of its keys (absolute); empty: those of this machine. */
  readonly kernelMirror: string;
  readonly kernelKeyring: string;
  /** Whether to search the folders of the system. */
  readonly systemKernels: boolean;
  /** What "all kernels" means; empty: every kernel that can be built against. */
  readonly kernels: readonly KernelSetEntry[];
  /** Whether the headers for names of archives among `kernels` are downloaded again once a day. */
  readonly updateKernels: 'never' | 'daily';
  /** What to do when the headers of a new kernel have been installed. */
  readonly buildOnNewKernel: BuildOnNewKernel;
  /** Where staged copies and build logs are kept; absolute. */
  readonly cacheFolder: string;
  /** The maximum size of the cache folder, in bytes; 0: no limit. */
  readonly cacheMaxSize: number;
  /** How long unused parts stay in the cache folder, in milliseconds; 0: no limit. */
  readonly cacheMaxAge: number;
  /** Environment variables for builds. */
  readonly environment: KernelVariables;
  /** Variables on make's command line in builds. */
  readonly makeVariables: KernelVariables;
  /** Jobs of one build, at least 1. */
  readonly jobs: number;
}

/** The settings under `dkms.`, checked and with their defaults filled in. */
export interface Settings extends WindowSettings, ResourceSettings {}

/** Whether to offer a build for a new kernel, to start it, or to do nothing. */
export type BuildOnNewKernel = 'ask' | 'always' | 'never';

const dayMs = 24 * 3600 * 1000;

const newKernelChoices: readonly unknown[] = ['ask', 'always', 'never'];

const severities: readonly unknown[] = ['error', 'warning', 'information', 'hint', 'off'];

const databaseChoices = ['cache', 'workspace', 'off'] as const;
const updateChoices = ['never', 'daily'] as const;
const checkChoices = ['selectedKernel', 'allKernels', 'off'] as const;

/**
 * Parses the `dkms` section of an editor's settings. Never fails: a wrong value is replaced by its default, and `complaints` has a sentence
 * for each that says what was expected.
 */
export function parseSettings(section: unknown): { settings: Settings; complaints: readonly string[] } {
  const raw = isRecord(section) ? section : {};
  const complaints: string[] = [];
  return {
    settings: {
      version: parseText(raw.version, 'dkms.version', parseVersionText, complaints),
      supportedVersions: parseText(
        raw.supportedVersions,
        'dkms.supportedVersions',
        parseDkmsVersionRange,
        complaints,
      ),
      kernelFolders: parseFolders(raw.kernelFolders, complaints),
      kernelArchives: parseNames(raw.kernelArchives, 'dkms.kernelArchives', complaints),
      kernelMirror: parseWord(raw.kernelMirror, 'dkms.kernelMirror', complaints),
      kernelKeyring: parseFolder(raw.kernelKeyring, 'dkms.kernelKeyring', complaints) ?? '',
      systemKernels: parseSwitch(raw.systemKernels, 'dkms.systemKernels', complaints),
      kernels: parseKernelSet(raw.kernels, complaints),
      updateKernels: parseChoice(raw.updateKernels, 'dkms.updateKernels', updateChoices, complaints),
      buildOnNewKernel: parseNewKernelChoice(raw.buildOnNewKernel, complaints),
      cacheFolder: parseFolder(raw.cacheFolder, 'dkms.cacheFolder', complaints) ?? defaultCacheFolder(),
      cacheMaxSize: parseLimit(raw.cacheMaxSize, 'dkms.cacheMaxSize', 'gigabytes', 20, complaints) * 1e9,
      cacheMaxAge: parseLimit(raw.cacheMaxAge, 'dkms.cacheMaxAge', 'days', 60, complaints) * dayMs,
      environment: parseKernelVariables(raw.environment, 'dkms.environment', complaints),
      makeVariables: parseKernelVariables(raw.makeVariables, 'dkms.makeVariables', complaints),
      jobs: parseJobs(raw.jobs, complaints),
      severities: parseSeverities(raw.rules, complaints),
      checkOnSave: parseChoice(raw.checkOnSave, 'dkms.checkOnSave', checkChoices, complaints),
      compileCommands: parseChoice(raw.compileCommands, 'dkms.compileCommands', databaseChoices, complaints),
      checkSources: parseSwitch(raw.checkSources, 'dkms.checkSources', complaints),
      unameShim: parseSwitch(raw.unameShim, 'dkms.unameShim', complaints, false),
      ownMakefile: parseSwitch(raw.ownMakefile, 'dkms.ownMakefile', complaints, false),
      stageExclude: parseNames(
        isRecord(raw.stage) ? raw.stage.exclude : undefined,
        'dkms.stage.exclude',
        complaints,
      ),
      loadTestCommand: parseCommand(raw.loadTestCommand, complaints),
      loadTestMachine: parseChoice(raw.loadTestMachine, 'dkms.loadTestMachine', machineChoices, complaints),
    },
    complaints,
  };
}

/** Parses a version as a user writes it; returns a sentence that says what is wrong if it is not valid. */
export function parseVersionText(text: string): DkmsVersion | string {
  const version = parseDkmsVersion(text);
  if (!version) return `"${text}" is not a dkms version. Write one such as ${newestDkmsVersion.text}.`;
  if (compareDkmsVersions(version, oldestDkmsVersion) < 0) {
    return `dkms ${version.text} is older than ${oldestDkmsVersion.text}, the oldest whose behaviour is known here.`;
  }
  return version;
}

/** Parses a text with a parser that returns a sentence if the text is not valid. */
function parseText<Parsed extends object>(
  value: unknown,
  name: string,
  parse: (text: string) => Parsed | string,
  complaints: string[],
): Parsed | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const parsed = typeof value === 'string' ? parse(value) : `${JSON.stringify(value)} is not a string.`;
  if (typeof parsed !== 'string') return parsed;
  complaints.push(`${name} is ignored: ${parsed}`);
  return undefined;
}

function parseNames(value: unknown, name: string, complaints: string[]): readonly string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
  complaints.push(`${name} is ignored: expected a list of strings.`);
  return [];
}

function parseWord(value: unknown, name: string, complaints: string[]): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value.trim();
  complaints.push(`${name} is ignored: ${JSON.stringify(value)} is not a string.`);
  return '';
}

function parseCommand(value: unknown, complaints: string[]): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value.trim();
  complaints.push('dkms.loadTestCommand is ignored: expected a command for a shell.');
  return '';
}

function parseFolders(value: unknown, complaints: string[]): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    complaints.push('dkms.kernelFolders is ignored: expected a list of absolute paths.');
    return [];
  }
  return value.flatMap((folder) => parseFolder(folder, 'dkms.kernelFolders', complaints) ?? []);
}

function parseFolder(value: unknown, name: string, complaints: string[]): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const folder = typeof value === 'string' ? value.replace(/^~(?=\/|$)/, homedir()) : value;
  if (typeof folder === 'string' && isAbsolute(folder)) return normalize(folder);
  complaints.push(`${name}: ${JSON.stringify(value)} is ignored: expected an absolute path.`);
  return undefined;
}

function parseKernelSet(value: unknown, complaints: string[]): readonly KernelSetEntry[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    complaints.push('dkms.kernels is ignored: expected a list of releases, globs and ranges of versions.');
    return [];
  }
  return value.flatMap((given: unknown) => {
    const entry = parseKernelEntry(given);
    if (typeof entry !== 'string') return [entry];
    complaints.push(`dkms.kernels: an entry is ignored. ${entry}`);
    return [];
  });
}

/** An entry, or a sentence that says what is wrong with it. */
function parseKernelEntry(value: unknown): KernelSetEntry | string {
  if (typeof value === 'string') return parseKernelPattern(value);
  if (!isRecord(value) || typeof value.kernel !== 'string')
    return `${JSON.stringify(value)} is neither a string nor an object with a "kernel".`;
  const { kernel, knownFailure, module, ...others } = value;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    return `"${unknown}" in ${JSON.stringify(value)} is not recognised; an entry has kernel, knownFailure and module.`;
  const entry = parseKernelPattern(value.kernel);
  if (typeof entry === 'string') return entry;
  if (knownFailure === undefined && module === undefined) return entry;
  if (typeof knownFailure !== 'string' || knownFailure.trim() === '')
    return `${JSON.stringify(value)} needs a knownFailure: a string that says why it fails.`;
  if (entry.isExclusion) return `"${value.kernel}" excludes kernels, so it can't have a knownFailure.`;
  if (module !== undefined && typeof module !== 'string')
    return `The module in ${JSON.stringify(value)} is not a string. Write a PACKAGE_NAME or a glob.`;
  return {
    ...entry,
    knownFailure: { reason: knownFailure, ...(module !== undefined && { module }) },
  };
}

function parseNewKernelChoice(value: unknown, complaints: string[]): BuildOnNewKernel {
  if (newKernelChoices.includes(value)) return value as BuildOnNewKernel;
  if (value !== undefined && value !== null) {
    complaints.push(
      `dkms.buildOnNewKernel is ignored: ${JSON.stringify(value)} is not one of ${newKernelChoices.join(', ')}.`,
    );
  }
  return 'ask';
}

function parseSwitch(raw: unknown, name: string, complaints: string[], usual = true): boolean {
  if (raw === undefined || raw === null || typeof raw === 'boolean') return raw ?? usual;
  complaints.push(`${name} is ignored: ${JSON.stringify(raw)} is neither true nor false.`);
  return usual;
}

/** Parses a number of at least 0; 0 means that there is no limit. */
function parseLimit(
  value: unknown,
  name: string,
  unit: string,
  byDefault: number,
  complaints: string[],
): number {
  if (value === undefined || value === null) return byDefault;
  if (typeof value === 'number' && value >= 0 && Number.isFinite(value)) return value;
  complaints.push(
    `${name} is ignored: ${JSON.stringify(value)} is not a number of ${unit} (0 means that there is no limit).`,
  );
  return byDefault;
}

function parseJobs(value: unknown, complaints: string[]): number {
  const cores = availableParallelism();
  if (value === undefined || value === null || value === 0) return cores;
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  complaints.push(
    `dkms.jobs is ignored: ${JSON.stringify(value)} is not a whole number of at least 0 (0 means all ${cores} cores).`,
  );
  return cores;
}

/** The first of the choices is the default. */
function parseChoice<Choice extends string>(
  value: unknown,
  name: string,
  choices: readonly [Choice, ...Choice[]],
  complaints: string[],
): Choice {
  const found = choices.find((choice) => choice === value);
  if (found === undefined && value !== undefined && value !== null) {
    complaints.push(`${name} is ignored: ${JSON.stringify(value)} is not one of ${choices.join(', ')}.`);
  }
  return found ?? choices[0];
}

function parseSeverities(value: unknown, complaints: string[]): Record<string, Severity | 'off'> {
  const result: Record<string, Severity | 'off'> = {};
  if (value === undefined || value === null) return result;
  if (!isRecord(value)) {
    complaints.push('dkms.rules is ignored: expected an object with rule names and severities.');
    return result;
  }
  for (const [rule, severity] of Object.entries(value)) {
    if (severities.includes(severity)) result[rule] = severity as Severity | 'off';
    else complaints.push(`dkms.rules: "${rule}" must be one of ${severities.join(', ')}.`);
  }
  return result;
}
