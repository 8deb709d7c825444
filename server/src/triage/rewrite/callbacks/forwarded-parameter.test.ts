import { expect, it } from 'vitest';
import { CSource } from '../c-source.ts';
import { applyReplacements } from '../replacement.ts';
import { rewriteSource } from '../rewrite.ts';

const type = 'const struct kiocb *';
const change = {
  rewrite: [
    {
      ...{ kind: 'call' as const, name: 'generic_end', arguments: 2 },
      to: 'generic_end($parameter(const struct kiocb *), $2)',
    },
    { kind: 'forwarded-parameter' as const, functions: ['generic_end'], position: 1, type },
  ],
};

function rewritten(text: string, given?: ReadonlySet<string>): readonly string[] {
  const { replacements, left, elsewhere } = rewriteSource(new CSource(text), change, given && { given });
  return [
    applyReplacements(text, replacements),
    ...left.map(({ reason }) => `left: ${reason}`),
    ...elsewhere,
  ];
}

const forwarder = (parameter: string, more = '') =>
  `int own_end(${parameter}file, int len)\n{\n\tint ret = generic_end(file, len);\n${more}\treturn ret;\n}\n`;
const caller = (argument: string) =>
  `static int foo_end(const struct kiocb *iocb, int len)\n{\n\tstruct file *file = iocb->ki_filp;\n\treturn own_end(${argument}, len) + own_end(NULL, 0);\n}\n`;

it('a parameter that is only passed on has the type that the kernel takes, and callers pass what they have of it', () => {
  expect(rewritten(forwarder('struct file *') + caller('file'))).toEqual([
    forwarder('const struct kiocb *') + caller('iocb'),
    'own_end#1',
  ]);
  expect(rewritten(`static ${forwarder('struct file *')}`)).toEqual([
    `static ${forwarder('const struct kiocb *')}`,
    'own_end#1',
  ]);
});

it('another file has its declaration and its calls rewritten', () => {
  const declared = 'extern int own_end(struct file *file, int len);\n';
  const other = 'static int own_end(struct file *file, int len)\n{\n\treturn len;\n}\n';
  expect(rewritten(other, new Set(['own_end#1']))).toEqual([other]);
  expect(rewritten(declared, new Set(['own_end#1']))).toEqual([
    declared.replace('struct file', 'const struct kiocb'),
  ]);
});

it('stays where the function uses it, or a caller has nothing of that type', () => {
  const left = 'left: the function around generic_end() has no parameter of type const struct kiocb *';
  const used = forwarder('struct file *', '\tuse(file->f_flags);\n');
  expect(rewritten(used)).toEqual([used, left]);
  const plain = `${forwarder('struct file *')}int bar(struct file *file)\n{\n\treturn own_end(file, 1);\n}\n`;
  const calling = 'left: own_end() is called here by what has no const struct kiocb *';
  expect(rewritten(plain)).toEqual([plain, left, calling]);
});

it('the caller is seen where each branch of a condition begins its body', () => {
  const body = (argument: string) =>
    `#if NEW\n{\n\tstruct file *file = iocb->ki_filp;\n#else\n{\n#endif\n\treturn own_end(${argument}, len);\n}\n`;
  const heads =
    '#if NEW\nstatic int foo_end(const struct kiocb *iocb, int len)\n#else\nstatic int foo_end(struct file *file, int len)\n#endif\n';
  expect(rewritten(forwarder('struct file *') + heads + body('file'))).toEqual([
    forwarder('const struct kiocb *') + heads + body('iocb'),
    'own_end#1',
  ]);
});
