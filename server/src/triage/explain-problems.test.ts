import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { growthOf } from '../../../test/support/growth.ts';
import type { Problem } from '../output/problem.ts';
import { changes } from './changes/changes.ts';
import { type ExplanationSources, explainProblems, type KernelProblems } from './explain-problems.ts';
import { provideIndex } from './headers/build-index.ts';
import type { HeaderIndex } from './headers/header-index.ts';
import { IndexedHeaders } from './headers/indexed-headers.ts';

let root: string;
let means: ExplanationSources;

const source = `static DEFINE_SEMAPHORE(core_lock);
static struct mine *get(struct timer_list *t) { return from_timer(mine, t, timer); }
static void f(void) { down(&core_lock); }
static void g(struct timer_list *t) { old_thing(t); }
`;

function headers(release: string, text: string): readonly [string, { readonly headers: IndexedHeaders }] {
  mkdirSync(join(root, release, 'include/linux'), { recursive: true });
  writeFileSync(join(root, release, 'include/linux/a.h'), text);
  const tables = provideIndex({ release, buildDir: join(root, release) });
  return [release, { headers: new IndexedHeaders({ release, version: release }, tables) }];
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'explain-'));
  means = {
    changes,
    readSource: (file) => (file === '/m/a.c' ? source : undefined),
    views: new Map([
      headers(
        '6.1',
        '#define DEFINE_SEMAPHORE(name) x\n#define from_timer(v, t, f) container_of(t)\nint old_thing(void);\n',
      ),
      headers(
        '6.12',
        '#define DEFINE_SEMAPHORE(_name, _n) x\n#define from_timer(v, t, f) container_of(t)\nint old_thing(void);\n',
      ),
      headers(
        '7.3',
        '#define DEFINE_SEMAPHORE(_name, _n) x\n#define timer_container_of(v, t, f) container_of(t)\n',
      ),
    ]),
  };
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function error(line: number, message: string): Problem {
  return { file: '/m/a.c', line, message, severity: 'error', tool: 'gcc', related: [] };
}

function explain(...builds: readonly KernelProblems[]): string[] {
  return explainProblems(builds, means).map(({ kernel, problem, cause, follows }) => {
    const known = cause ? `${cause.id} (${cause.confidence})` : follows ? `follows ${follows.line}` : '-';
    return `${kernel} ${problem.line} ${problem.message}: ${known}`;
  });
}

test('known changes take precedence over inference from headers, and consequences are folded', () => {
  const found = explain({
    kernel: '7.3',
    problems: [
      error(1, 'macro "DEFINE_SEMAPHORE" requires 2 arguments, but only 1 given'),
      error(1, "type defaults to 'int' in declaration of 'DEFINE_SEMAPHORE'"),
      error(2, "implicit declaration of function 'from_timer'; did you mean 'mod_timer'?"),
      error(2, "'timer' undeclared (first use in this function)"),
      error(3, "'core_lock' undeclared (first use in this function); did you mean 'file_lock'?"),
      error(4, "implicit declaration of function 'old_thing'"),
      error(4, "implicit declaration of function 'my_own'"),
    ],
  });
  expect(found).toEqual([
    '7.3 1 macro "DEFINE_SEMAPHORE" requires 2 arguments, but only 1 given: define-semaphore-takes-count (verified)',
    "7.3 1 type defaults to 'int' in declaration of 'DEFINE_SEMAPHORE': follows 1",
    "7.3 2 implicit declaration of function 'from_timer': from-timer-renamed (verified)",
    "7.3 2 'timer' undeclared (first use in this function): follows 2",
    "7.3 3 'core_lock' undeclared (first use in this function); did you mean 'file_lock'?: follows 1",
    "7.3 4 implicit declaration of function 'old_thing': old-thing-gone (unknown)",
    "7.3 4 implicit declaration of function 'my_own': -",
  ]);
});

test('an error behind hundreds of warnings is explained', () => {
  const warnings = Array.from(
    { length: 600 },
    (_, at): Problem => ({
      ...error(at + 10, "unused variable 'x'"),
      severity: 'warning',
    }),
  );
  const problems = [...warnings, error(2, "implicit declaration of function 'from_timer'")];
  expect(explain({ kernel: '7.3', problems }).at(-1)).toMatch(/: from-timer-renamed \(verified\)$/);
});

test('the headers decide, not the version: a kernel with the old form does not have that cause', () => {
  const message = "implicit declaration of function 'from_timer'";
  expect(explain({ kernel: '6.12', problems: [error(2, message)] })).toEqual([
    // It is declared; that this file does not include its header is all that can be said.
    `6.12 2 ${message}: from-timer-not-included (likely)`,
  ]);
  const [early] = explainProblems(
    [
      {
        kernel: '6.1',
        problems: [error(1, 'macro "DEFINE_SEMAPHORE" requires 2 arguments, but only 1 given')],
      },
    ],
    means,
  );
  expect(early?.cause?.id).not.toBe('define-semaphore-takes-count');
});

test('a kernel with a backported change is named as having it', () => {
  const views = new Map<string, { readonly headers: HeaderIndex }>([
    ...means.views,
    headers('6.12', '#define timer_container_of(v, t, f) container_of(t)\n'),
  ]);
  const problems = [error(2, "implicit declaration of function 'from_timer'")];
  const [found] = explainProblems([{ kernel: '6.12', problems }], { ...means, views });
  expect(found?.cause?.summary).toContain('Changed in Linux 6.16; 6.12 has the change as well.');
});

test('kernels that were built are preferred for the comparison', () => {
  const [, , found] = explainProblems(
    [
      { kernel: '6.1', built: true, problems: [] },
      { kernel: '6.12', built: false, problems: [error(9, 'x'), error(9, 'y')] },
      { kernel: '7.3', built: false, problems: [error(4, "implicit declaration of function 'old_thing'")] },
    ],
    means,
  );
  expect(found?.cause?.evidence[0]?.kernel).toBe('6.1');
});

test("without a kernel's headers, its release suggests likely causes", () => {
  expect(
    explain({
      kernel: '9.9',
      problems: [error(2, "implicit declaration of function 'from_timer'; did you mean 'x'?")],
    }),
  ).toEqual(["9.9 2 implicit declaration of function 'from_timer': from-timer-renamed (likely)"]);
});

test('many errors in a long file take time linear in their number', () => {
  const explainMany = (length: number) => {
    const text = 'static void f(void) { old_thing(1); }\n'.repeat(length * 5);
    const problems = Array.from({ length }, (_, at) =>
      error(at * 5 + 1, `implicit declaration of function 'old_thing_${at}'`),
    );
    return explainProblems([{ kernel: '7.3', problems }], { ...means, readSource: () => text });
  };
  expect(explainMany(1_200)).toHaveLength(1_200);
  expect(growthOf(explainMany, 300)).toBeLessThan(1.7);
});

test('an error does not follow from a warning on its line, but a warning from an error', () => {
  const message = "initialization of 'struct mine *' from 'int' makes pointer from integer without a cast";
  const warning: Problem = { ...error(2, message), severity: 'warning' };
  const gone = error(2, "implicit declaration of function 'from_timer'");
  const [first, second] = explainProblems([{ kernel: '7.3', problems: [warning, gone] }], means);
  expect(first?.follows).toBe(second?.problem);
  expect(second?.cause?.id).toBe('from-timer-renamed');
});

test('a name that a wrapper passes to a removed function follows from the removal', () => {
  const gone: Problem = { ...error(2, "implicit declaration of function 'from_timer'"), file: '/m/wrap.h' };
  const handed: Problem = {
    ...error(4, "'my_timer' undeclared (first use in this function)"),
    related: [{ file: '/m/wrap.h', line: 2, message: "in definition of macro 'my_from_timer'" }],
  };
  const [, second] = explainProblems([{ kernel: '7.3', problems: [gone, handed] }], means);
  expect(second?.follows?.file).toBe('/m/wrap.h');
});

test('a syntax error right after a macro that was not expanded follows from it', () => {
  const behind = error(2, "expected ',' or ';' before 'static'");
  const text = 'DEFINE_SEMAPHORE(core_lock)\nstatic int x;\nstatic int y z;\n';
  const problems = [
    error(1, 'macro "DEFINE_SEMAPHORE" requires 2 arguments, but only 1 given'),
    behind,
    error(3, "expected ',' or ';' before 'z'"),
  ];
  const found = explainProblems([{ kernel: '7.3', problems }], { ...means, readSource: () => text });
  expect(found.map(({ follows }) => follows?.line)).toEqual([undefined, 1, undefined]);
});

test('what completes the error of a name that is not there follows from it, whether that is explained or not', () => {
  const problems = [
    error(2, "implicit declaration of function 'LAMP_ID'"),
    error(2, 'initializer element is not constant'),
    error(4, 'macro "lamp_on" requires 2 arguments, but only 1 given'),
    error(3, "'lamp_on' undeclared (first use in this function)"),
    error(3, 'initializer element is not constant'),
  ];
  const [, constant, , name, another] = explainProblems([{ kernel: '7.3', problems }], means);
  expect(constant?.follows).toBe(problems[0]);
  expect(name?.follows).toBe(problems[2]);
  expect(another?.follows).toBe(problems[3]);
});

test('a declaration that comes after the first call is no error of its own', () => {
  const before = {
    file: '/k/include/net/lamp.h',
    line: 9,
    message: "previous implicit declaration of 'fan_on' with type 'int()'",
  };
  const problems: readonly Problem[] = [
    error(2, "implicit declaration of function 'fan_on'"),
    { ...error(3, "conflicting types for 'fan_on'; have 'void(int)'"), related: [before] },
    error(4, "conflicting types for 'fan_off'"),
  ];
  const explained = explainProblems([{ kernel: '7.3', problems }], { ...means, views: new Map() });
  expect(explained.map(({ follows }) => follows?.line)).toEqual([undefined, 2, undefined]);
});

test('a cause says how a function belongs to the change of another one', () => {
  const bind = (type: string) =>
    `int kernel_bind(struct socket *sock, ${type} *addr, int addrlen);\nint kernel_connect(struct socket *sock, ${type} *addr, int addrlen);\n`;
  const views = new Map([
    headers('6.13', bind('struct sockaddr')),
    headers('7.4', bind('struct sockaddr_unsized')),
  ]);
  const message = (name: string, line: number) =>
    error(line, `passing argument 2 of '${name}' from incompatible pointer type`);
  const summaries = explainProblems(
    [{ kernel: '7.4', problems: [message('kernel_connect', 1), message('kernel_bind', 2)] }],
    { ...means, views, readSource: () => undefined },
  ).map(({ cause }) => cause?.summary);
  expect(summaries[0]).toMatch(
    /^kernel_connect\(\) changed in the same way as kernel_bind\. kernel_bind\(\) takes/,
  );
  expect(summaries[1]).toMatch(/^kernel_bind\(\) takes/);
});

test('a value that gcc gives another member, since its own does not exist, follows from that', () => {
  const funcs = (members: string) => `struct drm_mode_config_funcs {\n${members}};\n`;
  const create = (info: string) =>
    `\tstruct drm_framebuffer *(*fb_create)(struct drm_device *dev, struct drm_file *file${info}, const struct drm_mode_fb_cmd2 *cmd);\n`;
  const views = new Map([
    headers('6.1', funcs(`${create('')}\tvoid (*output_poll_changed)(struct drm_device *dev);\n`)),
    headers('7.3', funcs(create(', const struct drm_format_info *info'))),
  ]);
  const problems: readonly Problem[] = [
    error(1, "'const struct drm_mode_config_funcs' has no member named 'output_poll_changed'"),
    {
      ...error(
        1,
        "initialization of 'struct drm_framebuffer * (*)(struct drm_device *, struct drm_file *, const struct drm_format_info *, const struct drm_mode_fb_cmd2 *)' from incompatible pointer type 'void (*)(struct drm_device *)'",
      ),
      related: [{ file: '/m/a.c', line: 1, message: "(near initialization for 'lamp.fb_create')" }],
    },
  ];
  const followsIn = (text: string) =>
    explainProblems([{ kernel: '7.3', problems }], {
      ...means,
      ...{ views, readSource: () => text },
    }).map(({ cause, follows }) => cause?.id ?? follows?.line);
  expect(followsIn('\t.output_poll_changed = changed,\n')).toEqual(['drm-output-poll-changed-removed', 1]);
  expect(followsIn('\t.output_poll_changed = changed, .fb_create = create,\n')).toEqual([
    'drm-output-poll-changed-removed',
    'fb-create-takes-format-info',
  ]);
});

test('what completes an error follows from it also where the value stands in a macro of a header', () => {
  const at = { file: '/m/a.c', line: 4, message: "in expansion of macro 'LAMP_DATE'" };
  const message = 'initializer element is not computable at load time';
  const inMacro: Problem = { ...error(28, message), file: '/m/a.h', related: [at] };
  const problems = [error(4, "implicit declaration of function 'old_thing'"), inMacro];
  const [, completing] = explainProblems([{ kernel: '7.3', problems }], means);
  expect(completing?.follows?.line).toBe(4);
  const elsewhere = { ...inMacro, related: [{ ...at, line: 2 }] };
  const [, other] = explainProblems(
    [{ kernel: '7.3', problems: [problems[0] ?? inMacro, elsewhere] }],
    means,
  );
  expect(other?.follows).toBeUndefined();
});
