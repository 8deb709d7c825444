import { describe, expect, it } from 'vitest';
import { applyChangeFix } from '../../../../test/support/applied-fix.ts';
import type { Change } from '../change.ts';
import { classCreateWithoutOwner } from '../changes/class-create-without-owner.ts';
import { delTimerRenamed } from '../changes/del-timer-renamed.ts';
import { platformRemoveReturnsVoid } from '../changes/platform-remove-returns-void.ts';
import { pokeMaxOpcodeRenamed } from '../changes/poke-max-opcode-renamed.ts';
import { strncpyRemoved } from '../changes/strncpy-removed.ts';
import { unalignedHeaderMoved } from '../changes/unaligned-header-moved.ts';
import { findChangeFixes, type KernelVariant, versionBetween } from './change-fixes.ts';

const kernels = (...forms: [string, KernelVariant['form']][]): KernelVariant[] =>
  forms.map(([version, form]) => ({ release: `${version}-amd64`, version, form }));

const timer = '#include <linux/timer.h>\n\nvoid f(void)\n{\n\tdel_timer(&t);\n}\n';

/** Every fix as `kind: title` with the texts it leads to. */
function fixes(change: Change, text: string, list: KernelVariant[], options = {}): string {
  return findChangeFixes(change, [{ path: '/m/a.c', text }], list, options)
    .map((fix) =>
      [
        `# ${fix.kind}: ${fix.title}`,
        ...applyChangeFix(fix).map((file) => `## ${file.path}\n${file.text}`),
      ].join('\n'),
    )
    .join('\n');
}

describe('findChangeFixes', () => {
  it('writes the new form alone if every kernel has it', () => {
    const list = kernels(['6.12.1', 'both'], ['7.3.4', 'new']);
    expect(fixes(delTimerRenamed, timer, list)).toBe(
      '# new-form: Use timer_delete()\n## /m/a.c\n#include <linux/timer.h>\n\nvoid f(void)\n{\n\ttimer_delete(&t);\n}\n',
    );
  });

  it('offers a guard, a feature test and a compat header where kernels differ', () => {
    const list = kernels(['5.10.1', 'old'], ['6.12.1', 'both'], ['7.3.4', 'new']);
    const kbuild = { path: '/m/Makefile', text: 'obj-m := a.o\n\nall:\n\tmake\n' };
    const probe = { header: 'linux/timer.h', text: 'timer_delete' };
    expect(fixes(delTimerRenamed, timer, list, { kbuild, probe })).toMatchSnapshot();
  });

  it('looks for a header of the architecture where that is', () => {
    const kbuild = { path: '/m/Makefile', text: 'obj-m := a.o\n' };
    const probe = { header: 'asm/text-patching.h', text: 'TEXT_POKE_MAX_OPCODE_SIZE' };
    const text = 'u8 text[POKE_MAX_OPCODE_SIZE];\n';
    expect(
      fixes(pokeMaxOpcodeRenamed, text, kernels(['6.12.1', 'old'], ['7.3.4', 'new']), { kbuild, probe }),
    ).toContain(
      "grep -Fw 'TEXT_POKE_MAX_OPCODE_SIZE' $(srctree)/arch/$(SRCARCH)/include/asm/text-patching.h",
    );
  });

  it('asks for the header itself where that is the change', () => {
    const text = '#include <linux/module.h>\n#include <asm/unaligned.h>\n';
    expect(fixes(unalignedHeaderMoved, text, kernels(['6.1.1', 'old'], ['6.12.1', 'new']))).toContain(
      '#include <linux/module.h>\n#if __has_include(<linux/unaligned.h>)\n#include <linux/unaligned.h>\n#else\n#include <asm/unaligned.h>\n#endif\n',
    );
  });

  it('guards the signature and the returns of a callback', () => {
    const text =
      'static int f(struct platform_device *p)\n{\n\tstop(p);\n\treturn 0;\n}\nstatic struct platform_driver d = { .remove = f };\n';
    expect(
      fixes(platformRemoveReturnsVoid, text, kernels(['6.1.1', 'old'], ['6.12.1', 'new'])),
    ).toMatchSnapshot();
  });

  it('carries what to check where the source may behave differently', () => {
    const file = { path: '/m/a.c', text: 'void f(void)\n{\n\tstrncpy(a, b, 8);\n}\n' };
    const [fix] = findChangeFixes(strncpyRemoved, [file], kernels(['7.3.4', 'new']));
    expect(fix?.semantics).toMatch(/^strscpy_pad\(\) always puts a NUL/);
    const [harmless] = findChangeFixes(
      delTimerRenamed,
      [{ ...file, text: timer }],
      kernels(['7.3.4', 'new']),
    );
    expect(harmless).not.toHaveProperty('semantics');
  });

  it('offers nothing for a file without the old form', () => {
    expect(fixes(classCreateWithoutOwner, 'class_create("x");', kernels(['6.12.1', 'new']))).toBe('');
  });
});

describe('a callback that other files define, declare and call', () => {
  const change: Change = {
    ...platformRemoveReturnsVoid,
    oldForm: { header: 'old' },
    newForm: { header: 'new' },
    rewrite: [
      { kind: 'callback', struct: 'ops', member: 'done', was: 2, parameters: ['$1', 'u32 bits', '$2'] },
    ],
  };
  const list = kernels(['7.3.4', 'new']);
  const user = { path: '/m/a.c', text: '#include "b.h"\nstatic struct ops o = {\n\t.done = b_done,\n};\n' };
  const header = { path: '/m/b.h', text: 'void b_done(int error, void *data);\n' };
  const definition = {
    path: '/m/b.c',
    text: '#include "b.h"\nvoid b_done(int error, void *data)\n{\n}\nvoid b(void)\n{\n\tb_done(1, NULL);\n}\n',
  };
  const own = { path: '/m/c.c', text: 'static void b_done(int error, void *data)\n{\n}\n' };

  it('changes there, too, and leaves the function of another file with the same name', () => {
    const [fix] = findChangeFixes(change, [user], list, { others: [header, definition, own] });
    expect(fix?.left).toEqual([]);
    const texts = fix && applyChangeFix(fix).map(({ path, text }) => `## ${path}\n${text}`);
    expect(texts?.join('')).toBe(
      '## /m/b.h\nvoid b_done(int error, u32 bits, void *data);\n' +
        '## /m/b.c\n#include "b.h"\nvoid b_done(int error, u32 bits, void *data)\n{\n}\nvoid b(void)\n{\n\tb_done(1, 0, NULL);\n}\n',
    );
  });

  it('changes in a header, too, if the file that gives it defines it', () => {
    const both = {
      path: '/m/b.c',
      text: `${definition.text}static struct ops o = {\n\t.done = b_done,\n};\n`,
    };
    const [fix] = findChangeFixes(change, [both], list, { others: [header, own] });
    expect(fix?.left).toEqual([]);
    expect(fix && applyChangeFix(fix).map(({ path }) => path)).toEqual(['/m/b.c', '/m/b.h']);
    expect(fix && applyChangeFix(fix)[1]?.text).toBe('void b_done(int error, u32 bits, void *data);\n');
  });

  it('changes in a header that declares it static', () => {
    const text = `${own.text}static struct ops o = {\n\t.done = b_done,\n};\n`;
    const declared = { path: '/m/a.h', text: 'static void b_done(int, void *);\n' };
    const [fix] = findChangeFixes(change, [{ ...user, text }], list, { others: [declared, own] });
    expect(fix && applyChangeFix(fix).map(({ path }) => path)).toEqual(['/m/a.c', '/m/a.h']);
    expect(fix && applyChangeFix(fix)[1]?.text).toBe('static void b_done(int, u32 bits, void *);\n');
  });

  it('is left to a person where no file defines it', () => {
    const [fix] = findChangeFixes(change, [{ ...user, text: `${user.text}${own.text}` }, header], list);
    expect(fix?.left ?? []).toEqual([]);
    expect(findChangeFixes(change, [user], list)).toEqual([]);
  });
});

describe('a guard', () => {
  const list = kernels(['6.12.1', 'old'], ['7.3.4', 'new']);
  const text = (first: string, before: string, second: string, after: string) =>
    `#include <linux/version.h>\nvoid f(void)\n{\n${first}\n\t${before};\n${second}\n\t${after};\n#endif\n}\n`;
  const fixed = (source: string) => {
    const fix = findChangeFixes(
      { ...delTimerRenamed, since: '6.15', available: '6.15' },
      [{ path: '/m/a.c', text: source }],
      list,
      { placeOf: (_, offset) => (source.slice(offset).startsWith('del_timer(&n)') ? 'shared' : 'elsewhere') },
    ).find(({ kind }) => kind === 'version-guard');
    return fix && applyChangeFix(fix)[0]?.text;
  };

  it('becomes a branch of the condition on the version that the line is a branch of', () => {
    const condition = 'KERNEL_VERSION(5, 1, 0) <= LINUX_VERSION_CODE || defined(EL8)';
    expect(fixed(text(`#if ${condition}`, 'del_timer(&n)', '#else', 'x()'))).toBe(
      text(
        '#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 15, 0)',
        'timer_delete(&n)',
        `#elif ${condition}\n\tdel_timer(&n);\n#else`,
        'x()',
      ),
    );
    expect(
      fixed(text('#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 1, 0)', 'x()', '#else', 'del_timer(&n)')),
    ).toBe(
      text(
        '#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 1, 0)',
        'x()',
        '#elif LINUX_VERSION_CODE < KERNEL_VERSION(6, 15, 0)\n\tdel_timer(&n);\n#else',
        'timer_delete(&n)',
      ),
    );
  });

  it.each([
    '#if LINUX_VERSION_CODE >= KERNEL_VERSION(7, 0, 0)',
    '#ifdef A',
    '#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 0, 0) && A',
  ])('stands inside of a condition that the kernels with the new form need not fulfil: %s', (condition) => {
    expect(fixed(text(condition, 'del_timer(&n)', '#else', 'x()'))).toContain(
      `${condition}\n#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 15, 0)`,
    );
  });
});

describe('a macro of the module', () => {
  const file = { path: '/m/a.c', text: '#define STOP(t) \\\n\tdel_timer(t)\n#define GO(t) del_timer(t)\n' };

  it('is rewritten as a whole line where the compiler complains of it, and only there', () => {
    const list = kernels(['6.1.1', 'old'], ['7.3.4', 'new']);
    const reported = new Map([[file.path, new Set([2])]]);
    const [fix] = findChangeFixes(delTimerRenamed, [file], list, { reported });
    expect(fix && applyChangeFix(fix)[0]?.text).toBe(
      '#include <linux/version.h>\n#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0)\n#define STOP(t) \\\n\ttimer_delete(t)\n#else\n' +
        '#define STOP(t) \\\n\tdel_timer(t)\n#endif\n#define GO(t) del_timer(t)\n',
    );
    expect(findChangeFixes(delTimerRenamed, [file], list)).toEqual([]);
  });
});

describe('versionBetween', () => {
  it('is what other kernels show where no date is known, else the line of the oldest kernel with the new form', () => {
    const { since, available, ...undated } = platformRemoveReturnsVoid;
    const list = kernels(['6.12.118', 'old'], ['7.3.4', 'new']);
    expect(versionBetween(undated, list, ['7.2'])).toBe('7.2');
    expect(versionBetween(undated, list)).toBe('7.3');
    expect(versionBetween(undated, kernels(['6.12.3', 'old'], ['6.12.9', 'new']), ['6.12'])).toBe('6.12.9');
  });

  it('is the mainline version if it separates the kernels', () => {
    expect(versionBetween(delTimerRenamed, kernels(['6.1.9', 'old'], ['6.12.1', 'both']))).toBe('6.2');
  });

  it('is the lowest version with the new form if a distribution backported it', () => {
    expect(versionBetween(platformRemoveReturnsVoid, kernels(['6.1.100', 'old'], ['6.1.192', 'new']))).toBe(
      '6.1.192',
    );
  });

  it('is undefined if versions do not separate the kernels', () => {
    expect(
      versionBetween(platformRemoveReturnsVoid, kernels(['6.8.1', 'old'], ['5.14.0', 'new'])),
    ).toBeUndefined();
  });
});
