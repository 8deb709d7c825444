import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { BuildReport, KernelList, ResultList } from '../../server/src/lsp/messages.ts';
import { clientAddress } from '../support/client-address.ts';
import { testKernels } from '../support/kernels.ts';
import { LanguageClient } from '../support/language-client.ts';
import { plainEnvironment } from '../support/surroundings.ts';
import { ours, residentMiB } from './servers.ts';
import { median } from './statistics.ts';

/** The number of modules in a workspace, and of files in the source of each. */
interface Size {
  readonly modules: number;
  readonly files: number;
}

const sizes: readonly Size[] = [
  { modules: 1, files: 3 },
  { modules: 30, files: 3 },
  { modules: 300, files: 3 },
  { modules: 1, files: 100 },
  { modules: 1, files: 10_000 },
  { modules: 1, files: 100_000 },
];
const keystrokes = 60;
const saves = 15;
const builds = 5;

interface Measured {
  /** From a keystroke in an open dkms.conf to its diagnostics, milliseconds. */
  readonly conf: number;
  /** The server's processor time for a keystroke in an open C file, milliseconds. */
  readonly source: number;
  /** The server's processor time for saving a C file and everything that follows, milliseconds. */
  readonly save: number;
  /** From the end of a build's last command to the notification of its result, milliseconds; absent without a kernel. */
  readonly notifications: number | undefined;
  /** The server's processor time between that notification and idleness, milliseconds; absent without a kernel. */
  readonly after: number | undefined;
  readonly memory: number;
}

/** What typing, saving and building cost in workspaces of growing size. The cost should be the same in all of them. */
export async function measureGrowth(): Promise<void> {
  const head = ['', 'key in a conf', 'key in a C file', 'save', 'build end', 'after it', 'memory'];
  console.log(row(head));
  for (const size of sizes) {
    const folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-growth-'));
    try {
      const one = await measure(folder, size);
      const ms = (value: number | undefined) => (value === undefined ? '-' : `${value.toFixed(2)} ms`);
      const name = `${size.modules} x ${size.files.toLocaleString('en')} files`;
      const values = [one.conf, one.source, one.save, one.notifications, one.after].map(ms);
      console.log(row([name, ...values, `${one.memory.toFixed(0)} MiB`]));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  console.log(
    `medians of ${keystrokes} keystrokes in each kind of file, ${saves} saves and ${builds} builds; keys in C files, saves and what comes after a build in ` +
      `the server's processor time`,
  );
  if (!testKernels()) console.log('build end: skipped, the test kernels are not fetched (test/kernels)');
}

function row(cells: readonly string[]): string {
  return cells.map((cell, at) => (at === 0 ? cell.padEnd(20) : cell.padStart(17))).join('');
}

async function measure(folder: string, size: Size): Promise<Measured> {
  const workspace = path.join(folder, 'workspace');
  const endedAt = path.join(folder, 'ended');
  for (let nth = 0; nth < size.modules; nth++) writeModule(workspace, nth, size.files, endedAt);
  const kernels = testKernels();
  const client = await LanguageClient.start(ours.command, {
    ...{ folder: workspace, machine: 'as it is', tellsOfFiles: true },
    env: plainEnvironment({ XDG_STATE_HOME: path.join(folder, 'state') }),
    options: { trusted: true },
    settings: {
      dkms: {
        ...{ systemKernels: false, cacheFolder: path.join(folder, 'cache') },
        ...(kernels && { kernelFolders: [kernels.modulesDir] }),
      },
    },
  });
  const stopPulling = pullWorkspace(client);
  try {
    const source = path.join(workspace, 'module-0');
    const conf = open(path.join(source, 'dkms.conf'));
    const c = open(path.join(source, 'file-0.c'));
    await client.open(conf.uri, 'dkms-conf', conf.text);
    await client.show(c.uri, 'c', c.text);
    await idle(client.pid);
    // Once there is a result, edits make it outdated.
    const built = kernels && (await measureBuilds(client, conf.uri, kernels.release61, endedAt));
    await idle(client.pid);
    const confTimes: number[] = [];
    for (let edit = 0; edit < keystrokes; edit++) {
      const began = performance.now();
      await client.type(conf.uri, conf.text.length, edit % 2 === 0 ? '#' : '', edit % 2);
      confTimes.push(performance.now() - began);
      await pause(10);
    }
    await idle(client.pid);
    const before = processorMs(client.pid);
    for (let edit = 0; edit < keystrokes; edit++) {
      await client.edit(c.uri, 0, edit % 2 === 0 ? '/' : '', edit % 2);
      await pause(20);
    }
    await idle(client.pid);
    const perKey = (processorMs(client.pid) - before) / keystrokes;
    const saveTimes: number[] = [];
    for (let save = 0; save < saves; save++) {
      writeFileSync(c.file, `${c.text}/* ${save} */\n`);
      const start = processorMs(client.pid);
      await client.notify('textDocument/didSave', { textDocument: { uri: c.uri } });
      await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: c.uri, type: 2 }] });
      await idle(client.pid);
      saveTimes.push(processorMs(client.pid) - start);
    }
    const memory = residentMiB(client.pid);
    return {
      conf: median(confTimes),
      source: perKey,
      save: median(saveTimes),
      ...nothingBuilt,
      ...built,
      memory,
    };
  } finally {
    await stopPulling();
    await client.stop();
  }
}

const nothingBuilt = { notifications: undefined, after: undefined };

async function measureBuilds(
  client: LanguageClient,
  conf: string,
  kernel: string,
  endedAt: string,
): Promise<Pick<Measured, 'notifications' | 'after'>> {
  for (;;) {
    const list = await client.request<KernelList>('dkms/kernels');
    if (list.kernels.some(({ release }) => release === kernel)) break;
  }
  let notifications = 0;
  client.on('dkms/resultsChanged', ({ results }: ResultList) => {
    if (results.some(({ activity, last }) => !activity && last)) notifications ||= Date.now();
  });
  const telling: number[] = [];
  const after: number[] = [];
  for (let build = 0; build < builds; build++) {
    const report = client.request<BuildReport>('dkms/build', { run: `${build}`, conf, kernel });
    // Until this build begins, the server still reports the result of the earlier one.
    writeFileSync(endedAt, '');
    notifications = 0;
    const { status, reason } = await report;
    if (status !== 'ok') throw new Error(`the module was not built: ${reason}`);
    const start = processorMs(client.pid);
    while (notifications === 0) await pause(1);
    telling.push(notifications - Number(readFileSync(endedAt, 'utf8')));
    await idle(client.pid);
    after.push(processorMs(client.pid) - start);
  }
  return { notifications: median(telling), after: median(after) };
}

/** Asks for the diagnostics of the workspace again and again, as VS Code does. */
function pullWorkspace(client: LanguageClient): () => Promise<void> {
  let previousResultIds: { uri: string; value: string }[] = [];
  let pull = client.cancellable<{ items: { uri: string; resultId: string }[] }>('workspace/diagnostic', {
    previousResultIds,
  });
  let stopped = false;
  const pulling = (async () => {
    while (!stopped) {
      const { items } = await pull.result;
      previousResultIds = items.map(({ uri, resultId }) => ({ uri, value: resultId }));
      if (!stopped) pull = client.cancellable('workspace/diagnostic', { previousResultIds });
    }
  })().catch((error: unknown) => {
    if (!stopped) throw error;
  });
  return async () => {
    stopped = true;
    await pull.cancel();
    await pulling;
  };
}

function writeModule(workspace: string, nth: number, files: number, endedAt: string): void {
  const folder = path.join(workspace, `module-${nth}`);
  mkdirSync(folder, { recursive: true });
  const conf = [
    `PACKAGE_NAME="grown${nth}"`,
    'PACKAGE_VERSION="1.0"',
    'MAKE[0]="make KERNEL_HEADERS=$kernel_source_dir"',
    'CLEAN="true"',
    `BUILT_MODULE_NAME[0]="grown${nth}"`,
    'DEST_MODULE_LOCATION[0]="/extra"',
    'AUTOINSTALL="yes"',
    '',
  ];
  writeFileSync(path.join(folder, 'dkms.conf'), conf.join('\n'));
  // Only dkms's own make may run, or each build would make a copy of all files.
  const makefile = [
    `obj-m := grown${nth}.o`,
    'all:',
    `\tcp $(KERNEL_HEADERS)/Module.symvers grown${nth}.ko`,
    `\tdate +%s%3N >${endedAt}`,
    '',
  ];
  writeFileSync(path.join(folder, 'Makefile'), makefile.join('\n'));
  // The conf and the Makefile count as files, too.
  for (let file = 0; file < files - 2; file++) {
    const inside = file === 0 ? folder : path.join(folder, `part-${Math.floor(file / 100)}`);
    if (file === 1 || file % 100 === 0) mkdirSync(inside, { recursive: true });
    writeFileSync(path.join(inside, `file-${file}.c`), `int grown_${nth}_${file};\n`);
  }
}

function open(file: string): { readonly file: string; readonly uri: string; readonly text: string } {
  return { file, uri: clientAddress(file), text: readFileSync(file, 'utf8') };
}

/** Waits until the server has used almost no processor time for 300 ms, which is longer than it delays its work after an edit. */
async function idle(pid: number): Promise<void> {
  const restMs = 0.2;
  for (let before = processorMs(pid); ; ) {
    await pause(300);
    const now = processorMs(pid);
    if (now - before < restMs) return;
    before = now;
  }
}

/** The processor time of all threads of a process since it began. */
function processorMs(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const times = threads.map((thread) => {
    const [ns = ''] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
    return Number(ns) / 1e6;
  });
  return times.reduce((sum, one) => sum + one, 0);
}
