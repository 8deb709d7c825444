import { stripVTControlCharacters } from 'node:util';
import { parseStatusText, type StatusText } from '../../dkms/status/status-text.ts';

/** Parses the output of any version of `dkms status` as it was saved or pasted: with colours, and with the prompt above it. */
export function parsePastedStatus(text: string): StatusText {
  return parseStatusText(stripVTControlCharacters(text));
}
