/**
 * The contract between the server and its clients, beyond the Language Server Protocol: types and names alone.
 * Any editor can use it; places are URIs, spelt as the client spelt them when it opened the file or asked for a build of it, and else as
 * VS Code spells them; lines and characters are 0-based UTF-16 as in the protocol.
 */

/**
 * The options of Node that the server is to be started with, since it runs all day beside an editor: V8 would compile the parser's
 * large functions a second time, which takes a hundred MiB and more time than it ever saves, and keep up to 48 MiB for new objects.
 */
export const nodeOptions = [
  '--no-wasm-tier-up',
  '--no-wasm-dynamic-tiering',
  '--max-semi-space-size=4',
] as const;

/** Requests from the client. */
export const requests = {
  /** `undefined` -> `CompileDatabase | null`: where compile_commands.json of the selected kernel is. */
  compileDatabase: 'dkms/compileDatabase',
  /**
   * `undefined` -> `ClangdUse | null`: has clangd read that file for the files of the workspace, by the user's own configuration of clangd on
   * this machine. To be asked for by the user only. null where the workspace is not trusted, or there is no place for the file.
   */
  useInClangd: 'dkms/useInClangd',
  /** `CompileFlagsParams` -> `CompileFlags | null`: how the last build for the selected kernel compiled a file. */
  compileFlags: 'dkms/compileFlags',
  /** `undefined` -> `KernelList`. */
  kernels: 'dkms/kernels',
  /** `KernelFolderParams` -> `KernelList`: the kernels of one folder, which need not be among the settings. */
  kernelsInFolder: 'dkms/kernelsInFolder',
  /** `undefined` -> `KernelList`, after a new search. */
  refreshKernels: 'dkms/refreshKernels',
  /** `undefined` -> `ModuleDescription[]`: every module of the workspace folders, in path order. */
  modules: 'dkms/modules',
  /** `undefined` -> `ModuleChoices`: what a new driver can be. */
  moduleChoices: 'dkms/moduleChoices',
  /** `CheckModuleParams` -> `CheckedModule`: whether a driver can be made so. */
  checkModule: 'dkms/checkModule',
  /** `NewModuleParams` -> `NewModuleReport`: makes the folder of a new driver, or nothing. Runs nothing. */
  newModule: 'dkms/newModule',
  /** `ProposeConfParams` -> `ConfProposal`: a first dkms.conf for the source in a folder. Runs and writes nothing. */
  proposeConf: 'dkms/proposeConf',
  /** `BuildParams` -> `BuildReport`; `$/cancelRequest` ends the build and its compilers. */
  build: 'dkms/build',
  /**
   * `BuildMatrixParams` -> `MatrixReport[]`: modules against kernels, several at once, by module and then by kernel as they were named;
   * those of the selected kernel begin first. `$/cancelRequest` ends all of them.
   */
  buildMatrix: 'dkms/buildMatrix',
  /** `undefined` -> `ResultList`: what is known of every module and kernel, from this session or an earlier one. */
  results: 'dkms/results',
  /** `CleanParams` -> `CleanReport`: removes the staged copies of a module and forgets its results; its builds are cancelled. */
  clean: 'dkms/clean',
  /** -> `CacheReport`: what the cache folder holds, by kind; fails with a sentence where no folder can be used. */
  cache: 'dkms/cache',
  /** `ClearCacheParams` -> `ClearCacheReport`: removes what nobody uses. */
  clearCache: 'dkms/clearCache',
  /** `KernelConfigParams` -> `KernelConfigValues`: what a kernel was configured with. */
  kernelConfig: 'dkms/kernelConfig',
  /**
   * `BuildParams` -> `VerifyReport`: our build, then the same by the real dkms of this machine, in trees of its own. What dkms prints
   * comes as `buildOutput`, as for a build; `$/cancelRequest` ends both.
   */
  verify: 'dkms/verify',
  /** `ExplainLogParams` -> `LogReport`: what a log of any build says, whoever wrote it. Runs nothing. */
  explainLog: 'dkms/explainLog',
  /** `undefined` -> `RegisteredModules`: what is registered with dkms on this machine. From then on, the server tells of changes. */
  registeredModules: 'dkms/registeredModules',
  /** `undefined` -> `MachineReport`: whether this machine can build and load modules. Runs and changes nothing. */
  checkMachine: 'dkms/checkMachine',
  /** `DkmsActionParams` -> `DkmsCommandLine`: the command that has dkms do something. Runs nothing. */
  dkmsCommand: 'dkms/dkmsCommand',
  /** `ProposeOverrideParams` -> `OverrideProposal`: a file of /etc/dkms that changes a dkms.conf on this machine. Writes nothing. */
  proposeOverride: 'dkms/proposeOverride',
} as const;

/** Notifications from the client. */
export const clientNotifications = {
  /** `SelectKernelParams`: which kernel hover, completion and the like speak about. */
  kernelSelected: 'dkms/kernelSelected',
  /** No parameters: the user trusts the workspace from now on, so builds may run. */
  trustGranted: 'dkms/trustGranted',
  /** No parameters: forget the problems of all builds. */
  clearProblems: 'dkms/clearProblems',
  /** `CancelParams`: ends builds that run or wait, whoever asked for them. */
  cancelBuilds: 'dkms/cancelBuilds',
} as const;

/** Notifications from the server. */
export const serverNotifications = {
  /** No parameters: files are compiled otherwise now, or another kernel was selected. */
  compileDatabaseChanged: 'dkms/compileDatabaseChanged',
  /** `KernelList`: a kernel was installed or removed. */
  kernelsChanged: 'dkms/kernelsChanged',
  /**
   * `KernelsAppeared`: the headers of kernels became complete that this machine has not had before, as far as sessions of this user have
   * seen. Each is told once a session, after its package has been unpacked; nothing is told where the setting says `never`.
   */
  kernelsAppeared: 'dkms/kernelsAppeared',
  /** `BuildOutput`: a piece of what a running build printed, not split at lines. */
  buildOutput: 'dkms/buildOutput',
  /** `BuildProgress`. */
  buildProgress: 'dkms/buildProgress',
  /** `ResultList`, of those that are different now, which may have neither activity nor last build: nothing is known of them any more. */
  resultsChanged: 'dkms/resultsChanged',
  /** `MatrixReport`: one build of a matrix has ended, while others may go on. */
  buildEnded: 'dkms/buildEnded',
  /** No parameters: what `registeredModules` answers is different now. */
  registeredModulesChanged: 'dkms/registeredModulesChanged',
} as const;

/** What a client may send as `initializationOptions`; every field may be left out. */
export interface InitializationOptions {
  /** False until the user trusts the workspace: the language works, builds are refused. Default: true. */
  readonly trusted?: boolean;
  /** The release chosen in an earlier session. */
  readonly selectedKernel?: string;
  /**
   * The client has the commands `dkms.build` and `dkms.buildAll`, which take the URI of a dkms.conf, and `dkms.openOverride`, which takes
   * that of a file of /etc/dkms: code lenses may offer them.
   * Default: false.
   */
  readonly codeLens?: boolean;
}

export interface SelectKernelParams {
  readonly release: string | undefined;
}

export interface KernelList {
  /** Newest first. */
  readonly kernels: readonly KernelDescription[];
}

/** One kernel of this machine; see kernels/kernel.ts for the fields. */
export interface KernelDescription {
  readonly release: string;
  readonly version: string;
  readonly arch: string;
  readonly buildDir: string;
  readonly status: 'ready' | 'no-headers' | 'broken';
  readonly reason?: string;
  readonly install?: string;
  readonly running: boolean;
  readonly compiler?: {
    /** As the kernel's configuration has it: `gcc-12 (Debian 12.2.0-14) 12.2.0`. */
    readonly text: string;
    /** What modules are built with here. */
    readonly command: string;
    readonly found: boolean;
    /** Where `command` is not what built the kernel: what did, such as `gcc 14`, and a sentence that says what it means. */
    readonly builtWith?: string;
    readonly note?: string;
  };
  /** What a build for it gets besides, since it is of another architecture: `ARCH`, `CROSS_COMPILE`. */
  readonly makeVariables?: Readonly<Record<string, string>>;
  /** Whether it is one of the kernels that "all kernels" means, by the setting `dkms.kernels`. */
  readonly inSet: boolean;
  /** Builds that the setting expects to fail; one without a module stands for every module. */
  readonly knownFailures?: readonly { readonly module?: string; readonly reason: string }[];
}

export interface KernelsAppeared {
  /** Newest first. */
  readonly kernels: readonly KernelDescription[];
  /** By the setting `dkms.buildOnNewKernel`: offer to build the workspace's modules against them, or do it. */
  readonly action: 'ask' | 'build';
}

export interface KernelFolderParams {
  /** An absolute path. */
  readonly folder: string;
}

export interface KernelConfigParams {
  readonly release: string;
  /** With or without `CONFIG_`. */
  readonly symbols: readonly string[];
}

export interface KernelConfigValues {
  /** Absolute path of the file that was read; absent where the kernel has none. */
  readonly path?: string;
  /** In the order of the request; `value` is absent for a symbol that is not set. */
  readonly symbols: readonly { readonly name: string; readonly value?: string }[];
}

export interface ModuleDescription {
  /** URI of the dkms.conf; of a module that has none, of its Kbuild or Makefile. It is built with what `proposeConf` answers. */
  readonly conf: string;
  /** PACKAGE_NAME, or the folder's name where that is not known without running the file. */
  readonly name: string;
  /** PACKAGE_VERSION, where it is known. */
  readonly version?: string;
}

export interface ProposeConfParams {
  /** URI of the folder. */
  readonly folder: string;
}

export interface ConfProposal {
  /** The text of the file; null where there is nothing to propose, and `uncertain` says why. */
  readonly text: string | null;
  /** What was chosen without being known, a sentence each. */
  readonly uncertain: readonly string[];
}

export interface ModuleChoices {
  /** `title` is a noun such as "PCI driver", `summary` a sentence. */
  readonly kinds: readonly { readonly id: string; readonly title: string; readonly summary: string }[];
  /** `spdx` is what stands in the files. */
  readonly licences: readonly { readonly id: string; readonly spdx: string }[];
  /** The least that `kernelMin` may be. */
  readonly oldestKernel: string;
}

export interface CheckModuleParams {
  readonly name: string;
  /** The ids of a kind and of a licence; GPL-2.0-only if left out. */
  readonly kind: string;
  readonly licence?: string;
  /** The oldest kernel that the driver is for, such as `6.1`. */
  readonly kernelMin?: string;
  /** `Name <address>`; who git says the user is if left out. */
  readonly author?: string;
}

export interface CheckedModule {
  /** Why it can't be, in one sentence. */
  readonly wrong?: string;
}

export interface NewModuleParams extends CheckModuleParams {
  /** URI of the folder in which the module's own folder is made, which has its name. */
  readonly parent: string;
}

export interface NewModuleReport {
  /** URIs of the folder, its dkms.conf and its C file; null where nothing was made, and `wrong` says why in one sentence. */
  readonly made: { readonly folder: string; readonly conf: string; readonly source: string } | null;
  readonly wrong?: string;
}

export interface ExplainLogParams {
  readonly text: string;
  /** What to call it: a path, or where it was taken from. */
  readonly name: string;
  /** Absolute path of the folder of the source, where the client knows whose log it is; it may lie outside of the workspace. */
  readonly source?: string;
}

/** What a log says. */
export interface LogReport {
  /** What the text is, in words that go behind "it is", where nothing of a build was recognised in it. */
  readonly unrecognised?: string;
  readonly builds: readonly LoggedBuildReport[];
  readonly problems: readonly LogProblem[];
}

/** One build in a log; what the log does not tell is absent. */
export interface LoggedBuildReport {
  readonly module?: string;
  readonly kernel?: string;
  readonly outcome: 'failed' | 'succeeded' | 'unknown';
}

export interface LogProblem {
  /** URI of the file, where it is one of the workspace. */
  readonly uri?: string;
  /** As the log has it. */
  readonly file: string;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  readonly cause?: LogCause;
  /** It only follows from another one. */
  readonly follows: boolean;
}

export interface LogCause {
  readonly id: string;
  readonly summary: string;
  readonly certainty: 'verified' | 'likely' | 'unknown';
  /** How sure it is, in words. */
  readonly label: string;
  /** Address of its page. */
  readonly page?: string;
}

export interface BuildParams {
  /** Chosen by the client; every message about this build carries it. */
  readonly run: string;
  /** URI of a dkms.conf. */
  readonly conf: string;
  readonly kernel: string;
}

export interface BuildMatrixParams {
  /** Chosen by the client; every message about these builds carries it. */
  readonly run: string;
  /** URIs of dkms.conf files; absent: all of the workspace folders. */
  readonly confs?: readonly string[];
  /** Releases; absent: those of the kernel set (`inSet`). */
  readonly kernels?: readonly string[];
  /** Builds these and no others; `confs` and `kernels` are not looked at then. */
  readonly targets?: readonly { readonly conf: string; readonly kernel: string }[];
}

export interface CancelParams {
  /** The URI of a dkms.conf; absent: of every module. */
  readonly conf?: string;
  /** A release; absent: for every kernel. */
  readonly kernel?: string;
}

export interface CleanParams {
  /** The URI of a dkms.conf. */
  readonly conf: string;
  /** A release; absent: what was built for every kernel. */
  readonly kernel?: string;
}

export interface CleanReport {
  /** How many staged copies were removed. */
  readonly removed: number;
  /** A sentence for each that could not be removed. */
  readonly kept: readonly string[];
}

export interface CacheReport {
  readonly folder: string;
  readonly parts: readonly CachePart[];
}

/** What the cache folder holds of one kind. */
export interface CachePart {
  readonly kind: string;
  readonly title: string;
  /** What is lost with it. */
  readonly loss: string;
  readonly count: number;
  /** Its size, such as `1.2 MB`. */
  readonly size: string;
}

export interface ClearCacheParams {
  /** Kinds of a `CacheReport`. */
  readonly kinds: readonly string[];
}

export interface ClearCacheReport {
  /** The size of what was removed, such as `1.2 MB`. */
  readonly removed: string;
  /** A sentence for each part that could not be removed. */
  readonly kept: readonly string[];
}

export interface BuildOutput {
  readonly run: string;
  /** The URI of the dkms.conf. */
  readonly conf: string;
  readonly kernel: string;
  readonly text: string;
}

export interface BuildProgress {
  readonly run: string;
  /** The URI of the dkms.conf. */
  readonly conf: string;
  readonly kernel: string;
  /** `waiting`: another program builds the same module for the same kernel, and this build goes on when that one has ended. */
  readonly phase: 'waiting' | 'staging' | 'patching' | 'building' | 'checking';
  /** Objects compiled so far. */
  readonly objects: number;
  /** The file that is being compiled, relative to the module. */
  readonly file?: string;
  /** Who is waited for, such as `process 4711`. */
  readonly holder?: string;
}

/** How a build ended. Its problems are published as diagnostics, on the user's own files. */
export interface BuildReport {
  readonly run: string;
  readonly module: string;
  readonly kernel: string;
  readonly status: 'ok' | 'failed' | 'skipped' | 'cancelled';
  /** One sentence; present unless `ok`. */
  readonly reason?: string;
  readonly durationMs: number;
  readonly errors: number;
  readonly warnings: number;
  readonly built: readonly BuiltFile[];
  /** Absolute path of make.log. */
  readonly log?: string;
  /** What to look at first, where it failed; the line, from 0, is that of the text that was built. */
  readonly firstError?: { readonly uri: string; readonly line: number; readonly message: string };
  /** Why it was expected to fail: a failure is then none of the run's, and a success says that the entry can go. */
  readonly knownFailure?: string;
}

/** A module that was built. */
export interface BuiltFile {
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly vermagic?: string;
  /** Bytes of the file. */
  readonly size?: number;
  /** What `modinfo` prints of it. */
  readonly modinfo?: Readonly<Record<string, string>>;
}

export interface ResultList {
  readonly results: readonly ResultDescription[];
}

/** What is known of a module and a kernel. */
export interface ResultDescription {
  /** The URI of the dkms.conf. */
  readonly conf: string;
  readonly kernel: string;
  /** Absent where nothing is built now. */
  readonly activity?: 'waiting' | 'running';
  /** The source was edited since the last build. */
  readonly stale: boolean;
  /** Absent while no build has ended. */
  readonly last?: EndedBuildDescription;
}

/** How the last build ended. */
export interface EndedBuildDescription extends Omit<BuildReport, 'run' | 'kernel'> {
  /** Milliseconds since 1970. */
  readonly endedAt: number;
}

/** How one build of a matrix ended. */
export interface MatrixReport extends BuildReport {
  /** URI of the dkms.conf. */
  readonly conf: string;
}

/** How our build and the real dkms's compare. */
export interface VerifyReport {
  readonly ours: BuildReport;
  /** Absent where dkms could not be asked: `reason` says why. */
  readonly dkms?: {
    readonly status: 'ok' | 'failed' | 'skipped';
    /** dkms's own exit code. */
    readonly exit: number;
    /** What dkms said when it gave up. */
    readonly reason?: string;
    /** Absolute path of its make.log. */
    readonly log?: string;
  };
  readonly reason?: string;
  /** What the two differ in, a sentence each; empty where they agree. */
  readonly differences: readonly string[];
}

/** Where to find how the files of the workspace are compiled. */
export interface CompileDatabase {
  /** Absolute path of the folder of compile_commands.json, the same for every kernel; the file is there once a module was built. */
  readonly folder: string;
  /** Whether the user's clangd was told by `useInClangd` to read it. */
  readonly isInClangd: boolean;
}

export interface ClangdUse {
  /** Absolute path of the configuration that names the database now. */
  readonly config: string;
}

export interface CompileFlagsParams {
  /** URI of a C file or header. */
  readonly uri: string;
}

/** How a file is compiled; paths are absolute, or relative to `directory`. */
export interface CompileFlags {
  readonly directory: string;
  readonly compiler: string;
  readonly includes: readonly string[];
  /** Headers that are read before the file. */
  readonly forced: readonly string[];
  readonly defines: readonly string[];
  /** Such as `gnu11`. */
  readonly standard?: string;
  /** All other options. */
  readonly others: readonly string[];
}

/** What is registered with dkms; all paths are absolute. */
export interface RegisteredModules {
  /** The dkms of this machine, if there is one. */
  readonly dkms?: { readonly path: string; readonly version: string };
  /** dkms's tree. */
  readonly tree: string;
  /** By module and version. */
  readonly modules: readonly RegisteredModule[];
  /** A sentence for each thing that could not be read. */
  readonly faults: readonly string[];
}

/** One version of a module. */
export interface RegisteredModule {
  readonly module: string;
  readonly version: string;
  readonly state: 'added' | 'broken';
  /** Its source: where the link of dkms leads, or has led. */
  readonly source?: string;
  /** Its dkms.conf, if there is one. */
  readonly conf?: string;
  /** Whether dkms builds it for a new kernel by itself. */
  readonly autoinstall: boolean | 'unknown';
  readonly kernels: readonly RegisteredKernel[];
  /** A sentence for each thing that is wrong with all of it. */
  readonly problems: readonly string[];
  /** What the `dkms status` of this machine prints for it. */
  readonly lines: readonly string[];
}

/** A module for one kernel. */
export interface RegisteredKernel {
  readonly kernel: string;
  readonly arch: string;
  /** `failed`: the last build ended with an error, or is still running. */
  readonly state: 'built' | 'installed' | 'installed-weak' | 'failed';
  /** Of `installed-weak`: the kernel that it was built for. */
  readonly from?: string;
  readonly files: readonly string[];
  /** dkms keeps modules of the kernel that these replace. */
  readonly originals: boolean;
  readonly log?: string;
  /** Whether the kernel is still there, or only its headers are. */
  readonly presence: 'installed' | 'headers' | 'gone';
  readonly problems: readonly string[];
}

/** What the checks of the machine said. */
export interface MachineReport {
  readonly checks: readonly {
    readonly id: string;
    readonly title: string;
    readonly observations: readonly MachineObservation[];
  }[];
  readonly errors: number;
  readonly warnings: number;
  readonly unknown: number;
}

export interface MachineObservation {
  readonly status: 'ok' | 'information' | 'warning' | 'error' | 'unknown';
  readonly message: string;
  /** What mends it. */
  readonly remedy?: { readonly command: string; readonly needsRoot: boolean };
}

/** What dkms is to do; paths are absolute. */
export type DkmsActionParams =
  /** Takes over the source in a folder that holds a dkms.conf. */
  | { readonly action: 'add'; readonly folder: string }
  | {
      readonly action: 'build' | 'install' | 'uninstall' | 'unbuild';
      readonly module: string;
      readonly version: string;
      readonly kernel: string;
      readonly arch?: string;
    }
  | { readonly action: 'remove'; readonly module: string; readonly version: string }
  | { readonly action: 'autoinstall'; readonly kernel: string }
  /** Installs for a kernel what is installed for another one, the template. */
  | { readonly action: 'match'; readonly template: string; readonly kernel: string }
  /** Of what is built for the kernels, or of the source alone. */
  | {
      readonly action: 'mktarball';
      readonly module: string;
      readonly version: string;
      readonly kernels: readonly { readonly kernel: string; readonly arch?: string }[];
      readonly archive: string;
    }
  | { readonly action: 'ldtarball'; readonly archive: string };

/** A line for a shell, or the reason why there is none. */
export interface DkmsCommandLine {
  readonly command?: string;
  /** Whether it has to be run as root. */
  readonly needsRoot: boolean;
  /** A sentence; present where `command` is absent. */
  readonly refused?: string;
}

export interface ProposeOverrideParams {
  /** URI of a dkms.conf. */
  readonly conf: string;
  /** A release; absent: for every kernel. */
  readonly kernel?: string;
}

export interface OverrideProposal {
  /** Absolute; absent where there can be none. */
  readonly path?: string;
  /** What a new one begins with. */
  readonly text: string;
  readonly exists: boolean;
  /** A sentence; present where `path` is absent. */
  readonly refused?: string;
}
