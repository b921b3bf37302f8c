import { Worker } from "node:worker_threads";

type Rows = readonly Readonly<Record<string, unknown>>[];

/** PGlite imports modules in a way that jest's module system refuses, so it runs in a thread with Node's own. */
const THREAD = `
  const { parentPort, workerData } = require("node:worker_threads");
  const { PGlite } = require(workerData);
  let template, server;
  const answer = async (sql, prepares) => {
    if (prepares) {
      template = await PGlite.create();
      await template.exec(sql);
      return [];
    }
    if (sql === undefined) {
      await server?.close();
      server = await template.clone();
      return [];
    }
    const results = await server.exec(sql);
    return results.flatMap(({ rows }) => rows);
  };
  parentPort.on("message", ({ id, sql, prepares }) =>
    answer(sql, prepares).then(
      (rows) => parentPort.postMessage({ id, rows: JSON.parse(JSON.stringify(rows)) }),
      (error) => parentPort.postMessage({ id, error: error.message }),
    ),
  );
`;

interface Answer {
  readonly id: number;
  readonly rows?: Rows;
  readonly error?: string;
}

/** A real PostgreSQL server, compiled to WebAssembly, with one session. */
export class Postgres {
  private readonly thread = new Worker(THREAD, { eval: true, workerData: require.resolve("@electric-sql/pglite") });
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private last = 0;

  public constructor() {
    this.thread.on("message", (answer: Answer) => {
      this.waiting.get(answer.id)?.(answer);
      this.waiting.delete(answer.id);
    });
  }

  /** Says what is there when a test begins. */
  public async prepare(sql: string): Promise<void> {
    await this.send({ sql, prepares: true });
  }

  /** Begins again with what was prepared. */
  public async restart(): Promise<void> {
    await this.send({});
  }

  /** Runs statements as the session's current user. */
  public run(sql: string): Promise<Rows> {
    return this.send({ sql });
  }

  public async close(): Promise<void> {
    await this.thread.terminate();
  }

  private send(request: { readonly sql?: string; readonly prepares?: boolean }): Promise<Rows> {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, ({ rows = [], error }) => {
        if (error === undefined) {
          resolve(rows);
        } else {
          reject(new Error(error));
        }
      });
      this.thread.postMessage({ id, ...request });
    });
  }
}
