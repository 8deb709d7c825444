import type { Fix } from './finding.ts';
import { findRunningKernelUses, type RunningKernelUse } from './makefile-kernel.ts';
import type { Rule } from './rule.ts';

export const makefileUsesRunningKernel: Rule = {
  id: 'makefile-uses-running-kernel',
  severity: 'warning',
  summary: 'The Makefile builds for the running kernel, and MAKE does not tell it another.',
  messages: [],
  *check({ conf, reading, statements, beside }) {
    if (!beside) return;
    for (const use of findRunningKernelUses(reading, statements, beside)) {
      if (use.passed.length > 0) continue;
      const { make, makefile, variable } = use;
      const value = kernelValue(variable.value);
      yield {
        message: `${makefile.path} sets ${variable.name} from "uname -r" in line ${variable.line} and builds for that kernel, whichever dkms asks for. ${value ? `Add ${variable.name}=${value} to MAKE.` : `Have MAKE set ${variable.name}.`}`,
        span: make.span,
        fixes: value ? addition(conf.text, use, value) : [],
      };
    }
  },
};

/** What dkms has in the place of a Makefile's value; `undefined` where it is more than a release or its build folder. */
export function kernelValue(value: string): string | undefined {
  const text = value.trim();
  if (/^\$\(shell\s+uname\s+-r\s*\)$/.test(text)) return `\${kernelver}`;
  return /^\/lib\/modules\/\$\(shell\s+uname\s+-r\s*\)\/build\/?$/.test(text)
    ? `\${kernel_source_dir}`
    : undefined;
}

function addition(text: string, { make, variable }: RunningKernelUse, value: string): Fix[] {
  const { start, end } = make.span;
  const quoted = /^"[^"]*"$/.test(text.slice(start, end));
  const at = quoted ? end - 1 : undefined;
  const word = `${variable.name}=${value}`;
  return at === undefined
    ? []
    : [
        {
          title: `Add ${word}`,
          edits: [{ span: { start: at, end: at }, newText: ` ${word}` }],
          preferred: true,
        },
      ];
}
