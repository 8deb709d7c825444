import type { Connection, InitializeParams, WorkspaceFoldersChangeEvent } from 'vscode-languageserver';
import { Addresses, pathOf } from './addresses.ts';
import type { InitializationOptions } from './messages.ts';

/** The parts of the installed program that the server refers to. */
export interface ProgramFiles {
  /** The address of a rule's documentation page. */
  readonly rulePage: (rule: string) => string | undefined;
  /** The address of the documentation page of a cause. */
  readonly causePage: (cause: string) => string | undefined;
  /** The folder of the bundled programs. */
  readonly dist: string;
}

/** One client: its connection, its capabilities, its folders, whether its user trusts the workspace, and the selected kernel. */
export class Session {
  readonly connection: Connection;
  readonly params: InitializeParams;
  readonly options: InitializationOptions;
  readonly files: ProgramFiles;
  readonly addresses = new Addresses();
  /** The name of the kernel that the client selected last, whether this machine has that kernel or not. */
  selectedKernel: string | undefined;
  /** Whether the client reports files that change, in the editor or elsewhere; known once it is initialized. */
  reportsFileChanges = false;
  #folders: readonly string[] = [];
  #isTrusted: boolean;

  constructor(connection: Connection, params: InitializeParams, files: ProgramFiles) {
    this.connection = connection;
    this.params = params;
    this.options = (params.initializationOptions ?? {}) as InitializationOptions;
    this.files = files;
    this.selectedKernel = this.options.selectedKernel;
    this.#isTrusted = this.options.trusted ?? true;
    this.#addFolders(params.workspaceFolders ?? (params.rootUri ? [{ uri: params.rootUri }] : []));
  }

  /** The absolute paths of the workspace's current folders. */
  readonly folders = (): readonly string[] => this.#folders;

  /** Whether the user allows the workspace's code to run. */
  readonly trusted = (): boolean => this.#isTrusted;

  grantTrust(): void {
    this.#isTrusted = true;
  }

  changeFolders({ added, removed }: WorkspaceFoldersChangeEvent): void {
    const gone = new Set(removed.map(({ uri }) => pathOf(uri)));
    this.#folders = this.#folders.filter((folder) => !gone.has(folder));
    this.#addFolders(added);
  }

  #addFolders(folders: readonly { readonly uri: string }[]): void {
    for (const { uri } of folders) {
      const path = pathOf(uri);
      if (path === undefined) continue;
      this.addresses.named(uri);
      this.#folders = [...this.#folders, path];
    }
  }
}
