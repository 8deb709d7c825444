import { expect, test } from 'vitest';
import { DeclarationScanner, symbolKinds } from './declaration-scanner.ts';

/** What a text declares, one line each: kind, owner and name. */
function scan(text: string): string[] {
  const bytes = Buffer.from(text);
  const scanner = new DeclarationScanner();
  scanner.scan(bytes);
  return Array.from({ length: scanner.count }, (_, at) => {
    const nameOf = (entry: number) =>
      bytes.toString('latin1', scanner.nameStart[entry], scanner.nameEnd[entry]);
    const owner = scanner.owner[at] as number;
    const arity = scanner.arity[at] as number;
    const shape = arity === 0 ? '' : `/${(arity & 127) - 1}${arity & 128 ? '+' : ''}`;
    return `${symbolKinds[scanner.kind[at] as number]} ${owner < 0 ? '' : `${nameOf(owner)}.`}${nameOf(at)}${shape}`;
  });
}

test('functions, with the attributes that the kernel puts around them', () => {
  expect(
    scan(`
extern __printf(1, 2) __cold int _printk(const char *fmt, ...);
void *__kmalloc(size_t size, gfp_t flags) __assume_kmalloc_alignment __alloc_size(1);
struct class * __must_check class_create(const char *name);
static inline int del_timer_sync(struct timer_list *timer)
{
	if (timer) { return '}'; }
}
int (platform_notify)(struct device *dev);
extern int a(void), *b;
`),
  ).toEqual([
    'function _printk',
    'function __kmalloc',
    'function class_create',
    'inline del_timer_sync',
    'function platform_notify',
    'function a',
    'variable b',
  ]);
});

test('macros with their arity', () => {
  expect(
    scan(`
#define MAX 1 /* a comment that
#define NOT_ONE 2
*/
#define class_create(owner, name) \\
	({ __class_create(owner, name); })
# define none() 1
#define rest(fmt, ...) printk(fmt, ##__VA_ARGS__)
#define named(args...) f(args)
#define all(...) f(__VA_ARGS__)
`),
  ).toEqual([
    'macro MAX',
    'macro class_create/2',
    'macro none/0',
    'macro rest/1+',
    'macro named/0+',
    'macro all/0+',
  ]);
});

test('structs with their members, through unnamed and grouped ones', () => {
  expect(
    scan(`
struct __ec_align4 outer {
	int a, *b, c[4];
	unsigned int flag : 1, other : 2;
	int (*remove)(struct platform_device *);
	union {
		void *data;
		struct { u8 low; } __packed;
	};
	struct { int deep; } named;
	DECLARE_BITMAP(supported, 32);
	struct_group(headers, u8 first; u8 second;);
	__SYSFS_FUNCTION_ALTERNATIVE(
		int (*show)(struct device *dev, /* one; two */ char *buf);
		int (*show_const)(const struct device *dev, char *buf);
	);
	DECLARE_FLEX(rest /* a; b */, 4);
	struct module_layout core_layout __module_layout_align;
	const u8 __pad;
} __attribute__((packed));
`),
  ).toEqual([
    'struct outer',
    ...['a', 'b', 'c', 'flag', 'other', 'remove', 'data', 'low'].map((name) => `member outer.${name}`),
    'member deep',
    ...[
      'named',
      'supported',
      'headers',
      'first',
      'second',
      'show',
      'show_const',
      'rest',
      'core_layout',
      '__pad',
    ].map((name) => `member outer.${name}`),
  ]);
});

test('enums, typedefs and variables', () => {
  expect(
    scan(`
enum color { RED, GREEN = (1 << 2), BLUE, };
typedef enum { X } xs;
typedef int (*handler_t)(int), other_t;
typedef void (actor_t)(void *);
typedef struct thing { int a; } thing_t;
extern struct bus_type usb_bus_type;
extern const char *const names[];
struct forward;
DECLARE_PER_CPU(struct task_struct *, current_task);
`),
  ).toEqual([
    'enum color',
    'enumerator color.RED',
    'enumerator color.GREEN',
    'enumerator color.BLUE',
    'enumerator X',
    'typedef xs',
    'typedef handler_t',
    'typedef other_t',
    'typedef actor_t',
    'struct thing',
    'member thing.a',
    'typedef thing_t',
    'variable usb_bus_type',
    'variable names',
    'variable current_task',
  ]);
});

test('both branches of a condition are read, and braces that only one of them opens', () => {
  expect(
    scan(`
#ifdef CONFIG_A
struct a {
#else
struct b {
#endif
	int x;
};
static inline void f(void)
{
#if 1
	if (a) {
#else
	if (b) {
#endif
	}
}
int after(void);
`),
  ).toEqual(['struct a', 'struct b', 'member b.x', 'inline f', 'function after']);
});

test('prototypes in macros, and macros without a semicolon', () => {
  expect(
    scan(`
ACPI_EXTERNAL_RETURN_STATUS(acpi_status
			    acpi_evaluate_object(acpi_handle object, acpi_string path))
DEFINE_FREE(fput, struct file *, if (!IS_ERR_OR_NULL(_T)) fput(_T))
TWL_CLASS_IS(4030, X)
extern void fd_install(unsigned int fd, struct file *file);
`),
  ).toEqual(['function acpi_evaluate_object', 'variable fput', 'function fd_install']);
});

test.each([
  '',
  '{',
  '}}}}',
  '((((',
  'struct {',
  'enum { A, ',
  '#define',
  '#define X(',
  '/*',
  '"',
  'int f(',
  '\u0000\u0001\u0002',
  'struct a { struct b { struct c {',
  '#else\n#endif\n#endif\nint f(void);',
])('%j is read to its end', (text) => {
  expect(() => scan(text)).not.toThrow();
});

test('an unclosed parenthesis does not swallow the file', () => {
  expect(
    scan('int broken(int a\nint lost(void)\nstatic inline int f(void)\n{\n}\nint g(void);\n').slice(-2),
  ).toEqual(['inline f', 'function g']);
});

test('tracepoints, with statements in their arguments', () => {
  expect(
    scan(`
TRACE_EVENT(hrtimer_start,
	TP_PROTO(struct hrtimer *hrtimer),
	TP_fast_assign(
		__entry->a = f(1);

		__entry->b = g(2);
	)
);
DECLARE_EVENT_CLASS(the_class, TP_PROTO(int a));
DEFINE_EVENT(the_class, sched_stat_runtime,
	TP_PROTO(struct task_struct *tsk, u64 runtime));
int after(void);
`),
  ).toEqual(['event hrtimer_start', 'event sched_stat_runtime', 'function after']);
});
