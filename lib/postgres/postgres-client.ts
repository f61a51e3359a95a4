/**
 * What is needed of a client: a `Pool` of the package `pg` is one, and with a few lines the connection of TypeORM,
 * Prisma or Drizzle. Every call is one statement of its own, on the primary, and in no transaction of yours.
 */
export interface PostgresClient {
  /** @param values for `$1`, `$2`, … in the text. Text, each of them; and so is all that comes back. */
  query(text: string, values: string[]): Promise<{ readonly rows: readonly unknown[] }>;
}
