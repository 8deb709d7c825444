import { readFileSync } from 'node:fs';
import { describe } from 'vitest';
import { shellGrammarPath } from '../support/code-server.ts';
import { testColours } from '../support/colours.ts';
import { editorMissing } from '../support/editor.ts';
import { needs } from '../support/needs.ts';

describe("the colours of a dkms.conf on VS Code's shell grammar", needs(editorMissing()), () => {
  testColours(() => readFileSync(shellGrammarPath(), 'utf8'));
});
