import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { BuildOutputParser } from '../../server/src/output/build-output.ts';
import { mapPrefix } from '../../server/src/output/path-mapping.ts';
import { median } from './statistics.ts';

const logs = path.resolve(import.meta.dirname, '..', 'logs');
const size = 200 * 1024 * 1024;
/** The size of the text, which is repeated. */
const textSize = 4 * 1024 * 1024;
/** The number of bytes that a pipe delivers at a time. */
const pieceLength = 64 * 1024;
const rounds = 3;

/** The pattern of `$gcc`, which VS Code's C/C++ extension gives to tasks and VS Code tries on each line. */
const gccMatcher = /^(.*?):(\d+):(\d*):?\s+(?:fatal\s+)?(warning|error):\s+(.*)$/;

/** Compares the parser with the pattern that editors try on each line of a task, over 200 MB of build output, alternating. */
export async function measureOutput(): Promise<void> {
  const captured = readdirSync(logs)
    .filter((name) => name.endsWith('.log'))
    .map((name) => readFileSync(path.join(logs, name), 'utf8'));
  const dense = captured.join('');
  const units = Array.from({ length: 400 }, (_, at) => `  CC [M]  /build/m/unit${at}.o\n`).join('');
  measure('diagnostics-dense', dense);
  measure('diagnostics of which none comes twice', withOtherLines(dense));
  measure('a few diagnostics among the lines of a big build', units + (captured[0] ?? ''));
}

/** The text many times, with each message of the compiler in another line of its file. */
function withOtherLines(text: string): string {
  let count = 0;
  const once = () =>
    text.replace(/(?<=:)\d+(?=:\d+: (?:warning|error|note): )/g, (line) =>
      String(Number(line) + 1000 * count++),
    );
  return Array.from({ length: Math.ceil(textSize / text.length) }, once).join('');
}

function measure(title: string, text: string): void {
  const repeated = text.repeat(Math.ceil(textSize / text.length));
  const pieces = Array.from({ length: Math.ceil(repeated.length / pieceLength) }, (_, at) =>
    // A copy, like text from a pipe: a slice of a bigger string is slower to search.
    Buffer.from(repeated.slice(at * pieceLength, (at + 1) * pieceLength)).toString(),
  );
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(speed(pieces, newParser));
    theirs.push(
      speed(pieces, () => {
        let rest = '';
        return (piece) => {
          const lines = (rest + piece).split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) gccMatcher.exec(line);
        };
      }),
    );
  }
  const ratios = ours.map((one, round) => one / (theirs[round] ?? Number.NaN));
  console.log(
    `output, ${title}: ${median(ours).toFixed(0)} MB/s over ${size / 1024 / 1024} MB (aim 100), VS Code's gcc pattern ${median(theirs).toFixed(0)} MB/s; ` +
      `ratio ${median(ratios).toFixed(2)} (${rounds} pairs); at most ${heapOf(pieces).toFixed(0)} MB of heap`,
  );
}

function newParser(): (piece: string) => void {
  const parser = new BuildOutputParser({
    paths: mapPrefix(['/build/m'], '/source'),
    startDir: '/build/m',
    kernelDir: '/kernel',
  });
  return (piece) => {
    parser.write(piece);
  };
}

/** The largest heap, in MB, in a run of its own: asking for it takes as long as reading several lines of output. */
function heapOf(pieces: readonly string[]): number {
  const write = newParser();
  let heap = 0;
  for (let written = 0, at = 0; written < size; at++) {
    const piece = pieces[at % pieces.length] ?? '';
    write(piece);
    written += piece.length;
    heap = Math.max(heap, process.memoryUsage().heapUsed);
  }
  return heap / 1024 / 1024;
}

/** MB per second of processor time, which does not depend on other programs that run meanwhile. */
function speed(pieces: readonly string[], begin: () => (piece: string) => void): number {
  const write = begin();
  const began = process.cpuUsage();
  let written = 0;
  for (let at = 0; written < size; at++) {
    const piece = pieces[at % pieces.length] ?? '';
    write(piece);
    written += piece.length;
  }
  const { user, system } = process.cpuUsage(began);
  return written / 1024 / 1024 / ((user + system) / 1e6);
}
