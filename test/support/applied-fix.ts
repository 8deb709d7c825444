import type { ChangeFix } from '../../server/src/triage/rewrite/change-fixes.ts';
import type { TextFile } from '../../server/src/triage/rewrite/replacement.ts';
import { applyReplacements } from '../../server/src/triage/rewrite/replacement.ts';

/** The files of a fix with their new texts. */
export function applyChangeFix(fix: ChangeFix): readonly TextFile[] {
  return fix.files.map(({ path, text, replacements }) => ({
    path,
    text: applyReplacements(text, replacements),
  }));
}
