/** What the site has of Pyodide: files by step, each with its size and checksum. */
export interface Manifest {
  info: object;
  steps: Record<string, string[]>;
  files: Record<string, { size: number; sha256: string }>;
  /** What `libraries.zst` has one after another: compiled modules, linked in this order before Python starts. */
  libraries: { name: string; size: number }[];
  /** What is known of the snapshot, if there is one. */
  snapshot?: Known;
}

export type Files = Map<string, Uint8Array<ArrayBuffer>>;
export type Tell = (type: string, content: string) => void;

/** Functions of nnbook.book.run.browser: what they are given and give is text, and what they tell is JSON. */
export type Browser = Record<string, (...given: (string | Tell)[]) => string>;

/** What is used of Pyodide. */
export interface Pyodide {
  runPython(code: string): string;
  pyimport(name: string): Browser;
  unpackArchive(bytes: Uint8Array, format: string, options: { extractDir: string }): void;
  loadedPackages: Record<string, string>;
  FS: FileSystem;
  /** What is below it. */
  _module: PyodideModule;
}

export interface FileSystem {
  mkdirTree(path: string): void;
  chdir(path: string): void;
  readFile(path: string): Uint8Array;
  writeFile(path: string, bytes: Uint8Array): void;
  streams: ({ path: string } | null)[];
}

/** Of the memory of which a snapshot was taken: its length, a sum of how it began, which JavaScript objects it has. */
export interface Known {
  length: number;
  sum: number;
  state: object;
}

export interface Snapshot extends Omit<Known, "sum"> {
  /** Put it into the memory, given the sum of how that begins. */
  put(memory: Uint8Array, sum: number): void;
}

/** How to start Python. */
export interface Boot {
  wasm: WebAssembly.Module;
  info: object;
  libraries: { name: string; library: WebAssembly.Module }[];
  files(FS: FileSystem): void;
  snapshot?: Snapshot;
  making?: boolean;
}

/** What is used of Emscripten's module, and of Pyodide in it. */
export interface PyodideModule {
  API: {
    sitePackages: string;
    finalizeBootstrap(state: object | undefined): Pyodide;
    serializeHiwireState(): object;
    packageIndexReady: Promise<void>;
    initializeStreams(stdin: undefined, stdout: () => void, stderr: () => void): void;
    sys: { path: { insert(at: number, entry: string): void } };
    _pyodide: { set_excepthook(): void };
  };
  ENV: Record<string, string>;
  FS: FileSystem;
  HEAPU8: Uint8Array<ArrayBuffer>;
  HEAP32: Int32Array<ArrayBuffer>;
  LDSO: { loadedLibsByName: { __main__: { exports: Record<string, number> & Allocator } } };
  wasmTable: WebAssembly.Table;
  ___stack_low: number;
  ___stack_high: number;
  _PyEM_CountArgsPtr: number;
  getMemory(size: number): number;
  newDSO(path: string, handle: undefined, symbols: string): { global: boolean; exports: unknown };
  loadWebAssemblyModule(library: WebAssembly.Module, how: object, path: string, scope: object): Linked;
}

/** What a library gives that is linked; `hook` is that of products.c. */
interface Linked {
  hook(...objects: number[]): number;
}

interface Allocator {
  malloc(size: number): number;
  free(place: number): void;
  sbrk(size: number): number;
}

declare global {
  /** What pyodide.asm.js leaves behind. */
  function _createPyodideModule(settings: {
    API: object;
    preRun: ((module: PyodideModule) => void)[];
    locateFile(name: string): string;
    instantiateWasm(
      imports: WebAssembly.Imports,
      receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ): object;
    [setting: string]: unknown;
  }): Promise<PyodideModule>;

  /** What boot.js leaves behind: how Python is started, and where it has its files. */
  function boot(how: Boot): Promise<Pyodide>;
  const SITE: string;
  const STDLIB: string;

  /** The decoder. */
  const fzstd: { decompress(bytes: Uint8Array): Uint8Array<ArrayBuffer> };
}
