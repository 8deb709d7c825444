import { expect, test } from 'vitest';
import { type KernelComplaint, newTaints, readConsoleLog } from './console-log.ts';

/** The lines of a console, with times before them. */
const consoleOf = (...lines: readonly string[]) =>
  lines.map((line, at) => `[    ${at}.000001] ${line}\r\n`).join('');

const begun = [
  'Linux version 6.12',
  'WARNING: of the start',
  'dkms-tools: begin 0',
  'dkms-tools: inserting m',
];

function rendered({ severity, message, place, trace, during }: KernelComplaint): string {
  const places = trace.map(
    ({ symbol, offset, module, isReturn }) =>
      `${symbol}+${offset}${module ? ` [${module}]` : ''}${isReturn ? ' <-' : ''}`,
  );
  return `${severity}: ${message}${place ? ` at ${place.file}:${place.line}` : ''} | ${places.join(', ')} | ${during}`;
}

const complaints = (...lines: readonly string[]) =>
  readConsoleLog(consoleOf(...begun, ...lines)).complaints.map(rendered);

const trace = [
  'Call Trace:',
  ' <TASK>',
  ' ? stale+0x1/0x2 [m]',
  ' m_init+0x10/0x1000 [m]',
  ' do_one_initcall+0x1/0x2',
];
const end = ['RIP: 0033:0x47b7a0', '---[ end trace 0000000000000000 ]---'];

test.each([
  ['6.12', 'WARNING: CPU: 0 PID: 1 at /b/m.c:7 f.isra.0+0x16/0x20 [m]'],
  ['6.12, of a build', 'WARNING: CPU: 0 PID: 1 at /b/m.c:7 f.isra.0+0x16/0x20 [m 1234abcd]'],
  ['7.3', 'WARNING: /b/m.c:7 at f.isra.0+0x16/0x20 [m], CPU#0: insmod/77'],
])('a warning of Linux %s', (_release, line) => {
  expect(
    complaints(
      '------------[ cut here ]------------',
      line,
      'RIP: 0010:f.isra.0+0x16/0x20 [m]',
      ...trace,
      ...end,
      'x+0x1/0x2 [m]',
    ),
  ).toEqual([
    'warning: WARNING in f at /b/m.c:7 | f.isra.0+22 [m], m_init+16 [m] <-, do_one_initcall+1 <- | inserting m',
  ]);
});

test('a BUG, and an oops that takes several lines, are one complaint each', () => {
  expect(
    complaints(
      ...[
        'kernel BUG at /b/m.c:9!',
        'Oops: invalid opcode: 0000 [#1] PREEMPT SMP NOPTI',
        'RIP: 0010:g+0x5/0x8 [m]',
        ...end,
      ],
      ...[
        'BUG: kernel NULL pointer dereference, address: 0000000000000000',
        '#PF: supervisor read access in kernel mode',
      ],
      ...['Oops: Oops: 0000 [#2] PREEMPT SMP NOPTI', 'RIP: 0010:h+0x21/0x80 [m]', ...trace, ...end],
    ),
  ).toEqual([
    'error: kernel BUG at /b/m.c:9 | g+5 [m] | inserting m',
    'error: BUG: kernel NULL pointer dereference, address: 0000000000000000 | h+33 [m], m_init+16 [m] <-, do_one_initcall+1 <- | inserting m',
  ]);
});

test('a panic by itself has a trace, one that follows from a fault is told beside it', () => {
  expect(complaints('Kernel panic - not syncing: as asked', ...trace)).toEqual([
    'error: The kernel panicked: as asked | m_init+16 [m] <-, do_one_initcall+1 <- | inserting m',
  ]);
  const log = readConsoleLog(
    consoleOf(...begun, 'kernel BUG at /b/m.c:9!', 'Kernel panic - not syncing: Fatal exception'),
  );
  expect([log.complaints.length, log.panic, log.hasEnded]).toEqual([1, 'Fatal exception', false]);
});

test('what the kernel says against a module', () => {
  expect(
    complaints(
      'm: loading out-of-tree module taints kernel.',
      'm: Unknown symbol nosuch (err -2)',
      "m: module license 'Proprietary' taints kernel.",
      'm: hello, I have no warning: at all',
    ),
  ).toEqual([
    'error: m: Unknown symbol nosuch (err -2) |  | inserting m',
    "warning: m: module license 'Proprietary' taints kernel. |  | inserting m",
  ]);
});

test('the steps, the output of the command, and the flags', () => {
  const log = readConsoleLog(
    consoleOf(
      ...[...begun, 'dkms-tools: inserted m', 'dkms-tools: running', 'dkms-tools| a  b', 'dkms-tools: ran 3'],
      ...[
        'dkms-tools: removing m',
        'dkms-tools: not-removed m 1 rmmod: remove m: Resource busy',
        'dkms-tools: end 4608',
      ],
    ),
  );
  expect(log.steps.filter(({ what }) => !/ing$/.test(what))).toEqual([
    { what: 'inserted', name: 'm' },
    { what: 'not-removed', name: 'm', code: 1, message: 'rmmod: remove m: Resource busy' },
  ]);
  expect(log).toMatchObject({
    output: ['a  b'],
    exitCode: 3,
    taintBefore: 0,
    taintAfter: 4608,
    hasEnded: true,
  });
  expect(newTaints(0, 4608 + 8192).map(({ letter }) => letter)).toEqual(['W']);
  expect(newTaints(512, 512 + 64).map(({ letter }) => letter)).toEqual(['U']);
});

test('a log that is cut anywhere is read without a fault', () => {
  const text = consoleOf(...begun, 'kernel BUG at /b/m.c:9!', ...trace, ...end, 'dkms-tools: end 0');
  for (let at = 0; at <= text.length; at++)
    expect(readConsoleLog(text.slice(0, at)).complaints.length).toBeLessThan(2);
});
