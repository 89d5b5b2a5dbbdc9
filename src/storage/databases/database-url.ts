/** Where a store is. */
export type StoreAddress =
  | { kind: 'postgres'; url: string }
  /** `path` of the file, or `:memory:`. */
  | { kind: 'sqlite'; path: string };

/** Reads `DATABASE_URL`: `sqlite:path`, `sqlite::memory:` or `postgres://…`. */
export function parseDatabaseUrl(databaseUrl: string): StoreAddress {
  return /^postgres(ql)?:/.test(databaseUrl)
    ? { kind: 'postgres', url: databaseUrl }
    : { kind: 'sqlite', path: databaseUrl.replace(/^sqlite:(\/\/)?/, '') };
}
