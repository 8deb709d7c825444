import { expect, test } from 'vitest';
import { sharedParser } from '../../../../test/support/good-conf.ts';
import { markSpans } from '../../../../test/support/mark-spans.ts';
import { openConf } from '../conf.ts';
import { findOccurrences } from './occurrences.ts';

const parser = await sharedParser;

function mark(text: string, wanted?: 'write' | 'read'): string {
  const found = findOccurrences(openConf(parser, text)).filter(({ role }) => !wanted || role === wanted);
  return markSpans(
    text,
    found.map(({ span }) => span),
  );
}

test('finds variables where they are set', () => {
  expect(mark('a=1\nb[0]+=2\nread -r c d <<< "x"\nlocal e\n((i++))', 'write')).toBe(
    '⟦a⟧=1\n⟦b⟧[0]+=2\nread -r ⟦c⟧ ⟦d⟧ <<< "x"\nlocal ⟦e⟧\n((⟦i⟧++))',
  );
  expect(mark('for k in a b; do x=$k; done', 'write')).toBe('for ⟦k⟧ in a b; do ⟦x⟧=$k; done');
});

test('finds variables where they are used', () => {
  const text = 'x="$a ${b:-$c} ${#d[@]} $((e+1))"\ny[f]=$(echo $g)\n[ "$h" ]';
  expect(mark(text, 'read')).toBe(
    'x="$⟦a⟧ ${⟦b⟧:-$⟦c⟧} ${#⟦d⟧[@]} $((⟦e⟧+1))"\ny[⟦f⟧]=$(echo $⟦g⟧)\n[ "$⟦h⟧" ]',
  );
});

test('looks into single quotes only in directives, which dkms expands later', () => {
  expect(mark("MAKE='make $kernelver'\nx='$kernelver'", 'read')).toBe(
    "MAKE='make $⟦kernelver⟧'\nx='$kernelver'",
  );
});

test('finds the functions of the file and their calls', () => {
  expect(mark('f() { a=1; }\nf x\nother f')).toBe('⟦f⟧() { ⟦a⟧=1; }\n⟦f⟧ x\nother f');
});

test('leaves positional and special parameters alone', () => {
  expect(mark('f() { x=$1$#$?; }', 'read')).toBe('f() { x=$1$#$?; }');
});
