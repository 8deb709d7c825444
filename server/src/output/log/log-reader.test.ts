import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseMakeLog } from '../../../../test/support/make-log.ts';
import { renderProblems } from '../../../../test/support/rendered-problems.ts';
import { LogReader } from './log-reader.ts';

/** A failing build, as make and gcc print it. */
const plain = `make[1]: Entering directory '/usr/src/linux-headers-6.8.0-45-generic'
  CC [M]  /home/me/lamp/lamp.o
/home/me/lamp/lamp.c: In function 'lamp_probe':
/home/me/lamp/lamp.c:31:9: error: implicit declaration of function 'strlcpy' [-Werror=implicit-function-declaration]
   31 |         strlcpy(lamp->name, "lamp", 16);
      |         ^~~~~~~
cc1: some warnings being treated as errors
make[2]: *** [scripts/Makefile.build:243: /home/me/lamp/lamp.o] Error 1
make[1]: *** [/usr/src/linux-headers-6.8.0-45-generic/Makefile:1925: /home/me/lamp] Error 2
make: *** [Makefile:6: all] Error 2`;

const expected =
  "/home/me/lamp/lamp.c:31:9-16: error: implicit declaration of function 'strlcpy' [-Wimplicit-function-declaration] {gcc}";

function problemsIn(text: string, name?: string): string {
  const { builds } = parseMakeLog(text, name === undefined ? {} : { name });
  return builds.map(({ problems }) => renderProblems(problems)).join('\n');
}

function prefixed(prefix: (number: number) => string): string {
  return plain
    .split('\n')
    .map((line, at) => prefix(at + 1) + line)
    .join('\n');
}

const second = (number: number) => String(number).padStart(2, '0');

test.each<[string, (number: number) => string]>([
  ['nothing', () => ''],
  ['GitHub', (n) => `build (24.04)\tMake\t2025-03-11T09:12:${second(n)}.1234567Z `],
  ['GitHub, as its page copies', (n) => `2025-03-11T09:12:${second(n)}.1234567Z `],
  ['GitLab', (n) => `2025-03-11T09:12:${second(n)}.123456Z 01${n % 2 ? 'O' : 'E'} `],
  ['journald', (n) => `Mar 11 09:12:${second(n)} lamp dkms[2364]: `],
  ['journald in Portuguese', (n) => `mar. 11 09:12:${second(n)} lamp dkms[2364]: `],
  ['journald in Chinese', (n) => `3月 11 09:12:${second(n)} lamp dkms[2364]: `],
  ['journald, short-iso', (n) => `2025-03-11T09:12:${second(n)}+0100 lamp dkms.systemd[2364]: `],
  ['dmesg', (n) => `[   12.3456${second(n)}] `],
  ['dmesg -T', (n) => `[Tue Mar 11 09:12:${second(n)} 2025] `],
  ['the Open Build Service', (n) => `[  1${second(n)}s] `],
  ['docker', (n) => `#12 3.${second(n)}1 `],
  ['docker compose', () => 'builder-1  | '],
  ['mock', () => 'DEBUG util.py:446:  '],
  ['a logger', () => 'DEBU '],
  ['a quotation', () => '> '],
  ['a quotation of a quotation', () => '> > '],
  ['a bar', () => '| '],
  ['a comment', () => '# '],
  ['bullets', () => '- '],
  ['a code block', () => '    '],
  ['akmods', (n) => `2025/03/11 09:12:${second(n)} akmodsbuild: `],
  ['VMware', (n) => `2025-03-11T09:12:${second(n)}.412Z In(05) host-4711 `],
  ['VMware before', (n) => `2025-03-11T09:12:${second(n)}.412Z| host-47| I005: `],
  ['three words', (n) => `lamp-${n} | builder| L${second(n)}: `],
  ['bat', (n) => `${String(n).padStart(4)}   │ `],
  ['cat -n', (n) => `${String(n).padStart(6)}\t`],
  ['less -N', (n) => `${String(n).padStart(7)} `],
  ['grep -n', (n) => `${n}:`],
  ['an unknown builder', () => '[lamp-builder 3/7] '],
  ['two at once', (n) => `> [   1${second(n)}s] `],
])('every line is prefixed with: %s', (_, prefix) => {
  expect(problemsIn(prefixed(prefix))).toBe(expected);
});

describe('captured logs give the same problems when prefixed', () => {
  const folder = resolve(import.meta.dirname, '../../../../test/logs');
  const names = readdirSync(folder).filter((name) => name.endsWith('.log'));
  const prefixes: readonly ((number: number) => string)[] = [
    () => '> ',
    (n) => `2025-03-11T09:12:${second(n % 60)}.1234567Z `,
    (n) => `Mar 11 09:12:${second(n % 60)} lamp dkms[23]: `,
    (n) => `${String(n).padStart(4)}   │ `,
    (n) => `${String(n).padStart(7)} `,
    () => 'DEBU ',
    () => 'builder-1  | ',
  ];

  test.each(names)('%s', (name) => {
    const text = readFileSync(join(folder, name), 'utf8').replace(/\n$/, '');
    const plainly = parseMakeLog(text, { sourceDir: '/src' }).builds.map(({ problems }) =>
      renderProblems(problems),
    );
    // Each log has one of them before its lines.
    const prefix = prefixes[names.indexOf(name) % prefixes.length] ?? expect.unreachable();
    const lines = text.split('\n').map((line, at) => prefix(at + 1) + line);
    const { builds } = parseMakeLog(lines.join('\n'), { sourceDir: '/src' });
    expect(builds.map(({ problems }) => renderProblems(problems))).toEqual(plainly);
  });
});

test.each<[string, (text: string) => string]>([
  ['carriage returns', (text) => text.replaceAll('\n', '\r\n')],
  ['a fence', (text) => `\`\`\`\n${text}\n\`\`\``],
  ['a fence in the line', (text) => `\`\`\`${text}\`\`\``],
  ['each line as code', (text) => text.replace(/^.*$/gm, '- `$&`')],
  ['colours', (text) => text.replace('error:', '\x1b[01;31m\x1b[Kerror:\x1b[m\x1b[K')],
  ['colours that lost their escape', (text) => text.replace('error:', '[01;31m[Kerror:[m[K')],
  ['escapes as rsyslog writes them', (text) => text.replace('error:', '#033[01;31m#033[Kerror:#033[m#033[K')],
  [
    'a link that lost its escapes',
    (text) =>
      text.replace(
        '[-Werror=implicit-function-declaration]',
        '[8;;https://gcc.gnu.org/onlinedocs/gcc/Warning-Options.html#index-Wimplicit-function-declaration-Werror=implicit-function-declaration8;;]',
      ),
  ],
  ['typographic quotes', (text) => text.replace("'strlcpy'", '‘strlcpy’')],
  ['quotes read as those of Windows', (text) => text.replace("'strlcpy'", 'â€˜strlcpyâ€™')],
  ['quotes read as those of DOS', (text) => text.replace("'strlcpy'", 'ΓÇÿstrlcpyΓÇÖ')],
  ['lost quotes', (text) => text.replace("'strlcpy'", '?strlcpy?')],
  ['quotes of cat -v', (text) => text.replace("'strlcpy'", 'M-bM-^@M-^XstrlcpyM-bM-^@M-^Y')],
  ['blanks that do not break', (text) => text.replaceAll(': error: ', ':\u00a0error:\u00a0')],
  ['entities', (text) => text.replaceAll("'", '&#39;')],
  ['the stars of Markdown', (text) => text.replaceAll('***', '**\\*')],
  ['lines of 80 columns', (text) => text.replace(/^.{80}/gm, '$&\n')],
])('the text has %s', (_, change) => {
  expect(problemsIn(change(plain)).replace('31:9-16', '31:9')).toBe(expected.replace('31:9-16', '31:9'));
});

test('the last lines of a build below the message of Nix are those of the build', () => {
  const last = plain.split('\n').slice(-3);
  const text = [
    "error: builder for '/nix/store/1-lamp.drv' failed with exit code 2;",
    '       last 3 log lines:',
    ...last.map((line) => `       > ${line}`),
  ];
  const found = problemsIn(text.join('\n'));
  expect(found).toContain('the recipe for /home/me/lamp/lamp.o failed');
  expect(found).not.toContain('builder');
});

test('a line keeps its number in the log, whatever was removed', () => {
  const { builds } = parseMakeLog(`Here is what I get:\n\n${prefixed(() => '> ')}`);
  expect(builds[0]?.problems.map(({ logLine }) => logLine)).toEqual([6]);
});

test('an error after a prefix that only one line has is found if there is no other', () => {
  expect(
    problemsIn("stderr from the third container /home/me/a.c:3:2: error: unknown type name 'foo'\n"),
  ).toBe("/home/me/a.c:3:2: error: unknown type name 'foo' {gcc}");
});

describe('no location is invented', () => {
  test('a relative path stays relative', () => {
    const text = "  CC [M]  hal/lamp.o\nhal/lamp.c:15:10: error: unknown type name 'foo'\n";
    expect(problemsIn(text)).toBe("hal/lamp.c:15:10: error: unknown type name 'foo' {gcc}");
  });

  test('a message without a location is located in the log', () => {
    expect(
      problemsIn(
        'gcc: error: unrecognized command-line option ‘-fnew’\nmake: *** [x.o] Error 1\n',
        'make.log',
      ),
    ).toBe("make.log:1: error: unrecognized command-line option '-fnew' {gcc, module, x.o}");
    expect(problemsIn('tar: a/b.c: Cannot write: No space left on device\n', '/tmp/apt.log')).toMatch(
      /^\/tmp\/apt\.log:1: error: tar: .*No space left/,
    );
  });

  test('a path stays as the log has it, or is replaced in full by that of the source', () => {
    const text =
      'make -C /lib/modules/6.8.0/build M=/build modules\nmake[1]: Entering directory \'/lib/modules/6.8.0/build\'\n  CC [M]  /build/lamp.o\nERROR: modpost: "lamp_on" [/build/lamp.ko] undefined! see /var/lib/dkms/lamp/1.0/build/x\n';
    const behind = 'undefined! see /var/lib/dkms/lamp/1.0/build/x';
    expect(problemsIn(text)).toContain(`"lamp_on" [/build/lamp.ko] ${behind}`);
    const { builds } = parseMakeLog(text, { sourceDir: '/home/me/lamp' });
    expect(renderProblems(builds[0]?.problems ?? [])).toContain(`"lamp_on" [./lamp.ko] ${behind}`);
  });
});

test('each log in a text has its module, kernel and outcome', () => {
  const log = parseMakeLog(
    [
      'dkms status says nothing',
      'DKMS make.log for lamp-1.0 for kernel 6.1.0-9-amd64 (x86_64)',
      "/var/lib/dkms/lamp/1.0/build/lamp.c:3:2: error: unknown type name 'u33'",
      'DKMS (dkms-3.2.2) make.log for fan/2.0-rc1 for kernel 6.12.0-1-amd64 (x86_64)',
      '# command: make',
      '  LD [M]  /var/lib/dkms/fan/2.0-rc1/build/fan.ko',
      '# exit code: 0',
      '',
    ].join('\n'),
  );
  expect(log.builds.map(({ module, kernel, outcome }) => [module, kernel, outcome])).toEqual([
    ['lamp/1.0', '6.1.0-9-amd64', 'failed'],
    ['fan/2.0-rc1', '6.12.0-1-amd64', 'succeeded'],
  ]);
});

test.each([
  ["/var/lib/dkms/lamp/1.0/build/lamp.c:3:2: error: unknown type name 'u33'", ['unknown type name']],
  ['  CC [M]  /var/lib/dkms/lamp/1.0/build/lamp.o', ['Bad return status']],
])('what dkms says on the terminal is told where its make.log, %s, tells no reason', (line, expected) => {
  const { builds } = parseMakeLog(`Error! Bad return status for module build on kernel: 6.1.0-9-amd64 (x86_64)
Consult /var/lib/dkms/lamp/1.0/build/make.log for more information.

DKMS make.log for lamp-1.0 for kernel 6.1.0-9-amd64 (x86_64)
${line}
`);
  const messages = builds.flatMap(({ problems }) => problems.map(({ message }) => message));
  expect(messages).toHaveLength(1);
  expect(messages[0]).toContain(expected[0]);
});

test.each([
  ['a path and a colon', (path: string) => `${path}:`],
  ['tail', (path: string) => `==> ${path} <==`],
  ['the report of a driver', (path: string) => `*** ${path}`],
  ['the command at a prompt', (path: string) => `me@lamp:~$ sudo cat ${path}`],
])('each log below %s is one of its own', (_, heading) => {
  const log = parseMakeLog(
    [
      'I have two that fail.',
      heading('/var/lib/dkms/lamp/1.0/build/make.log'),
      "/var/lib/dkms/lamp/1.0/build/lamp.c:3:2: error: unknown type name 'u33'",
      '',
      heading('/var/lib/dkms/fan/2.0/6.12.0-1-amd64/x86_64/log/make.log'),
      "/var/lib/dkms/fan/2.0/build/fan.c:5:2: error: unknown type name 'u34'",
      '',
    ].join('\n'),
  );
  expect(log.builds.map(({ module, kernel, problems }) => [module, kernel, problems.length])).toEqual([
    ['lamp/1.0', undefined, 1],
    ['fan/2.0', '6.12.0-1-amd64', 1],
  ]);
});

test('sources below /tmp are no probes where the header names a module that no path has', () => {
  const text = `DKMS make.log for lamp-1.0 for kernel 6.1.0-9-amd64 (x86_64)
make -C /lib/modules/6.1.0-9-amd64/build M=/tmp/me/lamp modules
  CC [M]  /tmp/me/lamp/lamp.o
/tmp/me/lamp/lamp.c:3:2: error: unknown type name 'u33'
`;
  expect(problemsIn(text)).toBe("/tmp/me/lamp/lamp.c:3:2: error: unknown type name 'u33' {gcc}");
});

test('headers that several flavours share tell the kernel where nothing else does', () => {
  const text =
    '/usr/src/linux-headers-4.8.0-kali1-common/scripts/Makefile.build:294: recipe for target x failed\nmake[1]: *** [/home/me/lamp/lamp.o] Error 1\n';
  expect(parseMakeLog(text).builds[0]?.kernel).toBe('4.8.0-kali1');
});

test('text in chunks is read as one, beyond the size of the window', () => {
  const reader = new LogReader();
  const filler = `> ${'  CC [M]  /home/me/lamp/other.o'}\n`.repeat(100);
  for (let written = 0; written < 5 * 1024 * 1024; written += filler.length) reader.write(filler);
  for (const piece of prefixed(() => '> ').match(/[\s\S]{1,7}/g) ?? []) reader.write(piece);
  const { builds } = reader.end();
  expect(builds).toHaveLength(1);
  expect(renderProblems(builds[0]?.problems ?? [])).toBe(expected);
});

describe('no false success', () => {
  test.each([
    ['error: target not found: linux-lamp-headers\n', 'error: target not found: linux-lamp-headers'],
    ['E: Unable to locate package linux-headers-6.1.0-kali9-amd64\n', 'error: E: Unable to locate package'],
    ['./install.sh: line 12: dkms: command not found\n', 'error: dkms: command not found'],
    [
      '/usr/sbin/dkms: line 1234: /var/lib/dkms/lamp/1.0/build/pre.sh: Permission denied\n(bad exit status: 126)\n',
      'error: /var/lib/dkms/lamp/1.0/build/pre.sh: Permission denied',
    ],
    [
      '# command: ./fetch.sh\ncurl: (6) Could not resolve host: example.org\n\n# exit code: 6\n',
      'error: curl: (6) Could not resolve host: example.org',
    ],
    [
      "Jul 05 12:58:21 lamp systemd-modules-load[580]: Failed to insert module 'lamp': Exec format error\n",
      "error: could not insert 'lamp': Exec format error",
    ],
    [
      'It fails.\n`net/lamp.h: No such file or directory`\n',
      'error: net/lamp.h: No such file or directory {gcc, build}',
    ],
    [
      '* akms: ERROR: Failed to evaluate /usr/src/lamp/AKMBUILD\n* kernel-hooks: ERROR: hook 20-akms.hook failed\n',
      'error: akms: ERROR: Failed to evaluate /usr/src/lamp/AKMBUILD',
    ],
    [
      'ERROR: lamp-1.0-r0 do_compile: oe_runmake failed\nERROR: Logfile of failure stored in: /b/log.do_compile.1\n',
      'error: ERROR: lamp-1.0-r0 do_compile: oe_runmake failed',
    ],
    ["make[1]: *** No rule to make target`modules'.  Stop.\n", "error: No rule to make target 'modules'"],
    [
      'Building and installing lamp-kmod [FAILED]\nBuilding rpms failed; see /var/cache/akmods/lamp/1.0.failed.log for details\n',
      'error: Building rpms failed; see /var/cache/akmods/lamp/1.0.failed.log',
    ],
    [
      'error: Failed build dependencies:\n        gcc-c++ is needed by lamp-kmod-3:1.0-1.fc43.x86_64\n',
      'error: Failed build dependencies: gcc-c++ is needed by lamp-kmod',
    ],
    [
      'checking whether lamp_on() is there... configure: error: \n\n\t*** The kernel has none of the lamps.\n',
      'error: configure: error: The kernel has none of the lamps.',
    ],
    [
      'Building the lamp module.\nError building the module:\nmake V=1 modules\n',
      'error: Error building the module:',
    ],
    [
      'ERROR (code 3): Failed to build lamp/1.0. Consult /var/lib/dkms/lamp/1.0/build/make.log for details.\n',
      'error: ERROR (code 3): Failed to build lamp/1.0.',
    ],
    [
      "/usr/src/lamp-1.0/dkms.conf: line 2: syntax error near unexpected token `newline'\n/usr/src/lamp-1.0/dkms.conf: line 2: `<html>'\n",
      "/usr/src/lamp-1.0/dkms.conf:2: error: syntax error near unexpected token `newline': `<html>'",
    ],
    [
      "`DKMS make.log for lamp-1.0 for kernel 6.1.0-9-amd64 (x86_64) Sun Feb 2 01:02:35 PM 2025 make: Entering directory '/usr/src/linux-headers-6.1.0-9-amd64' scripts/Makefile.build:44: /var/lib/dkms/lamp/1.0/build/Makefile: No such file or directory make[1]: ***No rule to make target '/var/lib/dkms/lamp/1.0/build/Makefile'. Stop. make:*** [Makefile:1903: /var/lib/dkms/lamp/1.0/build] Error 2`",
      'error: No rule to make target',
    ],
    [
      'make: *** [Makefile:60: modules] Error 2\n',
      'error: the recipe for modules failed: exit status 2; what its program said is not in this log',
    ],
  ])('%j', (text, message) => {
    expect(problemsIn(text)).toContain(message);
    expect(parseMakeLog(text).builds[0]?.outcome).toBe('failed');
  });

  test('messages along the way of a completed build are not errors', () => {
    const text =
      'curl: (6) Could not resolve host: example.org\nfoo.sh: line 3: ctags: command not found\n  LD [M]  /home/me/lamp/lamp.ko\n';
    expect(parseMakeLog(text).builds[0]?.outcome).toBe('succeeded');
  });
});

test('a message that make wraps in German is one message', () => {
  const text = `make[1]: *** Keine Regel vorhanden, um das Ziel „/home/me/lamp/lamp.o“, \n  benötigt von „/home/me/lamp/lamps.o“, zu erstellen.  Schluss.\nmake: *** [Makefile:1503: all] Fehler 2\n`;
  expect(problemsIn(text, 'report.txt')).toContain(
    "No rule to make target '/home/me/lamp/lamp.o', needed by '/home/me/lamp/lamps.o'",
  );
});

test('a recipe that nano cut is no message', () => {
  const text = `scripts/Makefile.build:288: recipe for target '/var/lib/dkms/lamp/1.0/build$\nmake[1]: *** [/var/lib/dkms/lamp/1.0/build/lamp.o] Error 1\nMakefile:1655: recipe for target '_module_/var/lib/dkms/lamp/1.0/build' fai$\n`;
  expect(problemsIn(text).split('\n')).toHaveLength(1);
});

test('of the terminal, dkms tells that the build failed, and apport nothing', () => {
  const text = `make -j4 KERNELRELEASE=6.6.6-76060606-generic...(bad exit status: 2)
ERROR (dkms apport): binary package for lamp: 1.0 not found
Error! Bad return status for module build on kernel: 6.6.6-76060606-generic (x86_64)
Consult /var/lib/dkms/lamp/1.0/build/make.log for more information.
make: *** [Makefile:101: dkms_modules_install] Error 10
`;
  expect(problemsIn(text)).toMatch(/^Makefile:1: error: Bad return status for module build/);
});

test('a warning on the way is not why a recipe failed', () => {
  const text = `WARNING: lamp module not found, old lamps will not be supported
fatal: No names found, cannot describe anything.
make: *** [Makefile:33: VERSION] Error 128
`;
  expect(problemsIn(text)).toMatch(/^Makefile:1: error: fatal: No names found/);
});

test.each([
  [
    'quotes that became question marks, at the end of a question as well',
    '/home/me/lamp/lamp.c:31:9: error: implicit declaration of function ???vzalloc???; did you mean ???kvzalloc???? [-Werror=implicit-function-declaration]',
    "/home/me/lamp/lamp.c:31:9: error: implicit declaration of function 'vzalloc'; did you mean 'kvzalloc'? [-Wimplicit-function-declaration] {gcc}",
  ],
  [
    'a message that somebody broke behind its first word',
    '/home/me/lamp/lamp.c:31:9: error: initialization \nfrom incompatible pointer type [-Wincompatible-pointer-types]',
    '/home/me/lamp/lamp.c:31:9: error: initialization from incompatible pointer type [-Wincompatible-pointer-types] {gcc}',
  ],
  [
    'an option that a terminal broke',
    "/home/me/lamp/lamp.c:31:9: error: implicit declaration of function 'f' [-Wer ror=implicit-function-declaration]",
    "/home/me/lamp/lamp.c:31:9: error: implicit declaration of function 'f' [-Wimplicit-function-declaration] {gcc}",
  ],
  [
    'ticks around one line of several',
    "The log says:\n\n`lamp.c:31:9: error: 'lamp_on' undeclared`\n\nand nothing else",
    "lamp.c:31:9: error: 'lamp_on' undeclared {gcc}",
  ],
])('%s', (_, text, problem) => {
  expect(problemsIn(`${text}\n`)).toBe(problem);
});

test('what gcc before 7 says of the member belongs to the message before it', () => {
  const text = `/home/me/lamp/lamp.c:31:2: warning: initialization from incompatible pointer type [enabled by default]
  .open = lamp_open,
  ^
/home/me/lamp/lamp.c:31:2: warning: (near initialization for 'lamp_fops.open') [enabled by default]
`;
  expect(parseMakeLog(text).builds[0]?.problems).toHaveLength(1);
});
