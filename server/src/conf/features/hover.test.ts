import { beforeAll, describe, expect, it } from 'vitest';
import { takeCursor } from '../../../../test/support/cursor.ts';
import { loadInstalledParser } from '../../../../test/support/parser.ts';
import { readText } from '../../../../test/support/read-text.ts';
import type { ReadingFacts } from '../reading/reading.ts';
import type { ConfParser } from '../syntax/parser.ts';
import { hoverAt } from './hover.ts';
import { codeSpan, escapeMarkdown } from './markdown.ts';

let parser: ConfParser;
beforeAll(async () => {
  parser = await loadInstalledParser();
});

/** The text under the pointer, a colon, and the paragraphs of the hover. */
function hover(marked: string, facts: { version?: string } & Partial<ReadingFacts> = {}): string[] {
  const { text, offset } = takeCursor(marked);
  const { conf, reading } = readText(parser, text, facts);
  const found = hoverAt(conf, reading, offset);
  return found ? [`${text.slice(found.span.start, found.span.end)}:`, ...found.markdown.split('\n\n')] : [];
}

describe('hover', () => {
  it('shows the value that dkms ends up with, and what the directive does', () => {
    const found = hover('V=1.2\nPACKAGE_VER<|>SION="$V-rc1"\n');
    expect(found.slice(0, 2)).toEqual(['PACKAGE_VERSION:', '**PACKAGE_VERSION**: `1.2-rc1`']);
    expect(found[2]).toMatch(/^The version under which DKMS keeps/);
  });

  it('is about the element under the pointer', () => {
    const text = 'PATCH[0]=a.patch\nPA<|>TCH[1]=b.patch\n';
    expect(hover(text).slice(0, 2)).toEqual(['PATCH[1]:', '**PATCH**\\[1\\]: `b.patch`']);
    expect(hover('PATCH[<|>0]=a.patch')[1]).toBe('**PATCH**\\[0\\]: `a.patch`');
    expect(hover('PATCH[i++<|>]=a.patch')[0]).toBe('PATCH[i++]:');
  });

  it('says why a value is not known', () => {
    expect(hover('PACKAGE_NAME<|>=$(cat name)\n')[1]).toMatch(
      /^\*\*PACKAGE_NAME\*\*: unknown here, because /,
    );
  });

  it('names versions: since, until, deprecated', () => {
    expect(hover('BUILD_DEPENDS_REBUILD<|>=yes').at(-1)).toBe('Since dkms 3.2.0.');
    expect(hover('BUILD_DEPENDS_REBUILD<|>=yes', { version: '3.0.10' }).at(-1)).toBe(
      'It exists since dkms 3.2.0; dkms 3.0.10, for which this file is checked, ignores it.',
    );
    expect(hover('CLEAN<|>=x').at(-1)).toMatch(/^\*\*Deprecated since dkms 3\.1\.8\.\*\* Write CLEAN=/);
    expect(hover('SIGN_TOOL<|>=x').join('\n')).toMatch('was read by dkms 2.8.1 up to (not including) 3.0.4');
    expect(hover('AUTOINSTALL<|>=yes').at(-1)).toBe('Default: `no`');
  });

  it('explains variables of dkms, with their value if it is known', () => {
    const kernel = {
      release: '6.1.0-18-amd64',
      arch: 'x86_64',
      sourceDir: '/lib/modules/6.1.0-18-amd64/build',
    };
    expect(hover('MAKE="make $kern<|>elver"', { kernel }).slice(0, 2)).toEqual([
      'kernelver:',
      '**kernelver**: `6.1.0-18-amd64`',
    ]);
    expect(hover('MAKE="make $kern<|>elver"')[1]).toBe('**kernelver**');
    expect(hover("MAKE='make $kern<|>elver'", { kernel })[1]).toBe('**kernelver**: `6.1.0-18-amd64`');
    expect(hover('MAKE="make ${dkms_tree<|>}"')[1]).toBe('**dkms\\_tree**: `/var/lib/dkms`');
  });

  it('shows where a variable of the file gets its value', () => {
    expect(hover('n=4\nMAKE="make -j$<|>n"\nn="5"')).toEqual([
      'n:',
      '**n**, a variable of this file; dkms does not read it.',
      '- line 1: `n=4`\n- line 3: `n="5"`',
    ]);
    expect(hover('kernelver=mine\nMAKE=$kernelver<|>')[1]).toBe(
      '**kernelver**, a variable of this file; dkms does not read it.',
    );
    expect(hover('PACKAGE_NAME=a\nMAKE=$PACKAGE_NAME<|>')[1]).toBe('**PACKAGE_NAME**: `a`');
  });

  it('shows nothing where there is nothing to say', () => {
    for (const marked of [
      '# PACKAGE_NAME<|>=x',
      'echo PACKAGE_NAME<|>',
      'x="$unknown<|>"',
      'PACKAGE_NAME="x<|>"',
      '<|>',
    ])
      expect(hover(marked), marked).toEqual([]);
  });

  it('escapes Markdown and HTML from the file', () => {
    const [, title] = hover("PACKAGE_NAME<|>='<img src=x> (command:b)'");
    expect(title).toBe('**PACKAGE_NAME**: `<img src=x> (command:b)`');
    const reason = hover('PACKAGE_NAME<|>=$(echo "](command:x) <b> `y`")')[1] ?? '';
    expect(reason.replace(/\\./g, '')).not.toMatch(/[[\]<>`]/);
  });
});

describe('text in Markdown', () => {
  it('is a code span with a fence that the text cannot close', () => {
    expect(codeSpan('a')).toBe('`a`');
    expect(codeSpan('a`b``c')).toBe('```a`b``c```');
    expect(codeSpan('`')).toBe('`` ` ``');
    expect(codeSpan('a\n\n  b')).toBe('`a b`');
    expect(codeSpan(' ')).toBe('(empty)');
    expect(codeSpan('x'.repeat(400))).toHaveLength(303);
  });

  it('is plain text', () => {
    expect(escapeMarkdown('*a* <b> [c](d)')).toBe('\\*a\\* \\<b\\> \\[c\\]\\(d\\)');
  });
});
