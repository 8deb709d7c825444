import { isSince } from '../directives/dkms-version.ts';
import { evaluateConf } from '../reading/evaluate-conf.ts';
import { fileAnchor } from './anchors.ts';
import { isRefusedForAnyKernel } from './refused-dest-module-location.ts';
import type { Rule } from './rule.ts';

export const failsWithoutKernel: Rule = {
  id: 'fails-without-kernel',
  severity: 'warning',
  summary: 'Up to dkms 3.1.4, autoinstall reads the file without a kernel and would refuse it then.',
  messages: [],
  inComments: /\$/,
  *check({ conf, reading }) {
    const { facts } = reading;
    if (isSince(facts.dkmsVersion, '3.1.5')) return;
    // Other rules report a file that is refused for every kernel.
    if ('exit' in reading.add && !facts.kernel) return;
    const use = /\$\{?(?:kernelver|kernel_source_dir|arch)\b\}?/.exec(conf.text);
    if (!use) return;
    const { installTree = '/lib/modules' } = facts;
    const kernel = { release: '', arch: '', sourceDir: `${installTree}//build` };
    const { add, conditions } = evaluateConf(conf, { ...facts, kernel });
    const first = conditions.find(({ number }) => number.startsWith('E'));
    if (!('exit' in add) || add.exit === 0 || !first) return;
    const { number, index } = first;
    // With the kernel that is looked at, dkms refuses that as well.
    if (reading.conditions.some((one) => one.number === number && one.index === index)) return;
    // Another rule says that any kernel is refused.
    if (number === 'E11' && isRefusedForAnyKernel(conf, reading, index ?? 0)) return;
    const span = first.span ?? { start: use.index, end: use.index + use[0].length };
    yield {
      message: `While this package is added but not built yet, dkms autoinstall before 3.1.5 reads the file with an empty $kernelver, fails with "${first.message.replace(/^dkms\.conf: /, '')}" and installs nothing at all. Make the file set what dkms needs even if $kernelver is empty.`,
      span: span.end > span.start ? span : fileAnchor(conf, reading),
      fixes: [],
    };
  },
};
