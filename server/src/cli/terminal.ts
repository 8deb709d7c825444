import { fstatSync, writeSync } from 'node:fs';
import { styleText } from 'node:util';
import { systemMessage } from '../system-error.ts';

/** Where a command writes: results to `out`, progress and complaints to `err`. */
export interface Terminal {
  readonly out: Writer;
  readonly err: Writer;
}

export interface Writer {
  write(text: string): void;
  /** Whether it is a terminal, which gets colours and progress lines. */
  readonly isTerminal: boolean;
  /** The width of the terminal in characters; absent if the output is not a terminal. */
  readonly columns?: number;
}

/** The results could not be written, for a reason that its message says. */
export class OutputError extends Error {}

type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'cyan' | 'green' | 'magenta';

/** The text in a style where the writer is a terminal, else as it is. */
export function styled(writer: Writer, style: Style | readonly Style[], text: string): string {
  return writer.isTerminal ? styleText(style as Style, text, { validateStream: false }) : text;
}

/**
 * The process's own outputs; https://no-color.org is honoured. Writing results throws an OutputError if they can't be written; messages on
 * standard error that can't be written are lost.
 */
export function processTerminal(): Terminal {
  let out: Writer | undefined;
  let err: Writer | undefined;
  return {
    get out() {
      out ??= outputWriter(1, () => process.stdout, refuseToWrite);
      return out;
    },
    get err() {
      err ??= outputWriter(
        2,
        () => process.stderr,
        () => {},
      );
      return err;
    },
  };
}

/** Gets the reason why an output can't be written. */
type WriteFault = (error: NodeJS.ErrnoException) => void;

/**
 * Writes to an output of the process at once. Node's stream knows colours and columns, but creating it takes as long as half of the
 * program, so it is created only for a terminal. An output whose reader has gone, as `head` does early, silently drops what follows.
 */
function outputWriter(descriptor: number, stream: () => NodeJS.WriteStream, fail: WriteFault): Writer {
  if (isCharacterDevice(descriptor)) {
    const { isTTY, columns } = stream();
    // Other devices, such as /dev/null, are not terminals.
    if (isTTY) {
      const plain = process.env.NO_COLOR !== undefined && process.env.NO_COLOR !== '';
      // A closed terminal has no reader any more.
      stream().on('error', () => {});
      return {
        write: (text) => void stream().write(text),
        isTerminal: !plain,
        ...(columns > 0 && { columns }),
      };
    }
  }
  return { write: (text) => writeAll(descriptor, Buffer.from(text), fail), isTerminal: false };
}

function isCharacterDevice(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice();
  } catch {
    // The output was closed before the program began.
    return false;
  }
}

function writeAll(descriptor: number, bytes: Buffer, fail: WriteFault): void {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EAGAIN') {
        if (code !== 'EPIPE' && code !== 'EBADF') fail(error as NodeJS.ErrnoException);
        return;
      }
      // Another process has made the shared pipe non-blocking, and its reader is slow.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function refuseToWrite(error: NodeJS.ErrnoException): never {
  throw new OutputError(`The results can't be written: ${systemMessage(error)}.`);
}

const severityStyles: Readonly<Record<string, Style>> = {
  error: 'red',
  warning: 'yellow',
  information: 'cyan',
  hint: 'dim',
};

/** A message with its place, in the form that editors and terminals make clickable. */
export function placedMessage(
  writer: Writer,
  message: {
    /** `file:line:column` or less of it. */
    readonly location: string;
    readonly severity: string;
    readonly text: string;
    /** A rule or option, shown in brackets. */
    readonly code?: string;
  },
): string {
  const severity = styled(
    writer,
    ['bold', severityStyles[message.severity] ?? 'cyan'],
    `${message.severity}:`,
  );
  const code = message.code === undefined ? '' : styled(writer, 'dim', ` [${message.code}]`);
  return `${styled(writer, 'bold', message.location)}: ${severity} ${message.text}${code}\n`;
}

/** The source line with a caret line under it, as compilers show them; `start` and `end` are 0-based characters in the line. */
export function sourceExcerpt(
  writer: Writer,
  line: { number: number; text: string; start: number; end: number },
): string {
  const widest = 160;
  const text = line.text.length > widest ? `${line.text.slice(0, widest)}…` : line.text;
  const gutter = `${line.number}`.padStart(5);
  // Tabs stay tabs below, so that the caret is aligned whatever their width.
  const before = text.slice(0, line.start).replace(/[^\t]/g, ' ');
  const carets = '^'.repeat(Math.max(1, Math.min(line.end, text.length) - line.start));
  const caretLine =
    line.start > text.length
      ? ''
      : `${' '.repeat(gutter.length)} | ${before}${styled(writer, 'green', carets)}\n`;
  return `${gutter} | ${text}\n${caretLine}`;
}

/** Prints in one line why the command can't do its work, and returns the exit code 2. */
export function refuse(terminal: Terminal, why: string): number {
  terminal.err.write(`dkms-tools: ${why}\n`);
  return 2;
}
