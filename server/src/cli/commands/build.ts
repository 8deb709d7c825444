import type { Engine } from '../../workspace/engine.ts';
import type { KernelSelection } from '../../workspace/kernels/kernel-selection.ts';
import { type KernelSetEntry, parseKernelPattern } from '../../workspace/kernels/kernel-set.ts';
import type { BuildArguments, Explain } from '../build-command.ts';
import { defineCommand, type WrongUsage, wholeNumber } from '../command.ts';
import { getFirst, getOptionHelp, getOptions, parseGet } from '../get-options.ts';
import { openCauseFinder, openEngine } from '../open-engine.ts';

export const build = defineCommand({
  name: 'build',
  synopsis: [
    '[DIR] (--kernel R)… | --all | (--match PATTERN)… [--jobs N] [--shard I/N] [--verify] [--uname-shim] [--own-makefile] [--get [--from SUITE]… [--mirror URL] [--keyring FILE]] [--known-failure [MODULE@]PATTERN[: REASON]]… [--make-variable NAME=VALUE]… [--stage-exclude PATTERN]…',
  ],
  summary: 'builds a module for one or more kernels; its folder is never changed',
  options: {
    kernel: { type: 'string', multiple: true },
    all: { type: 'boolean' },
    match: { type: 'string', multiple: true },
    'known-failure': { type: 'string', multiple: true },
    ...getOptions,
    jobs: { type: 'string' },
    shard: { type: 'string' },
    verify: { type: 'boolean' },
    'uname-shim': { type: 'boolean' },
    'own-makefile': { type: 'boolean' },
    'make-variable': { type: 'string', multiple: true },
    'stage-exclude': { type: 'string', multiple: true },
  },
  optionHelp: [
    [
      '--kernel R',
      'a kernel to build for: its release, a series such as 6.12 for the newest kernel of it, or the folder of its headers (can be given again)',
    ],
    ['--all', 'build for all kernels that can be built for here'],
    [
      '--match PATTERN',
      "a release, a glob ('6.12.*'), or a range of versions ('>=6.1 <6.13', '6.1 - 6.12'); '!' takes kernels out",
    ],
    [
      '--known-failure P',
      "builds that are expected to fail and do not fail the run: '>=7: no strlcpy', 'evdi@6.12.*'",
    ],
    ...getOptionHelp,
    ['--jobs N', 'how many compilers run at once; by default, one for each core'],
    [
      '--shard I/N',
      'build only part I of N, such as 2/3, to divide the builds among the machines of a CI workflow',
    ],
    ['--verify', 'also build with the real dkms, in private trees, and report where the two differ'],
    [
      '--uname-shim',
      'make uname -r print the kernel that is built for, if a Makefile asks for the running one; dkms does not do this',
    ],
    [
      '--own-makefile',
      'build a module without a dkms.conf as its own Makefile does, even where calling kbuild has the same result',
    ],
    [
      '--make-variable W=1',
      'pass a variable to make on its command line (can be given again); dkms does not do this',
    ],
    [
      '--stage-exclude P',
      "leave files or folders out of the copy that no build needs: 'docs/', '*.bin', '/test/data'; dkms copies all",
    ],
  ],
  prints: 'report',
  parse(values, rest): BuildArguments | WrongUsage {
    if (rest.length > 1) return { wrong: 'build takes one folder' };
    const jobs = wholeNumber('--jobs', values.jobs, 1);
    if (typeof jobs === 'object') return jobs;
    const shard = parseShard(values.shard);
    if (shard && 'wrong' in shard) return shard;
    const ways = [values.kernel !== undefined, values.all === true, values.match !== undefined];
    if (ways.filter(Boolean).length !== 1) {
      return { wrong: 'build needs one of --kernel R (can be given again), --all, or --match PATTERN' };
    }
    const patterns = parseEach(values.match, '--match', parseKernelPattern);
    if ('wrong' in patterns) return patterns;
    const knownFailures = parseEach(values['known-failure'], '--known-failure', parseKnownFailure);
    if ('wrong' in knownFailures) return knownFailures;
    const makeVariables = parseMakeVariables(values['make-variable']);
    if ('wrong' in makeVariables) return makeVariables;
    const get = parseGet(values);
    if ('wrong' in get) return get;
    if (get.get && values.all)
      return { wrong: '--get needs names of kernels: --kernel R or --match PATTERN' };
    const selection: KernelSelection =
      values.kernel !== undefined
        ? { kind: 'named', names: values.kernel }
        : values.match !== undefined
          ? { kind: 'match', patterns }
          : { kind: 'all' };
    return {
      ...{ folder: rest[0] ?? '.', selection, knownFailures, verify: values.verify ?? false },
      unameShim: values['uname-shim'] ?? false,
      ownMakefile: values['own-makefile'] ?? false,
      stageExclude: values['stage-exclude'] ?? [],
      ...makeVariables,
      ...get,
      ...(jobs !== undefined && { jobs }),
      ...(shard && { shard }),
    };
  },
  async run(given, { terminal, dist, version }) {
    const { runBuild } = await import('../build-command.ts');
    const { BuildScheduler } = await import('../../workspace/build-scheduler.ts');
    const { knownFailures, unameShim, ownMakefile, stageExclude, makeVariables } = given;
    const engine = await openEngine(terminal, dist, given, {
      ...{ kernels: knownFailures, unameShim, ownMakefile, stageExclude },
      makeVariables: { forAll: makeVariables, forSome: [] },
    });
    const refused = await getFirst(engine, wantedBy(given.selection), given, terminal);
    if (refused !== undefined) return refused;
    const builds = new BuildScheduler(engine);
    builds.endWith(process);
    const code = await runBuild(engine, builds, explainWith(engine, dist), given, terminal, version());
    const { CacheKeeper } = await import('../../workspace/cache/cache-keeper.ts');
    await new CacheKeeper(engine, builds.groups).trim();
    return code;
  },
});

/** What knows the causes is loaded where there is something to explain, which most builds have not. */
function explainWith(engine: Engine, dist: string): Explain {
  return async (results) => {
    if (results.every(({ problems }) => problems.length === 0)) return results;
    const { explainWithFixes } = await import('../../workspace/explanation/source-fixes.ts');
    const causes = await openCauseFinder(engine, dist);
    try {
      return await explainWithFixes(causes, results);
    } finally {
      await causes.dispose();
    }
  };
}

/** The kernels that `--get` is asked to provide. */
function wantedBy(selection: KernelSelection): readonly string[] {
  if (selection.kind === 'named') return selection.names;
  if (selection.kind === 'all') return [];
  return selection.patterns.flatMap(({ text, isOfArchives }) => (isOfArchives ? [text] : []));
}

/** `NAME=VALUE` each. */
function parseMakeVariables(
  texts: readonly string[] = [],
): { readonly makeVariables: Readonly<Record<string, string>> } | WrongUsage {
  const makeVariables: Record<string, string> = {};
  for (const text of texts) {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined) {
      return { wrong: `--make-variable ${text}: expected NAME=VALUE, such as W=1` };
    }
    makeVariables[name] = value;
  }
  return { makeVariables };
}

function parseEach(
  texts: readonly string[] | undefined,
  option: string,
  read: (text: string) => KernelSetEntry | string,
): readonly KernelSetEntry[] | WrongUsage {
  const entries = (texts ?? []).map(read);
  const wrong = entries.find((entry) => typeof entry === 'string');
  return wrong === undefined
    ? entries.filter((entry) => typeof entry !== 'string')
    : { wrong: `${option}: ${wrong}` };
}

/** `[MODULE@]PATTERN[: REASON]`. */
function parseKnownFailure(text: string): KernelSetEntry | string {
  const [, module, pattern = '', reason = `--known-failure ${text}`] =
    /^(?:([^@:]*)@)?([^:]*)(?::\s*(.*))?$/s.exec(text) ?? [];
  const entry = parseKernelPattern(pattern);
  if (typeof entry === 'string') return entry;
  if (entry.isExclusion) return `"${text}" excludes kernels, so it can't name known failures.`;
  return { ...entry, knownFailure: { reason, ...(module && { module }) } };
}

function parseShard(text: string | undefined): BuildArguments['shard'] | WrongUsage {
  if (text === undefined) return undefined;
  const match = /^(\d{1,4})\/(\d{1,4})$/.exec(text);
  const part = Number(match?.[1]);
  const of = Number(match?.[2]);
  if (!match || part < 1 || part > of)
    return { wrong: `--shard ${text}: expected I/N with I from 1 to N, such as 1/3` };
  return { part, of };
}
