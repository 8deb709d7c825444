import { expect, test } from 'vitest';
import { writtenKernels } from '../../../../test/support/written-kernels.ts';
import { explainChangedOperand } from './changed-operand.ts';
import type { InferenceContext } from './inference-context.ts';

const kernel = writtenKernels();

const page = (type: string) => `struct page {\n\t${type} flags;\n};\n`;
const folio = (type: string) => `struct folio {\n\t${type} flags;\n};\n`;
const memdesc = 'typedef struct {\n\tunsigned long f;\n} memdesc_flags_t;\n';

function infer(type: string | undefined, context: InferenceContext): string {
  const cause = explainChangedOperand(type, context);
  return cause ? `${cause.confidence}: ${cause.symbol} -> ${cause.replacement}` : 'nothing';
}

test('a member that has become a struct is found by the type that the compiler prints', () => {
  const others = [kernel('6.12', { 'linux/a.h': page('unsigned long') })];
  const failing = kernel('7.3', { 'linux/a.h': memdesc + page('memdesc_flags_t') });
  const line = '\tunsigned long f = p->flags;';
  const text = `int f(struct page *p)\n{\n${line}\n`;
  expect(infer('memdesc_flags_t', { failing, others, line, text })).toBe(
    'verified: struct page.flags -> memdesc_flags_t',
  );
  // Without the declaration of the object, its struct is only the one that changed.
  expect(infer('memdesc_flags_t', { failing, others, line })).toBe(
    'likely: struct page.flags -> memdesc_flags_t',
  );
  expect(infer('struct mine', { failing, others, line, text })).toBe('nothing');
  expect(infer('memdesc_flags_t', { failing, others: [failing], line, text })).toBe('nothing');
});

test('which of two structs it was is not guessed', () => {
  const others = [kernel('6.12', { 'linux/a.h': page('long') + folio('long') })];
  const both = memdesc + page('memdesc_flags_t') + folio('memdesc_flags_t');
  const failing = kernel('7.3', { 'linux/a.h': both });
  expect(infer('memdesc_flags_t', { failing, others, line: '\tlong f = p->flags;' })).toBe('nothing');
});

test('where the compiler prints no type, another kind of value tells, in a struct that is known', () => {
  const device = (member: string) => `struct gadget {\n\tstruct info ${member};\n\tint number;\n};\n`;
  const others = [kernel('6.12', { 'linux/a.h': device('info') })];
  const failing = kernel('7.3', { 'linux/a.h': device('*info') });
  const line = '\treturn g->info.number + g->number;';
  const text = `int f(struct gadget *g)\n{\n${line}\n`;
  expect(infer(undefined, { failing, others, line, text })).toBe(
    'likely: struct gadget.info -> struct info *',
  );
  expect(infer(undefined, { failing, others, line })).toBe('nothing');
});

test('the struct of a member that is one everywhere is known', () => {
  const ports = (range: string) =>
    `struct ports {\n\t${range};\n};\nstruct net {\n\tstruct ports ports;\n};\n`;
  const others = [kernel('6.12', { 'linux/a.h': ports('int range[2]') })];
  const line = '\tlow = net->ports.range[0];';
  const failing = kernel('7.3', { 'linux/a.h': ports('u32 range') });
  expect(infer(undefined, { failing, others, line })).toBe('likely: struct ports.range -> u32');
  const other = 'struct hub {\n\tstruct other ports;\n};\n';
  const ambiguous = kernel('7.3', { 'linux/a.h': ports('u32 range') + other });
  expect(infer(undefined, { failing: ambiguous, others, line })).toBe('nothing');
});

test('a function that returns another type', () => {
  const others = [kernel('6.12', { 'linux/a.h': 'struct file *get_it(int fd);\n' })];
  const failing = kernel('7.3', { 'linux/a.h': 'struct fd get_it(int fd);\n' });
  const line = '\tif (!get_it(fd))';
  expect(infer('struct fd', { failing, others, line })).toBe('verified: get_it -> struct fd');
  expect(infer(undefined, { failing, others, line })).toBe('likely: get_it -> struct fd');
});
