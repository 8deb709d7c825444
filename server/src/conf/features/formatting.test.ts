import { expect, test } from 'vitest';
import { sharedParser } from '../../../../test/support/good-conf.ts';
import { readText } from '../../../../test/support/read-text.ts';
import { openConf } from '../conf.ts';
import { applyEdits } from '../text.ts';
import { editsByLine, formatText, meansTheSame } from './formatting.ts';

const parser = await sharedParser;
const open = (text: string) => openConf(parser, text);

/** Formats a text, and checks the laws: the edits give the result, dkms reads the same, and formatting again changes nothing. */
function format(text: string): string {
  const formatted = formatText(open(text), { unit: '  ' }, open);
  expect(applyEdits(text, editsByLine(open(text), formatted))).toBe(formatted);
  expect(meansTheSame(readText(parser, text).reading, readText(parser, formatted).reading)).toBe(true);
  expect(formatText(open(formatted), { unit: '  ' }, open)).toBe(formatted);
  return formatted;
}

test('plain values of directives get double quotes', () => {
  expect(format('PACKAGE_NAME=hello\nPACKAGE_VERSION=\'1.0\'\nhelper=x\nMAKE="a"\n')).toBe(
    'PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nhelper=x\nMAKE="a"\n',
  );
});

test('other values keep their quotes', () => {
  for (const line of [
    "MAKE='make $kernelver'",
    'MAKE=~/x',
    'PATCH=a*',
    'CLEAN=$V',
    'MAKE=\'say "x"\'',
    'MAKE={a,b}',
    'A=1 MAKE=x true',
  ])
    expect(format(`${line}\n`)).toBe(`${line}\n`);
});

test('blocks are indented, and continued lines stay', () => {
  expect(
    format(
      'if true; then\nPATCH[0]="a"\n    else\n     x=1\nfi\n  y=2\nMAKE="make \\\n      all"\nz=( a\n     b )\n',
    ),
  ).toBe('if true; then\n  PATCH[0]="a"\nelse\n  x=1\nfi\ny=2\nMAKE="make \\\n      all"\nz=( a\n     b )\n');
  expect(format('f() {\nfor i in a b\ndo\nx=$i\ndone\n}\n')).toBe(
    'f() {\n  for i in a b\n  do\n    x=$i\n  done\n}\n',
  );
  expect(format('case $x in\na)\ny=1\n;;\nesac\n')).toBe('case $x in\n  a)\n    y=1\n    ;;\nesac\n');
});

test('comments after adjacent assignments share a column', () => {
  expect(format('PATCH[0]="a" # one\nPATCH[1]="long"    # two\n\nx=1   # alone\n')).toBe(
    'PATCH[0]="a"     # one\nPATCH[1]="long"  # two\n\nx=1   # alone\n',
  );
  expect(format('x="a#b"\ny="c" #d\n')).toBe('x="a#b"\ny="c" #d\n');
});

test('blanks at the ends of lines are removed, unless they are text', () => {
  expect(format('x=1  \n# y \t\nz="a  \n b"  \n\n\n')).toBe('x=1\n# y\nz="a  \n b"\n');
  expect(format('x=a\\ \ny=2')).toBe('x=a\\ \ny=2\n');
  expect(format('cat <<E\n  a  \n  E2\nE\n')).toBe('cat <<E\n  a  \n  E2\nE\n');
});

test("files that can't be formatted safely stay as they are", () => {
  for (const text of [
    'PACKAGE_NAME=a\r\nX=b  \r\n',
    'MAKE="make\n  x=1  ',
    'if true; then\nMAKE=x\n',
    '',
    'x=a\\',
  ])
    expect(format(text), JSON.stringify(text)).toBe(text);
});

test('a single line can be formatted', () => {
  const conf = open('MAKE=a\nCLEAN=b\nPATCH=c\n\n\n');
  const formatted = formatText(conf, { unit: '  ' }, open);
  expect(applyEdits(conf.text, editsByLine(conf, formatted, 1, 1))).toBe('MAKE=a\nCLEAN="b"\nPATCH=c\n\n\n');
});
