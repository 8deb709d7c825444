import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { needs } from '../../../test/support/needs.ts';
import { randomNumbers } from '../../../test/support/random-numbers.ts';
import { renderProblems } from '../../../test/support/rendered-problems.ts';
import { testOption } from '../../../test/support/surroundings.ts';
import { BuildOutputParser } from './build-output.ts';
import { mapPrefix } from './path-mapping.ts';
import type { Problem } from './problem.ts';

const ownLogs = join(import.meta.dirname, '../../../test/logs');

/** The problems of a log, read in pieces that end where `nextCut` says (whole by default). */
function read(text: string, startDir: string, sourceDir: string, nextCut?: () => number): readonly Problem[] {
  const parser = new BuildOutputParser({
    paths: mapPrefix([startDir], sourceDir),
    startDir,
    kernelDir: '/kernel',
  });
  const problems: Problem[] = [];
  if (nextCut) {
    for (let at = 0; at < text.length; ) {
      const end = Math.min(text.length, at + nextCut());
      problems.push(...parser.write(text.slice(at, end)));
      at = end;
    }
  } else problems.push(...parser.write(text));
  return [...problems, ...parser.end()];
}

/** The parser finds the same problems however the text is cut into pieces. */
function expectSameInPieces(text: string, startDir: string, seed: number): void {
  const whole = renderProblems(read(text, startDir, '/source'));
  const random = randomNumbers(seed);
  for (const longest of [3, 80, 5000]) {
    const pieces = read(text, startDir, '/source', () => 1 + Math.floor(random() * longest));
    expect(renderProblems(pieces)).toBe(whole);
  }
}

describe('logs of real builds give the problems recorded with them', () => {
  const names = readdirSync(ownLogs).filter((name) => name.endsWith('.log'));

  test('there are logs', () => {
    expect(names.length).toBeGreaterThan(60);
  });

  test.each(names)('%s', (name) => {
    const text = readFileSync(join(ownLogs, name), 'utf8');
    const sample = name.replace(/-[a-z]+-[\d.]+-linux-[\d.]+\.log$/, '');
    const problems = read(text, `/build/${sample}`, '/source');
    const rendered = `${renderProblems(problems)}\n`;
    const expected = join(ownLogs, name.replace(/\.log$/, '.txt'));
    if (testOption('WRITE_EXPECTED')) writeFileSync(expected, rendered);
    expect(rendered).toBe(readFileSync(expected, 'utf8'));
    const failed = !/^# exit code: 0$/m.test(text);
    expect(problems.some(({ severity }) => severity === 'error')).toBe(failed);
    expectSameInPieces(text, `/build/${sample}`, name.length);
  });
});

/** The place of the first error of each hand-made failure, by the kernels for which it fails: `b_<case>` in DKMS_TOOLS_LOGS. */
const firstErrors: Readonly<Record<string, string>> = {
  b_asm: 'b_asm.c:6',
  b_badmk: 'Makefile:2',
  b_ccflag: 'Makefile:1',
  b_err: 'b_err.c:7:2',
  b_fmt: 'b_fmt.c:8:101',
  b_fortify: 'b_fortify.c:8',
  b_gpl: 'Makefile:1',
  b_hdr: 'b_hdr.c:6:10',
  b_ld: 'c.c:1',
  b_macro: 'b_macro.c:6:115',
  b_nohdr: 'Makefile:1',
  b_nolicense: 'Makefile:1',
  b_norule: 'Makefile:1',
  b_ns: 'Makefile:1',
  b_undef: 'Makefile:1',
};

const folder = testOption('LOGS') ?? '';
const hasLogs = existsSync(folder);

describe(
  'logs of drivers that people use',
  needs(!hasLogs && 'DKMS_TOOLS_LOGS names no folder of build logs'),
  () => {
    const names = hasLogs ? readdirSync(folder).filter((name) => name.endsWith('.log')) : [];

    test('there are logs', () => {
      expect(names.length).toBeGreaterThan(100);
    });

    test.each(names)('%s', (name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      const broken = /^b_[a-z]+/.exec(name)?.[0];
      const startDir = broken
        ? `/home/dev/b-${broken}`
        : (/\/var\/lib\/dkms\/[^/\s]+\/[^/\s]+\/build/.exec(text)?.[0] ?? '/var/lib/dkms');
      const problems = read(text, startDir, '/source');
      const errors = problems.filter(({ severity }) => severity === 'error');
      const failed = /^rc=[1-9]/m.test(text) || /\*\*\* .*(?: Error \d+| {2}Stop\.)$/m.test(text);
      expect(errors.length > 0, renderProblems(problems)).toBe(failed);

      const [first] = errors;
      if (broken && first) {
        const place = [first.file, first.line, ...(first.column === undefined ? [] : [first.column])].join(
          ':',
        );
        expect(place).toBe(`/source/${firstErrors[broken]}`);
      }
      const plain = text.replace(/[‘’]/g, "'").replaceAll(startDir, '.');
      for (const problem of problems) expect(plain).toContain(problem.message.split('\n')[0]);
      expectSameInPieces(text, startDir, name.length);
    });
  },
);

describe('reading while the build runs', () => {
  const options = { paths: mapPrefix(['/build/m'], '/source'), startDir: '/build/m', kernelDir: '/kernel' };
  const error = '/build/m/a.c:7:2: error: first\n    7 |  f();\n      |  ^\n';

  test('a problem is reported with the line that ends it', () => {
    const parser = new BuildOutputParser(options);
    expect(parser.write(error)).toEqual([]);
    expect(parser.write('  CC [M]  /build/m/b.')).toEqual([]);
    expect(parser.write('o\n')).toMatchObject([{ message: 'first' }]);
    expect(parser.end()).toEqual([]);
  });

  test('or with the next message', () => {
    const parser = new BuildOutputParser(options);
    parser.write(error);
    expect(parser.write('/build/m/a.c:9:2: error: second\n')).toMatchObject([{ message: 'first' }]);
    expect(parser.end()).toMatchObject([{ message: 'second' }]);
  });

  test('a last line without a line break counts', () => {
    const parser = new BuildOutputParser(options);
    expect(parser.write('/build/m/a.c:9:2: error: cut off')).toEqual([]);
    expect(parser.end()).toMatchObject([{ message: 'cut off' }]);
  });

  test('a line of a hundred million characters is skipped', () => {
    const parser = new BuildOutputParser(options);
    const piece = 'x'.repeat(1_000_000);
    for (let i = 0; i < 100; i++) parser.write(piece);
    parser.write('\n/build/m/a.c:9:2: error: after it\n');
    expect(parser.end()).toMatchObject([{ message: 'after it' }]);
  });

  test('text that is not from a build gives no problems', () => {
    const random = randomNumbers(7);
    const parser = new BuildOutputParser(options);
    const units = Array.from({ length: 200_000 }, () => {
      const one = random();
      return one < 0.05 ? '\n' : one < 0.1 ? ': ' : String.fromCharCode(Math.floor(random() * 65_536));
    });
    expect([...parser.write(units.join('')), ...parser.end()]).toEqual([]);
  });

  test('the number of problems is limited', () => {
    const parser = new BuildOutputParser(options);
    let given = 0;
    for (let line = 1; line <= 30_000; line++) {
      given += parser.write(`/build/m/a.c:${line}:1: warning: number ${line}\n`).length;
    }
    given += parser.write('/build/m/a.c:1:1: error: still told\n').length;
    expect(parser.end()).toMatchObject([{ message: 'still told' }]);
    expect(given).toBe(10_000);
  });
});
