/** What the site has of Pyodide: files by step, each with its size and checksum. */
export interface Manifest {
  info: object;
  steps: Record<string, string[]>;
  files: Record<string, { size: number; sha256: string }>;
}

export type Files = Map<string, Uint8Array<ArrayBuffer>>;
export type Tell = (type: string, content: string) => void;

/** nnbook.book.run.browser: results, and what it tells, are JSON. */
export interface Browser {
  run(source: string, tell: Tell): string;
  check(source: string, check: string, tell: Tell): string;
}

/** What is used of Pyodide. */
export interface Pyodide {
  runPython(code: string): string;
  pyimport(name: string): Browser;
  unpackArchive(bytes: Uint8Array, format: string, options: { extractDir: string }): void;
  FS: {
    mkdirTree(path: string): void;
    readFile(path: string): Uint8Array;
    writeFile(path: string, bytes: Uint8Array): void;
  };
}
