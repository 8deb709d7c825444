import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { clientAddress } from '../support/client-address.ts';
import { LanguageClient } from '../support/language-client.ts';
import { sampleConf } from './sample-conf.ts';
import {
  type Conf,
  editForAnHour,
  editsOfAnHour,
  mainThreadMs,
  ours,
  residentMiB,
  type Server,
  theirs,
  writeConf,
} from './servers.ts';
import { median, percentile } from './statistics.ts';

const starts = 7;

/** Milliseconds on the wall, and of processor time of the server's main thread, which other programs affect less. */
interface Time {
  readonly wall: number;
  readonly processor: number;
}

/** The measurements of one server; resident memory in MiB. */
interface Measured {
  readonly first: Time[];
  readonly short: Time[];
  readonly long: Time[];
  readonly longValue: Time[];
  readonly corpus: Time[];
  /** In comedi's file: edits of values, each followed by a hover. */
  readonly largest: Time[];
  /** The same for the value from which all others are counted. */
  readonly counter: Time[];
  readonly largestHover: Time[];
  readonly hover: Time[];
  readonly completion: Time[];
  memory: number;
}

/** Compares the language server with bash-language-server and shellcheck, both driven over stdio by the same client in one run. */
export async function measureLanguage(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-language-'));
  // bash-language-server takes most of the time: it answers half a second after each edit, and some seconds after it in the long file.
  console.log('language: seven minutes beside other work');
  if (spawnSync('shellcheck', ['--version']).error) {
    console.log(
      'language: not measured, since bash-language-server checks nothing without shellcheck. Run: apt-get install shellcheck',
    );
    return;
  }
  try {
    const results = await measureBoth(folder);
    print(...results);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureBoth(folder: string): Promise<[Measured, Measured]> {
  const short = writeConf(folder, 'short', sampleConf(60));
  const long = writeConf(folder, 'long', sampleConf(5000));
  const empty = () => ({
    ...{
      first: [],
      short: [],
      long: [],
      longValue: [],
      corpus: [],
      largest: [],
      counter: [],
      largestHover: [],
      hover: [],
      completion: [],
      memory: Number.NaN,
    },
  });
  const results: [Measured, Measured] = [empty(), empty()];
  const servers = [
    [ours, results[0]],
    [theirs, results[1]],
  ] as const;
  // Alternating, so that other work on the machine affects both alike. The first start fills caches.
  for (let start = 0; start < starts; start++) {
    for (const [server, { first }] of servers) {
      const began = performance.now();
      const client = await LanguageClient.start(server.command, { folder });
      await client.open(short.uri, server.languageId, short.text);
      if (start > 0) first.push({ wall: performance.now() - began, processor: mainThreadMs(client.pid) });
      await client.stop();
    }
  }
  for (const [server, result] of servers) {
    const client = await LanguageClient.start(server.command, { folder });
    await client.open(short.uri, server.languageId, short.text);
    result.short.push(...(await keystrokes(client, short, server.slow ? 20 : 200)));
    for (let round = 0; round < 50; round++) {
      const line = short.text.split('\n').findIndex((text) => text.includes('${board}'));
      const place = { textDocument: { uri: short.uri }, position: { line, character: 5 } };
      result.hover.push(await timed(client, () => client.request('textDocument/hover', place)));
      result.completion.push(await timed(client, () => client.request('textDocument/completion', place)));
    }
    await editForAnHour(client, short);
    result.memory = residentMiB(client.pid);
    result.corpus.push(...(await overCorpus(client, server)));
    await editLargest(client, server, result, result.largest, /BUILT_MODULE_NAME\[\$nn\]="/g);
    await editLargest(client, server, result, result.counter, /^nn=/gm);
    await client.open(long.uri, server.languageId, long.text);
    result.long.push(...(await keystrokes(client, long, server.slow ? 5 : 100)));
    result.longValue.push(...(await editValues(client, long, /="/g, server.slow ? 5 : 100)));
    await client.stop();
  }
  return results;
}

async function timed(client: LanguageClient, act: () => Promise<unknown>): Promise<Time> {
  const began = performance.now();
  const before = mainThreadMs(client.pid);
  await act();
  return { wall: performance.now() - began, processor: mainThreadMs(client.pid) - before };
}

/** Types a letter at the beginning of values all over the file, and deletes it again. */
async function editValues(
  client: LanguageClient,
  { uri, text }: Conf,
  before: RegExp,
  edits: number,
): Promise<Time[]> {
  const places = [...text.matchAll(before)].map(({ index, 0: all }) => index + all.length);
  const times: Time[] = [];
  for (let edit = 0; edit < edits; edit++) {
    const at = places[Math.floor((places.length * edit) / edits)] ?? 0;
    times.push(await timed(client, () => client.type(uri, at, 'x')));
    await client.type(uri, at, '', 1);
  }
  return times;
}

/** Types a letter into a comment of its own and deletes it again, at positions all over the file, the same for each server. */
async function keystrokes(client: LanguageClient, { uri, text }: Conf, edits: number): Promise<Time[]> {
  const times: Time[] = [];
  for (let edit = 0; edit < edits; edit++) {
    const offset = text.indexOf('\n', (text.length * (edit + 1)) / (edits + 1)) + 1;
    times.push(await timed(client, () => client.type(uri, offset, '#x\n')));
    await client.type(uri, offset, '', 3);
  }
  return times;
}

async function overCorpus(client: LanguageClient, { languageId }: Server): Promise<Time[]> {
  const corpus = process.env.DKMS_TOOLS_CORPUS;
  if (!corpus || !existsSync(corpus)) return [];
  const times: Time[] = [];
  for (const name of readdirSync(corpus).filter((name) => !name.endsWith('.tsv'))) {
    const file = path.join(corpus, name);
    const conf = { uri: clientAddress(file), text: readFileSync(file, 'utf8') };
    await client.open(conf.uri, languageId, conf.text);
    times.push(...(await keystrokes(client, conf, 1)));
    await client.close(conf.uri);
  }
  return times;
}

/** Edits comedi's dkms.conf: 438 lines with 200 modules, and conditions that depend on the kernel. */
async function editLargest(
  client: LanguageClient,
  { languageId, slow }: Server,
  { largestHover }: Measured,
  times: Time[],
  before: RegExp,
): Promise<void> {
  const corpus = process.env.DKMS_TOOLS_CORPUS ?? '';
  const file = path.join(corpus, 'Linux-Comedi__comedi__dkms.conf');
  if (corpus === '' || !existsSync(file)) return;
  const conf = { uri: clientAddress(file), text: readFileSync(file, 'utf8') };
  await client.open(conf.uri, languageId, conf.text);
  const places = [...conf.text.matchAll(before)].map(({ index, 0: all }) => index + all.length);
  const edits = slow ? 5 : 40;
  for (let edit = 0; edit < edits; edit++) {
    const at = places[Math.floor((places.length * edit) / edits)] ?? 0;
    // A number in front of a number, a letter in front of a name.
    const typed = /\d/.test(conf.text[at] ?? '') ? '1' : 'x';
    times.push(await timed(client, () => client.type(conf.uri, at, typed)));
    const place = { textDocument: { uri: conf.uri }, position: client.positionAt(conf.uri, at) };
    largestHover.push(await timed(client, () => client.request('textDocument/hover', place)));
    await client.type(conf.uri, at, '', 1);
  }
  await client.close(conf.uri);
}

function print(us: Measured, them: Measured): void {
  const middle = (times: readonly Time[]) => median(times.map(({ wall }) => wall));
  const late = (times: readonly Time[]) =>
    percentile(
      times.map(({ wall }) => wall),
      0.95,
    );
  const work = (times: readonly Time[]) =>
    percentile(
      times.map(({ processor }) => processor),
      0.95,
    );
  const rows: [string, number, number, string][] = [
    ['start to first diagnostics', middle(us.first), middle(them.first), 'ms'],
    ['keystroke, 60 lines, median', middle(us.short), middle(them.short), 'ms'],
    ['keystroke, 60 lines, 95 %', late(us.short), late(them.short), 'ms'],
    ['keystroke, 5,000 lines, median', middle(us.long), middle(them.long), 'ms'],
    ['keystroke, 5,000 lines, 95 %', late(us.long), late(them.long), 'ms'],
    ['the same, processor, 95 %', work(us.long), work(them.long), 'ms'],
    ['its values, processor, 95 %', work(us.longValue), work(them.longValue), 'ms'],
    ['keystroke, real files, median', middle(us.corpus), middle(them.corpus), 'ms'],
    ['keystroke, real files, 95 %', late(us.corpus), late(them.corpus), 'ms'],
    ['keystroke, comedi, median', middle(us.largest), middle(them.largest), 'ms'],
    ['keystroke, comedi, 95 %', late(us.largest), late(them.largest), 'ms'],
    ['the same, processor, 95 %', work(us.largest), work(them.largest), 'ms'],
    ['its counter, processor, 95 %', work(us.counter), work(them.counter), 'ms'],
    ['hover, comedi, median', middle(us.largestHover), middle(them.largestHover), 'ms'],
    ['hover, comedi, 95 %', late(us.largestHover), late(them.largestHover), 'ms'],
    ['the same, processor, 95 %', work(us.largestHover), work(them.largestHover), 'ms'],
    ['hover, median', middle(us.hover), middle(them.hover), 'ms'],
    ['completion, median', middle(us.completion), middle(them.completion), 'ms'],
    [`memory after ${editsOfAnHour} edits`, us.memory, them.memory, 'MiB'],
  ];
  const shown = rows.filter(([, value]) => !Number.isNaN(value));
  console.log(line('', ours.name, theirs.name, 'ratio'));
  for (const [what, mine, other, unit] of shown)
    console.log(line(what, `${mine.toFixed(1)} ${unit}`, `${other.toFixed(1)} ${unit}`, ratio(mine, other)));
  console.log(
    `aims: processor time of an edit below 30 ms in the long file and 20 ms in comedi's, of a hover below 5 ms; an edit answered 50 times faster and within 10 ms at the 95th percentile, first diagnostics 4 times faster, 0.75 of the memory\n` +
      `${us.short.length}, ${us.long.length} and ${us.corpus.length} keystrokes of ${ours.name}, ${them.short.length}, ${them.long.length} and ` +
      `${them.corpus.length} of ${theirs.name}; ${us.first.length} starts, ${us.hover.length} hovers and completions of each`,
  );
  if (us.corpus.length === 0) console.log('real files: skipped, DKMS_TOOLS_CORPUS names no folder');
}

function line(what: string, mine: string, other: string, compared: string): string {
  return `${what.padEnd(32)}${mine.padStart(12)}${other.padStart(22)}${compared.padStart(14)}`;
}

function ratio(mine: number, other: number): string {
  return other > mine
    ? `1 : ${(other / mine).toFixed(other / mine < 10 ? 2 : 0)}`
    : `${(mine / other).toFixed(2)} : 1`;
}
