import { constants } from 'node:fs';
import { relative } from 'node:path';
import type { Severity } from '../conf/rules/finding.ts';
import { access, realpath, rename, rm, stat, writeFile } from '../file-system.ts';
import { plural } from '../plural.ts';
import { findConfFiles } from '../workspace/conf-paths.ts';
import { checkFile, type FileCheck, fixText } from '../workspace/confs/file-check.ts';
import type { ReadingTarget } from '../workspace/confs/reading-target.ts';
import { applySupportedVersions, resolveReadingTarget } from '../workspace/confs/typed-target.ts';
import type { Engine } from '../workspace/engine.ts';
import { withParser } from '../workspace/parser-files.ts';
import type { Format } from './command.ts';
import { isMachineFormat } from './formats/machine-format.ts';
import type { Report } from './formats/report.ts';
import { placedMessage, refuse, sourceExcerpt, styled, type Terminal } from './terminal.ts';

export interface CheckArguments {
  /** Files, or folders searched for them. */
  readonly paths: readonly string[];
  readonly kernels: readonly string[];
  readonly dkmsVersion?: string;
  /** A range of dkms versions as it was typed. */
  readonly supportedVersions?: string;
  readonly fix: boolean;
  /** The command fails if there are more warnings than this. */
  readonly maxWarnings?: number;
}

/** Runs `dkms-tools check`; returns the exit code. */
export async function runCheck(
  engine: Engine,
  given: CheckArguments & { readonly format: Format },
  terminal: Terminal,
  version: () => string,
): Promise<number> {
  const choices: ReadingTarget[] = [];
  for (const kernel of given.kernels.length > 0 ? given.kernels : [undefined]) {
    const choice = await resolveReadingTarget(engine, { ...given, kernel });
    if ('wrong' in choice) return refuse(terminal, choice.wrong);
    choices.push(choice);
  }

  if (given.supportedVersions !== undefined) {
    const wrong = applySupportedVersions(engine, given.supportedVersions);
    if (wrong !== undefined) return refuse(terminal, `--supported-versions: ${wrong}`);
  }

  const files = await findConfFiles(given.paths.length > 0 ? given.paths : ['.']);
  if ('wrong' in files) return refuse(terminal, files.wrong);

  const checks: FileCheck[] = [];
  for (const file of files.paths) {
    const check = await checkFile(engine, file, choices);
    checks.push(given.fix ? await fixed(engine, check, choices, terminal) : check);
  }
  const { format } = given;
  if (isMachineFormat(format)) {
    const { renderReport } = await import('./formats/render-report.ts');
    terminal.out.write(renderReport(reportOf(checks, version()), format));
  } else
    terminal.out.write(format === 'json' ? await withParser(() => asJson(checks)) : asText(checks, terminal));

  const count = (severity: Severity) => countOf(checks, severity);
  if (given.maxWarnings !== undefined && count('warning') > given.maxWarnings) {
    terminal.err.write(
      `dkms-tools: ${count('warning')} warnings exceed --max-warnings ${given.maxWarnings}\n`,
    );
    return 1;
  }
  return count('error') > 0 ? 1 : 0;
}

/** Applies the fixes of a file and checks it again; if it can't be written, returns why. */
async function fixed(
  engine: Engine,
  check: FileCheck,
  choices: readonly ReadingTarget[],
  terminal: Terminal,
): Promise<FileCheck> {
  const sourceFacts = await engine.checks.gatherSourceFacts(check.path);
  const text = await withParser(() => fixText(engine, check, choices[0] ?? {}, sourceFacts));
  if (text === check.text) return check;
  const failure = await replaceFile(engine, check.path, text);
  if (failure !== undefined) {
    terminal.err.write(`dkms-tools: did not fix ${shown(check.path)}: ${failure}\n`);
    return check;
  }
  terminal.err.write(`dkms-tools: fixed ${shown(check.path)}\n`);
  return checkFile(engine, check.path, choices);
}

/** Writes the text to a new file and renames that, so that an interruption loses nothing; returns why that failed, if it did. */
async function replaceFile(engine: Engine, path: string, text: string): Promise<string | undefined> {
  const file = await engine.readFile(path);
  if (file.kind === 'text' && file.hasInvalidBytes)
    return 'it is not valid UTF-8, and writing it would change some of its bytes. Save it as UTF-8 first.';
  const target = await realpath(path);
  const temporary = `${target}.dkms-tools-${crypto.randomUUID()}`;
  try {
    await access(target, constants.W_OK);
    await writeFile(temporary, text, { mode: (await stat(target)).mode });
    await rename(temporary, target);
    return undefined;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return `the file can't be written (${code}). Check the permissions of the file and its folder, and the free space.`;
  }
}

function asJson(checks: readonly FileCheck[]): string {
  const files = checks.map(({ path, prediction, findings }) => ({
    path,
    dkms: prediction,
    findings: findings.map(({ finding, range }) => ({
      rule: finding.rule,
      severity: finding.severity,
      message: finding.message,
      range,
      fixable: finding.fixes.some((fix) => fix.preferred),
    })),
  }));
  return `${JSON.stringify({ version: 1, files })}\n`;
}

function reportOf(checks: readonly FileCheck[], version: string): Report {
  const cases = checks.map(({ path: file, findings }) => {
    const messages = findings.map(({ finding, range }) => ({
      ...{ file, line: range.start.line + 1, column: range.start.character + 1 },
      ...{ endLine: range.end.line + 1, endColumn: range.end.character + 1 },
      ...{ severity: finding.severity, text: finding.message, rule: finding.rule, tool: 'dkms-tools' },
      related: [],
    }));
    const first = messages.find(({ severity }) => severity === 'error');
    return {
      ...{ suite: 'dkms.conf', name: shown(file), seconds: 0, messages },
      status: first ? ('failed' as const) : ('ok' as const),
      ...(first && { reason: first.text }),
    };
  });
  const messages = cases.flatMap((one) => one.messages);
  return { command: 'check', version, root: process.cwd(), cases, messages };
}

function asText(checks: readonly FileCheck[], { out }: Terminal): string {
  let text = '';
  for (const { path, text: source, findings } of checks) {
    const lines = source.split(/\r\n|\r|\n/);
    for (const { finding, range } of findings) {
      const { start, end } = range;
      const location = `${shown(path)}:${start.line + 1}:${start.character + 1}`;
      text += placedMessage(out, {
        location,
        severity: finding.severity,
        text: finding.message,
        code: finding.rule,
      });
      const line = lines[start.line];
      if (line !== undefined && source !== '') {
        const stop = end.line === start.line ? end.character : line.length;
        text += sourceExcerpt(out, { number: start.line + 1, text: line, start: start.character, end: stop });
      }
    }
  }
  return text + summary(checks, out);
}

function summary(checks: readonly FileCheck[], out: Terminal['out']): string {
  const errors = countOf(checks, 'error');
  const warnings = countOf(checks, 'warning');
  const version = checks[0]?.prediction.version;
  const refused = checks.filter(
    (check) => check.prediction.add !== null && check.prediction.add !== 0,
  ).length;
  const found = `${plural(checks.length, 'file')}, ${plural(errors, 'error')}, ${plural(warnings, 'warning')}`;
  const unknown = checks.filter((check) => check.prediction.add === null).length;
  const verdict = verdictText(`dkms ${version}`, { files: checks.length, refused, unknown });
  return `${styled(out, errors > 0 ? 'red' : 'green', found)}; ${verdict}\n`;
}

/** What dkms makes of the files: how many of them it refuses, and of how many that is not known. */
function verdictText(
  dkms: string,
  { files, refused, unknown }: { readonly files: number; readonly refused: number; readonly unknown: number },
): string {
  if (files === 1 && unknown === 1) return `whether ${dkms} refuses it is known only when it runs`;
  if (files === 1) return `${dkms} ${refused === 1 ? 'refuses' : 'accepts'} it`;
  const share = refused === 0 ? 'none' : refused === files ? 'all' : refused;
  const open = unknown === 0 ? '' : `, and what it does with ${unknown} is known only when they run`;
  return `${dkms} refuses ${share} of them${open}`;
}

function countOf(checks: readonly FileCheck[], severity: Severity): number {
  return checks.reduce(
    (sum, check) => sum + check.findings.filter((one) => one.finding.severity === severity).length,
    0,
  );
}

/** The path as the user would type it. */
function shown(file: string): string {
  const fromHere = relative(process.cwd(), file);
  return fromHere.startsWith('..') || fromHere === '' ? file : fromHere;
}
