import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Monitor } from './monitor.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'monitor-'));
});

afterEach(() => rm(folder, { recursive: true }));

/** Connects as QEMU does, and answers each command with the next of these texts. */
async function answering(...answers: string[]): Promise<Socket> {
  const socket = connect(join(folder, 'monitor'));
  socket.on('data', () => socket.write(answers.shift() ?? ''));
  await new Promise((resolve) => {
    socket.on('connect', resolve);
  });
  socket.write('{"QMP":{"version":{}}}\r\n');
  return socket;
}

describe('a monitor', () => {
  test('resolves to the answer of each command, among events', async () => {
    const monitor = await Monitor.open(folder);
    const answers = ['{"return":{}}\r\n', '{"event":"STOP"}\r\n{"return":{"status":"completed"}}\r\n'];
    const qemu = await answering(...answers, '{"error":{"class":"GenericError","desc":"no such thing"}}\r\n');
    expect(await monitor.execute('qmp_capabilities')).toEqual({});
    expect(await monitor.execute('query-migrate')).toEqual({ status: 'completed' });
    await expect(monitor.execute('nonsense')).rejects.toThrow('no such thing');
    qemu.destroy();
    monitor.close();
    expect(await readdir(folder)).toEqual([]);
  });

  test('fails a command that QEMU does not answer before it ends', async () => {
    const monitor = await Monitor.open(folder);
    const qemu = await answering();
    const answer = monitor.execute('quit');
    qemu.on('data', () => qemu.destroy());
    await expect(answer).rejects.toThrow('QEMU has ended');
    await expect(monitor.execute('quit')).rejects.toThrow('QEMU has ended');
  });

  test('fails a command if QEMU never connects', async () => {
    const monitor = await Monitor.open(folder);
    const answer = monitor.execute('quit');
    monitor.close();
    await expect(answer).rejects.toThrow('QEMU has ended');
  });
});
