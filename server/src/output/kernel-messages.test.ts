import { expect, test } from 'vitest';
import { problemsIn } from '../../../test/support/rendered-problems.ts';

test.each([
  [
    "modprobe: ERROR: could not insert 'lamp': Key was rejected by service",
    'error',
    "could not insert 'lamp': Key was rejected by service",
  ],
  [
    'insmod: ERROR: could not insert module ./lamp.ko: Invalid module format',
    'error',
    'could not insert module ./lamp.ko: Invalid module format',
  ],
  [
    'insmod: ERROR: could not load module lamp.ko: No such file or directory',
    'error',
    'could not load module lamp.ko: No such file or directory',
  ],
  [
    'modprobe: ERROR: ctx=0x55d0 path=/lib/modules/6.8.0/updates/lamp.ko error=No such file or directory',
    'error',
    'could not load module /lib/modules/6.8.0/updates/lamp.ko: No such file or directory',
  ],
  [
    "insmod: error inserting 'lamp.ko': -1 Invalid module format",
    'error',
    "could not insert 'lamp.ko': Invalid module format",
  ],
  [
    'FATAL: Error inserting lamp (/lib/modules/3.10.18/misc/lamp.ko): Operation not permitted',
    'error',
    'could not insert lamp (/lib/modules/3.10.18/misc/lamp.ko): Operation not permitted',
  ],
  [
    'lamp: disagrees about version of symbol module_layout',
    'error',
    'lamp: disagrees about version of symbol module_layout',
  ],
  [
    "lamp: version magic '6.1.0 SMP ' should be '6.1.1 SMP '",
    'error',
    "lamp: version magic '6.1.0 SMP ' should be '6.1.1 SMP '",
  ],
  // Copied without its last quote.
  ["lamp: version magic '6.1.0' should be '6.1.1", 'error', "lamp: version magic '6.1.0' should be '6.1.1"],
  ['lamp: Unknown symbol fan_start (err -2)', 'error', 'lamp: Unknown symbol fan_start (err -2)'],
  [
    'lamp: module uses symbol (dma_buf_put) from namespace DMA_BUF, but does not import it.',
    'error',
    'lamp: module uses symbol (dma_buf_put) from namespace DMA_BUF, but does not import it.',
  ],
  [
    "module lamp: .gnu.linkonce.this_module section size must match the kernel's built struct module size at run time",
    'error',
    "lamp: .gnu.linkonce.this_module section size must match the kernel's built struct module size at run time",
  ],
  ['Loading of unsigned module is rejected', 'error', 'Loading of unsigned module is rejected'],
  ['failed to validate module [lamp] BTF: -22', 'error', 'failed to validate module [lamp] BTF: -22'],
  [
    'depmod: WARNING: /lib/modules/6.1/x.ko needs unknown symbol y',
    'information',
    '/lib/modules/6.1/x.ko needs unknown symbol y',
  ],
])('%s', (line, severity, message) => {
  expect(problemsIn(`${line}\n`)).toMatch(/^\/source\/Makefile:1: /);
  expect(problemsIn(`${line}\n`)).toContain(`${severity}: ${message} {kernel`);
});

test("other lines of the kernel's log are not problems", () => {
  expect(problemsIn('lamp: loading out-of-tree module taints kernel.\nusb 1-1: new device\n')).toBe('');
});

test('a symbol with a different checksum is reported once, though the kernel then calls it unknown', () => {
  const text = [
    'lamp: disagrees about version of symbol fan_start',
    'lamp: Unknown symbol fan_start (err -22)',
    'lamp: Unknown symbol fan_stop (err -2)',
  ].join('\n');
  const found = problemsIn(`${text}\n`);
  expect(found).toContain('disagrees about version of symbol fan_start');
  expect(found).not.toContain('Unknown symbol fan_start');
  expect(found).toContain('Unknown symbol fan_stop');
});

test('a complaint of depmod is the reason for a recipe that failed, and else only a warning', () => {
  const said = 'depmod: FATAL: could not search modules: No such file or directory\n';
  const failed = 'make: *** [Makefile:9: install] Error 1\n';
  expect(problemsIn(`${said}${failed}`)).toContain('error: could not search modules: ');
  expect(problemsIn(said)).toContain('warning: could not search modules: ');
  expect(problemsIn(`/build/m/a.c:1:1: error: no\n${said}${failed}`)).toContain(
    'warning: could not search modules: ',
  );
});

test('a module that is not signed and taints the kernel was loaded', () => {
  const line = 'lamp: module verification failed: signature and/or required key missing - tainting kernel\n';
  expect(problemsIn(line)).toContain('information: ');
});

test('a symbol whose namespace is not imported is not reported as unknown, too', () => {
  const output =
    'lamp: module uses symbol (filp_open) from namespace VFS, but does not import it.\nlamp: Unknown symbol filp_open (err -22)\n';
  expect(problemsIn(output)).toContain('uses symbol (filp_open)');
  expect(problemsIn(output)).not.toContain('Unknown symbol');
});
