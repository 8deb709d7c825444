import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadInstalledParser } from '../../../../test/support/parser.ts';
import { readText } from '../../../../test/support/read-text.ts';
import { sourceOf } from '../../../../test/support/source-facts.ts';
import { testOption } from '../../../../test/support/surroundings.ts';
import type { ConfKind } from '../conf-kind.ts';
import { parseDkmsVersionRange } from '../directives/version-range.ts';
import type { KernelFacts } from '../reading/reading.ts';
import type { ConfParser } from '../syntax/parser.ts';
import { applyEdits, type TextEdit } from '../text.ts';
import type { Finding } from './finding.ts';
import { checkConf, rules } from './rules.ts';
import type { SourceFacts } from './source-facts.ts';

const pages = join(import.meta.dirname, '../../../../docs/rules');
const versions = ['2.8.8', '3.0.10', '3.1.7', '3.4.3'];

let parser: ConfParser;
beforeAll(async () => {
  parser = await loadInstalledParser();
});

function check(
  text: string,
  version = '3.4.3',
  sourceFacts?: SourceFacts,
  kernels?: readonly KernelFacts[],
  supported?: string,
  kind: ConfKind = 'conf',
): Finding[] {
  const { conf, reading } = readText(parser, text, { version });
  const range = supported === undefined ? undefined : parseDkmsVersionRange(supported);
  const findings = checkConf(conf, reading, {
    kind,
    ...(sourceFacts && { sourceFacts }),
    ...(kernels && { kernels }),
    ...(typeof range === 'object' && { supportedVersions: range.versions }),
  });
  conf.dispose();
  return findings;
}

/** Applies the preferred fixes that do not overlap, until there are none; fails if that does not end. */
function fixAll(text: string, version: string): string {
  let fixed = text;
  for (let round = 0; round < 10; round++) {
    const edits: TextEdit[] = [];
    for (const { fixes } of check(fixed, version)) {
      const next = fixes.find(({ preferred }) => preferred)?.edits ?? [];
      const overlaps = next.some(({ span }) =>
        edits.some((other) => span.start <= other.span.end && other.span.start <= span.end),
      );
      if (!overlaps) edits.push(...next);
    }
    if (edits.length === 0) return fixed;
    fixed = applyEdits(fixed, edits);
  }
  throw new Error(`the fixes of this text do not end: ${fixed}`);
}

interface Example {
  readonly text: string;
  readonly version: string;
  /** Other rules that report the same mistake. */
  readonly also: readonly string[];
  readonly sourceFacts: SourceFacts | undefined;
  readonly kernels: readonly KernelFacts[] | undefined;
  /** The range of DKMS versions that the file must support. */
  readonly supported: string | undefined;
}

/**
 * The fenced examples below a heading of a rule's page. The fence may name the version, other rules that find something,
 * the line ends, and the kernels of the machine with what their configuration sets;
 * fences of other languages behind it, each with a path, are the files beside the conf.
 */
function examples(id: string, heading: string): Example[] {
  const page = readFileSync(join(pages, `${id}.md`), 'utf8');
  const section = page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const found: { fence: string; text: string; files: Record<string, string> }[] = [];
  for (const { 1: language, 2: fence = '', 3: text = '' } of section.matchAll(
    /^```(\w+)(?: ([^\n]*))?\n(.*?)^```$/gms,
  )) {
    if (language === 'sh') found.push({ fence, text, files: {} });
    else if (fence)
      Object.assign(found.at(-1)?.files ?? {}, { [language === 'link' ? `${fence} (link)` : fence]: text });
  }
  return found.map(({ fence, text, files }) => ({
    text: fence.includes('line-ends=windows') ? text.replaceAll('\n', '\r\n') : text,
    version: /version=(\S+)/.exec(fence)?.[1] ?? '3.4.3',
    also: /also=(\S+)/.exec(fence)?.[1]?.split(',') ?? [],
    supported: /supported=(\S+)/.exec(fence)?.[1]?.replace('..', ' - '),
    sourceFacts: Object.keys(files).length > 0 ? sourceOf(files) : undefined,
    kernels: /kernels=(\S+)/
      .exec(fence)?.[1]
      ?.split(',')
      .map((release) => ({
        ...{ release, arch: 'x86_64', sourceDir: `/lib/modules/${release}/build` },
        ...(fence.includes('config=') && {
          config: (symbol: string) => new RegExp(` config=(?:.*,)?${symbol}=([^,\\s]+)`).exec(fence)?.[1],
        }),
      })),
  }));
}

describe('every rule', () => {
  it.each(rules.map(({ id }) => id))(
    '%s reports the wrong examples of its page, and not the right ones',
    (id) => {
      const kind = rules.find((rule) => rule.id === id)?.framework ? 'framework' : 'conf';
      const wrong = examples(id, 'Wrong');
      const right = examples(id, 'Right');
      expect(wrong.length * right.length).toBeGreaterThan(0);
      for (const { text, version, also, sourceFacts, kernels, supported } of wrong) {
        const found = new Set(
          check(text, version, sourceFacts, kernels, supported, kind).map(({ rule }) => rule),
        );
        expect([...found].sort()).toEqual([id, ...also].sort());
      }
      for (const { text, version, sourceFacts, kernels, supported } of right)
        expect(check(text, version, sourceFacts, kernels, supported, kind)).toEqual([]);
    },
  );

  it('has a page that begins with its name and its summary', () => {
    for (const { id, summary } of rules) {
      expect(readFileSync(join(pages, `${id}.md`), 'utf8')).toMatch(`# ${id}\n\n${summary}\n`);
      expect(existsSync(join(import.meta.dirname, `${id}.ts`)), `${id}.ts`).toBe(true);
    }
  });

  it('uses the severity given by the caller, and is silent if that is off', () => {
    const text = 'PACKAGE_NAME="a"\nPACKAGE_VERSION="1"\n';
    const { conf, reading } = readText(parser, text);
    const severityOf = (severity: 'error' | 'off') =>
      checkConf(conf, reading, { severities: { 'no-modules': severity, 'no-such-rule': 'error' } }).map(
        (finding) => finding.severity,
      );
    expect(severityOf('error')).toEqual(['error']);
    expect(severityOf('off')).toEqual([]);
  });
});

/** Texts on which the laws must hold: the pages, odd ones, and the corpus where there is one. */
function lawTexts(): { name: string; text: string }[] {
  const texts = rules.flatMap(({ id }) =>
    [...examples(id, 'Wrong'), ...examples(id, 'Right')].map(({ text }) => ({ name: id, text })),
  );
  const odd = [
    '',
    '\n',
    '# nothing but a comment',
    '\uFEFFPACKAGE_NAME="a"\nPACKAGE_VERSION="1"\nCLEAN=x',
    'PACKAGE_NAME=a\r\nPACKAGE_VERSION=1\r\nBUILT_MODULE_NAME[0]=a.ko\r\nREMAKE_INITRD=no\r\n',
    'PACKAGE_NAME=a.ko.ko\nPACKAGE_VERSION=1\nDEST_MODULE_LOCATION=kernel\n',
    'PACKAGE_NAME=a; PACKAGE_VERSION=1; BUILT_MODULE_NAME=a.o; CLEAN="x" # y',
    'for m in a.ko b.ko; do\n  BUILT_MODULE_NAME[i]=$m\n  DEST_MODULE_LOCATION[i++]=extra\ndone\nPACKAGE_NAME=a\nPACKAGE_VERSION=1\nAUTOINSTALL=$x1\n',
    'BUILT_MODULE_NAME=(a.ko b.ko)\nDEST_MODULE_LOCATION=(kernel/x /updates)\nif true; then\nREMAKE_INITRD=no\nfi\nCLEAN="make $CLEAN"',
    'PACKAGE_NAME="a\nPACKAGE_VERSION=1\n',
    'exit 0\n',
    'BUILT_MODULE_NAME[3]=""\nDEST_MODULE_NAME[1]=\nCLEAN=\nOBSOLETE_BY=\nMODULES_CONF_OBSOLETES[2]=x',
    '\0\u0001\uFFFD\uD800 "\'`$(',
  ].map((text) => ({ name: JSON.stringify(text).slice(0, 40), text }));
  const corpus = testOption('CORPUS');
  const files = corpus ? readdirSync(corpus).filter((name) => !name.endsWith('.tsv')) : [];
  return [
    ...texts,
    ...odd,
    ...files.map((name) => ({ name, text: readFileSync(join(corpus ?? '', name), 'utf8') })),
  ];
}

describe('the laws of findings', () => {
  // Files with loops over unknown conditions are read many times here: four versions, several rounds of fixes.
  it.each(lawTexts())('hold for $name', ({ text }) => {
    for (const version of [...versions, 'all']) {
      const found =
        version === 'all' ? check(text, '3.4.3', undefined, undefined, '2.8 - 3.4') : check(text, version);
      for (const { rule, span, fixes, message, related = [] } of found) {
        for (const { start, end } of [span, ...related.map((each) => each.span)]) {
          expect(start, rule).toBeGreaterThanOrEqual(0);
          expect(end, rule).toBeGreaterThanOrEqual(start);
          expect(end, rule).toBeLessThanOrEqual(text.length);
        }
        expect(message).toMatch(/^\S.*[.?]$/s);
        expect(fixes.filter(({ preferred }) => preferred).length, rule).toBeLessThanOrEqual(1);
        for (const { edits } of fixes) expect(applyEdits(text, edits), rule).not.toBe(text);
      }
      if (version === 'all') continue;
      const fixed = fixAll(text, version);
      expect(check(fixed, version).filter(({ fixes }) => fixes.some(({ preferred }) => preferred))).toEqual(
        [],
      );
    }
  });

  it('a syntax error is reported only where bash stops', () => {
    const texts = lawTexts().filter(({ text }) => check(text).some(({ rule }) => rule === 'syntax-error'));
    expect(texts.length).toBeGreaterThan(0);
    for (const { name, text } of texts) {
      const input = text.replaceAll('\0', '');
      const run = () => execFileSync('bash', ['-n'], { input, stdio: ['pipe', 'pipe', 'pipe'] });
      expect(run, name).toThrow();
    }
  });
});

describe('a file that is not a whole dkms.conf', () => {
  const partial = 'MAKE="make modules"\nDEST_MODULE_LOCATION[0]="lib"\n';
  const ids = (kind: 'conf' | 'override' | 'framework' | 'fragment', text = partial) => {
    const { conf, reading } = readText(parser, text, { version: '3.0.10' });
    const found = checkConf(conf, reading, { kind }).map(({ rule }) => rule);
    conf.dispose();
    return found;
  };

  it('has no findings about missing directives', () => {
    expect(ids('conf')).toEqual(expect.arrayContaining(['missing-package-name', 'missing-package-version']));
    expect(ids('override')).toEqual(['invalid-dest-module-location']);
    expect(ids('fragment')).toEqual(['invalid-dest-module-location']);
  });

  it('is checked as bash, even if its names are not those of a dkms.conf', () => {
    expect(ids('framework', 'source_tree="/usr/src"\n')).toEqual([]);
    expect(ids('framework', 'if true; then\n')).toEqual(['syntax-error']);
    expect(ids('framework')).toEqual(['unknown-setting', 'unknown-setting']);
  });
});

describe('a template', () => {
  const rulesOf = (text: string) => check(text).map(({ rule }) => rule);

  it('has no errors that follow from its placeholders only', () => {
    const text =
      'PACKAGE_NAME="x"\nPACKAGE_VERSION="@VERSION@"\nBUILT_MODULE_NAME="x"\nDEST_MODULE_LOCATION="@DEST@"\nAUTOINSTALL="yes"\n';
    expect(rulesOf(text)).toEqual(['placeholder-left']);
  });

  it('may lack lines that are filled in later', () => {
    expect(rulesOf('PACKAGE_NAME="x"\nPACKAGE_VERSION="1"\nAUTOINSTALL="yes"\n@MODULES@\n')).toEqual([
      'placeholder-line',
    ]);
  });

  it('has all other errors', () => {
    const text =
      'PACKAGE_NAME="x"\nPACKAGE_VERSION="@VERSION@"\nBUILT_MODULE_NAME="x"\nDEST_MODULE_LOCATION="lib"\nAUTOINSTALL="yes"\n';
    expect(rulesOf(text)).toEqual(['placeholder-left', 'invalid-dest-module-location']);
  });
});
