import { readDkmsConfiguration } from '../../dkms/trees.ts';
import type { FolderWatcher } from '../../kernels/folder-watcher.ts';

/** Watches what is registered with dkms on this machine, from the first `start` on. */
export class RegisteredWatch {
  readonly #overridesFolder: string;
  readonly #changed: () => void;
  readonly #complain: (error: Error) => void;
  #watcher: Promise<FolderWatcher> | undefined;
  /** The trees that are watched, as one text. */
  #watched = '';

  /** `overridesFolder` is dkms's own, /etc/dkms. */
  constructor(options: {
    readonly overridesFolder: string;
    readonly changed: () => void;
    readonly complain: (error: Error) => void;
  }) {
    this.#overridesFolder = options.overridesFolder;
    this.#changed = options.changed;
    this.#complain = options.complain;
  }

  /** Resolves when every later change will be noticed. If framework.conf names other trees by then, these are watched. */
  async start(): Promise<void> {
    const { trees } = await readDkmsConfiguration();
    const watched = Object.values(trees).join('\n');
    if (watched === this.#watched) {
      await this.#watcher;
      return;
    }
    this.#watched = watched;
    const before = this.#watcher;
    const { watchRegistered } = await import('../../dkms/registered/tree-watcher.ts');
    this.#watcher = watchRegistered(trees, this.#overridesFolder, this.#changed, { onError: this.#complain });
    await (await before)?.close();
    await this.#watcher;
  }

  async stop(): Promise<void> {
    await (await this.#watcher)?.close();
  }
}
