import { plainText } from '../syntax/script.ts';
import type { Rule } from './rule.ts';

export const sourcesKernelConfig: Rule = {
  id: 'sources-kernel-config',
  severity: 'information',
  summary: "The file sources the kernel's configuration.",
  messages: [],
  *check({ conf, statements }) {
    for (const { command } of statements.commands) {
      const [first, file] = command.words;
      const program = plainText(first);
      if ((program !== '.' && program !== 'source') || !first || !file) continue;
      const raw = conf.text.slice(file.start, file.end);
      if (!/(?:\.config|\/auto\.conf|\$\{?kernel_config\}?)["']?$|\/config-/.test(raw)) continue;
      yield {
        message: `This runs the kernel's configuration as a script: its lines set more than ten thousand variables here, may overwrite those of dkms, and the file may be missing or lie elsewhere. To build only for kernels with a certain setting, use BUILD_EXCLUSIVE_CONFIG; to read one setting, extract its line with grep.`,
        span: { start: first.start, end: file.end },
        fixes: [],
      };
    }
  },
};
