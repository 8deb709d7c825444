import { expect, test } from 'vitest';
import type { Tool } from '../../output/problem.ts';
import { parseMessageShape } from './parse-message-shape.ts';

function shape(message: string, notes: readonly string[] = [], tool: Tool = 'gcc') {
  return parseMessageShape({
    message,
    tool,
    related: notes.map((note) => ({ file: '/a.c', line: 1, message: note })),
  });
}

test.each([
  // As people write it from memory.
  ["implicit function declaration  'from_timer'", { kind: 'undeclared-function', name: 'from_timer' }],
  [
    "implicit declaration of function 'strlcpy'; did you mean 'strncpy'?",
    { kind: 'undeclared-function', name: 'strlcpy' },
  ],
  [
    "incompatible implicit declaration of built-in function 'strncpy'",
    { kind: 'undeclared-function', name: 'strncpy' },
  ],
  [
    "'struct uart_state' has no member named 'xmit'",
    { kind: 'no-member', struct: 'struct uart_state', member: 'xmit' },
  ],
  [
    "too few arguments to function 'v4l2_fh_add'",
    { kind: 'argument-count', function: 'v4l2_fh_add', few: true },
  ],
  [
    'macro "DEFINE_SEMAPHORE" requires 2 arguments, but only 1 given',
    { kind: 'macro-arguments', macro: 'DEFINE_SEMAPHORE', takes: 2, given: 1 },
  ],
  [
    'macro "__assign_str" passed 2 arguments, but takes just 1',
    { kind: 'macro-arguments', macro: '__assign_str', takes: 1, given: 2 },
  ],
  ["assignment of read-only member 'vm_flags'", { kind: 'read-only', target: 'vm_flags' }],
  ["assignment of read-only location '*dev->dev_addr'", { kind: 'read-only', target: 'dev->dev_addr' }],
  ['asm/unaligned.h: No such file or directory', { kind: 'missing-header', header: 'asm/unaligned.h' }],
  ["unknown type name 'mm_segment_t'", { kind: 'unknown-type', name: 'mm_segment_t' }],
  [
    "'I2C_CLASS_DDC' undeclared here (not in a function); did you mean 'I2C_CLASS_HWMON'?",
    { kind: 'undeclared', name: 'I2C_CLASS_DDC' },
  ],
  [
    "'struct i2c_msg' declared inside parameter list will not be visible outside of this definition or declaration",
    { kind: 'incomplete-type', type: 'struct i2c_msg' },
  ],
  [
    "declaration of 'struct i2c_msg' will not be visible outside of this function",
    { kind: 'incomplete-type', type: 'struct i2c_msg' },
  ],
  ["field 'base' has incomplete type", { kind: 'incomplete-type', type: '', object: 'base' }],
  ["field has incomplete type 'struct drm_event'", { kind: 'incomplete-type', type: 'struct drm_event' }],
  ["invalid use of undefined type 'struct file_lock'", { kind: 'incomplete-type', type: 'struct file_lock' }],
  [
    "invalid application of 'sizeof' to incomplete type 'struct drm_encoder'",
    { kind: 'incomplete-type', type: 'struct drm_encoder' },
  ],
  [
    "conflicting types for 'trace_hrtimer_start'; have 'void(struct hrtimer *, enum hrtimer_mode)'",
    {
      kind: 'conflicting-types',
      name: 'trace_hrtimer_start',
      type: 'void(struct hrtimer *, enum hrtimer_mode)',
    },
  ],
  [
    "type defaults to 'int' in declaration of 'DEFINE_SEMAPHORE'",
    { kind: 'implicit-int', name: 'DEFINE_SEMAPHORE' },
  ],
  // A typedef of the source for a struct of the kernel, as gcc 7 and gcc 8 write it.
  [
    "'_timer {aka struct timer_list}' has no member named 'data'",
    { kind: 'no-member', struct: 'struct timer_list', member: 'data' },
  ],
  [
    "'_timer' {aka 'struct timer_list'} has no member named 'data'",
    { kind: 'no-member', struct: 'struct timer_list', member: 'data' },
  ],
  [
    "incompatible types when assigning to type 'u64 {aka long long unsigned int}' from type 'struct ktime'",
    { kind: 'incompatible-type', expected: 'u64', actual: 'struct ktime' },
  ],
  [
    "too many arguments to function 'request->iocb->ki_complete'",
    { kind: 'argument-count', function: 'request->iocb->ki_complete', few: false },
  ],
  [
    "expected declaration specifiers or '...' before string constant",
    { kind: 'unexpected-token', before: 'string', inParameters: true },
  ],
  ["expected ',' or ';' before 'DMA_BUF'", { kind: 'unexpected-token', before: 'DMA_BUF' }],
  ['void value not ignored as it ought to be', { kind: 'void-value' }],
  [
    "incompatible types when returning type 'memdesc_flags_t' but 'long unsigned int' was expected",
    { kind: 'incompatible-type', expected: 'long unsigned int', actual: 'memdesc_flags_t' },
  ],
  ["nested redefinition of 'enum mode'", { kind: 'conflicting-types', name: 'mode' }],
  [
    "'timer_delete' redeclared as different kind of symbol",
    { kind: 'conflicting-types', name: 'timer_delete' },
  ],
  [
    "invalid type argument of '->' (have 'struct net_device')",
    { kind: 'invalid-operand', type: 'struct net_device' },
  ],
  ["'dev->info' is a pointer; did you mean to use '->'?", { kind: 'invalid-operand' }],
  ["request for member 'flags' in something not a structure or union", { kind: 'invalid-operand' }],
  ['subscripted value is neither array nor pointer nor vector', { kind: 'invalid-operand' }],
  ['wrong type argument to unary exclamation mark', { kind: 'invalid-operand' }],
  ['assignment to expression with array type', { kind: 'invalid-operand' }],
])('gcc: %s', (message, expected) => {
  expect(shape(message)).toEqual(expected);
});

test('a call whose macro is defined is not one that the compiler takes for a declaration', () => {
  const message = "expected declaration specifiers or '...' before string constant";
  expect(shape(message, ["in expansion of macro 'MODULE_ALIAS_GENL_FAMILY'"])).toEqual({
    ...{ kind: 'unexpected-token', before: 'string' },
  });
});

test("gcc's notes name what is initialised and what is expected", () => {
  expect(
    shape(
      "initialization of 'char * (*)(const struct device *, umode_t *)' {aka 'char * (*)(const struct device *, short unsigned int *)'} from incompatible pointer type 'char * (*)(struct device *, umode_t *)' {aka 'char * (*)(struct device *, short unsigned int *)'}",
      ["(near initialization for 'evdi_class.ops.devnode')"],
    ),
  ).toEqual({
    ...{ kind: 'incompatible-value', via: 'initialization', object: 'evdi_class', member: 'devnode' },
    expected: 'char * (*)(const struct device *, umode_t *)',
    actual: 'char * (*)(struct device *, umode_t *)',
  });
  expect(
    shape("passing argument 2 of 'kernel_bind' from incompatible pointer type", [
      "expected 'struct sockaddr_unsized *' but argument is of type 'struct sockaddr *'",
    ]),
  ).toEqual({
    ...{ kind: 'incompatible-argument', function: 'kernel_bind', position: 2 },
    ...{ expected: 'struct sockaddr_unsized *', actual: 'struct sockaddr *' },
  });
});

test.each([
  [
    "call to undeclared function 'del_timer'; ISO C99 and later do not support implicit function declarations",
    { kind: 'undeclared-function', name: 'del_timer' },
  ],
  [
    "no member named 'tag' in 'struct pppoe_hdr'",
    { kind: 'no-member', struct: 'struct pppoe_hdr', member: 'tag' },
  ],
  [
    "field designator 'date' does not refer to any field in type 'const struct drm_driver'",
    { kind: 'no-member', struct: 'struct drm_driver', member: 'date' },
  ],
  [
    "no member named 'data' in '_timer' (aka 'struct timer_list')",
    { kind: 'no-member', struct: 'struct timer_list', member: 'data' },
  ],
  ["use of undeclared identifier 'no_llseek'", { kind: 'undeclared', name: 'no_llseek' }],
  ["'asm/unaligned.h' file not found", { kind: 'missing-header', header: 'asm/unaligned.h' }],
  [
    "incompatible function pointer types initializing 'void (*)(struct platform_device *)' with an expression of type 'int (struct platform_device *)'",
    {
      kind: 'incompatible-value',
      via: 'initialization',
      expected: 'void (*)(struct platform_device *)',
      actual: 'int (*)(struct platform_device *)',
    },
  ],
  [
    "incompatible integer to pointer conversion passing 'int' to parameter of type 'struct file *'",
    { kind: 'unnamed-argument', misfit: 'integer', expected: 'struct file *', actual: 'int' },
  ],
  [
    "incompatible pointer types passing 'struct sockaddr *' to parameter of type 'struct sockaddr_unsized *'",
    {
      ...{ kind: 'unnamed-argument', misfit: 'type' },
      ...{ expected: 'struct sockaddr_unsized *', actual: 'struct sockaddr *' },
    },
  ],
  [
    "passing 'const struct device *' to parameter of type 'struct device *' discards qualifiers",
    {
      ...{ kind: 'unnamed-argument', misfit: 'qualifier' },
      ...{ expected: 'struct device *', actual: 'const struct device *' },
    },
  ],
  [
    "passing 'struct fd' to parameter of incompatible type 'struct file *'",
    { kind: 'unnamed-argument', misfit: 'type', expected: 'struct file *', actual: 'struct fd' },
  ],
  [
    "initializing 'unsigned long' with an expression of incompatible type 'memdesc_flags_t'",
    { kind: 'incompatible-type', expected: 'long unsigned int', actual: 'memdesc_flags_t' },
  ],
  [
    "member reference type 'struct timer_list' is not a pointer; did you mean to use '.'?",
    { kind: 'invalid-operand', type: 'struct timer_list' },
  ],
  ["invalid argument type 'struct fd' to unary expression", { kind: 'invalid-operand', type: 'struct fd' }],
])('clang: %s', (message, expected) => {
  expect(shape(message, [], 'clang')).toEqual(expected);
});

test("clang's notes name what is called", () => {
  expect(
    shape(
      'too many arguments to function call, expected 1, have 2',
      ["'class_create' declared here"],
      'clang',
    ),
  ).toEqual({
    ...{ kind: 'argument-count', function: 'class_create', few: false },
  });
  expect(
    shape(
      'too few arguments provided to function-like macro invocation',
      ["macro 'DEFINE_SEMAPHORE' defined here"],
      'clang',
    ),
  ).toEqual({ kind: 'macro-arguments', macro: 'DEFINE_SEMAPHORE' });
});

test.each([
  ['"nosuch" [/x/b.ko] undefined!', { kind: 'undefined-symbol', name: 'nosuch' }],
  ["b.ko: symbol 'nosuch' undefined!", { kind: 'undefined-symbol', name: 'nosuch' }],
  ["GPL-incompatible module b.ko uses GPL-only symbol 'y'", { kind: 'gpl-only-symbol', name: 'y' }],
  ["b.ko: GPL-incompatible module uses GPL-only symbol 'y'", { kind: 'gpl-only-symbol', name: 'y' }],
  [
    'module b uses symbol dma_buf_get from namespace DMA_BUF, but does not import it.',
    { kind: 'missing-namespace', name: 'dma_buf_get', namespace: 'DMA_BUF' },
  ],
  [
    "b.ko: module uses symbol 'dma_buf_get' from namespace 'DMA_BUF', but does not import it.",
    { kind: 'missing-namespace', name: 'dma_buf_get', namespace: 'DMA_BUF' },
  ],
  [
    "b.ko: module uses symbol 'write_ibpb' from namespace 'module:kvm,kvm-amd', but does not import it.",
    { kind: 'missing-namespace', name: 'write_ibpb', namespace: 'module:kvm,kvm-amd' },
  ],
  [
    'module b uses symbol write_ibpb from namespace module:kvm,kvm-*, but does not import it.',
    { kind: 'missing-namespace', name: 'write_ibpb', namespace: 'module:kvm,kvm-*' },
  ],
])('modpost: %s', (message, expected) => {
  expect(shape(message, [], 'modpost')).toEqual(expected);
});

test.each([
  "unused variable 'x'",
  "expected ';' before '}' token",
  'control reaches end of non-void function',
  '',
])('%j says nothing about the interface', (message) => {
  expect(shape(message)).toBeUndefined();
});

test('a constant of the module that is a macro of the kernel is named in the note', () => {
  const message = "expected identifier before '(' token";
  expect(shape(message, ["in expansion of macro 'MODE_MAX'"])).toEqual({
    kind: 'conflicting-types',
    name: 'MODE_MAX',
  });
  expect(shape(message)).toBeUndefined();
});

test('objtool refuses a function by its name', () => {
  const message =
    'init_module(): Magic init_module() function name is deprecated, use module_init(fn) instead';
  expect(shape(message, [], 'objtool')).toEqual({ kind: 'magic-name', name: 'init_module' });
  expect(shape("f+0xe: 'naked' return found in RETHUNK build", [], 'objtool')).toBeUndefined();
});
