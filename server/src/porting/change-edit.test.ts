import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomNumbers } from '../../../test/support/random-numbers.ts';
import { testOption } from '../../../test/support/surroundings.ts';
import type { Cause } from '../triage/cause.ts';
import { classCreateWithoutOwner } from '../triage/changes/class-create-without-owner.ts';
import { delTimerRenamed } from '../triage/changes/del-timer-renamed.ts';
import { strlcpyRemoved } from '../triage/changes/strlcpy-removed.ts';
import { strncpyRemoved } from '../triage/changes/strncpy-removed.ts';
import { vmFlagsReadOnly } from '../triage/changes/vm-flags-read-only.ts';
import type { ExplainedProblem } from '../triage/explain-problems.ts';
import { provideIndex } from '../triage/headers/build-index.ts';
import { IndexedHeaders } from '../triage/headers/indexed-headers.ts';
import { inferred } from '../triage/inference/inference-context.ts';
import { includeOf } from '../triage/inference/inferred-change.ts';
import { activeLines, findBranches } from '../triage/preprocessor/branches.ts';
import { kernelMacros } from '../triage/preprocessor/kernel-macros.ts';
import type { TargetKernel } from '../triage/uses/target-kernel.ts';
import { editForChange } from './change-edit.ts';
import { chooseEdits } from './choose-edits.ts';
import { keepCode } from './keep-code.ts';

const path = '/m/a.c';
let root = '';
let kernels: readonly TargetKernel[] = [];

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'change-edit-'));
  kernels = [
    kernelWith(
      '6.1.1',
      'int del_timer(struct timer_list *t);\nint del_timer_sync(struct timer_list *t);\n#define class_create(owner, name) x(owner, name)\n',
    ),
    kernelWith(
      '7.3.1',
      'int timer_delete(struct timer_list *t);\nint timer_delete_sync(struct timer_list *t);\nstruct class *class_create(const char *name);\nvoid vm_flags_set(struct vma *v, long f);\n',
    ),
  ];
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function kernelWith(release: string, text: string): TargetKernel {
  const buildDir = join(root, release);
  mkdirSync(join(buildDir, 'include/linux'), { recursive: true });
  writeFileSync(join(buildDir, 'include/linux/a.h'), text);
  const headers = new IndexedHeaders({ release, version: release }, provideIndex({ release, buildDir }));
  const [major = 0, minor = 0, patch = 0] = release.split('.').map(Number);
  const versions = new Map([['LINUX_VERSION_CODE', major * 65536 + minor * 256 + patch]]);
  return { release, headers, macros: kernelMacros({ versions }) };
}

const cause: Cause = {
  ...{ id: 'x', symbol: 'x', summary: '', verified: true, confidence: 'verified' },
  ...{ evidence: [], documented: true, fixes: [] },
};

/** The text after the edits for all three changes. */
function ported(text: string, among = kernels): string {
  let current = text;
  for (const change of [delTimerRenamed, classCreateWithoutOwner, vmFlagsReadOnly]) {
    const edit = editForChange({
      ...{ change, cause, certainty: 'verified', style: 'guard', kernels: among },
      ...{ failing: ['7.3.1'], paths: [path], reported: new Map() },
    });
    current = edit.apply(new Map([[path, current]]))?.get(path) ?? current;
  }
  return current;
}

/** What a kernel compiles of a text: without conditions and without the header of the version. */
function compiledBy(release: string, text: string): string {
  const kernel = kernels.find((one) => one.release === release);
  const active = kernel ? activeLines(findBranches(text), kernel.macros) : [];
  return text
    .split('\n')
    .filter(
      (line, line0) => active[line0] !== false && !/^\s*#\s*(?:if|else|endif)|linux\/version\.h/.test(line),
    )
    .join('\n');
}

const pieces = [
  '\tdel_timer_sync(&a->timer);',
  '\tdel_timer_sync ( /* ( */ &timer /* ) , */ ) ; // del_timer_sync(x)',
  '\tif (x) del_timer_sync(&t); else y("del_timer_sync(&t)");',
  '\tc = class_create(THIS_MODULE, "n, (me");',
  '\tc = class_create(THIS_MODULE,\n\t\t\t"twö",\n\t\t);'.replace(',\n\t\t);', ');'),
  '\tvma->vm_flags |= VM_IO | \\\n\t\tVM_PFNMAP;',
  '\tvma->vm_flags &= ~VM_WRITE;\t/* vm_flags */',
  '\t/* del_timer_sync(&t);\n\t   class_create(THIS_MODULE, x); */',
  '\tx = \'"\'; y = "\\"del_timer_sync";',
  '\t#define LOCAL(x) del_timer_sync(x)',
  '\tfor (;;)\n\t\tdel_timer_sync(&t);',
  '\tprintk("vma->vm_flags |= 1;" "Größe %d", 1);',
  '#if LINUX_VERSION_CODE < KERNEL_VERSION(7, 0, 0)\n\tdel_timer_sync(&only_old);\n#endif',
  '#ifdef UNKNOWN\n\tdel_timer_sync(&perhaps);\n#endif',
  '',
  '\tint ünused = 1;  ',
];

describe('an edit', () => {
  it('leaves what older kernels compile as it was, in any source', () => {
    const seed = Number(testOption('SEED') ?? Date.now() % 1_000_000);
    console.log(`seed ${seed}`);
    const random = randomNumbers(seed);
    let changed = 0;
    for (let round = 0; round < 100; round++) {
      const lines = Array.from({ length: 12 }, () => pieces[Math.floor(random() * pieces.length)] ?? '');
      const plain = ['#include <linux/module.h>', 'void f(void)', '{', ...lines, '}', ''].join('\n');
      const text = random() < 0.3 ? plain.replaceAll('\n', '\r\n') : plain;
      const after = ported(text);
      if (after !== text) changed++;
      expect(compiledBy('6.1.1', after), `seed ${seed}, round ${round}:\n${text}`).toBe(
        compiledBy('6.1.1', text),
      );
      expect(after.includes('\r\n') ? /[^\r]\n/.test(after) : false, `seed ${seed}, round ${round}`).toBe(
        false,
      );
      expect(ported(after), `seed ${seed}, round ${round}: a second time\n${text}`).toBe(after);
    }
    expect(changed).toBeGreaterThan(80);
  });

  it('puts no guard into a branch that only new kernels compile, and leaves one that only old kernels compile', () => {
    const text = [
      '#include <linux/version.h>',
      'void f(void)',
      '{',
      '#if LINUX_VERSION_CODE >= KERNEL_VERSION(7, 0, 0)',
      '\tdel_timer_sync(&a);',
      '#else',
      '\tdel_timer_sync(&b);',
      '#endif',
      '}',
      '',
    ].join('\n');
    expect(ported(text)).toBe(text.replace('del_timer_sync(&a)', 'timer_delete_sync(&a)'));
  });

  it('leaves kernels that take both forms the old one, where the new one means something else', () => {
    const among = [
      kernelWith('6.12.1', 'char *strncpy(char *a, const char *b, size_t c);\n#define strscpy(a, b, c) x\n'),
      kernelWith('7.4.1', '#define strscpy(a, b, c) x\n'),
    ];
    const edit = editForChange({
      ...{ change: strncpyRemoved, cause, certainty: 'likely', style: 'guard', kernels: among },
      ...{ failing: ['7.4.1'], paths: [path], reported: new Map() },
    });
    const text = '#include <linux/string.h>\nvoid f(void)\n{\n\tstrncpy(a, b, sizeof(a));\n}\n';
    const after = edit.apply(new Map([[path, text]]))?.get(path) ?? '';
    expect(after).toContain(
      '#if LINUX_VERSION_CODE >= KERNEL_VERSION(7, 2, 0)\n\tstrscpy_pad(a, b, sizeof(a));\n#else\n\tstrncpy(a, b, sizeof(a));\n#endif\n',
    );
    expect(edit.title).toBe('Use strscpy() or memcpy_and_pad() where strncpy is gone');
  });

  it('leaves a kernel the function that it had, where that and the new one are two', () => {
    const among = [
      kernelWith(
        '6.1.2',
        'size_t strlcpy(char *a, const char *b, size_t c);\nssize_t strscpy(char *a, const char *b, size_t c);\n',
      ),
      kernelWith('7.4.2', 'ssize_t strscpy(char *a, const char *b, size_t c);\n'),
    ];
    const edit = editForChange({
      ...{ change: strlcpyRemoved, cause, certainty: 'verified', style: 'guard', kernels: among },
      ...{ failing: ['7.4.2'], paths: [path], reported: new Map() },
    });
    const text = 'void f(void)\n{\n\tstrlcpy(a, b, 8);\n}\n';
    expect(edit.apply(new Map([[path, text]]))?.get(path)).toContain(
      '\tstrscpy(a, b, 8);\n#else\n\tstrlcpy(a, b, 8);\n',
    );
  });

  it('gives older kernels the new name in the header where the driver does so, and a second name in the same condition', () => {
    const header = '/m/compat.h';
    const compat = [
      '#ifndef COMPAT_H',
      '#define COMPAT_H',
      '#include <linux/version.h>',
      '#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 17, 0)',
      '#define pde_data PDE_DATA',
      '#endif',
      '',
      '#endif',
      '',
    ].join('\n');
    const source = '#include "compat.h"\nvoid f(void)\n{\n\tdel_timer_sync(&a);\n}\n';
    const edit = (of: typeof delTimerRenamed) =>
      editForChange({
        ...{ change: of, cause, certainty: 'verified', style: 'guard', kernels },
        ...{ failing: ['7.3.1'], paths: [path], reported: new Map() },
      });
    const texts = new Map([
      [path, source],
      [header, compat],
    ]);
    const after = edit(delTimerRenamed).apply(texts) ?? new Map();
    expect(after.get(path)).toBe(source.replace('del_timer_sync', 'timer_delete_sync'));
    const block = '#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)\n';
    expect(after.get(header)).toBe(
      compat.replace(/#endif\n$/, `${block}#define timer_delete_sync del_timer_sync\n#endif\n\n#endif\n`),
    );
    const other = { ...delTimerRenamed, rewrite: [{ kind: 'rename', from: 'f', to: 'g' }] as const };
    const more = edit(other).apply(
      new Map([...after, [path, '#include "compat.h"\nvoid h(void)\n{\n\tf(1);\n}\n']]),
    );
    expect(more?.get(header)).toContain(
      `${block}#define timer_delete_sync del_timer_sync\n#define g f\n#endif\n`,
    );
    expect(edit(delTimerRenamed).apply(new Map([...texts, ...after]))).toBeUndefined();
  });

  it('writes the new form alone where all kernels have it', () => {
    const newer = kernels.filter(({ release }) => release === '7.3.1');
    expect(ported('void f(void)\n{\n\tdel_timer_sync(&a);\n}\n', newer)).toBe(
      'void f(void)\n{\n\ttimer_delete_sync(&a);\n}\n',
    );
  });

  it('is made again with conditions for a kernel that takes the new form and gets other code by it', () => {
    const both = kernelWith(
      '6.12.2',
      [
        'int timer_delete(struct timer_list *t);',
        'int timer_delete_sync(struct timer_list *t);',
        'static inline int del_timer(struct timer_list *t) { return timer_delete(t); }',
        'static inline int del_timer_sync(struct timer_list *t) { return timer_delete_sync(t); }',
        '',
      ].join('\n'),
    );
    const among = [both, ...kernels.filter(({ release }) => release === '7.3.1')];
    const edit = editForChange({
      ...{ change: delTimerRenamed, cause, certainty: 'verified', style: 'guard', kernels: among },
      ...{ failing: ['7.3.1'], paths: [path], reported: new Map() },
    });
    const before = new Map([[path, 'void f(void)\n{\n\tdel_timer_sync(&a);\n}\n']]);
    const plain = edit.apply(before) ?? new Map();
    expect(plain.get(path)).not.toContain('#if');
    const steps = keepCode(before, [{ edit, texts: plain }], [both]);
    expect(steps?.at(-1)?.texts.get(path)).toContain(
      'KERNEL_VERSION(6, 15, 0)\n\ttimer_delete_sync(&a);\n#else\n\tdel_timer_sync(&a);\n#endif',
    );
    // A second time there is nothing left to keep.
    expect(keepCode(before, steps ?? [], [both])).toBeUndefined();
  });
});

describe('a condition of the module’s own', () => {
  const problem = (line: number, message: string) =>
    ({ file: path, line, message, severity: 'error', tool: 'gcc', related: [] }) as const;
  const editOf = (text: string, problems: readonly ExplainedProblem[]) =>
    chooseEdits({ ...{ texts: new Map([[path, text]]), problems, kernels, changes: [], style: 'guard' } })[0];

  it('is widened for a kernel that lacks what it declares for others', () => {
    const text =
      '#include <linux/version.h>\n#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)\nint check(int a);\n#endif\nint f(void)\n{\n\treturn check(1);\n}\n';
    const unknown = problem(7, "implicit declaration of function 'check'");
    const edit = editOf(text, [{ kernel: '6.1.1', problem: unknown }]);
    expect(edit?.apply(new Map([[path, text]]))?.get(path)).toBe(text.replace('6, 5, 0', '6, 1, 0'));
    expect([edit?.certainty, edit?.mends?.(unknown), edit?.mends?.(problem(7, 'wrong'))]).toEqual([
      ...['likely', true, false],
    ]);
    // Where it is declared under no condition, or for that kernel, another one does not help.
    expect(editOf(text.replace(/#.*(?:if|endif).*\n/g, ''), [{ kernel: '6.1.1', problem: unknown }])).toBe(
      undefined,
    );
  });

  it('is narrowed for a kernel that declares the same itself', () => {
    const text =
      '#include <linux/version.h>\n#if LINUX_VERSION_CODE < KERNEL_VERSION(7, 5, 0)\nstatic int check(int a) { return a; }\n#endif\n';
    const twice = problem(3, "static declaration of 'check' follows non-static declaration");
    const declared = { ...cause, id: 'check-declared', symbol: 'check' };
    const edit = editOf(text, [{ kernel: '7.3.1', problem: twice, cause: declared }]);
    expect(edit?.apply(new Map([[path, text]]))?.get(path)).toBe(text.replace('7, 5, 0', '7, 3, 0'));
  });
});

describe('a struct that is not declared before a list of parameters', () => {
  const header = '/m/lamp.h';
  const text = '#ifndef LAMP_H\n#define LAMP_H\nvoid notify(struct lamp_msg *msg);\n#endif\n';
  const problem = (file: string, severity: 'error' | 'warning', message: string) =>
    ({ file, line: 3, message, severity, tool: 'gcc', related: [] }) as const;
  const warning: ExplainedProblem = {
    kernel: '7.3.1',
    problem: problem(
      header,
      'warning',
      "'struct lamp_msg' declared inside parameter list will not be visible outside of this definition or declaration",
    ),
    cause: inferred({
      ...{ id: 'lamp-msg-not-included', symbol: 'lamp_msg', summary: '', confidence: 'likely', evidence: [] },
      rewrite: includeOf('linux/a.h'),
    }),
  };
  const conflict = problem(path, 'error', "conflicting types for 'notify'; have 'void(struct lamp_msg *)'");
  const edits = (...problems: readonly ExplainedProblem[]) =>
    chooseEdits({ ...{ texts: new Map([[header, text]]), problems, kernels, changes: [], style: 'guard' } });

  it('is included where an error comes of it', () => {
    const [edit] = edits({ kernel: '7.3.1', problem: conflict }, warning);
    expect(edit?.apply(new Map([[header, text]]))?.get(header)).toContain('#include <linux/a.h>\n');
  });

  it('is left alone while the module builds, or fails for something else', () => {
    expect(edits(warning)).toEqual([]);
    expect(edits({ kernel: '7.3.1', problem: problem(path, 'error', 'wrong') }, warning)).toEqual([]);
    expect(edits({ kernel: '6.1.1', problem: conflict }, warning)).toEqual([]);
  });
});

describe('a name that the kernel declares now, too', () => {
  const conflict = (line: number, message: string) =>
    ({ file: path, line, message, severity: 'error', tool: 'gcc', related: [] }) as const;
  const declared = (symbol: string) => ({ ...cause, id: `${symbol}-declared`, symbol });
  /** The title, certainty and text of the edit for `timer_delete`, or for another name. */
  const renamed = (text: string, name = 'timer_delete', at = path) => {
    const problem = { ...conflict(2, `conflicting types for '${name}'; have 'int(int)'`), file: at };
    const [edit] = chooseEdits({
      ...{ texts: new Map([[at, text]]), kernels, changes: [], style: 'guard' },
      problems: [{ kernel: '7.3.1', problem, cause: declared(name) }],
    });
    return edit && [edit.title, edit.certainty, edit.apply(new Map([[at, text]]))?.get(at)];
  };
  const own = [
    'static int rtw_open(void);',
    'int timer_delete(int a)',
    '{',
    '\treturn rtw_close(a); /* not timer_delete() of the kernel */',
    '}',
    '#define rtw_delete(a) timer_delete((a) + 1)',
    'static int rtw_close(int a)',
    '{',
    '\treturn timer_delete(a) ? 1 : sizeof("timer_delete");',
    '}',
    '',
  ].join('\n');

  it('is replaced by another one everywhere in the module, with the prefix of its functions', () => {
    expect(renamed(own)).toEqual([
      'Rename the module’s own timer_delete() to rtw_timer_delete()',
      'verified',
      own
        .replace('int timer_delete(int', 'int rtw_timer_delete(int')
        .replace('(a) timer_delete(', '(a) rtw_timer_delete(')
        .replace('return timer_delete(a)', 'return rtw_timer_delete(a)'),
    ]);
  });

  it('stays where people or other modules know it, or where it is there for older kernels', () => {
    expect(renamed(own.replace('rtw_close(a);', 'x->timer_delete(a);'))).toBeUndefined();
    expect(renamed(`${own}module_param(timer_delete, int, 0);\n`)).toBeUndefined();
    expect(renamed(own.replace(/^int timer_delete/m, 'extern int timer_delete'))).toBeDefined();
    const guarded = own.replace(
      /int timer_delete[\s\S]*?\n\}\n/,
      (all) => `#ifndef HAVE_TIMER_DELETE\n${all}#endif\n`,
    );
    expect(renamed(guarded)).toBeUndefined();
    // The kernel's own function, declared by the module.
    expect(renamed('int rtw_open(void);\nint timer_delete(int a);\n')).toBeUndefined();
    expect(renamed(`${own}EXPORT_SYMBOL_GPL(timer_delete);\n`)?.[1]).toBe('likely');
  });

  it('may be that of a type or a constant', () => {
    const text =
      'enum rtw_mode { RTW_A = 1, /* first */ MODE_B, RTW_C };\nint m = MODE_B;\nint RTW_MODE_B;\n';
    expect(renamed(text, 'MODE_B')?.[2]).toBe(
      text.replace('*/ MODE_B', '*/ OWN_MODE_B').replace('= MODE_B', '= OWN_MODE_B'),
    );
    expect(renamed('enum mode { A };\nstatic enum mode m;\n', 'mode', '/m/uapi/a.h')).toEqual([
      'Rename the module’s own mode to own_mode',
      'likely',
      'enum own_mode { A };\nstatic enum own_mode m;\n',
    ]);
  });
});
