import { expect, test } from 'vitest';
import { writtenKernels } from '../../../../test/support/written-kernels.ts';
import type { MessageShape } from '../messages/message-shape.ts';
import { parseMessageShape } from '../messages/parse-message-shape.ts';
import { CSource } from '../rewrite/c-source.ts';
import { applyReplacements } from '../rewrite/replacement.ts';
import { rewriteSource } from '../rewrite/rewrite.ts';
import { inferCause } from './infer-cause.ts';
import type { InferenceContext } from './inference-context.ts';

const kernel = writtenKernels();

function infer(shape: MessageShape, context: InferenceContext): string {
  const cause = inferCause(shape, context);
  return cause ? `${cause.confidence}: ${cause.symbol} -> ${cause.replacement ?? '?'}` : 'nothing';
}

const call = (name: string): MessageShape => ({ kind: 'undeclared-function', name });

test('a new member of the same type alone did not take the place of a removed one', () => {
  const lock = (name: string) => ({
    'drm/drm_device.h': `struct drm_device {\n\tint unique;\n\tstruct mutex ${name};\n\tint count;\n};\n`,
  });
  const missing: MessageShape = { kind: 'no-member', struct: 'struct drm_device', member: 'struct_mutex' };
  expect(
    infer(missing, {
      failing: kernel('7.3', lock('gem_lru_mutex')),
      others: [kernel('6.12', lock('struct_mutex'))],
    }),
  ).toBe('unknown: struct drm_device.struct_mutex -> ?');
});

test('a renamed member is known by its name together with its type or its place', () => {
  const context = (old: string, now: string) => {
    const struct = (members: string) => ({
      'linux/a.h': `struct a {\n\tint first;\n\t${members}\n\tlong last;\n};\n`,
    });
    return { failing: kernel(`7.${old.length}`, struct(now)), others: [kernel('6.1', struct(old))] };
  };
  const missing = (member: string): MessageShape => ({ kind: 'no-member', struct: 'struct a', member });
  expect(
    infer(
      missing('min_buffers_needed'),
      context('u32 min_buffers_needed;', 'u32 min_queued_buffers;\n\tu32 min_reqbufs;'),
    ),
  ).toBe('likely: struct a.min_buffers_needed -> min_queued_buffers');
  expect(infer(missing('bi_op'), context('unsigned int bi_op;', 'blk_opf_t bi_opf;'))).toBe(
    'likely: struct a.bi_op -> bi_opf',
  );
  expect(infer(missing('owner_id'), context('int owner_id;', 'int refcount;\n\tint depth;'))).toBe(
    'unknown: struct a.owner_id -> ?',
  );
});

test('a member that only user programs see now is told so', () => {
  const old = kernel('6.12', {
    'linux/if_pppox.h': 'struct pppoe_hdr {\n\t__be16 length;\n\tstruct pppoe_tag tag[];\n};\n',
  });
  const now = kernel('7.3', {
    'linux/if_pppox.h':
      'struct pppoe_hdr {\n\t__be16 length;\n#ifndef __KERNEL__\n\tstruct pppoe_tag tag[];\n#endif\n};\n',
  });
  const shape: MessageShape = { kind: 'no-member', struct: 'struct pppoe_hdr', member: 'tag' };
  const cause = inferCause(shape, { failing: now, others: [old] });
  expect(cause).toMatchObject({ id: 'pppoe-hdr-tag-for-user-programs', confidence: 'verified' });
  expect(cause?.evidence.map(({ kernel: release, line }) => `${release}:${line}`)).toEqual([
    '6.12:3',
    '7.3:4',
  ]);
});

test('a typedef that a function or a member takes is followed', () => {
  const text = (argument: string) => ({
    'linux/acpi.h': `typedef void (*wmi_notify_handler) (${argument}, void *context);\nint wmi_install_notify_handler(const char *guid, wmi_notify_handler handler, void *data);\nstruct listener {\n\twmi_notify_handler notify;\n};\n`,
  });
  const context = {
    failing: kernel('6.12', text('union acpi_object *data')),
    others: [kernel('6.1', text('u32 value'))],
    text: 'static struct listener mine = {\n',
  };
  const call: MessageShape = {
    ...{ kind: 'incompatible-argument', function: 'wmi_install_notify_handler', position: 2 },
  };
  expect(infer(call, context)).toBe('verified: wmi_notify_handler -> void (*)(union acpi_object *, void *)');
  const member: MessageShape = {
    ...{ kind: 'incompatible-value', via: 'initialization', object: 'mine', member: 'notify' },
    ...{ expected: 'wmi_notify_handler', actual: 'void (*)(u32, void *)' },
  };
  expect(infer(member, context)).toBe(
    'verified: wmi_notify_handler -> void (*)(union acpi_object *, void *)',
  );
});

test('arguments in another order are a change, although they are as many', () => {
  const old = kernel('6.12', {
    'crypto/b.h': 'void blake2s(u8 *out, const u8 *in, size_t outlen, size_t inlen);\n',
  });
  const now = kernel('7.3', {
    'crypto/b.h': 'void blake2s(const u8 *in, size_t inlen, u8 *out, size_t outlen);\n',
  });
  expect(infer({ kind: 'integer-pointer', function: 'blake2s' }, { failing: now, others: [old] })).toBe(
    'verified: blake2s -> void blake2s(const u8 *, size_t, u8 *, size_t)',
  );
});

test('no header is proposed for a function that the kernel exports to no module', () => {
  const old = kernel('5.10', {
    'linux/termios.h':
      'static inline int user_termios(void *to, void *from)\n{\n\treturn copy(to, from, 9);\n}\n',
  });
  const declared = { 'linux/termios_internal.h': 'int user_termios(void *, void *);\n' };
  const now = kernel('6.1', declared, '0x0\tcopy\tvmlinux\tEXPORT_SYMBOL\t\n');
  const cause = inferCause(call('user_termios'), { failing: now, others: [old], text: '' });
  expect(cause).toMatchObject({ id: 'user-termios-not-exported', confidence: 'verified' });
  expect(cause).not.toHaveProperty('replacement');
  const exporting = kernel('6.2', declared, '0x0\tuser_termios\tvmlinux\tEXPORT_SYMBOL\t\n');
  expect(infer(call('user_termios'), { failing: exporting, others: [old], text: '' })).toBe(
    'likely: user_termios -> #include <linux/termios_internal.h>',
  );
});

test('a call is written out as what it stood for, if the newer kernel has all of that', () => {
  const old = kernel('5.10', {
    'linux/termios.h':
      'static inline int user_termios(struct k *to, void __user *from)\n{\n\treturn copy_it(to, from, sizeof(struct t2));\n}\n#define FLAGS(sk) ((sk)->flags & 3)\n#define BIG(a) do { a; } while (0)\n#define WIDE 1\n#define EUID(t) (COPY((t), euid))\n#define GONE(t) (COPY((t), lost))\nextern int lost;\n#define COPY(t, member) ((t)->member)\n#define ODD(a) copy_it(a, a, 1)\n#define ODD(a) copy_it(a, a, 2)\n#ifdef WIDE\n#define PICK(a) copy_it(a, a, 8)\n#else\n#define PICK(a) copy_it(a, a, 4)\n#endif\n',
  });
  const symbols = '0x0\tcopy_it\tvmlinux\tEXPORT_SYMBOL\t\n';
  const rest =
    '#define COPY(t, member) ((t)->member)\nint copy_it(void *, void *, int);\nstruct k {\n\tint a;\n};\nstruct t2 {\n\tint flags;\n};\n';
  const now = kernel(
    '6.1',
    { 'linux/termios_internal.h': 'int user_termios(void *, void *);\n', 'linux/t.h': rest },
    symbols,
  );
  const rewriteOf = (name: string, failing = now) =>
    inferCause(call(name), { failing, others: [old], text: '' })?.change?.rewrite;
  expect(rewriteOf('user_termios')).toEqual([
    { kind: 'call', name: 'user_termios', arguments: 2, to: 'copy_it($1, $2, sizeof(struct t2))' },
  ]);
  expect(rewriteOf('FLAGS')).toEqual([{ kind: 'call', name: 'FLAGS', arguments: 1, to: '($p1->flags & 3)' }]);
  expect(rewriteOf('EUID')).toEqual([{ kind: 'call', name: 'EUID', arguments: 1, to: 'COPY($1, euid)' }]);
  expect(rewriteOf('GONE')).toBeUndefined();
  expect(rewriteOf('BIG')).toBeUndefined();
  expect(rewriteOf('PICK')).toEqual([{ kind: 'call', name: 'PICK', arguments: 1, to: 'copy_it($1, $1, 8)' }]);
  // Which of two it was, no header tells.
  expect(rewriteOf('ODD')).toBeUndefined();
  const without = kernel(
    '6.2',
    { 'linux/termios_internal.h': 'int user_termios(void *, void *);\n' },
    symbols,
  );
  expect(rewriteOf('user_termios', without)).toBeUndefined();
});

test('a constant that a macro of the kernel has broken is not taken for a member', () => {
  const failing = kernel('7.3', { 'linux/if_link.h': '#define MODE_MAX (__MODE_MAX - 1)\n' });
  const others = [kernel('6.12', { 'linux/if_link.h': '#define OTHER 1\n' })];
  const causeOn = (line: string) =>
    inferCause({ kind: 'conflicting-types', name: 'MODE_MAX' }, { failing, others, line })?.id;
  expect(['\tMODE_MAX = 3,', 'enum mode { MODE_A, MODE_MAX };', '#define MODE_MAX 3'].map(causeOn)).toEqual([
    'mode-max-declared',
    'mode-max-declared',
    'mode-max-declared',
  ]);
  expect(['\tint MODE_MAX : 1;', '\treturn mode->MODE_MAX == 3;'].map(causeOn)).toEqual([
    undefined,
    undefined,
  ]);
});

test('a variable that the source declares in another way is declared as the kernel does', () => {
  const headers = {
    'linux/pci.h': 'struct bus_type {\n\tint a;\n};\nextern const struct bus_type pci_bus_type;\n',
  };
  const earlier = { 'linux/pci.h': headers['linux/pci.h'].replace('const ', '') };
  const others = [kernel('6.12', headers), kernel('6.1', earlier)];
  const context = { failing: kernel('7.3', headers), others };
  const shape = parseMessageShape({
    ...{ message: "conflicting type qualifiers for 'pci_bus_type'", tool: 'gcc' },
    ...{ file: '/m/a.c', line: 1, severity: 'error', related: [] },
  });
  const own = { ...context, text: 'extern struct bus_type   pci_bus_type;\n' };
  const cause = shape && inferCause(shape, own);
  expect(cause?.change?.rewrite).toEqual([
    { kind: 'declaration', name: 'pci_bus_type', to: 'extern const struct bus_type pci_bus_type' },
  ]);
  const source = new CSource(own.text);
  const { replacements } = rewriteSource(source, cause?.change ?? {});
  expect(applyReplacements(own.text, replacements)).toBe('extern const struct bus_type pci_bus_type;\n');
  expect(shape && inferCause(shape, { ...context, text: 'int pci_bus_type;\n' })?.change).toBeUndefined();
});

test('a macro of the same text took the place of one, if there is only one', () => {
  const text = (name: string) => ({
    'asm/family.h': `#define IFM(a, b) ((a) << 8 | (b))\n#define ${name} IFM(6, 0x5A)\n#define SMALL_${name} 4\n`,
  });
  const context = { failing: kernel('7.3', text('SILVER_MID2')), others: [kernel('6.12', text('AIR_MID'))] };
  expect(infer({ kind: 'undeclared', name: 'AIR_MID' }, context)).toBe('verified: AIR_MID -> SILVER_MID2');
  expect(infer({ kind: 'undeclared', name: 'SMALL_AIR_MID' }, context)).not.toContain('verified');
});

test('a function whose value is used and that gives none now', () => {
  const text = (returns: string) => ({
    'linux/cpufreq.h': `${returns} cpufreq_unregister_driver(struct cpufreq_driver *data);\n`,
  });
  const context = {
    failing: kernel('6.12', text('void')),
    others: [kernel('6.1', text('int'))],
    line: '\tint rc = cpufreq_unregister_driver(&driver);',
  };
  expect(infer({ kind: 'void-value' }, context)).toBe(
    'verified: cpufreq_unregister_driver -> void cpufreq_unregister_driver(struct cpufreq_driver *)',
  );
  expect(infer({ kind: 'void-value' }, { ...context, line: '\tint rc = own(&driver);' })).toBe('nothing');
});

test('a header under another name is found by what it declared', () => {
  const text =
    '#ifndef NB_H\n#define NB_H\nint amd_nb_num(void);\nbool amd_nb_has_feature(int feature);\nstruct amd_northbridge {\n\tint node;\n};\n#endif\n';
  const context = {
    failing: kernel('7.3', { 'asm/amd/nb.h': text }),
    others: [kernel('6.12', { 'asm/amd_nb.h': text })],
  };
  expect(infer({ kind: 'missing-header', header: 'asm/amd_nb.h' }, context)).toBe(
    'verified: asm/amd_nb.h -> #include <asm/amd/nb.h>',
  );
});

test('a variable that kernels exported and that is gone', () => {
  const stubs = {
    'net/ipv6_stubs.h':
      'struct ipv6_stub {\n\tint a;\n};\nextern const struct ipv6_stub *ipv6_stub;\nextern int counter;\n',
  };
  const old = kernel('6.12', stubs, '0x0\tipv6_stub\tvmlinux\tEXPORT_SYMBOL_GPL\t\n');
  const context = { failing: kernel('7.3', {}), others: [old] };
  expect(infer({ kind: 'undeclared', name: 'ipv6_stub' }, context)).toBe('unknown: ipv6_stub -> ?');
  expect(infer({ kind: 'undeclared', name: 'counter' }, context)).toBe('nothing');
});

test('a struct that has another name is told once, by what takes it', () => {
  const text = (name: string) => ({
    'crypto/blake2s.h': `struct ${name} {\n\tint h;\n};\nvoid blake2s_update(struct ${name} *state, const u8 *in);\nvoid blake2s_final(struct ${name} *state, u8 *out);\nstruct user {\n\tvoid (*done)(struct ${name} *state);\n};\n`,
  });
  const context = {
    failing: kernel('7.3', text('blake2s_ctx')),
    others: [kernel('6.12', text('blake2s_state'))],
    text: 'static struct user mine = {\n',
  };
  const ids = (
    [
      { kind: 'incomplete-type', type: 'struct blake2s_state' },
      { kind: 'incompatible-argument', function: 'blake2s_update', position: 1 },
      {
        ...{ kind: 'incompatible-value', via: 'initialization', object: 'mine', member: 'done' },
        ...{ expected: 'void (*)(struct blake2s_ctx *)', actual: 'void (*)(struct blake2s_state *)' },
      },
    ] satisfies MessageShape[]
  ).map((shape) => inferCause(shape, context)?.id);
  expect(ids).toEqual(Array(3).fill('blake2s-state-renamed'));
});

test("a header of the module's own is not taken for one of the kernel with the same name", () => {
  const failing = kernel('7.3', {
    'linux/hash.h': 'int hash(int);\n',
    'linux/stdarg.h': '#define va_list int\n',
  });
  expect(infer({ kind: 'missing-header', header: 'hash.h' }, { failing, others: [] })).toBe('nothing');
  expect(infer({ kind: 'missing-header', header: 'stdarg.h' }, { failing, others: [] })).toBe(
    'likely: stdarg.h -> #include <linux/stdarg.h>',
  );
});

test('functions that no longer agree with their own declarations have the struct that is gone as their cause', () => {
  const text = (name: string) => ({
    'linux/f.h': `struct ${name} {\n\tint a;\n};\nint fill(struct ${name} *f);\n`,
  });
  const shape: MessageShape = { kind: 'conflicting-types', name: 'mine', type: 'int(struct fileattr *)' };
  const cause = inferCause(shape, {
    failing: kernel('7.3', text('file_kattr')),
    others: [kernel('6.12', text('fileattr'))],
  });
  expect(cause?.id).toBe('fileattr-renamed');
});

test('a struct that the file no longer sees is the cause for its members, too', () => {
  const text = {
    'drm/drm_encoder.h': 'struct drm_encoder_funcs {\n\tvoid (*destroy)(struct drm_encoder *encoder);\n};\n',
  };
  const context = { failing: kernel('6.12', text), others: [], text: '#include <drm/drm_device.h>\n' };
  const missing: MessageShape = {
    kind: 'no-member',
    struct: 'struct drm_encoder_funcs',
    member: 'destroy',
  };
  expect(infer(missing, context)).toBe('likely: drm_encoder_funcs -> #include <drm/drm_encoder.h>');
  expect(infer(missing, { ...context, text: 'struct drm_encoder_funcs {\n\tint own;\n};\n' })).toBe(
    'nothing',
  );
});

test('a name in which a word was replaced is that of something else, unless it takes and gives the same', () => {
  const old = kernel('6.12', {
    'linux/buffer_head.h': '#define page_has_buffers(page) PagePrivate(page)\nint page_set_state(int a);\n',
  });
  const now = kernel('7.3', {
    'linux/buffer_head.h': 'bool mmb_has_buffers(struct mmb *mmb);\nint folio_set_state(int a);\n',
  });
  const context = { failing: now, others: [old] };
  expect(infer(call('page_has_buffers'), context)).toBe('unknown: page_has_buffers -> ?');
  expect(infer(call('page_set_state'), context)).toBe('likely: page_set_state -> folio_set_state');
});

test('types are compared as the compiler means them, not as they are written', () => {
  const text = (page: string) => ({
    'linux/fs.h': `struct address_space_operations {\n\tint (*write_begin)(struct file *, loff_t pos, unsigned len, struct ${page} **target);\n};\nstruct page {\n};\nstruct folio {\n};\n`,
  });
  const shape: MessageShape = {
    ...{ kind: 'incompatible-value', via: 'initialization', object: 'mine', member: 'write_begin' },
    expected: 'int (*)(struct file *, loff_t,  unsigned int,  struct folio **)',
    actual: 'int (*)(struct file *, loff_t,  unsigned int,  struct page **)',
  };
  const text0 = 'static const struct address_space_operations mine = {\n';
  const context = {
    failing: kernel('6.12', text('folio')),
    others: [kernel('6.1', text('page'))],
    text: text0,
  };
  expect(infer(shape, context)).toMatch(/^verified: struct address_space_operations\.write_begin/);
});
