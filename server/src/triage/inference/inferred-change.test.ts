import { expect, test } from 'vitest';
import { applyChangeFix } from '../../../../test/support/applied-fix.ts';
import type { Change } from '../change.ts';
import { signatureOf } from '../headers/declaration-text.ts';
import type { HeaderSymbol } from '../headers/header-index.ts';
import { findChangeFixes } from '../rewrite/change-fixes.ts';
import { mendsLine } from '../rewrite/mended-line.ts';
import type { InferredRewrite } from './inference-context.ts';
import {
  callbackArgumentChange,
  callbackChange,
  callChange,
  memberRename,
  structRename,
  voidCall,
} from './inferred-change.ts';

function symbol(kind: HeaderSymbol['kind'], name: string, declaration: string, owner?: string): HeaderSymbol {
  const signature = signatureOf(declaration, name);
  return {
    ...{ kind, name, declaration, header: 'linux/a.h', file: '/k/a.h', line: 1, conditions: [] },
    ...(signature && { signature }),
    ...(owner !== undefined && { owner }),
  };
}

const fn = (name: string, declaration: string) => symbol('function', name, declaration);
const member = (declaration: string) => symbol('member', 'cb', declaration, 'ops');

const file = (text: string) => ({ path: '/m/a.c', text });

function rewritten(
  inferred: InferredRewrite | undefined,
  text: string,
  lines: readonly number[] = [],
): string {
  if (!inferred) return 'nothing';
  const change: Change = {
    ...{ id: 'x', symbol: 'x', title: 'x', summary: '', advice: '', old: '', new: '', explains: [] },
    ...inferred,
  };
  const kernels = [{ release: '7.3', version: '7.3.4', form: 'new' }] as const;
  const reported = new Map([['/m/a.c', new Set(lines)]]);
  const [fix] = findChangeFixes(change, [file(text)], kernels, lines.length > 0 ? { reported } : {});
  if (!fix) return 'no use';
  const left = fix.left.map(({ reason }) => `\n// left: ${reason}`).join('');
  return `${applyChangeFix(fix)[0]?.text}${left}`;
}

test('an argument that is gone is dropped, and one that is new is not invented', () => {
  const old = fn('f', 'int f(struct a *a, int flags, gfp_t gfp)');
  expect(
    rewritten(
      callChange(old, fn('f', 'int f(struct a *a, gfp_t gfp)')),
      'void g(void)\n{\n\tf(x, 0, GFP_KERNEL);\n}\n',
    ),
  ).toBe('void g(void)\n{\n\tf(x, GFP_KERNEL);\n}\n');
  expect(callChange(fn('f', 'int f(struct a *a)'), old)).toBeUndefined();
});

test('what is new is passed a value without effect, where there is one, and that has to be checked', () => {
  const call = 'void g(void)\n{\n\tf(x, y);\n}\n';
  const old = fn('f', 'int f(struct inode *inode, int flags)');
  const change = callChange(old, fn('f', 'int f(struct mnt_idmap *idmap, struct inode *inode, int flags)'));
  expect(rewritten(change, call)).toBe('void g(void)\n{\n\tf(&nop_mnt_idmap, x, y);\n}\n');
  expect(change?.semantics).toBe(
    'f() is passed &nop_mnt_idmap for what is new: check whether your driver has something to pass there.',
  );
  const link = fn('f', 'int f(struct inode *inode, int flags, unsigned int link_id)');
  expect(rewritten(callChange(old, link), call)).toBe('void g(void)\n{\n\tf(x, y, 0);\n}\n');
  // The old argument is not replaced by a value without effect.
  expect(
    callChange(
      fn('f', 'int f(struct user_namespace *ns, int flags)'),
      fn('f', 'int f(struct mnt_idmap *idmap, int flags, int link_id)'),
    ),
  ).toBeUndefined();
});

test('arguments are put in another order by their names, and the change has to be checked', () => {
  const old = fn(
    'blake2s',
    'void blake2s(u8 *out, const u8 *in, const u8 *key, const size_t outlen, const size_t inlen, const size_t keylen)',
  );
  const now = fn(
    'blake2s',
    'void blake2s(const u8 *key, size_t keylen, const u8 *in, size_t inlen, u8 *out, size_t outlen)',
  );
  const change = callChange(old, now);
  expect(rewritten(change, 'void g(void)\n{\n\tblake2s(o, i, k, 1, 2, 3);\n}\n')).toContain(
    'blake2s(k, 3, i, 2, o, 1)',
  );
  expect(change?.semantics).toMatch(/^The arguments of blake2s\(\) are in another order/);
  const nameless = fn('blake2s', 'void blake2s(const u8 *, size_t, const u8 *, size_t, u8 *, size_t)');
  expect(callChange(old, nameless)).toBeUndefined();
});

test('a callback gets the types and the new parameters of its member', () => {
  const text =
    'static int mine(struct a *a, int n)\n{\n\treturn n;\n}\nstatic const struct ops o = { .cb = mine };\n';
  const old = member('int (*cb)(struct a *a, int n)');
  expect(
    rewritten(callbackChange(old, member('int (*cb)(const struct a *a, u32 ack, int n)')), text),
  ).toContain('static int mine(const struct a *a, u32 ack, int n)');
  expect(rewritten(callbackChange(old, member('void (*cb)(struct a *a, int n)')), text)).toContain(
    'static void mine(struct a *a, int n)\n{\n}',
  );
  expect(
    rewritten(
      callbackChange(member('void (*cb)(struct a *a)'), member('int (*cb)(struct a *a)')),
      'static void mine(struct a *a)\n{\n\tstop(a);\n}\nstatic struct ops o = { .cb = mine };\n',
    ),
  ).toContain('static int mine(struct a *a)\n{\n\tstop(a);\n\treturn 0;\n}');
});

test('a callback that is passed to a function gets its types, also where that takes a wider number', () => {
  const find = (type: string) =>
    fn(
      'find',
      `struct inode *find(struct sb *sb, ${type}, int (*match)(struct inode *, ${type}, void *), void *)`,
    );
  const text =
    'static int match(struct inode *vi, unsigned long ino, void *data)\n{\n\treturn 0;\n}\nvoid g(void)\n{\n\tfind(sb, 1, match, x);\n}\n';
  const change = callbackArgumentChange(find('unsigned long'), find('u64'), 3);
  expect(rewritten(change, text)).toBe(text.replace('unsigned long ino', 'u64 ino'));
  expect(callbackArgumentChange(find('unsigned long'), find('u32'), 3)).toBeUndefined();
  expect(callbackArgumentChange(find('unsigned long'), find('void *'), 3)).toBeUndefined();
});

test('a callback that returned a number returns an enum', () => {
  const text =
    'static int mine(struct a *a)\n{\n\treturn 0;\n}\nstatic const struct ops o = { .cb = mine };\n';
  const change = callbackChange(member('int (*cb)(struct a *a)'), member('enum state (*cb)(struct a *a)'));
  expect(rewritten(change, text)).toBe(text.replace('static int', 'static enum state'));
  // Which value an enum has for nothing in particular is not known.
  expect(
    callbackChange(member('void (*cb)(struct a *a)'), member('enum state (*cb)(struct a *a)')),
  ).toBeUndefined();
});

test('a callback that uses what it no longer gets is left to a person', () => {
  const text =
    'static int mine(struct a *a, int n)\n{\n\treturn n;\n}\nstatic const struct ops o = { .cb = mine };\n';
  const change = callbackChange(member('int (*cb)(struct a *a, int n)'), member('int (*cb)(struct a *a)'));
  expect(rewritten(change, text)).toBe('no use');
  expect(rewritten(change, text.replace('return n', 'return 0'))).toContain('static int mine(struct a *a)\n');
});

test('a callback that returns another pointer, or that takes another callback, is left to a person', () => {
  expect(
    callbackChange(member('int (*cb)(struct a *a)'), member('struct dentry *(*cb)(struct a *a)')),
  ).toBeUndefined();
  expect(
    callbackChange(member('int (*cb)(struct a *a)'), member('int (*cb)(struct a *a, void (*done)(void))')),
  ).toBeUndefined();
});

test('a member is renamed where its struct is known or the compiler complains, and nowhere else', () => {
  const text =
    'static struct vb2_queue q = { .needed = 1 };\nstruct other *p;\nvoid f(struct vb2_queue *v)\n{\n\tv->needed = 1;\n\tp->needed = 1;\n\tx.y->needed = 1;\n}\n';
  const change = memberRename('vb2_queue', 'needed', 'queued');
  const whole = rewritten(change, text);
  expect(whole).toContain('{ .queued = 1 }');
  expect(whole).toContain('v->queued = 1;\n\tp->needed = 1;\n\tx.y->needed = 1;');
  expect(whole).toContain('// left: whether this needed');
  expect(rewritten(change, text, [7])).toContain('v->queued = 1;\n\tp->needed = 1;\n\tx.y->queued = 1;');
});

test('a value that a function no longer gives is 0 where it is used', () => {
  const change = voidCall(fn('f', 'void f(struct a *a)'), {
    returns: 'int',
    parameters: ['struct a *'],
    variadic: false,
  });
  expect(rewritten(change, 'int g(void)\n{\n\tf(a);\n\treturn f(a);\n}\n')).toBe(
    'int g(void)\n{\n\tf(a);\n\treturn (f(a), 0);\n}\n',
  );
});

test('a fix is for a line only where it changes that line, its callback or the name of its struct', () => {
  const text =
    'static int mine(int n)\n{\n\treturn old(1);\n}\nint other;\nstatic struct ops o = { .cb = mine };\nvoid g(struct was *w)\n{\n\tuse(w);\n}\n';
  const fixOf = (replacements: { start: number; end: number; text: string }[]) =>
    ({ kind: 'new-form', title: '', files: [{ ...file(text), replacements }], left: [] }) as const;
  const call = fixOf([{ start: text.indexOf('old('), end: text.indexOf('old(') + 3, text: 'new' }]);
  expect([3, 6, 5].map((line) => mendsLine(call, file(text), line))).toEqual([true, true, false]);
  const tag = fixOf([{ start: text.indexOf('was'), end: text.indexOf('was') + 3, text: 'is' }]);
  expect(mendsLine(tag, file(text), 9)).toBe(true);
  expect(rewritten(structRename('was', 'is'), text)).toContain('void g(struct is *w)');
});

test('a callback that answers in another type may mean the opposite, which has to be checked', () => {
  const old = member('int (*cb)(int a, struct x *x)');
  const change = callbackChange(old, member('bool (*cb)(int a, struct x *x)'));
  expect(change?.semantics).toBe(
    'The callback returns bool where it returned int: check what each value means now, since true may stand for what 0 stood for.',
  );
  expect(callbackChange(old, member('ssize_t (*cb)(int a, struct x *x)'))?.semantics).toBeUndefined();
});

test('a callback for yet another kernel, with fewer parameters than both forms, is left alone', () => {
  const old = member('int (*cb)(struct user_namespace *ns, struct inode *dir, umode_t mode)');
  const change = callbackChange(
    old,
    member('int (*cb)(struct mnt_idmap *idmap, struct inode *dir, umode_t mode)'),
  );
  const assigned = 'static struct ops o = { .cb = f };\n';
  expect(rewritten(change, `static int f(struct inode *dir, umode_t mode) { return 0; }\n${assigned}`)).toBe(
    'no use',
  );
  expect(
    rewritten(
      change,
      `static int f(struct user_namespace *ns, struct inode *dir, umode_t mode) { return 0; }\n${assigned}`,
    ),
  ).toContain('f(struct mnt_idmap *ns, struct inode *dir, umode_t mode)');
});
