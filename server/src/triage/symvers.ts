/** One line of a kernel's Module.symvers. */
export interface ExportedSymbol {
  readonly name: string;
  /** As it is written: `0x12345678`. */
  readonly crc: string;
  /** `vmlinux`, or the module that exports it: `drivers/dma-buf/dma-buf`. */
  readonly owner: string;
  readonly gplOnly: boolean;
  /** Absent where the symbol is in no namespace. */
  readonly namespace?: string;
}

/** What a kernel and its modules export. */
export interface SymversIndex {
  readonly path: string;
  find(name: string): ExportedSymbol | undefined;
  all(): Iterable<ExportedSymbol>;
}
