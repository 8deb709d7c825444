import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ConfKind } from '../../server/src/conf/conf-kind.ts';
import { parseDkmsVersionRange } from '../../server/src/conf/directives/version-range.ts';
import type { KernelFacts } from '../../server/src/conf/reading/reading.ts';
import type { Finding } from '../../server/src/conf/rules/finding.ts';
import { type CheckOptions, checkConf } from '../../server/src/conf/rules/rules.ts';
import type { SourceEntry, SourceFacts } from '../../server/src/conf/rules/source-facts.ts';
import { applyEdits } from '../../server/src/conf/text.ts';
import { gatherSourceFacts, gatherTemplateFacts } from '../../server/src/module/gather-source-facts.ts';
import { sharedParser } from './good-conf.ts';
import { readText } from './read-text.ts';
import { renderFinding } from './render-finding.ts';

export const caseKinds = ['fires', 'silent', 'unknown'] as const;

/** The facts that may be stated at the head of a case. */
const confFacts = ['dkms', 'versions', 'kernels', 'kind', 'folder', 'empty', 'links', 'newline'];

/** One case of a rule: a dkms.conf, facts about the machine, and what the rule finds. CONTRIBUTING.md describes the files. */
export interface RuleCase {
  readonly rule: string;
  /** `fires-no-such-file`: the name of its file or folder, which begins with its kind. */
  readonly name: string;
  readonly kind: (typeof caseKinds)[number];
  readonly confFile: string;
  /** The folder that stands for the source; absent if the source is not known. */
  readonly sourceFolder?: string;
  /** The files with the text after a fix, one for each fix. */
  readonly afterFiles: readonly string[];
}

/** The contents of a rule's folder: its cases, and files that belong to no case. */
export function listRuleCases(
  folder: string,
  rule: string,
): { readonly cases: readonly RuleCase[]; readonly strays: readonly string[] } {
  const names = readdirSync(join(folder, rule)).sort();
  const cases = names.flatMap((file): RuleCase[] => {
    const path = join(folder, rule, file);
    const isFolder = existsSync(join(path, 'dkms.conf'));
    const [, name, kind] = /^((fires|silent|unknown)-[a-z0-9-]+)(?:\.conf)?$/.exec(file) ?? [];
    if (name === undefined || isFolder === file.endsWith('.conf')) return [];
    const isAfter = new RegExp(`^${name}\\.after(?:-[\\w-]+)?\\.conf$`);
    return [
      {
        ...{ rule, name, kind: kind as RuleCase['kind'] },
        confFile: isFolder ? join(path, 'dkms.conf') : path,
        ...(isFolder && { sourceFolder: path }),
        afterFiles: names.filter((each) => isAfter.test(each)).map((each) => join(folder, rule, each)),
      },
    ];
  });
  const known = new Set(
    cases.flatMap(({ confFile, sourceFolder, afterFiles }) => [sourceFolder ?? confFile, ...afterFiles]),
  );
  return { cases, strays: names.filter((file) => !known.has(join(folder, rule, file))) };
}

/** What a rule finds in a case, and the files as they should be, by path: the case itself and its texts after fixes. */
export interface JudgedCase {
  readonly fires: boolean;
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Runs the rule on the case. The case's file should have its facts and its text unchanged, followed by what the rule finds. Facts and
 * findings are comments, and not part of the text that the rule reads.
 */
export async function judgeCase(ruleCase: RuleCase): Promise<JudgedCase> {
  const { confFile, afterFiles } = ruleCase;
  const parts = splitCase(confFile, confFacts);
  const { head, text, newline } = parts;
  const findings = await findingsOf(ruleCase, parts);
  const lines = findings.flatMap((finding) => renderFinding(text, finding).split('\n'));
  const expected = lines.map((line) => `${`#> ${line}`.trimEnd()}\n`).join('');
  const afterTexts = afterFiles.map((file) => [file, afterFix(text, findings, file)] as const);
  const conf = `${head}${text}${newline || expected === '' ? '' : '\n'}${expected}`;
  return { fires: findings.length > 0, files: new Map([[confFile, conf], ...afterTexts]) };
}

function afterFix(text: string, findings: readonly Finding[], file: string): string {
  const { head, facts } = splitCase(file, ['fix']);
  const title = facts.get('fix');
  const fixes = findings.flatMap((finding) => finding.fixes);
  const fits = fixes.filter((fix) =>
    title === undefined ? fix.preferred || fixes.length === 1 : fix.title === title,
  );
  const [fix] = fits;
  if (fix && fits.length === 1) return `${head}${applyEdits(text, fix.edits)}`;
  if (fixes.length === 0) throw new Error(`${file} is for a fix, but the rule offers none for its case.`);
  const titles = fixes.map((each) => each.title).join('; ');
  throw new Error(`${file} is for one fix; name it in a line "#: fix: …". The rule offers: ${titles}`);
}

/** What the rule of a case finds; findings of other rules are left out, since they have cases of their own. */
async function findingsOf(ruleCase: RuleCase, parts: CaseParts): Promise<readonly Finding[]> {
  const { readingFacts, options } = await surroundingsOf(ruleCase, parts);
  const { conf, reading } = readText(await sharedParser, parts.text, readingFacts);
  return checkConf(conf, reading, options).filter((finding) => finding.rule === ruleCase.rule);
}

/** The text of a case, and what is known beside it. */
export async function readCase(
  ruleCase: RuleCase,
): Promise<{ readonly text: string } & Awaited<ReturnType<typeof surroundingsOf>>> {
  const parts = splitCase(ruleCase.confFile, confFacts);
  return { text: parts.text, ...(await surroundingsOf(ruleCase, parts)) };
}

async function surroundingsOf(
  { confFile, sourceFolder }: RuleCase,
  { facts }: CaseParts,
): Promise<{ readonly readingFacts: Parameters<typeof readText>[2]; readonly options: CheckOptions }> {
  const [version, distribution] = facts.get('dkms')?.split(' ') ?? [];
  const versions = facts.get('versions');
  const range = versions === undefined ? undefined : parseDkmsVersionRange(versions);
  if (typeof range === 'string') throw new Error(`${confFile}: ${range}`);
  const kernels = facts.get('kernels');
  const sourceFacts = sourceFolder && (await sourceFactsOf(sourceFolder, facts));
  return {
    readingFacts: {
      ...(version && { version }),
      ...(distribution === 'Debian' && { debianBackports: true }),
    },
    options: {
      ...(sourceFacts && { sourceFacts }),
      ...(kernels !== undefined && { kernels: kernels === 'none' ? [] : kernels.split(', ').map(kernelOf) }),
      ...(range && { supportedVersions: range.versions }),
      ...kindOf(facts.get('kind')),
    },
  };
}

function kindOf(kind: string | undefined): { readonly kind?: ConfKind } {
  return kind === 'template' || kind === 'framework' ? { kind } : {};
}

/** The source in a folder, under the name that it would have in use, with the empty folder that git does not keep. */
async function sourceFactsOf(folder: string, facts: ReadonlyMap<string, string>): Promise<SourceFacts> {
  // Of a template, little more than its project is known.
  const project = facts.get('kind') === 'template' ? await gatherTemplateFacts(folder) : undefined;
  if (project) return project;
  const found = await gatherSourceFacts(folder);
  const folders = new Map([...found.folders].map(([path, entries]) => [path, new Map(entries)]));
  const empty = facts.get('empty');
  if (empty !== undefined) {
    folders.get('')?.set(empty, { kind: 'folder' });
    folders.set(empty, new Map());
  }
  for (const link of facts.get('links')?.split(', ') ?? []) {
    const [path = '', target = ''] = link.split(' -> ');
    const folder = dirname(path) === '.' ? '' : dirname(path);
    const entries = folders.get(folder) ?? new Map<string, SourceEntry>();
    folders.set(folder, entries.set(basename(path), { kind: 'other', link: target }));
  }
  return { ...found, folders, folderName: facts.get('folder') ?? 'hello-1.0' };
}

/** A kernel by its release, with the symbols of its configuration behind it if that is known: `6.1.0 CONFIG_PCI=y`. */
function kernelOf(text: string): KernelFacts {
  const [release = '', ...symbols] = text.split(' ');
  const facts = { release, arch: 'x86_64', sourceDir: `/lib/modules/${release}/build` };
  if (symbols.length === 0) return facts;
  const config = new Map(symbols.map((symbol) => symbol.split('=') as [string, string]));
  return { ...facts, config: (symbol) => config.get(symbol) };
}

interface CaseParts {
  /** The lines with the facts. */
  readonly head: string;
  readonly facts: ReadonlyMap<string, string>;
  readonly text: string;
  /** Whether the text ends in a newline; if not, the expected findings begin on its last line. */
  readonly newline: boolean;
}

/** Splits a file into lines `#: name: value` at its head, the text, and lines `#> …` at its end. */
function splitCase(path: string, known: readonly string[]): CaseParts {
  const file = readFileSync(path, 'utf8');
  const head = /^(?:#:.*\n)*/.exec(file)?.[0] ?? '';
  const facts = new Map(
    head
      .split('\n')
      .slice(0, -1)
      .map((line) => {
        const [, name = '', value = ''] = /^#: ([a-z]+): (.*)$/.exec(line) ?? [];
        if (!known.includes(name))
          throw new Error(`${path}: "${line}" is no line "#: <fact>: …" of ${known.join(', ')}`);
        return [name, value];
      }),
  );
  const newline = facts.get('newline') !== 'none';
  const rest = file.slice(head.length);
  const written = rest.replace(/(?:(?<![^\n])#>.*\n)+$/, '');
  const text = !newline && written !== rest ? written.replace(/\n$/, '') : written;
  return { head, facts, text, newline };
}
