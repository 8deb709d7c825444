import { evaluateConf } from '../reading/evaluate-conf.ts';
import { restrictsKernels } from '../reading/exclusion.ts';
import type { Exclusion } from '../reading/reading.ts';
import { findElement } from '../reading/reading.ts';
import { fileAnchor, valueSpanOf } from './anchors.ts';
import type { Rule } from './rule.ts';

export const excludesEveryKernel: Rule = {
  id: 'excludes-every-kernel',
  severity: 'information',
  summary: 'BUILD_EXCLUSIVE_… excludes every kernel of this machine.',
  messages: [],
  *check({ conf, reading, kernels = [] }) {
    if (kernels.length === 0 || !restrictsKernels(reading)) return;
    const found: Exclusion[] = [];
    for (const kernel of kernels) {
      const { excluded } = evaluateConf(conf, { ...reading.facts, kernel });
      if (excluded === null || excluded === 'unknown') return;
      found.push(excluded);
    }
    const [first] = found;
    if (!first) return;
    const every = ['the only kernel', 'both kernels'][kernels.length - 1] ?? `all ${kernels.length} kernels`;
    yield {
      message: `This excludes ${every} of this machine, so dkms builds nothing here. ${first.reason}`,
      span: valueSpanOf(findElement(reading, first.directive, first.index)) ?? fileAnchor(conf, reading),
      fixes: [],
    };
  },
};
