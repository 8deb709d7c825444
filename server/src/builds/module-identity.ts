import type { DirectiveName } from '../conf/directives/directive.ts';
import { findElement, knownText, type Reading } from '../conf/reading/reading.ts';
import type { ModuleIdentity } from './stage/stage-layout.ts';

/** PACKAGE_NAME and PACKAGE_VERSION where both are known for certain. */
export function identityOf(reading: Reading): ModuleIdentity | undefined {
  const name = certainText(reading, 'PACKAGE_NAME');
  const version = certainText(reading, 'PACKAGE_VERSION');
  return name && version ? { name, version } : undefined;
}

/** The text of a scalar directive: empty if the file lacks it, `undefined` if it is not known for certain. */
export function certainText(reading: Reading, name: DirectiveName): string | undefined {
  return findElement(reading, name, 0) ? knownText(reading, name) : '';
}
