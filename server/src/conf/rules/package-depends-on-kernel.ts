import type { Rule } from './rule.ts';

export const packageDependsOnKernel: Rule = {
  id: 'package-depends-on-kernel',
  severity: 'warning',
  summary: 'PACKAGE_NAME or PACKAGE_VERSION is made from the kernel, so each kernel gets another one.',
  messages: [],
  *check({ conf, reading }) {
    for (const name of ['PACKAGE_NAME', 'PACKAGE_VERSION'] as const) {
      const [element] = reading.directives.get(name) ?? [];
      const { valueSpan } = element ?? {};
      if (element?.index !== 0 || element.presence !== 'always' || !valueSpan) continue;
      const raw = conf.text.slice(valueSpan.start, valueSpan.end);
      const found = /\$\{?(?:kernelver|kernel_source_dir|arch)\b\}?/.exec(raw);
      if (!found) continue;
      const start = valueSpan.start + found.index;
      yield {
        message: `dkms keeps a package under one name and one version for all kernels, but reads this file again for each kernel: with ${found[0]} in it, ${name} is different every time. Write a fixed text.`,
        span: { start, end: start + found[0].length },
        fixes: [],
      };
    }
  },
};
