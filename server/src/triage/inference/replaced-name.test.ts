import { expect, it } from 'vitest';
import { writtenKernels } from '../../../../test/support/written-kernels.ts';
import { parseMessageShape } from '../messages/parse-message-shape.ts';
import { explainReplacedName } from './replaced-name.ts';

const headersOf = writtenKernels();

it('is about a message with a note of a macro', () => {
  const problem = {
    ...{ file: '/m/a.c', line: 1, column: 17, severity: 'error', tool: 'gcc' as const },
    message: "expected identifier or '(' before string constant",
    related: [{ file: '/k/asm.h', line: 18, message: "in expansion of macro '__ASM_FORM'" }],
  } as const;
  expect(parseMessageShape(problem)).toEqual({ kind: 'replaced-name' });
  expect(parseMessageShape({ ...problem, related: [] })?.kind).not.toBe('replaced-name');
});

it('names the macro that stands in the place of a member, where another kernel has no such macro', () => {
  const [old, now] = [
    headersOf('6.1.1', { 'asm/msr.h': 'int rdmsr(void);\n#define HRESET 1\n' }),
    headersOf('6.12.1', { 'asm/msr.h': '#define WRMSRNS ".byte 1"\n#define HRESET 1\n#define OTHER 1\n' }),
  ];
  const of = (line: string, failing = now, other = old) =>
    explainReplacedName({ failing, others: [other], line });
  expect(of('\tunsigned HRESET : 1, WRMSRNS : 1,')).toMatchObject({
    ...{ id: 'wrmsrns-is-macro', symbol: 'WRMSRNS', confidence: 'verified' },
    evidence: [{ kernel: '6.12.1', text: '#define WRMSRNS ".byte 1"' }],
  });
  expect(of('\tunsigned HRESET : 1,')).toBeUndefined();
  expect(of('\tunsigned OTHER : 1, WRMSRNS : 1,')).toBeUndefined();
  expect(of('\tWRMSRNS : 1,', old, now)).toBeUndefined();
});
