import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Change, Rewrite } from '../change.ts';
import { changes } from '../changes/changes.ts';
import { CSource } from './c-source.ts';
import { applyReplacements } from './replacement.ts';
import { rewriteSource } from './rewrite.ts';

const reproductions = path.resolve(import.meta.dirname, '../../../../test/triage/changes');

/** The text after the rewrites, and the reasons for what is left. */
function rewritten(text: string, ...rewrite: Rewrite[]): string {
  const [any] = changes;
  if (!any) throw new Error('no change to build upon');
  const change: Change = { ...any, rewrite };
  const { replacements, left } = rewriteSource(new CSource(text), change);
  return [applyReplacements(text, replacements), ...left.map(({ reason }) => `left: ${reason}`)].join('\n');
}

/** Only modpost complains of these, which is not asked about the reproductions. */
const foundByModpost = ['pte-offset-map-not-exported', 'snmp-fold-field-not-exported'];

describe('rewriteSource', () => {
  it.each(changes.filter(({ id, rewrite }) => rewrite && !foundByModpost.includes(id)))(
    '$id: rewritten code needs no further rewriting',
    (change) => {
      const text = readFileSync(path.join(reproductions, `${change.id}.c`), 'utf8');
      const first = rewriteSource(new CSource(text), change);
      expect(first.replacements.length).toBeGreaterThan(0);
      expect(first.left).toEqual([]);
      const once = applyReplacements(text, first.replacements);
      expect(once).not.toBe(text);
      expect(applyReplacements(once, rewriteSource(new CSource(once), change).replacements)).toBe(once);
    },
  );

  it("leaves members, comments, strings and the file's own functions alone", () => {
    const rename: Rewrite = { kind: 'rename', from: 'del_timer', to: 'timer_delete' };
    const text = '/* del_timer */ void f(void) { p->del_timer(); puts("del_timer"); }\n#define X del_timer\n';
    expect(rewritten(text, rename)).toBe(text);
    const own = 'static int del_timer(int a) { return a; }\nint g(void) { return del_timer(1); }\n';
    expect(rewritten(own, rename)).toBe(own);
  });

  it('renames a function with another result only if the result is unused', () => {
    const rename: Rewrite = { kind: 'rename', from: 'strlcpy', to: 'strscpy', unusedValue: true };
    expect(rewritten('void f(void) { if (x) strlcpy(a, b, 1); (void)strlcpy(a, b, 1); }', rename)).toBe(
      'void f(void) { if (x) strscpy(a, b, 1); (void)strscpy(a, b, 1); }',
    );
    expect(rewritten('void f(void) { n = strlcpy(a, b, 1); }', rename)).toBe(
      'void f(void) { n = strlcpy(a, b, 1); }\nleft: what strlcpy() returns is used here, and strscpy() returns something else',
    );
  });

  it('adds up what each processor has counted, wherever the sum is used', () => {
    const change = changes.find(({ id }) => id === 'snmp-fold-field-not-exported');
    const before = '\tresult[i] = snmp_fold_field(stats->mib, i++);\n';
    const after = rewritten(before, ...(change?.rewrite ?? []));
    expect(after).toContain('result[i] = ({ void __percpu *mib_ = stats->mib; int field_ = i++, cpu_;');
    expect(rewritten(after, ...(change?.rewrite ?? []))).toBe(after);
  });

  it('rewrites names by how they begin, but none that the file defines', () => {
    const prefix: Rewrite = { kind: 'prefix', from: 'OLD_', to: 'new(NEW_$rest)' };
    expect(rewritten('#define OLD_B 2\nint a = OLD_A + OLD_B + VERY_OLD_A;', prefix)).toBe(
      '#define OLD_B 2\nint a = new(NEW_A) + OLD_B + VERY_OLD_A;',
    );
  });

  it('rewrites calls of a member of that struct, and of no other', () => {
    const call: Rewrite = {
      kind: 'member-call',
      struct: 'cmd',
      member: 'done',
      arguments: 1,
      to: 'done($1)',
    };
    expect(
      rewritten('void f(struct cmd *c, struct other *o) { c->done(c); o->done(o); x->y->done(c); }', call),
    ).toBe('void f(struct cmd *c, struct other *o) { done(c); o->done(o); x->y->done(c); }');
  });

  it('reads and calls members whose struct the file does not show where the compiler complains', () => {
    const text = 'void f(void) {\n\tx->y->done(c);\n\tz->done(c);\n\ta = x->y->rq;\n\tb = z->rq;\n}\n';
    const rewrite: Rewrite[] = [
      { kind: 'member-call', struct: 'cmd', member: 'done', arguments: 1, to: 'done($1)' },
      { kind: 'read', struct: 'cmd', member: 'rq', to: 'rq_of($object)' },
    ];
    const { replacements } = rewriteSource(new CSource(text), { rewrite }, { reported: new Set([2, 4]) });
    expect(applyReplacements(text, replacements)).toBe(
      'void f(void) {\n\tdone(c);\n\tz->done(c);\n\ta = rq_of(x->y);\n\tb = z->rq;\n}\n',
    );
  });

  it('changes the flags of a memory area in each way of writing that', () => {
    const [change] = changes.filter(({ id }) => id === 'vm-flags-read-only');
    const cases = [
      ['vma->vm_flags |= VM_IO | VM_PFNMAP;', 'vm_flags_set(vma, VM_IO | VM_PFNMAP);'],
      ['vma->vm_flags &= ~VM_MAYWRITE;', 'vm_flags_clear(vma, VM_MAYWRITE);'],
      ['vma->vm_flags &= ~(VM_WRITE | VM_MAYWRITE);', 'vm_flags_clear(vma, VM_WRITE | VM_MAYWRITE);'],
      ['vma->vm_flags &= ~VM_A & ~VM_B;', 'vm_flags_clear(vma, ~(~VM_A & ~VM_B));'],
      ['vma->vm_flags = flags;', 'vm_flags_reset(vma, flags);'],
      ['if (x) vma->vm_flags |= VM_IO;', 'if (x) vm_flags_set(vma, VM_IO);'],
      [
        'if (x) vma->vm_flags |= VM_IO; else vma->vm_flags &= ~VM_IO;',
        'if (x) vm_flags_set(vma, VM_IO); else vm_flags_clear(vma, VM_IO);',
      ],
      ['ctx->vma->vm_flags |= VM_IO;', 'vm_flags_set(ctx->vma, VM_IO);'],
    ] as const;
    for (const [before, after] of cases)
      expect(rewritten(`void f(void) { ${before} }`, ...(change?.rewrite ?? []))).toBe(
        `void f(void) { ${after} }`,
      );
  });

  it('makes a path of nested sysctl tables, where each names one folder', () => {
    const tables = (root: string) =>
      `static struct ctl_table files[] = {\n\t{ .procname = "a" },\n\t{}\n};\nstatic struct ctl_table dir[] = {\n\t{ .procname = "b", .child = files },\n\t{}\n};\n${root}`;
    const root = 'static struct ctl_table root[] = {\n\t{ .procname = "c", .child = dir },\n\t{}\n};\n';
    const use = 'void f(void) { h = register_sysctl_table(root); }\n';
    expect(rewritten(tables(root + use), { kind: 'sysctl-tables' })).toBe(
      'static struct ctl_table files[] = {\n\t{ .procname = "a" },\n\t{}\n};\nvoid f(void) { h = register_sysctl("c/b", files); }\n',
    );
    const other = 'void g(void) { x = root; }\n';
    expect(rewritten(tables(root + use + other), { kind: 'sysctl-tables' })).toBe(
      `${tables(root + use + other)}\nleft: the tables are not nested so that each names one folder, in this file`,
    );
  });

  it('copies the arguments of calls as they are written', () => {
    const call: Rewrite = { kind: 'call', name: 'old', arguments: 2, to: 'new(&$p1->dev, $2)' };
    expect(rewritten('int a = old(to(x, y), (1, 2)) + old(p->d, "a,b");', call)).toBe(
      'int a = new(&(to(x, y))->dev, (1, 2)) + new(&p->d->dev, "a,b");',
    );
    expect(rewritten('int a = old(1);', call)).toBe('int a = old(1);');
  });

  it('says why a call whose arguments do not fit is left alone', () => {
    const call: Rewrite = {
      kind: 'call',
      name: 'eventfd_signal',
      arguments: 2,
      where: { position: 2, is: ['1'] },
      to: 'eventfd_signal($1)',
    };
    expect(rewritten('void f(void) { eventfd_signal(c, n); }', call)).toBe(
      'void f(void) { eventfd_signal(c, n); }\nleft: argument 2 of eventfd_signal() is n, and only for 1 is it clear what to write',
    );
  });

  const remove: Rewrite = { kind: 'callback', struct: 'platform_driver', member: 'remove', returns: 'void' };
  const driver = 'static struct platform_driver d = { .remove = f };\n';

  it('drops the values that a callback returns, and keeps their side effects', () => {
    const text = `static int f(struct platform_device *p)\n{\n\tif (!p)\n\t\treturn -ENODEV;\n\tif (p->id)\n\t\treturn stop(p);\n\treturn 0;\n}\n${driver}`;
    expect(rewritten(text, remove)).toBe(
      `static void f(struct platform_device *p)\n{\n\tif (!p)\n\t\treturn;\n\tif (p->id)\n\t\t{\n\t\t\tstop(p);\n\t\t\treturn;\n\t\t}\n}\n${driver}`,
    );
  });

  it('leaves a callback alone if the file uses its result, or if it is defined elsewhere', () => {
    const text = `static int f(struct platform_device *p) { return 0; }\n${driver}int g(void) { return f(0); }\n`;
    expect(rewritten(text, remove)).toBe(
      `${text}\nleft: f() is called in this module too, and what it returns is used`,
    );
    expect(rewritten(driver, remove)).toBe(`${driver}\nleft: f is not defined in this file`);
  });

  it('keeps each of more than nine parameters', () => {
    const parameters = [1, 2, 3, 'int more', 4, 5, 6, 7, 8, 9, 10].map((one) =>
      typeof one === 'number' ? `$${one}` : one,
    );
    const many: Rewrite = { kind: 'callback', struct: 'ops', member: 'call', parameters };
    const source = (list: readonly string[]) =>
      `static int f(${list.join(', ')}) { return 0; }\nstatic struct ops o = { .call = f };\n`;
    const old = Array.from({ length: 10 }, (_, at) => `long p${at + 1}`);
    expect(rewritten(source(old), many)).toBe(source([...old.slice(0, 3), 'int more', ...old.slice(3)]));
  });

  it('leaves a parameter whose type is a macro of the file, which may be right for each kernel', () => {
    const wide: Rewrite = {
      ...{ kind: 'callback', struct: 'ops', member: 'call', was: 2 },
      parameters: ['$1', 'struct folio **$name2'],
    };
    const source = (first: string, second: string) =>
      `#define TARGET struct page\n#define SIZE 4\nstatic int f(${first}, ${second}) { return 0; }\nstatic struct ops o = { .call = f };\n`;
    const macro = source('long a', 'TARGET **b');
    expect(rewritten(macro, wide)).toBe(
      `${macro}\nleft: f() has a parameter that is written with the macro TARGET`,
    );
    expect(rewritten(source('TARGET *a', 'u8 b[SIZE]'), wide)).toBe(source('TARGET *a', 'struct folio **b'));
  });

  it('gives a new parameter a name that the function does not have yet', () => {
    const given: Rewrite = {
      ...{ kind: 'callback', struct: 'ops', member: 'call', was: 2 },
      parameters: ['$1', 'int flags', 'const char *by', 'long $name2'],
      opening: 'use(flags, $name1->flags);',
    };
    const text =
      'static int f(struct a *by, int flags);\nstatic int f(struct a *by, int flags)\n{\n\treturn by->flags + flags;\n}\nstatic struct ops o = { .call = f };\n';
    const once = rewritten(text, given);
    const list = 'struct a *by, int new_flags, const char *new_by, long flags';
    expect(once).toBe(
      `static int f(${list});\nstatic int f(${list})\n{\n\tuse(new_flags, by->flags);\n\treturn by->flags + flags;\n}\nstatic struct ops o = { .call = f };\n`,
    );
    expect(rewritten(once, given)).toBe(once);
    const local: Rewrite = { ...given, was: 1, parameters: ['$1', 'int flags'], opening: '' };
    expect(
      rewritten('static int f(int a)\n{\n\tint flags = a;\n}\nstruct ops o = { .call = f };', local),
    ).toContain('f(int a, int new_flags)');
  });

  it('changes a callback that a macro defines, where the compiler complains of a line of the macro', () => {
    const text = [
      '#define driver(x, y) \\',
      '  static int x##_remove_##y(struct platform_device *p) \\',
      '  { \\',
      '    if (p) \\',
      '      return 1; \\',
      '    return x##_off(p); \\',
      '  } \\',
      '  static struct platform_driver x##_d = { \\',
      '    .remove = x##_remove_##y, \\',
      '  };',
      'int x;',
      '',
    ].join('\n');
    const remove = changes.find(({ id }) => id === 'platform-remove-returns-void');
    if (!remove) throw new Error('the change is gone');
    const lines = new Set([9]);
    const changed = (now: string) => {
      const source = new CSource(now, lines);
      const { replacements, left } = rewriteSource(source, remove, { reported: lines });
      expect(left).toEqual([]);
      return applyReplacements(now, replacements);
    };
    const once = changed(text);
    expect(once.split('\n')).toEqual([
      '#define driver(x, y) \\',
      '  static void x##_remove_##y(struct platform_device *p) \\',
      '  { \\',
      '    if (p) \\',
      '      return; \\',
      '    x##_off(p); \\',
      '  } \\',
      '  static struct platform_driver x##_d = { \\',
      '    .remove = x##_remove_##y, \\',
      '  };',
      'int x;',
      '',
    ]);
    expect(changed(once)).toBe(once);
    expect(applyReplacements(text, rewriteSource(new CSource(text), remove).replacements)).toBe(text);
  });

  it('does not touch the callback of another struct', () => {
    const text =
      'static int f(struct device *d) { return 0; }\nstatic struct bus_type b = { .remove = f };\n';
    expect(rewritten(text, remove)).toBe(text);
  });

  it('declares a removed parameter if the function uses it', () => {
    const probe: Rewrite = {
      kind: 'callback',
      struct: 'i2c_driver',
      member: 'probe',
      parameters: ['$1'],
      prologue: 'const struct i2c_device_id *$name2 = i2c_client_get_device_id($name1);',
    };
    const text =
      'static int f(struct i2c_client *c,\n\t     const struct i2c_device_id *id)\n{\n\treturn id->driver_data;\n}\nstatic struct i2c_driver d = { .probe = f };\n';
    expect(rewritten(text, probe)).toBe(
      'static int f(struct i2c_client *c)\n{\n\tconst struct i2c_device_id *id = i2c_client_get_device_id(c);\n\treturn id->driver_data;\n}\nstatic struct i2c_driver d = { .probe = f };\n',
    );
  });

  it('changes a callback whose signature stands under conditions, with its braces inside or behind them', () => {
    const callback: Rewrite = {
      ...{ kind: 'callback', struct: 'ops', member: 'done', was: 2 },
      parameters: ['$1', 'u32 bits', '$2'],
    };
    const behind = (signature: string) =>
      `#ifdef OLD\nstatic void f(int a)\n#else\n${signature}\n#endif\n__must_hold(x)\n{\n\tif (a) {\n\t}\n}\nstatic struct ops o = { .done = f };\n`;
    expect(rewritten(behind('static void f(int a, void *b)'), callback)).toBe(
      behind('static void f(int a, u32 bits, void *b)'),
    );
    const inside = (signature: string) =>
      `#ifdef OLD\nstatic void f(int a) {\n#else\n${signature} {\n#endif\n\tif (a) {\n\t}\n}\n#if 0\n}}}\n#endif\nstatic struct ops o = { .in.x = 1, .done = f };\n`;
    expect(rewritten(inside('static void f(int a, void *b)'), callback)).toBe(
      inside('static void f(int a, u32 bits, void *b)'),
    );
  });

  it('knows the struct of a member of a member by its path', () => {
    const callback: Rewrite = {
      ...{
        kind: 'callback',
        struct: 'request.notify',
        member: 'fn',
        was: 1,
        parameters: ['int $name1_bits'],
      },
      opening: 'int $name1 = $name1_bits;',
    };
    expect(
      rewritten(
        'static void f(int error)\n{\n\tuse(error);\n}\nvoid g(void)\n{\n\tr = (struct request) {\n#ifdef A\n\t\t.a = 1,\n#endif\n\t\t.notify.fn = f,\n\t};\n}\n',
        callback,
      ),
    ).toBe(
      'static void f(int error_bits)\n{\n\tint error = error_bits;\n\tuse(error);\n}\nvoid g(void)\n{\n\tr = (struct request) {\n#ifdef A\n\t\t.a = 1,\n#endif\n\t\t.notify.fn = f,\n\t};\n}\n',
    );
  });

  it('makes a platform driver of an ACPI driver, whose functions stay', () => {
    const text = [
      'static struct acpi_driver lid_driver = {',
      '\t.name = "lid",',
      '\t.ids = lid_ids,',
      '\t.flags = ACPI_DRIVER_ALL_NOTIFY_EVENTS,',
      '\t.ops = { .add = lid_add, .remove = lid_remove, .notify = lid_notify },',
      '#ifdef CONFIG_PM',
      '\t.drv.pm = &lid_pm',
      '#endif',
      '};',
      'module_acpi_driver(lid_driver);',
      '',
    ].join('\n');
    expect(rewritten(text, { kind: 'acpi-drivers' })).toBe(
      [
        'static void lid_driver_event(acpi_handle handle, u32 event, void *device)',
        ...['{', '\tlid_notify(device, event);', '}', ''],
        'static int lid_driver_probe(struct platform_device *platform)',
        '{',
        '\tstruct acpi_device *device = ACPI_COMPANION(&platform->dev);',
        '\tint error = device ? lid_add(device) : -ENODEV;',
        ...['', '\tif (error)', '\t\treturn error;'],
        '\terror = acpi_dev_install_notify_handler(device, ACPI_ALL_NOTIFY, lid_driver_event, device);',
        ...['\tif (error)', '\t\tlid_remove(device);', '\treturn error;', '}', ''],
        'static void lid_driver_unbind(struct platform_device *platform)',
        '{',
        '\tstruct acpi_device *device = ACPI_COMPANION(&platform->dev);',
        '',
        '\tacpi_dev_remove_notify_handler(device, ACPI_ALL_NOTIFY, lid_driver_event);',
        ...['\tlid_remove(device);', '}', ''],
        'static struct platform_driver lid_driver = {',
        '\t.probe = lid_driver_probe,',
        '\t.remove = lid_driver_unbind,',
        '\t.driver.name = "lid",',
        '\t.driver.acpi_match_table = lid_ids,',
        ...['#ifdef CONFIG_PM', '\t.driver.pm = &lid_pm,', '#endif', '};'],
        'module_platform_driver(lid_driver);',
        '',
      ].join('\n'),
    );
    const other = `${text}struct acpi_device *d = to_acpi_device(dev);\n`;
    expect(rewritten(other, { kind: 'acpi-drivers' })).toContain(
      'left: lid_driver has functions for power management that take its device for that of an ACPI device',
    );
    const small =
      'static struct acpi_driver lid = { .name = N, .ids = i, .ops = { .add = lid_add } };\nint f(void)\n{\n\treturn acpi_bus_register_driver(&lid);\n}\n';
    const after = rewritten(small, { kind: 'acpi-drivers' });
    expect(after).toContain('return device ? lid_add(device) : -ENODEV;');
    expect(after).toContain('return platform_driver_register(&lid);');
    expect(after).not.toMatch(/unbind|event/);
  });

  it('passes nothing for what a callback is given and follows', () => {
    const callback = {
      ...{ kind: 'callback', struct: 'ops', member: 'get', was: 1 },
      parameters: ['struct wdev *wdev'],
      prologue: 'struct net *$name1 = wdev->net;',
    } satisfies Rewrite;
    const text =
      'static int f(struct net *dev)\n{\n\treturn dev->x;\n}\nint g(void)\n{\n\treturn f(a);\n}\nstatic struct ops o = { .get = f };\n';
    expect(rewritten(text, callback)).toBe(
      `${text}\nleft: f() is called in this module too, and no value is known for its new parameter struct wdev *wdev`,
    );
    expect(rewritten(text, { ...callback, passed: { 1: '$p1->wdev' } })).toBe(
      'static int f(struct wdev *wdev)\n{\n\tstruct net *dev = wdev->net;\n\treturn dev->x;\n}\nint g(void)\n{\n\treturn f(a->wdev);\n}\nstatic struct ops o = { .get = f };\n',
    );
  });

  it('knows a statement that begins below a line of the preprocessor', () => {
    const rename: Rewrite = { kind: 'rename', from: 'strncpy', to: 'strscpy_pad', unusedValue: true };
    const text =
      'void f(void)\n{\n\tg();\n#endif\n\t/* Name */\n\tstrncpy(a, b, 4);\n\treturn\n#if X\n\tstrncpy(a, b, 4);\n}\n';
    expect(rewritten(text, rename)).toBe(
      `${text.replace('strncpy', 'strscpy_pad')}\nleft: what strncpy() returns is used here, and strscpy_pad() returns something else`,
    );
  });
});
