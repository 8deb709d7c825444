/**
 * The contract between the server and its clients, beyond the Language Server Protocol: types and names alone.
 * Any editor can use it. A URI is spelt as the client spelt it when it opened the file or asked to build it, otherwise as VS Code spells
 * it. Lines and characters are counted from 0, characters in UTF-16 units, as in the protocol.
 */

/**
 * The Node options to start the server with, which runs all day beside an editor. Without them, V8 compiles the parser's large functions a
 * second time, which takes a hundred MiB and more time than it saves, and keeps up to 48 MiB for new objects. It would also optimise
 * functions after 3,000 calls, which starting alone reaches: loading the optimising compiler takes 6 MiB and its work as much again, which
 * pays off only later, when a long file is edited.
 */
export const nodeOptions = [
  '--no-wasm-tier-up',
  '--no-wasm-dynamic-tiering',
  '--max-semi-space-size=4',
  '--invocation-count-for-turbofan=20000',
  '--invocation-count-for-osr=5000',
] as const;

/** Requests from the client. */
export const requests = {
  /** `undefined` -> `CompileDatabase | null`: where compile_commands.json of the selected kernel is. */
  compileDatabase: 'dkms/compileDatabase',
  /**
   * `undefined` -> `ClangdUse | null`: makes clangd use that file for the workspace, by writing to the user's own clangd configuration on
   * this machine. Only to be sent when the user asks for it. null if the workspace is not trusted or no such file can be written.
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
  /**
   * `undefined` -> `AvailableKernels`: the kernels whose headers the archives of this machine's distribution have. Downloads lists of
   * packages. Fails with a message for the user if no archive can be read.
   */
  availableKernels: 'dkms/availableKernels',
  /** `GetKernelsParams` -> `GetKernelsReport`: downloads the headers of kernels. `$/cancelRequest` leaves nothing half unpacked. */
  getKernels: 'dkms/getKernels',
  /** `RemoveKernelParams` -> nothing: removes headers that `getKernels` has downloaded. Fails with a message for the user. */
  removeKernel: 'dkms/removeKernel',
  /** `undefined` -> `ModuleDescription[]`: every module of the workspace folders, in path order. */
  modules: 'dkms/modules',
  /** `undefined` -> `ModuleChoices`: what a new driver can be. */
  moduleChoices: 'dkms/moduleChoices',
  /** `CheckModuleParams` -> `CheckedModule`: whether a driver can be created with these options. */
  checkModule: 'dkms/checkModule',
  /** `NewModuleParams` -> `NewModuleReport`: creates the folder of a new driver; if that fails, leaves nothing behind. Runs nothing. */
  newModule: 'dkms/newModule',
  /** `undefined` -> `PackageFormats`: what a module can be packaged as. */
  packageFormats: 'dkms/packageFormats',
  /** `PackageParams` -> `PackageReport`: makes the folder of a source package, or nothing. Runs nothing of the module. */
  packageModule: 'dkms/packageModule',
  /** `ModerniseParams` -> `ModerniseReport`: the safe changes that bring a module up to date. Runs and writes nothing. */
  modernise: 'dkms/modernise',
  /**
   * `PortParams` -> `PortReport`: builds a copy of a module for several kernels and edits it until it builds for all of them; writes no file of the
   * user's. `$/cancelRequest` ends it.
   */
  port: 'dkms/port',
  /** `ProposeConfParams` -> `ConfProposal`: a first dkms.conf for the source in a folder. Runs and writes nothing. */
  proposeConf: 'dkms/proposeConf',
  /** `BuildParams` -> `BuildReport`; `$/cancelRequest` ends the build and its compilers. */
  build: 'dkms/build',
  /**
   * `BuildMatrixParams` -> `MatrixReport[]`: builds modules for kernels, several at a time, those for the selected kernel first. The reports
   * are in the order of the modules, and of the kernels within a module, as requested. `$/cancelRequest` ends all of the builds.
   */
  buildMatrix: 'dkms/buildMatrix',
  /** `undefined` -> `ResultList`: what is known of every module and kernel, from this session or an earlier one. */
  results: 'dkms/results',
  /** `CleanParams` -> `CleanReport`: removes the staged copies of a module and forgets its results; its builds are cancelled. */
  clean: 'dkms/clean',
  /** `undefined` -> `CacheReport`: what the cache folder holds, by kind. Fails with a message for the user if no folder can be used. */
  cache: 'dkms/cache',
  /** `ClearCacheParams` -> `ClearCacheReport`: removes parts of these kinds, except those in use. */
  clearCache: 'dkms/clearCache',
  /** `KernelConfigParams` -> `KernelConfigValues`: what a kernel was configured with. */
  kernelConfig: 'dkms/kernelConfig',
  /**
   * `BuildParams` -> `VerifyReport`: builds as `build` does, then with the dkms of this machine in private trees. What dkms prints is sent
   * as `buildOutput`, as for a build; `$/cancelRequest` ends both builds.
   */
  verify: 'dkms/verify',
  /**
   * `LoadTestParams` -> `LoadTestReport`: builds a module for a kernel, and loads what was built in a virtual machine that runs that
   * kernel. The output of both is sent as `buildOutput`, their progress as `buildProgress`. What the kernel complained about is published
   * as diagnostics like the problems of a build, and is removed together with them. `$/cancelRequest` and `cancelBuilds` end both. Refused
   * where the workspace is not trusted.
   */
  loadTest: 'dkms/loadTest',
  /**
   * `LackingNamesParams` -> `ProposalMark[]`: which of the names that an editor proposes in a C file of a module some of its kernels lack. For
   * marks in completion lists: the first answer may wait for an index of headers. Runs nothing.
   */
  lackingNames: 'dkms/lackingNames',
  /** `RangeParams` -> `RangeReport`: for which kernels nothing is known that breaks a module, by the history of the kernel. Runs nothing. */
  range: 'dkms/range',
  /** `LoadingParams` -> `LoadingReport`: whether kernels would load a built module, judged by its file and their headers. Loads nothing. */
  checkLoading: 'dkms/checkLoading',
  /** `undefined` -> `LoadTestKernels`: for which kernels `loadTest` has all that it needs. Runs nothing. */
  loadTestKernels: 'dkms/loadTestKernels',
  /** `ExplainLogParams` -> `LogReport`: what the log of any build says, whichever program wrote it. Runs nothing. */
  explainLog: 'dkms/explainLog',
  /** `undefined` -> `RegisteredModules`: what is registered with dkms on this machine. From then on, the server sends a notification of each change. */
  registeredModules: 'dkms/registeredModules',
  /** `undefined` -> `MachineReport`: whether this machine can build and load modules. Runs and changes nothing. */
  checkMachine: 'dkms/checkMachine',
  /**
   * `NextKernelParams` -> `NextKernelReport`: which of the registered modules will build for a kernel, which will be skipped and which will
   * fail, by their dkms.conf files and the kernel's headers. Builds and runs nothing; fails with a message for the user if nothing can be
   * predicted.
   */
  nextKernel: 'dkms/nextKernel',
  /** `DkmsActionParams` -> `DkmsCommandLine`: the command line that makes dkms do something. Runs nothing. */
  dkmsCommand: 'dkms/dkmsCommand',
  /** `ProposeOverrideParams` -> `OverrideProposal`: a file of /etc/dkms that changes a dkms.conf on this machine. Writes nothing. */
  proposeOverride: 'dkms/proposeOverride',
} as const;

/** Notifications from the client. */
export const clientNotifications = {
  /** `SelectKernelParams`: the kernel that hover, completion and the like are about. */
  kernelSelected: 'dkms/kernelSelected',
  /** No parameters: the user trusts the workspace from now on, so builds may run. */
  trustGranted: 'dkms/trustGranted',
  /** No parameters: forget the problems of all builds. */
  clearProblems: 'dkms/clearProblems',
  /** `CancelParams`: cancels builds that are running or queued, whoever requested them. */
  cancelBuilds: 'dkms/cancelBuilds',
} as const;

/** Notifications from the server. */
export const serverNotifications = {
  /** No parameters: the flags with which files are compiled have changed, or another kernel was selected. */
  compileDatabaseChanged: 'dkms/compileDatabaseChanged',
  /** `KernelList`: a kernel was installed or removed. */
  kernelsChanged: 'dkms/kernelsChanged',
  /**
   * `KernelsAppeared`: the headers of new kernels are complete. A kernel is new if no session of this user has seen it on this machine.
   * Each is reported once a session, after its package has been unpacked, and not at all if the setting is `never`.
   */
  kernelsAppeared: 'dkms/kernelsAppeared',
  /** `GetKernelProgress`: how far the download of a kernel's headers has come. */
  getKernelProgress: 'dkms/getKernelProgress',
  /** `BuildOutput`: a piece of what a running build printed, not split at lines. */
  buildOutput: 'dkms/buildOutput',
  /** `BuildProgress`: how far a running build has come. */
  buildProgress: 'dkms/buildProgress',
  /** `PortProgress`: what a port is doing. */
  portProgress: 'dkms/portProgress',
  /** `ResultList`: only the results that have changed. One with neither `activity` nor `last` has been forgotten. */
  resultsChanged: 'dkms/resultsChanged',
  /** `MatrixReport`: one build of a matrix has ended; others may still be running. */
  buildEnded: 'dkms/buildEnded',
  /** No parameters: the answer to `registeredModules` has changed. */
  registeredModulesChanged: 'dkms/registeredModulesChanged',
} as const;

/** What a client may send as `initializationOptions`; every field is optional. */
export interface InitializationOptions {
  /** Whether the user trusts the workspace. If not, language features work and builds are refused. Default: true. */
  readonly trusted?: boolean;
  /** The name of the kernel chosen in an earlier session. */
  readonly selectedKernel?: string;
  /**
   * Whether code lenses may use the commands `dkms.build` and `dkms.buildAll`, which take the URI of a dkms.conf, and `dkms.openOverride`,
   * which takes the URI of a file in /etc/dkms. Default: false.
   */
  readonly codeLens?: boolean;
  /** The section `dkms` of the settings, for a client that can't be asked for it (`workspace/configuration`); a later change replaces it. */
  readonly settings?: unknown;
}

export interface SelectKernelParams {
  /** A name. */
  readonly kernel: string | undefined;
}

export interface KernelList {
  /** Newest first. */
  readonly kernels: readonly KernelDescription[];
  /** What the setting `dkms.kernels` names and would have to be downloaded. */
  readonly toGet?: NamesToGet;
}

/** One kernel of this machine; see kernels/kernel.ts for the fields. */
export interface KernelDescription {
  readonly name: string;
  readonly release: string;
  readonly version: string;
  readonly arch: string;
  readonly buildDir: string;
  readonly status: 'ready' | 'no-headers' | 'broken';
  readonly reason?: string;
  readonly install?: string;
  readonly running: boolean;
  readonly compiler?: {
    /** As written in the kernel's configuration: `gcc-12 (Debian 12.2.0-14) 12.2.0`. */
    readonly text: string;
    /** The command that modules are built with on this machine. */
    readonly command: string;
    readonly found: boolean;
    /** Present if another compiler than `command` built the kernel: which one, such as `gcc 14`, and a sentence about the consequences. */
    readonly builtWith?: string;
    readonly note?: string;
  };
  /** For a kernel of another architecture, the variables that a build for it also gets: `ARCH`, `CROSS_COMPILE`. */
  readonly makeVariables?: Readonly<Record<string, string>>;
  /** Whether "all kernels" includes this one; see the setting `dkms.kernels`. */
  readonly inSet: boolean;
  /** Whether `getKernels` downloaded it; absent if not. */
  readonly fetched?: boolean;
  /** The names of archives that it stands for in `dkms.kernels`: `debian-12`. */
  readonly standsFor?: readonly string[];
  /** Builds that the setting expects to fail; one without a module stands for every module. */
  readonly knownFailures?: readonly { readonly module?: string; readonly reason: string }[];
}

/** Names of archives (`debian-12`, `longterm`) in the setting `dkms.kernels`; both lists may be absent. */
export interface NamesToGet {
  /** Those whose headers are not on this machine: the user is to be asked. */
  readonly missing?: readonly string[];
  /** Those whose archive has not been asked for a day, if the user wants newer headers; see the setting `dkms.updateKernels`. */
  readonly outdated?: readonly string[];
}

export interface KernelsAppeared {
  /** Newest first. */
  readonly kernels: readonly KernelDescription[];
  /** Whether to offer to build the workspace's modules against them, or to do it at once; see the setting `dkms.buildOnNewKernel`. */
  readonly action: 'ask' | 'build';
}

/** Kernels that can be downloaded. */
export interface AvailableKernels {
  /** Newest first. */
  readonly kernels: readonly {
    readonly release: string;
    /** The release of a distribution that it belongs to, such as `debian-13`. */
    readonly suite: string;
    /** The last part of the release, such as `amd64` or `cloud-amd64`. */
    readonly flavour: string;
    /** The size of the download, such as `16 MB`. */
    readonly size: string;
    readonly fetched: boolean;
  }[];
  /** Why some archives could not be read, in sentences. */
  readonly faults: readonly string[];
}

export interface GetKernelsParams {
  /** Releases of `AvailableKernels`, or names of archives. */
  readonly releases: readonly string[];
  /** Whether to download what boots the kernels, too; false if absent. */
  readonly withImages?: boolean;
}

export interface GetKernelsReport {
  readonly ready: readonly {
    readonly release: string;
    /** What had to be changed for this machine, in sentences. */
    readonly notes: readonly string[];
  }[];
  readonly failed: readonly { readonly release: string; readonly reason: string }[];
}

export interface GetKernelProgress {
  readonly release: string;
  /** What is done at present: `downloading`. */
  readonly step: string;
}

export interface RemoveKernelParams {
  readonly release: string;
}

export interface KernelFolderParams {
  /** An absolute path. */
  readonly folder: string;
}

export interface KernelConfigParams {
  /** A name. */
  readonly kernel: string;
  /** With or without `CONFIG_`. */
  readonly symbols: readonly string[];
}

export interface KernelConfigValues {
  /** Absolute path of the file that was read; absent if the kernel has none. */
  readonly path?: string;
  /** In the order of the request; `value` is absent for a symbol that is not set. */
  readonly symbols: readonly { readonly name: string; readonly value?: string }[];
}

export interface ModuleDescription {
  /** URI of the dkms.conf. If the module has none, URI of its Kbuild or Makefile; it is then built with what `proposeConf` answers. */
  readonly conf: string;
  /** PACKAGE_NAME; the folder's name if PACKAGE_NAME can't be determined without running the file. */
  readonly name: string;
  /** PACKAGE_VERSION, if it is known. */
  readonly version?: string;
}

export interface ProposeConfParams {
  /** URI of the folder. */
  readonly folder: string;
}

export interface ConfProposal {
  /** The text of the file; null if there is nothing to propose, and then `uncertain` says why. */
  readonly text: string | null;
  /** A sentence for each choice that the source did not determine. */
  readonly uncertain: readonly string[];
}

export interface ModuleChoices {
  /** `title` is a noun such as "PCI driver", `summary` a sentence. */
  readonly kinds: readonly { readonly id: string; readonly title: string; readonly summary: string }[];
  /** `spdx` is the identifier that the files get. */
  readonly licences: readonly { readonly id: string; readonly spdx: string }[];
  /** The lowest value that `kernelMin` may have. */
  readonly oldestKernel: string;
}

export interface CheckModuleParams {
  readonly name: string;
  /** The ids of a kind and of a licence; the licence is GPL-2.0-only if left out. */
  readonly kind: string;
  readonly licence?: string;
  /** The oldest kernel that the driver is for, such as `6.1`. */
  readonly kernelMin?: string;
  /** `Name <address>`; if left out, the name and address that git is configured with. */
  readonly author?: string;
}

export interface CheckedModule {
  /** Why it can't be created, in one sentence; absent if it can. */
  readonly wrong?: string;
}

export interface NewModuleParams extends CheckModuleParams {
  /** URI of the folder in which the module's own folder is created; that folder is named after the module. */
  readonly parent: string;
}

export interface NewModuleReport {
  /** URIs of the folder, its dkms.conf and its C file; null if nothing was created, and then `wrong` says why in one sentence. */
  readonly made: { readonly folder: string; readonly conf: string; readonly source: string } | null;
  readonly wrong?: string;
}

export interface PackageFormats {
  /** `title` is a noun such as "Debian source package"; `detail` says what is made. */
  readonly formats: readonly { readonly id: string; readonly title: string; readonly detail: string }[];
}

export interface PackageParams {
  /** URI of the dkms.conf; of a module that has none, of its Kbuild or Makefile. */
  readonly conf: string;
  /** The id of a format. */
  readonly format: string;
  /** URI of the folder to make, which does not exist or is empty; if left out, one beside the source. */
  readonly output?: string;
  /** `Name <address>`; if left out, who git or the source says it is. */
  readonly maintainer?: string;
  /** The version of a dkms.conf that has a placeholder in its place. */
  readonly version?: string;
}

export interface PackageReport {
  /** URIs of the folder and of the file to look at first; null if nothing was made, and then `wrong` says why in one sentence. */
  readonly made: { readonly folder: string; readonly main: string } | null;
  readonly wrong?: string;
  /** What has to be named, because it is not known or can't be used. */
  readonly needs?: 'maintainer' | 'version' | 'output';
  /** What the author has to check, a sentence each. */
  readonly notes: readonly string[];
  /** The command that builds the package, and the path of the folder to run it in. */
  readonly next?: { readonly folder: string; readonly command: string };
}

export interface ModerniseParams {
  /** URI of the dkms.conf; of a module that has none, of its Kbuild or Makefile. */
  readonly conf: string;
}

export interface ModerniseReport {
  /** Why the module could not be examined, in one sentence. */
  readonly wrong?: string;
  readonly files: readonly ModernisedFile[];
  /** What is left to the author, a sentence each. */
  readonly left: readonly string[];
}

export interface ModernisedFile {
  /** URI. The edits are of the text that the editor has open, or else of the file. */
  readonly uri: string;
  /** In the order of the text; `labels` say what each is for. */
  readonly edits: readonly {
    readonly range: {
      readonly start: { readonly line: number; readonly character: number };
      readonly end: { readonly line: number; readonly character: number };
    };
    readonly newText: string;
    readonly labels: readonly string[];
  }[];
}

export interface LackingNamesParams {
  /** URI of the C file, which is open. */
  readonly uri: string;
  /** Functions, macros, types, constants and variables; not members of structs. */
  readonly names: readonly string[];
  /** Headers as they are included: `linux/timer.h`. */
  readonly headers?: readonly string[];
}

export interface ProposalMark {
  readonly name: string;
  /** For a narrow column: `not 6.12, 7.3`. */
  readonly label: string;
  /** A sentence, with what to use instead if that is known. */
  readonly message: string;
  /** Whether the newest kernel lacks it, so that it should not be used any more; otherwise older ones lack it. */
  readonly isGone: boolean;
}

export interface RangeParams {
  /** URI of the dkms.conf. */
  readonly conf: string;
}

export interface RangeReport {
  /** The longest span of kernels without a known obstacle, as people write versions; absent if there is none. */
  readonly range?: { readonly first: string; readonly last: string };
  /** Lines for the dkms.conf that keep dkms from building for other kernels. */
  readonly directives: readonly string[];
  /** Oldest first; none if the folder has no C file. */
  readonly intervals: readonly {
    /** `5.10 to 6.1`. */
    readonly versions: string;
    readonly obstacles: readonly { readonly uri: string; readonly line: number; readonly text: string }[];
  }[];
}

export interface LoadingParams {
  /** URI of the built module, compressed or not. */
  readonly file: string;
  /** URI of the folder of its C files; without it, they are looked for beside the module. */
  readonly source?: string;
  /** Names of kernels. */
  readonly kernels: readonly string[];
}

export interface LoadingReport {
  /** Why nothing can be said, in one sentence without its full stop. */
  readonly wrong?: string;
  /** In the order of the kernels. */
  readonly verdicts: readonly {
    readonly module: string;
    readonly kernel: string;
    /** `ok`: nothing was found that keeps the kernel from loading it. */
    readonly status: 'ok' | 'refused' | 'unsure';
    readonly problems: readonly {
      readonly message: string;
      readonly severity: 'error' | 'warning' | 'information';
      /** The use of the symbol in the source, where it is known. */
      readonly uri?: string;
      /** 1-based. */
      readonly line?: number;
    }[];
    /** What could not be judged, in sentences. */
    readonly notes: readonly string[];
  }[];
}

export interface PortParams {
  /** Chosen by the client; progress carries it. */
  readonly run: string;
  /** URI of the dkms.conf; of a module that has none, of its Kbuild or Makefile. */
  readonly conf: string;
  /** The names of the kernels that the module has to build for. */
  readonly kernels: readonly string[];
  /** How kernels that differ are told apart; default: `guard`. */
  readonly style?: 'guard' | 'probe' | 'compat' | 'plain';
}

export interface PortProgress {
  readonly run: string;
  /** `Round 2: 3 edits`. */
  readonly message: string;
}

/** The outcome of a port. Its edits apply to the files as they are on disk, and include those that need the user's consent. */
export interface PortReport {
  /** Why it could not be tried, in one sentence. */
  readonly wrong?: string;
  readonly isCancelled?: boolean;
  readonly rounds: number;
  readonly files: readonly PortedText[];
  readonly kernels: readonly {
    readonly kernel: string;
    readonly before: 'ok' | 'failed' | 'skipped';
    readonly after: 'ok' | 'failed' | 'skipped';
    readonly errorsBefore: number;
    readonly errorsAfter: number;
    /** `same` and `different`: the object code, compared with that before the port. */
    readonly objects: 'same' | 'different' | 'none';
    readonly different: readonly string[];
  }[];
  /** What was mended, each cause once. */
  readonly edits: readonly PortReason[];
  /** What is left to the user. */
  readonly left: readonly {
    readonly uri: string;
    readonly line: number;
    readonly message: string;
    readonly kernels: readonly string[];
    /** The cause and both declarations, a line each. */
    readonly cause: readonly string[];
    readonly note?: string;
  }[];
  /** Files that were left alone, a sentence each. */
  readonly notes: readonly string[];
}

/** Why a port changes something. */
export interface PortReason {
  readonly title: string;
  /** What changed in the kernel. */
  readonly cause: string;
  readonly certainty: 'verified' | 'likely';
  /** What to check, if the edit compiles but may change what the code does. */
  readonly caution?: string;
  readonly kernels: readonly string[];
}

export interface PortedText {
  readonly uri: string;
  /** The text of a file that is new. */
  readonly newFile?: string;
  /** In the order of the text. */
  readonly edits: readonly {
    readonly range: {
      readonly start: { readonly line: number; readonly character: number };
      readonly end: { readonly line: number; readonly character: number };
    };
    readonly newText: string;
    readonly reasons: readonly PortReason[];
  }[];
}

export interface ExplainLogParams {
  readonly text: string;
  /** The log's name in messages: a path, or where the text came from. */
  readonly name: string;
  /** Absolute path of the source folder, if the client knows which module the log belongs to; it may lie outside the workspace. */
  readonly source?: string;
}

/** What a log says. */
export interface LogReport {
  /** Present if the text is not recognised as build output: what it is instead, worded to follow "it is". */
  readonly unrecognised?: string;
  readonly builds: readonly LoggedBuildReport[];
  readonly problems: readonly LogProblem[];
}

/** One build in a log; what the log does not say is absent. */
export interface LoggedBuildReport {
  readonly module?: string;
  readonly kernel?: string;
  readonly outcome: 'failed' | 'succeeded' | 'unknown';
}

export interface LogProblem {
  /** URI of the file, if it belongs to the workspace. */
  readonly uri?: string;
  /** The path as written in the log. */
  readonly file: string;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  readonly cause?: LogCause;
  /** Whether it is merely a consequence of another problem. */
  readonly follows: boolean;
}

export interface LogCause {
  readonly id: string;
  readonly summary: string;
  readonly certainty: 'verified' | 'likely' | 'unknown';
  /** How certain the cause is, in words. */
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
  /** URIs of dkms.conf files; absent: all those in the workspace folders. */
  readonly confs?: readonly string[];
  /** Names of kernels; absent: those of the kernel set (`inSet`). */
  readonly kernels?: readonly string[];
  /** Builds exactly these; `confs` and `kernels` are ignored. */
  readonly targets?: readonly { readonly conf: string; readonly kernel: string }[];
}

export interface CancelParams {
  /** The URI of a dkms.conf; absent: every module. */
  readonly conf?: string;
  /** The name of a kernel; absent: every kernel. */
  readonly kernel?: string;
}

export interface CleanParams {
  /** The URI of a dkms.conf. */
  readonly conf: string;
  /** The name of a kernel; absent: every kernel. */
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
  /** What is lost when it is removed. */
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
  /**
   * `waiting`: another program is building the same module for the same kernel; this build continues once that one has ended.
   * `booting`, `loading`: the virtual machine of a load test.
   */
  readonly phase: 'waiting' | 'staging' | 'patching' | 'building' | 'checking' | 'booting' | 'loading';
  /** Objects compiled so far. */
  readonly objects: number;
  /**
   * The file that is being compiled, relative to the module; while `loading`, what the virtual machine is doing, such as `inserting hello`.
   */
  readonly file?: string;
  /** While `waiting`: who is building, such as `process 4711`. */
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
  /** If it failed: the error to look at first. Its line is counted from 0 in the text that was built. */
  readonly firstError?: { readonly uri: string; readonly line: number; readonly message: string };
  /** Why it was expected to fail. A failure then does not make the run fail, and after a success the known failure can be removed. */
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
  /** What `modinfo` prints about it. */
  readonly modinfo?: Readonly<Record<string, string>>;
}

export interface ResultList {
  readonly results: readonly ResultDescription[];
}

/** What is known about a module and a kernel. */
export interface ResultDescription {
  /** The URI of the dkms.conf. */
  readonly conf: string;
  readonly kernel: string;
  /** Absent if no build is running or queued. */
  readonly activity?: 'waiting' | 'running';
  /** Whether the source was edited after the last build. */
  readonly stale: boolean;
  /** Absent until a build has ended. */
  readonly last?: EndedBuildDescription;
}

/** How the last build ended. */
export interface EndedBuildDescription extends Omit<BuildReport, 'run' | 'kernel'> {
  /** Milliseconds since 1970. */
  readonly endedAt: number;
  /** How the load test of what was built ended, if there was one. */
  readonly load?: EndedLoadTest;
}

export interface EndedLoadTest {
  readonly status: 'ok' | 'failed';
  /** Present where it failed: what made it fail. */
  readonly reason?: string;
  readonly durationMs: number;
  /** Milliseconds since 1970. */
  readonly endedAt: number;
  readonly errors: number;
  readonly warnings: number;
  /** What to look at first: an error, else a warning; the line, from 0, is that of the text that was built. */
  readonly firstProblem?: { readonly uri: string; readonly line: number; readonly message: string };
  /** Absolute path of what the console of the virtual machine printed. */
  readonly log?: string;
}

export interface LoadTestParams extends BuildParams {
  /** What the shell of the virtual machine runs while the modules are loaded; absent: what the setting says, empty: nothing. */
  readonly command?: string;
  /** How long the virtual machine may take; 120 if left out. */
  readonly timeoutSeconds?: number;
}

export interface LoadTestReport {
  readonly build: BuildReport;
  /** Absent where the build did not succeed. */
  readonly load?: LoadTestOutcome;
}

export interface LoadTestOutcome extends Omit<EndedLoadTest, 'status' | 'endedAt'> {
  /** `unusable`: it could not be tried, and the reason says what to install. */
  readonly status: 'ok' | 'failed' | 'cancelled' | 'unusable';
  /** What the command printed, and its exit code. */
  readonly output: readonly string[];
  readonly exitCode?: number;
  /** The machine that was used, as in the setting; and a sentence that says why it was not another. */
  readonly machine?: 'virtme-ng' | 'busybox';
  readonly note?: string;
}

export interface LoadTestKernels {
  /** Those that modules can be built for, newest first. */
  readonly kernels: readonly {
    /** Its name. */
    readonly kernel: string;
    /** What is missing to boot it, a sentence with what to do; absent where nothing is. */
    readonly missing?: string;
    /** The command that installs what is missing, as root. */
    readonly install?: string;
    /** Whether it is the image of a kernel whose headers were downloaded: `getKernels` gets it. */
    readonly downloadable?: true;
  }[];
}

/** How one build of a matrix ended. */
export interface MatrixReport extends BuildReport {
  /** URI of the dkms.conf. */
  readonly conf: string;
}

/** How our build compares with the real dkms's. */
export interface VerifyReport {
  readonly ours: BuildReport;
  /** Absent if dkms could not be run; `reason` then says why. */
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
  /** A sentence for each difference between the two; empty if there is none. */
  readonly differences: readonly string[];
}

/** Where the compile commands of the workspace's files are. */
export interface CompileDatabase {
  /** Absolute path of the folder of compile_commands.json, the same for every kernel; the file exists once a module has been built. */
  readonly folder: string;
  /** Whether `useInClangd` has made the user's clangd read it. */
  readonly isInClangd: boolean;
}

export interface ClangdUse {
  /** Absolute path of the configuration file that now names the database. */
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
  /** Headers that the compiler includes before the file (`-include`). */
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
  /** Sorted by module and version. */
  readonly modules: readonly RegisteredModule[];
  /** A sentence for each thing that could not be read. */
  readonly faults: readonly string[];
}

/** One version of a module. */
export interface RegisteredModule {
  readonly module: string;
  readonly version: string;
  readonly state: 'added' | 'broken';
  /** Its source folder: the target of dkms's link, even if it no longer exists. */
  readonly source?: string;
  /** Its dkms.conf, if there is one. */
  readonly conf?: string;
  /** Whether dkms builds it for a new kernel by itself. */
  readonly autoinstall: boolean | 'unknown';
  readonly kernels: readonly RegisteredKernel[];
  /** A sentence for each problem that does not concern one kernel alone. */
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
  /** For `installed-weak`: the kernel that the module was built for. */
  readonly from?: string;
  readonly files: readonly string[];
  /** Whether dkms keeps the kernel's own modules, which these replace. */
  readonly originals: boolean;
  readonly log?: string;
  /** Whether the kernel is installed, only its headers are, or neither. */
  readonly presence: 'installed' | 'headers' | 'gone' | 'unknown';
  readonly problems: readonly string[];
}

/** What the checks of the machine found. */
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
  /** The command that fixes it. */
  readonly remedy?: { readonly command: string; readonly needsRoot: boolean };
}

export interface NextKernelParams {
  /** A release, which need not be on this machine; absent: the newest kernel whose headers are here. */
  readonly kernel?: string;
}

/** What will become of the registered modules with a kernel. */
export interface NextKernelReport {
  readonly kernel: string;
  readonly arch: string;
  /** The kernel whose headers were used: the kernel itself, or an older one; absent if there is none. */
  readonly headersOf?: string;
  readonly modules: readonly NextKernelModule[];
  /** A sentence for each thing that is missing or could not be read. */
  readonly faults: readonly string[];
  /** Such as `2 build, 1 fails`. */
  readonly summary: string;
}

export interface NextKernelModule {
  readonly module: string;
  readonly version: string;
  /** `skipped`: a directive excludes the kernel. `not-tried`: dkms does not build it by itself. */
  readonly verdict: 'builds' | 'skipped' | 'fails' | 'not-tried' | 'unknown';
  /** `certain`: files say so. `likely`: the headers say so, and nothing was compiled. `unsure`: there is little evidence. */
  readonly certainty: 'certain' | 'likely' | 'unsure';
  /** The verdict in a word or two. */
  readonly label: string;
  /** Sentences. */
  readonly reason: string;
  /** The directive that excludes the kernel or switches automatic builds off. */
  readonly directive?: { readonly name: string; readonly value: string };
  /** Uses in the source that will not compile; lines from 1. */
  readonly evidence: readonly {
    readonly file: string;
    readonly line: number;
    readonly name: string;
    readonly text: string;
    readonly change?: string;
  }[];
}

/** The action for dkms; paths are absolute. */
export type DkmsActionParams =
  /** Adds the source in a folder that holds a dkms.conf. */
  | { readonly action: 'add'; readonly folder: string }
  | {
      readonly action: 'build' | 'install' | 'uninstall' | 'unbuild';
      readonly module: string;
      readonly version: string;
      readonly kernel: string;
      readonly arch?: string;
    }
  | { readonly action: 'remove'; readonly module: string; readonly version: string }
  /** Switches automatic builds of a module for new kernels off or on, by a line in its file of /etc/dkms. */
  | { readonly action: 'disable-autoinstall'; readonly module: string; readonly version: string }
  | { readonly action: 'enable-autoinstall'; readonly module: string; readonly version: string }
  | { readonly action: 'autoinstall'; readonly kernel: string }
  /** Installs for `kernel` the modules that are installed for another kernel, `template`. */
  | { readonly action: 'match'; readonly template: string; readonly kernel: string }
  /** Packs what is built for these kernels; the source alone if there are none. */
  | {
      readonly action: 'mktarball';
      readonly module: string;
      readonly version: string;
      readonly kernels: readonly { readonly kernel: string; readonly arch?: string }[];
      readonly archive: string;
    }
  | { readonly action: 'ldtarball'; readonly archive: string };

/** A command line for a shell, or the reason why there is none. */
export interface DkmsCommandLine {
  readonly command?: string;
  /** Whether it has to be run as root. */
  readonly needsRoot: boolean;
  /** Why there is no command, in one sentence; present if `command` is absent. */
  readonly refused?: string;
}

export interface ProposeOverrideParams {
  /** URI of a dkms.conf. */
  readonly conf: string;
  /** The name of a kernel; absent: for every kernel. */
  readonly kernel?: string;
}

export interface OverrideProposal {
  /** Absolute; absent if there can be no such file. */
  readonly path?: string;
  /** The text that a new file starts with. */
  readonly text: string;
  readonly exists: boolean;
  /** Why there can be no such file, in one sentence; present if `path` is absent. */
  readonly refused?: string;
}
