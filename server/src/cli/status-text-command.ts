import { createReadStream } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import { plural } from '../plural.ts';
import { parsePastedStatus } from '../workspace/machine/pasted-status.ts';
import { tableRows } from './table.ts';
import { refuse, styled, type Terminal } from './terminal.ts';

/**
 * Runs `dkms-tools status FILE`: what `dkms status` printed on any machine, parsed line by line. Returns the exit code: 2 if `dkms status`
 * printed none of the lines.
 */
export async function runStatusText(
  given: { readonly text: string; readonly format: 'text' | 'json' },
  terminal: Terminal,
): Promise<number> {
  const { out, err } = terminal;
  let text: string;
  try {
    text = await readAll(given.text === '-' ? process.stdin : createReadStream(given.text));
  } catch (error) {
    return refuse(terminal, `${given.text} can't be read: ${(error as Error).message}`);
  }
  const { rows, unrecognised } = parsePastedStatus(text);
  if (given.format === 'json') out.write(`${JSON.stringify({ version: 1, rows, unrecognised })}\n`);
  if (rows.length === 0) {
    const what = given.text === '-' ? 'standard input' : given.text;
    return refuse(terminal, `no line that dkms status prints was recognised in ${what}`);
  }
  if (unrecognised[0] !== undefined) {
    err.write(
      `dkms-tools: ${plural(unrecognised.length, 'line')} not recognised as a line of dkms status, such as: ${unrecognised[0].trim()}\n`,
    );
  }
  if (given.format === 'json') return 0;
  const columns = [
    ['module', ...rows.map(({ module }) => module)],
    ['version', ...rows.map(({ version }) => version)],
    ['kernel', ...rows.map(({ kernel = '' }) => kernel)],
    ['arch', ...rows.map(({ arch = '' }) => arch)],
    ['state', ...rows.map(({ state, from }) => `${state}${from === undefined ? '' : ` from ${from}`}`)],
    ['remarks', ...rows.map(({ remarks }) => [...new Set(remarks)].join(', '))],
  ];
  const [head = '', ...lines] = tableRows(columns);
  out.write(`${[styled(out, 'dim', head), ...lines].join('\n')}\n`);
  return 0;
}
