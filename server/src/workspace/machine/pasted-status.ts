import { stripVTControlCharacters } from 'node:util';
import { parseStatusText, type StatusText } from '../../dkms/status/status-text.ts';

/** What `dkms status` of any version printed, on any machine, as it was saved or pasted: with colours, and the prompt above it. */
export function parsePastedStatus(text: string): StatusText {
  return parseStatusText(stripVTControlCharacters(text));
}
