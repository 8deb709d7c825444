import { beforeAll, describe, expect, it } from 'vitest';
import { askEverything } from '../../../../test/support/every-feature.ts';
import { growthOf } from '../../../../test/support/growth.ts';
import { loadInstalledParser } from '../../../../test/support/parser.ts';
import { readText } from '../../../../test/support/read-text.ts';
import { checkConf } from '../rules/rules.ts';
import type { ConfParser } from '../syntax/parser.ts';
import { completeAt } from './completion.ts';
import { findCursorContext } from './cursor-context.ts';
import { hoverAt } from './hover.ts';

const text = `# A driver
PACKAGE_NAME="hello" PACKAGE_VERSION='1.0'
jobs=\${parallel_jobs:-$(nproc)}
MAKE[0]="make -j\${jobs} \\
  KVER=$kernelver"
if [[ $kernelver =~ ^6\\. ]]; then BUILT_MODULE_NAME+=(hello "he\\"llo"); fi
DEST_MODULE_LOCATION[0]=/extra # comment $arch
`;

describe('editor features and rules', () => {
  let parser: ConfParser;
  beforeAll(async () => {
    parser = await loadInstalledParser();
  });

  // Every feature is tried at every prefix of a file, which takes some seconds on a busy machine.
  it('answer while a file is being typed, on the line of the cursor', () => {
    for (let length = 0; length <= text.length; length++) {
      const { conf, reading } = readText(parser, text.slice(0, length));
      const { line } = conf.lines.positionAt(length);
      for (const { span } of completeAt(conf, reading, length)) {
        expect(conf.lines.positionAt(span.start).line).toBe(line);
        expect(span.start).toBeLessThanOrEqual(length);
        expect(span.end).toBe(length);
      }
      hoverAt(conf, reading, length);
      checkConf(conf, reading);
      conf.dispose();
    }
  });

  it('answer at every position of a file', () => {
    const { conf, reading } = readText(parser, text);
    let hovers = 0;
    for (let offset = 0; offset <= text.length; offset++) {
      const hover = hoverAt(conf, reading, offset);
      if (hover) {
        hovers++;
        expect(hover.span.start).toBeLessThanOrEqual(offset);
        expect(hover.span.end).toBeGreaterThanOrEqual(offset);
      }
      for (const { span } of completeAt(conf, reading, offset)) {
        expect(span.start).toBeLessThanOrEqual(offset);
        expect(span.end).toBeGreaterThanOrEqual(offset);
        expect(text.slice(span.start, span.end)).not.toContain('\n');
      }
    }
    expect(hovers).toBeGreaterThan(50);
  });

  it('answer within the text for odd texts', () => {
    const odd = [
      '',
      '\0',
      'A[',
      'A[0',
      'A[]=x',
      'A[0]=(',
      'f() {',
      'f(){ f; }',
      "x='$",
      '"${',
      '${a%',
      'for',
      'for ((;;',
      'if\nthen',
      'read',
      'PATCH=(a b\n',
      'PRE_BUILD="\n"',
      '\r\r\n# a\r\n# b',
      '\ufeffPACKAGE_NAME=x',
      'PACKAGE_NAME="\u{1F600}$x" # \u{1F600}',
      `X=${'$('.repeat(3_000)}`,
      `${'if a; then '.repeat(500)}`,
      ...Array.from({ length: 40 }, (_, index) => text.slice(index * 9)),
      ...Array.from({ length: 40 }, (_, index) => text.slice(0, text.length - index * 9)),
    ];
    for (const each of odd) expect(() => askEverything(parser, each), each.slice(0, 50)).not.toThrow();
  });

  it('are quick for texts that are long and odd', () => {
    for (const odd of ['=', 'a[=', ' ', '"', '$', '{', '#', '\\', "a='", 'A=1;']) {
      const find = (length: number) => findCursorContext(odd.repeat(length / odd.length), length);
      expect(growthOf(find, 60_000), odd).toBeLessThan(1.7);
    }
  });
});
