/**
 * Runs every suite, or those of `--only a,b`, and ends with one line over all of them: `N passed, N failed, N skipped`.
 * Installs only test material (kernels, an editor); scripts/setup.sh has installed the rest.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { stripVTControlCharacters } from 'node:util';
import { type CommandOptions, type Ended, runCommand } from './run-command.mts';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** One test of a report. */
interface TestResult {
  readonly file: string;
  readonly name: string;
  readonly ms: number;
  /** Why the test did not run; empty if it did. */
  readonly skipped: string;
  /** The messages of what failed; empty if nothing did. */
  readonly failures: readonly string[];
}

interface Suite {
  readonly name: string;
  /** What the suite tests, as printed. */
  readonly title: string;
  /** The commands that fetch its test material. */
  readonly material?: readonly (readonly string[])[];
  /** Whether it runs beside the suites after it, because it waits more than it computes. What it prints is shown when it has ended. */
  readonly isBeside?: boolean;
  run(print: Print): Promise<Counts>;
}

/** Takes what a suite prints; if it is absent, that is shown as it comes. */
type Print = ((text: string) => void) | undefined;

const root = path.resolve(import.meta.dirname, '..');
const reports = path.join(root, 'out', 'reports');

const fetchKernels = ['bash', 'test/kernels/fetch-kernels.sh', '5.10', '6.1', '6.12', '7'];
const fetchImages = ['bash', 'test/kernels/fetch-images.sh', '5.10', '6.1', '6.12', '7'];

const suites: readonly Suite[] = [
  {
    name: 'format',
    title: 'format and lint',
    run: (print) => one(print, ['biome', 'check', '--error-on-warnings', '.']),
  },
  {
    name: 'promises',
    title: 'no promise floats',
    run: (print) =>
      one(print, ['oxlint', '--type-aware', '--ignore-pattern', '*.test.ts', 'server/src', 'client/src']),
  },
  { name: 'types', title: 'types', run: (print) => one(print, ['tsc', '-b']) },
  {
    name: 'docs',
    title: 'generated documents are up to date',
    // The sources are bundled, so the manifest names no module type, which Node would like to know here.
    run: (print) =>
      one(print, [
        'node',
        '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
        'scripts/generate-docs.mts',
        '--check',
      ]),
  },
  { name: 'architecture', title: 'architecture and manifest', run: (print) => vitest(print, 'architecture') },
  { name: 'unit', title: 'unit tests', run: (print) => vitest(print, 'unit') },
  { name: 'package', title: 'bundles and VSIX', run: packageExtension },
  {
    name: 'editor',
    title: 'real editor',
    material: [fetchKernels, fetchImages, ['bash', 'test/editor/install.sh']],
    isBeside: true,
    run: (print) => bundled(print, 'editor'),
  },
  {
    name: 'oracle',
    title: 'real dkms and real bash',
    run: (print) => vitest(print, 'oracle'),
  },
  {
    name: 'kernels',
    title: 'real kernels',
    material: [
      fetchKernels,
      ['bash', 'test/kernels/fetch-modules.sh'],
      fetchImages,
      ['bash', 'test/kernels/fetch-virtme-ng.sh'],
      ['bash', 'test/kernels/prepare-trees.sh'],
    ],
    run: (print) => bundled(print, 'kernels'),
  },
];

/** The build of the bundles and the VSIX, once it has begun. */
let packaging: Promise<Counts> | undefined;

const only = argumentOf('--only')?.split(',');
const unknownName = only?.find((name) => !suites.some((suite) => suite.name === name));
if (unknownName) {
  console.error(
    `No suite is named ${unknownName}; there are: ${suites.map((suite) => suite.name).join(', ')}.`,
  );
  process.exit(2);
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const tests: TestResult[] = [];
/** Test files that could not be run and commands that failed, each with what is known about the failure. */
const otherFailures: string[] = [];
const files: { readonly file: string; readonly ms: number }[] = [];
const lasted: string[] = [];
/** The test material of each suite: resolves with what its commands printed. */
const material = fetchMaterial(suites.filter(({ name }) => only?.includes(name) ?? true));
/** The suites that run beside others. */
const beside: Promise<void>[] = [];
for (const suite of suites) {
  if (only && !only.includes(suite.name)) continue;
  if (suite.isBeside) {
    console.log(`\n== ${suite.title} (${suite.name}) runs beside what follows`);
    beside.push(runBeside(suite));
  } else await runSuite(suite);
}
await Promise.all(beside);
// The architecture suite alone is quick and skips nothing, so it needs no tables.
if (tests.some(({ file }) => !file.startsWith('test/architecture/'))) summarize();
printFailures();
console.log(`\n${render(total)}`);
process.exitCode = total.failed > 0 ? 1 : 0;

async function runSuite(suite: Suite, print?: Print): Promise<void> {
  const write = print ?? ((text: string) => process.stdout.write(text));
  write(`\n== ${suite.title} (${suite.name})\n`);
  const began = performance.now();
  write((await material.get(suite)) ?? '');
  const counts = await suite.run(print);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const line = `${suite.name}: ${render(counts)} in ${seconds} s`;
  write(`== ${line}\n`);
  lasted.push(line);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
}

async function runBeside(suite: Suite): Promise<void> {
  const texts: string[] = [];
  await runSuite(suite, (text) => texts.push(text));
  process.stdout.write(texts.join(''));
}

/** A command that passes or fails as a whole. */
async function one(print: Print, command: readonly string[]): Promise<Counts> {
  if ((await execute(print, command)) === 0) return { passed: 1, failed: 0, skipped: 0 };
  otherFailures.push(`${command.join(' ')} failed: what it printed stands above.`);
  return { passed: 0, failed: 1, skipped: 0 };
}

function packageExtension(print: Print): Promise<Counts> {
  packaging ??= one(print, ['npm', 'run', '--silent', 'package']);
  return packaging;
}

/**
 * Fetches the test material of these suites, one command after the other, while other suites run: most of the time it waits for the network.
 * What can't be fetched (no network, not Debian) is said; the tests that need it skip themselves.
 */
function fetchMaterial(all: readonly Suite[]): ReadonlyMap<Suite, Promise<string>> {
  const begun = new Set<readonly string[]>();
  let before: Promise<unknown> = Promise.resolve();
  const fetched = all.flatMap((suite) => {
    // One without material waits for nobody's.
    if (!suite.material) return [];
    const commands = suite.material.filter((command) => !begun.has(command));
    for (const command of commands) begun.add(command);
    const after = before.then(() => fetchAll(commands));
    before = after;
    return [[suite, after] as const];
  });
  return new Map(fetched);
}

async function fetchAll(commands: readonly (readonly string[])[]): Promise<string> {
  let text = '';
  for (const command of commands) {
    // The quick suites run meanwhile, and come first.
    const { status, stdout, stderr, error } = await run(['nice', '-n', '5', ...command], 'kept');
    text += stdout + stderr;
    if (status !== 0)
      text += `${command.join(' ')} failed${error ? ` (${error.message})` : ''}: tests that need it are skipped.\n`;
  }
  return text;
}

/** Runs the tests of the bundled programs. */
async function bundled(print: Print, project: string): Promise<Counts> {
  if ((await packageExtension(print)).failed === 0) return vitest(print, project);
  console.log('There is no bundle to test.');
  return { passed: 0, failed: 1, skipped: 0 };
}

/** The part of vitest's JSON report used here. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly duration?: number | null;
      readonly meta?: { readonly skipped?: string };
      readonly failureMessages?: readonly string[];
    }[];
    /** Why the file could not be run; empty otherwise. */
    readonly message?: string;
    readonly status: string;
  }[];
}

/** How long each suite took, where most of the time went, and what was skipped for which reason. */
function summarize(): void {
  console.log(`\n== Suites\n${lasted.join('\n')}`);
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1).padStart(7)} s`;
  const slowest = tests.toSorted((a, b) => b.ms - a.ms).slice(0, 10);
  if (slowest.length > 0) console.log('\n== The slowest ten tests');
  for (const one of slowest) console.log(`${seconds(one.ms)}  ${one.file}: ${one.name}`);
  if (files.length > 0) console.log('\n== The slowest ten files');
  for (const { file, ms } of files.toSorted((a, b) => b.ms - a.ms).slice(0, 10)) {
    console.log(`${seconds(ms)}  ${file}`);
  }
  const skipped = tests.filter((one) => one.skipped !== '');
  if (skipped.length > 0) console.log('\n== Skipped');
  for (const one of skipped) console.log(`${one.file}: ${one.name}: ${one.skipped}`);
}

/** What failed, at the end, where it is found even when only the last lines of a run were kept. */
function printFailures(): void {
  const failed = tests.filter(({ failures }) => failures.length > 0);
  if (failed.length === 0 && otherFailures.length === 0) return;
  console.log('\n== Failed');
  for (const one of otherFailures) console.log(one);
  for (const { file, name, failures } of failed) {
    console.log(`${file}: ${name}\n${failures.map((message) => firstLines(message, 12)).join('\n')}`);
  }
}

/** The first lines of a message, indented, without the frames of packages. */
function firstLines(message: string, count: number): string {
  const lines = stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => !/^\s+at .*(?:node_modules|new Promise|node:)/.test(line));
  return lines
    .slice(0, count)
    .map((line) => `    ${line}`)
    .join('\n');
}

async function vitest(print: Print, project: string): Promise<Counts> {
  const report = path.join(reports, `${project}.json`);
  const status = await execute(print, [
    ...['vitest', 'run', '--project', project, '--passWithNoTests=false'],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  ]);
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const result = JSON.parse(readFileSync(report, 'utf8')) as Report;
  for (const { name, startTime, endTime, assertionResults, status: outcome, message } of result.testResults) {
    const file = path.relative(root, name);
    files.push({ file, ms: endTime - startTime });
    if (outcome === 'failed' && !assertionResults.some((one) => one.status === 'failed')) {
      otherFailures.push(`${file}\n${firstLines(message ?? '', 12)}`);
    }
    for (const one of assertionResults) {
      const isSkipped = one.status !== 'passed' && one.status !== 'failed';
      tests.push({
        ...{ file, name: one.fullName, ms: one.duration ?? 0 },
        skipped: isSkipped ? (one.meta?.skipped ?? 'it does not say why') : '',
        failures: one.status === 'failed' ? (one.failureMessages ?? ['it does not say why']) : [],
      });
    }
  }
  // A file that cannot be loaded, or an unhandled rejection, fails the run without a failed test.
  const failed = Math.max(result.numFailedTests, status === 0 ? 0 : 1);
  if (failed > 0 && result.testResults.every((one) => one.status !== 'failed')) {
    otherFailures.push(`${project}: no test failed, but the run did: what it printed stands above.`);
  }
  return { passed: result.numPassedTests, failed, skipped: result.numPendingTests + result.numTodoTests };
}

async function execute(print: Print, command: readonly string[]): Promise<number> {
  const { error, status, stdout, stderr } = await run(command, print ? 'kept' : 'shown');
  print?.(stdout + stderr);
  if (error) console.error(`${command[0]}: ${error.message}`);
  return status ?? 1;
}

function run([command = '', ...rest]: readonly string[], output: CommandOptions['output']): Promise<Ended> {
  const PATH = `${path.join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}`;
  return runCommand(command, rest, { cwd: root, env: { ...process.env, PATH }, output });
}

function argumentOf(flag: string): string | undefined {
  const at = process.argv.indexOf(flag);
  return at < 0 ? undefined : process.argv[at + 1];
}

function render({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
