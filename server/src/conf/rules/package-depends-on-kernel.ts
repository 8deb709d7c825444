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
      const running = found ? null : /\$\(\s*uname\s+-r\s*\)|`\s*uname\s+-r\s*`/.exec(raw);
      const [text] = found ?? running ?? [];
      if (text === undefined) continue;
      const start = valueSpan.start + (found ?? running ?? { index: 0 }).index;
      yield {
        message: running
          ? `dkms keeps a package under one name and one version for all kernels: with ${text} in it, ${name} is another one as soon as another kernel runs, and dkms takes it for a package that was never added. Write a fixed text.`
          : `dkms keeps a package under one name and one version for all kernels, but reads this file again for each kernel: with ${text} in it, ${name} is different every time. Write a fixed text.`,
        span: { start, end: start + text.length },
        fixes: [],
      };
    }
  },
};
