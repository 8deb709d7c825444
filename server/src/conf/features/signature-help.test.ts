import { expect, test } from 'vitest';
import { takeCursor } from '../../../../test/support/cursor.ts';
import { sharedParser } from '../../../../test/support/good-conf.ts';
import { openConf } from '../conf.ts';
import { signatureHelpAt } from './signature-help.ts';

const parser = await sharedParser;

function help(marked: string): string | undefined {
  const { text, offset } = takeCursor(marked);
  const found = signatureHelpAt(openConf(parser, text), offset);
  const signature = found?.signatures[found.activeSignature];
  const active = signature?.parameters[found?.activeParameter ?? 0];
  if (!found || !signature || !active) return undefined;
  const { label } = signature;
  return `${found.signatures.length}: ${label.slice(0, active.start)}<${label.slice(active.start, active.end)}>${label.slice(active.end)}`;
}

test('explains the operator of an expansion, and the part being typed', () => {
  expect(help('x="${V:-<|>"')).toBe('1: ${name:-<default>}');
  expect(help('x="${V%<|>}"')).toBe('1: ${name%<pattern>}');
  expect(help('x="${V##a<|>}"')).toBe('1: ${name##<pattern>}');
  expect(help('x="${V//a<|>/b}"')).toBe('1: ${name//<pattern>/replacement}');
  expect(help('x="${V//a/<|>b}"')).toBe('1: ${name//pattern/<replacement>}');
  expect(help('x="${V:1:<|>}"')).toBe('1: ${name:offset:<length>}');
  expect(help('x="${V[0],,<|>}"')).toBe('1: ${name,,<pattern>}');
});

test('offers all operators after a name', () => {
  expect(help('x="${V<|>}"')).toBe('10: ${<name>:-default}');
});

test('explains regular expressions where dkms expects one', () => {
  expect(help('MAKE_MATCH[0]="^6<|>"')).toBe('1: MAKE_MATCH="<regular expression>"');
  expect(help('MAKE[0]="^6<|>"')).toBeUndefined();
});

test('shows nothing elsewhere', () => {
  for (const marked of ['<|>', 'x=$V<|>', 'x="${<|>"', 'x="${V%a}<|>"', 'x="\\${V%<|>"', 'x=${#V<|>}'])
    expect(help(marked), marked).toBeUndefined();
});
