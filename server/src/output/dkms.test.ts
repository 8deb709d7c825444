import { expect, test } from 'vitest';
import { parseMakeLog } from '../../../test/support/make-log.ts';

function parse(text: string) {
  const { builds, outcomes } = parseMakeLog(text);
  return {
    problems: builds.flatMap(({ problems }) =>
      problems.map(({ severity, message }) => `${severity}: ${message}`),
    ),
    outcomes: outcomes.map(({ module, kernel, outcome }) => [module, kernel, outcome].join(' ')),
  };
}

test.each([
  [
    '2.x',
    'Error! Bad return status for module build on kernel: 5.4.0-42-generic (x86_64)\nConsult /var/lib/dkms/lamp/1.0/build/make.log for more information.\n',
    'Bad return status for module build on kernel: 5.4.0-42-generic (x86_64)\nConsult /var/lib/dkms/lamp/1.0/build/make.log for more information.',
  ],
  [
    'two blanks',
    'Error!  Build of lamp.ko failed for: 4.9.5 (x86_64)\n',
    'Build of lamp.ko failed for: 4.9.5 (x86_64)',
  ],
  [
    'a file before it',
    "dkms.conf: Error! No 'BUILT_MODULE_NAME' directive specified for record #0.\n",
    "No 'BUILT_MODULE_NAME' directive specified for record #0.",
  ],
  [
    'dkms 2.2',
    'Error! echo\nYour kernel headers for kernel 3.13.0-24-generic cannot be found at\n/lib/modules/3.13.0-24-generic/build or /lib/modules/3.13.0-24-generic/source.\n',
    'Your kernel headers for kernel 3.13.0-24-generic cannot be found at\n/lib/modules/3.13.0-24-generic/build or /lib/modules/3.13.0-24-generic/source.',
  ],
  [
    'dkms 2.2, copied without the word before it',
    'Your kernel headers for kernel 4.20.6-200.fc29.x86_64 cannot be found at\n/lib/modules/4.20.6-200.fc29.x86_64/build or /lib/modules/4.20.6-200.fc29.x86_64/source.\n',
    'Your kernel headers for kernel 4.20.6-200.fc29.x86_64 cannot be found at\n/lib/modules/4.20.6-200.fc29.x86_64/build or /lib/modules/4.20.6-200.fc29.x86_64/source.',
  ],
  [
    "the hook of Debian's kernels",
    'dkms: autoinstall for kernel 6.3.0-2-amd64 was skipped since the kernel headers for this kernel do not seem to be installed.\n',
    'Module build for kernel 6.3.0-2-amd64 was skipped because its kernel headers do not seem to be installed.',
  ],
  [
    "Arch Linux's first hook",
    '==> Unable to install module lamp/1.0 for kernel 4.14.215-1-MANJARO: Missing kernel headers.\n',
    '==> Unable to install module lamp/1.0 for kernel 4.14.215-1-MANJARO: Missing kernel headers.',
  ],
  [
    'dkms 3.1, of a module without a source',
    'Error! lamp/1.0 is broken!\nMissing the source directory or the symbolic link pointing to it.\n',
    'lamp/1.0 is broken!\nMissing the source directory or the symbolic link pointing to it.',
  ],
  [
    'the scripts of Debian',
    'Module build for kernel 5.8.0-50-generic was skipped since the\nkernel headers for this kernel does not seem to be installed.\n',
    'Module build for kernel 5.8.0-50-generic was skipped because its kernel headers do not seem to be installed.',
  ],
])('%s', (_, text, message) => {
  expect(parse(text).problems).toEqual([`error: ${message}`]);
});

test('unrelated lines are not part of the error', () => {
  expect(
    parse(
      'Error! Bad return status for module build on kernel: 6.1 (x86_64)\ndpkg: error processing package lamp-dkms\n',
    ),
  ).toEqual({
    problems: ['error: Bad return status for module build on kernel: 6.1 (x86_64)'],
    outcomes: [' 6.1 failed'],
  });
});

test('the message that a build failed follows from what failed in it', () => {
  const { problems } = parse(
    "lamp.c:3:2: error: unknown type name 'u33'\nError! Bad return status for module build on kernel: 6.1.0 (x86_64)\n",
  );
  expect(problems).toEqual(["error: unknown type name 'u33'"]);
});

test('the summary of an autoinstall gives the outcome of each module', () => {
  const { problems, outcomes } = parse(
    'Autoinstall on 6.17.7-200.fc42.x86_64 succeeded for module(s) fan pump.\nAutoinstall on 6.17.7-200.fc42.x86_64 failed for module(s) lamp(10).\n',
  );
  expect(outcomes).toEqual([
    'fan 6.17.7-200.fc42.x86_64 succeeded',
    'pump 6.17.7-200.fc42.x86_64 succeeded',
    'lamp 6.17.7-200.fc42.x86_64 failed',
  ]);
  expect(problems).toEqual(['error: dkms failed for lamp on 6.17.7-200.fc42.x86_64']);
});

test('a command that failed is a failure, whatever else explains it', () => {
  expect(parse('# command: make all\nfrobnicated\n\n# exit code: 2\n').problems).toEqual([
    'error: exit code 2: make all',
  ]);
  expect(parse('Building module(s)...(bad exit status: 2)\n').problems).toEqual([
    'error: bad exit status: 2',
  ]);
  expect(parse('# command: make all\n# exit code: 0\n').problems).toEqual([]);
});

test('a completed installation is a success', () => {
  expect(
    parseMakeLog(
      'Building module(s)... done.\nInstalling /lib/modules/6.12.6-amd64/updates/dkms/lamp.ko.xz\n',
    ).builds[0]?.outcome,
  ).toBe('succeeded');
});

const badStatus = 'Bad return status for module build on kernel: 6.2.6-zen1-1-zen (x86_64)';

test.each([
  ['about another step', 'Error! The module/version combo: lamp-0.9 is not located in the DKMS tree.'],
  ['about another kernel', '==> ERROR: Missing 6.2.1-zen1-1-zen kernel headers for module lamp/1.0.'],
])('the message that a build failed is kept next to an error %s', (_, line) => {
  expect(parse(`${line}\nError! ${badStatus}\n`).problems).toContain(`error: ${badStatus}`);
});

test('the message that a build failed is dropped next to its reason', () => {
  const text = `configure: error: no lamp\n\nError! ${badStatus}\n`;
  expect(parse(text).problems).toEqual(['error: configure: error: no lamp']);
});

test('the summary of autoinstall is not part of the error before it', () => {
  const text = `Error! ${badStatus}\ndkms autoinstall on 6.2.6/x86_64 succeeded for fan\ndkms autoinstall on 6.2.6/x86_64 failed for lamp(10)\n`;
  expect(parse(text)).toEqual({
    problems: [`error: ${badStatus}`],
    outcomes: [' 6.2.6-zen1-1-zen failed', 'fan 6.2.6 succeeded', 'lamp 6.2.6 failed'],
  });
});

test.each([
  [
    "Building DKMS module 'lamp-box-5.2.18' for kernel-4.18.7_2... FAILED!",
    'lamp-box/5.2.18 4.18.7_2 failed',
  ],
  ['Building DKMS module: lamp-0.8.3... killed', 'lamp/0.8.3  failed'],
])("xbps's hook: %s", (line, outcome) => {
  expect(parse(`Building DKMS module: fan-1.0... done.\n${line}\n`)).toEqual({
    problems: [`error: ${line}`],
    outcomes: [outcome],
  });
});

test('a module that is missing at load time does not explain a build that failed', () => {
  const output = [
    'Error! Bad return status for module build on kernel: 6.8.0 (x86_64)',
    'Consult /var/lib/dkms/lamp/1.0/build/make.log for more information.',
    'modprobe: FATAL: Module lamp not found in directory /lib/modules/6.8.0',
    '',
  ].join('\n');
  expect(parse(output).problems.join('\n')).toContain('error: Bad return status');
});

test('a path that a narrow terminal broke is whole again', () => {
  const output = [
    'Error! Bad return status for module build on kernel: 6.8.0 (x86_64)',
    'Consult /var/lib/dkms/lamp/1.0/',
    'build/make.log for more information.',
    '',
  ].join('\n');
  expect(parse(output).problems.join('\n')).toContain(
    'Consult /var/lib/dkms/lamp/1.0/build/make.log for more',
  );
});

test('what a script complained of before the build is the error', () => {
  const text = [
    'Running the pre_build script',
    '# command: ./configure --kernel=/lib/modules/6.1.0/build',
    'Checking for lamps... No',
    '! Error: Can not find the version of the lamp, try --lamp=',
    '',
    '# exit code: 1',
    '# elapsed time: 00:00:01',
    'Building module(s)',
    '# command: make -j1 KERNELRELEASE=6.1.0 lamp.ko',
    "make: *** No rule to make target 'lamp.ko'.  Stop.",
    '',
    '# exit code: 2',
    '',
  ].join('\n');
  expect(parse(text).problems[0]).toContain('error: ! Error: Can not find the version of the lamp');
});

test('a message that goes on with a version', () => {
  const text = 'Error! There are no instances of module: lamp\n2.3.6 located in the DKMS tree.\n';
  expect(parse(text).problems).toEqual([
    'error: There are no instances of module: lamp\n2.3.6 located in the DKMS tree.',
  ]);
});

test('dkms says that it will not sign the modules because a program is missing', () => {
  expect(parse("Binary update-policy not found, modules won't be signed\n").problems).toEqual([
    "information: Binary update-policy not found, modules won't be signed",
  ]);
});

test('nothing to remove is no error of a script that goes on', () => {
  const removed = 'Error! There are no instances of module: lamp\n1.0 located in the DKMS tree.\n';
  const severityAfter = (rest: string) =>
    parse(`${removed}\n${rest}`).problems.find((one) => one.includes('no instances'));
  expect(severityAfter('')).toMatch(/^error: /);
  expect(severityAfter('DKMS: install completed.\n')).toMatch(/^information: /);
  expect(severityAfter('Error! Bad return status for module build on kernel: 6.1.0 (x86_64)\n')).toMatch(
    /^information: /,
  );
});
