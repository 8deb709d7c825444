import { allowList } from '../../server/src/conf/directives/allow-list.ts';
import type { DirectiveName } from '../../server/src/conf/directives/directive.ts';
import type { Reading } from '../../server/src/conf/reading/reading.ts';
import type { RealValues } from './real-values.ts';

export interface Counts {
  known: number;
  unknown: number;
  readonly wrong: string[];
}

/** Compares a reading with dkms's values: known values must be right, and none may be missing. */
export function countValues(
  title: string,
  reading: Reading,
  real: NonNullable<RealValues>,
  counts: Counts,
  shown: string,
): void {
  const { dkmsVersion, debianBackports = false } = reading.facts;
  const names = allowList(dkmsVersion, { debianBackports });
  for (const name of names.filter((one) => /^[A-Z]/.test(one)) as DirectiveName[]) {
    const elements = new Map((reading.directives.get(name) ?? []).map((element) => [element.index, element]));
    const truth = real.get(name) ?? new Map<number, string>();
    const open = reading.uncertain.has(name);
    for (const index of new Set([...elements.keys(), ...truth.keys()])) {
      const element = elements.get(index);
      const actual = truth.get(index);
      if (!element) {
        if (open) counts.unknown++;
        else
          counts.wrong.push(
            `${title}: ${name}[${index}] is ${JSON.stringify(actual)}, predicted unset\n${shown}`,
          );
      } else if (actual === undefined) {
        if (element.presence === 'maybe') counts.unknown++;
        else
          counts.wrong.push(
            `${title}: ${name}[${index}] is unset, predicted ${JSON.stringify(element.value)}\n${shown}`,
          );
      } else if (element.value.kind === 'unknown' || element.presence === 'maybe') counts.unknown++;
      else {
        const texts = element.value.kind === 'known' ? [element.value.text] : element.value.texts;
        if (!texts.includes(actual)) {
          counts.wrong.push(
            `${title}: ${name}[${index}] is ${JSON.stringify(actual)}, predicted ${JSON.stringify(texts)}\n${shown}`,
          );
        } else if (texts.length === 1) counts.known++;
        else counts.unknown++;
      }
    }
  }
}
