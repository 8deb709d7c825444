import { asGithub } from './github.ts';
import { asJunit } from './junit.ts';
import type { MachineFormat } from './machine-format.ts';
import type { Report } from './report.ts';
import { asSarif } from './sarif.ts';

/** A report in a format for programs. */
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
