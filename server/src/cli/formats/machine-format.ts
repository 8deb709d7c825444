import { asGithub } from './github.ts';
import { asJunit } from './junit.ts';
import type { Report } from './report.ts';
import { asSarif } from './sarif.ts';

/** The formats for programs that know nothing about DKMS. */
export type MachineFormat = 'sarif' | 'junit' | 'github';

export function isMachineFormat(format: string): format is MachineFormat {
  return format === 'sarif' || format === 'junit' || format === 'github';
}

export function renderReport(report: Report, format: MachineFormat): string {
  switch (format) {
    case 'sarif':
      return asSarif(report);
    case 'junit':
      return asJunit(report);
    case 'github':
      return asGithub(report);
    default:
      return format satisfies never;
  }
}
