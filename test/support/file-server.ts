import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** A folder whose files are served on the loopback interface. */
export interface FileServer {
  readonly address: string;
  close(): Promise<void>;
}

/** Serves the files of a folder. `instead` answers a request in its own way, and says so with true. */
export async function serveFiles(
  folder: string,
  instead: (path: string, response: ServerResponse) => boolean = () => false,
): Promise<FileServer> {
  const server = createServer(({ url = '' }, response) => {
    const path = decodeURIComponent(url);
    if (instead(path, response)) return;
    try {
      response.end(readFileSync(join(folder, path)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
