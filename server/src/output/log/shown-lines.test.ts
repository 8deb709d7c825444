import { expect, test } from 'vitest';
import { parseMakeLog } from '../../../../test/support/make-log.ts';
import { renderProblems } from '../../../../test/support/rendered-problems.ts';

/** A failing build with lines that are indented themselves. */
const plain = `make[1]: Entering directory '/usr/src/linux-headers-6.8.0-45-generic'
  CC [M]  /home/me/lamp/lamp.o
/home/me/lamp/lamp.c:31:9: error: implicit declaration of function 'strlcpy' [-Werror=implicit-function-declaration]
make[2]: *** [scripts/Makefile.build:243: /home/me/lamp/lamp.o] Error 1`;

const expected =
  "/home/me/lamp/lamp.c:31:9: error: implicit declaration of function 'strlcpy' [-Wimplicit-function-declaration] {gcc}";

function problemsIn(text: string): string {
  const { builds } = parseMakeLog(text, { name: 'pasted.log' });
  return builds.map(({ problems }) => renderProblems(problems)).join('\n');
}

const behind = (prefix: string) => plain.replace(/^/gm, prefix);

test.each([
  ['a word in brackets, and a column of blanks', behind('[lamp]     ')],
  ['the same, with a line of another one', `[Info]     Still at it …\n${behind('[lamp]     ').repeat(2)}`],
  ['two words', behind('lamp-x7k2 builder ')],
  ['one blank', behind(' ')],
  ['three blanks', behind('   ')],
])('every line is prefixed with: %s', (_, text) => {
  expect(problemsIn(text)).toBe(expected);
});

test('a single line of a diff in a fence is read', () => {
  const text = "```diff\n- modprobe: ERROR: could not insert 'lamp': Key was rejected by service``\n```\n";
  expect(problemsIn(text)).toBe(
    "pasted.log:2: error: could not insert 'lamp': Key was rejected by service {kernel, build}",
  );
});

test('what stopped make is found behind another line of make, in any language', () => {
  const text = [
    "make: ディレクトリ '/usr/src/kernels/4.18.0' に入ります /home/me/lamp/Makefile:16: *** the lamp is missing., exit.... 中止.",
    "make: *** [Makefile:1616: module/home/me/lamp] エラー 2 make: ディレクトリ '/usr/src/kernels/4.18.0' から出ます",
  ].join('\n');
  expect(problemsIn(text)).toBe('/home/me/lamp/Makefile:16: error: the lamp is missing., exit... {make}');
});

test('a line wrapped by bat is one line', () => {
  const text = [
    "   4   │ make[1]: Entering directory '/usr/src/linux-headers-6.8.0-45-generic'",
    '   5   │   CC [M]  /home/me/lamp/lamp.o',
    '   6   │ /home/me/lamp/lamp.c:31:9: error: implicit declaration of function',
    "       │  'strlcpy' [-Werror=implicit-function-declaration]",
    '   7   │ make[2]: *** [scripts/Makefile.build:243: /home/me/lamp/lamp.o] Error 1',
  ].join('\n');
  expect(problemsIn(text)).toBe(expected);
});

test.each([
  [
    'a tick that code of several lines begins with',
    "**`/home/me/lamp/a.c:3:2: error: unknown type name 'foo'\n foo x;`**",
  ],
  ['a tag of a page', "<pre>/home/me/lamp/a.c:3:2: error: unknown type name 'foo'</pre>"],
])('%s is not part of a path', (_, text) => {
  expect(problemsIn(text)).toBe("/home/me/lamp/a.c:3:2: error: unknown type name 'foo' {gcc}");
});

test('a number that a page has partly turned into a link is read in full', () => {
  const text =
    "make[1]: Leaving directory '/usr/src/kernels/6.1.0-0.git[23](https://example.org/run#step:7)7588.fc38.x86_64'\n";
  expect(parseMakeLog(text).builds[0]?.kernel).toBe('6.1.0-0.git237588.fc38.x86_64');
});

test('a header whose reason was wrapped to the next line is missing', () => {
  expect(problemsIn('| tools/sign.c:21:10: fatal error: openssl/bio.h:\nNo such file or directory\n')).toBe(
    'tools/sign.c:21:10: error: openssl/bio.h: No such file or directory {gcc}',
  );
});

test('sentences are not lines wrapped by a terminal', () => {
  const line =
    'Error! Your kernel headers for kernel 6.1.0-9-amd64 cannot be found at /lib/modules/6.1.0-9-amd64/build.';
  const text = `${line}\nPlease install the linux-headers-6.1.0-9-amd64 package.\n\n`.repeat(2);
  expect(problemsIn(text)).toContain('amd64/build. / Please install');
});

test('a sentence that a Makefile prints before its recipe fails is the reason', () => {
  const text = [
    '  CC [M]  /home/me/lamp/lamp.o',
    'The lamp library is missing, or it is older than',
    'what this driver can be built with.',
    'make[1]: *** [/home/me/lamp/Kbuild:18: lamp_sanity_check] Error 1',
  ].join('\n');
  expect(problemsIn(text)).toBe(
    'pasted.log:2: error: The lamp library is missing, or it is older than what this driver can be built with. {program, build, /home/me/lamp/lamp_sanity_check}',
  );
});

test("a program's failure is reported if there is no other error", () => {
  const text =
    "make[1]: Entering directory '/usr/src/kernels/5.5.17-200.fc31.x86_64'\nsed: can't read lamp.conf: No such file or directory\nsed: can't read lamp.conf: No such file or directory\n  MODPOST 1 modules\n";
  const [build] = parseMakeLog(text, { name: 'pasted.log' }).builds;
  expect(renderProblems(build?.problems ?? [])).toBe(
    "pasted.log:2: warning: sed: can't read lamp.conf: No such file or directory {program, build}",
  );
  expect(build?.outcome).toBe('unknown');
});

test('a shortened path is not searched among the headers', () => {
  const text = [
    "make[2]: Entering directory '/usr/lib/modules/5.11.0-1-git/build'",
    '  CC [M]  ./lamp/lamp.o',
    "./lamp/lamp.c:90:3: error: 'struct led' has no member named 'lit'",
    'make -C /lib/modules/5.11.0-1-git/build M=$PWD',
  ].join('\n');
  expect(problemsIn(text)).toBe("lamp/lamp.c:90:3: error: 'struct led' has no member named 'lit' {gcc}");
});

test('a message about a whole module is located in the log, not in a Makefile that nobody named', () => {
  const text = 'ERROR: modpost: "lamp_on" [/home/me/lamp/lamp.ko] undefined!\n';
  expect(problemsIn(text)).toMatch(/^pasted\.log:1: error: /);
});

test('the kernel is that of the failed build, whatever is loaded afterwards', () => {
  const text = [
    'Building initial module for 5.15.31-x86',
    'Error! Bad return status for module build on kernel: 5.15.31-x86 (x86_64)',
    'modprobe: FATAL: Module lamp not found in directory /lib/modules/5.13.0-37-generic',
  ].join('\n');
  expect(parseMakeLog(text).builds[0]?.kernel).toBe('5.15.31-x86');
});

test("a redefinition is about the kernel's own definition, even if it is reported in the kernel's header", () => {
  const text = [
    'In file included from /usr/src/linux-headers-6.6.20/include/crypto/algapi.h:10,',
    '                 from /home/me/lamp/lamp.c:18:',
    "/usr/src/linux-headers-6.6.20/include/crypto/utils.h:68:19: error: redefinition of 'lamp_equal'",
    '   68 | static inline int lamp_equal(const void *a, const void *b)',
    '      |                   ^~~~~~~~~~',
    'In file included from <command-line>:',
    "/home/me/lamp/compat.h:2:19: note: previous definition of 'lamp_equal' was here",
    '    2 | static inline int lamp_equal(const void *a, const void *b)',
    '      |                   ^~~~~~~~~~',
  ].join('\n');
  const [problem] = parseMakeLog(text).builds[0]?.problems ?? [];
  expect(problem).toMatchObject({ file: '/home/me/lamp/lamp.c', line: 18 });
  expect(problem?.related.map(({ file, message }) => [file.split('/').at(-1), message])).toEqual([
    ['utils.h', 'reported here'],
    ['compat.h', "previous definition of 'lamp_equal' was here"],
    ['algapi.h', 'included from here'],
  ]);
});

test('a line quoted by an old gcc has no number', () => {
  const text =
    "/home/me/lamp/lamp.c:157:4: error: implicit declaration of function 'lamp_on'\n    lamp_on(it);\n    ^\n";
  expect(parseMakeLog(text).builds[0]?.problems[0]?.quote).toBe('lamp_on(it);');
});

test('in an excerpt, the paths alone show which copy was built, and so which source file', () => {
  const text = "/var/lib/dkms/lamp/1.0/build/src/lamp.c:3:2: error: unknown type name 'foo'\n";
  const { builds } = parseMakeLog(text, { sourceDir: '/home/me/lamp' });
  expect(builds[0]?.module).toBe('lamp/1.0');
  expect(renderProblems(builds[0]?.problems ?? [])).toBe(
    "/home/me/lamp/src/lamp.c:3:2: error: unknown type name 'foo' {gcc}",
  );
});

test.each([
  ["make: *** No rule to make target 'all\r'.  Stop.", "No rule to make target 'all\\r'"],
  [
    'Error! Could not find module source directory.\nDirectory: /usr/src/lamp-1.0\r does not exist.',
    'lamp-1.0\\r does not',
  ],
])('a carriage return in a path or a target is shown: %j', (text, shown) => {
  expect(problemsIn(text)).toContain(shown);
});
