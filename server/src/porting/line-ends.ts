import { applyReplacements, type Replacement } from '../triage/rewrite/replacement.ts';

/** The text with the replacements made; lines that are added to a file of Windows end as its others do. */
export function replaceInFile(text: string, replacements: readonly Replacement[]): string {
  const crlf = text.includes('\r\n');
  return applyReplacements(
    text,
    crlf
      ? replacements.map((each) => ({ ...each, text: each.text.replace(/\r?\n/g, '\r\n') }))
      : replacements,
  );
}
