import type { Conf } from '../conf.ts';
import { evaluateConf } from '../reading/evaluate-conf.ts';
import type { DirectiveElement, DkmsMessage, Reading } from '../reading/reading.ts';
import { valueSpanOf } from './anchors.ts';
import { findDestFixes } from './invalid-dest-module-location.ts';
import type { Rule } from './rule.ts';

export const refusedDestModuleLocation: Rule = {
  id: 'refused-dest-module-location',
  severity: 'warning',
  summary: 'DEST_MODULE_LOCATION begins with a folder that dkms refuses, whatever the kernel is.',
  messages: [],
  *check({ conf, reading }) {
    for (const element of reading.directives.get('DEST_MODULE_LOCATION') ?? []) {
      const span = valueSpanOf(element);
      if (element.value.kind !== 'unknown' || element.presence !== 'always' || !span) continue;
      if (!beginsWrong(element) && !isRefusedForAnyKernel(conf, reading, element.index)) continue;
      yield {
        message: `DEST_MODULE_LOCATION[${element.index}] does not begin with /kernel, /updates or /extra, whatever the kernel is, so dkms refuses this file. It is a folder below the kernel's module folder, and dkms adds /lib/modules and the kernel itself: write "/updates/dkms", for example.`,
        span,
        fixes: element.valueSpan ? findDestFixes(conf, element.valueSpan) : [],
      };
    }
  },
};

const right = ['/kernel', '/updates', '/extra'];

/** Whether the known beginning of a text decides, whatever follows it. */
function beginsWrong({ value }: DirectiveElement): boolean {
  const begin = value.kind === 'unknown' ? (value.prefix ?? '') : '';
  return begin !== '' && !right.some((one) => one.startsWith(begin) || begin.startsWith(one));
}

/** Whether dkms refuses the folder of a module both without a kernel, as when it adds a module, and with a usual one. */
export function isRefusedForAnyKernel(conf: Conf, { facts }: Reading, index: number): boolean {
  if (!/\$\{?(?:kernelver|kernel_source_dir)\b/.test(conf.text)) return false;
  const isAbout = (one: DkmsMessage) => one.number === 'E11' && (one.index ?? 0) === index;
  return ['', '6.1.0'].every((release) => {
    const kernel = { release, arch: 'x86_64', sourceDir: `/lib/modules/${release}/build` };
    return evaluateConf(conf, { ...facts, kernel }).conditions.some(isAbout);
  });
}
