import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { stackNames, type SecretVersions } from "../../environments";
import { addCliscale } from "../../stacks/cliscale";
import { parseDuration, sayDuration, writeDuration } from "../../tools/rotate/duration";
import { serialize, takeLock, writeAtomically } from "../../tools/rotate/files";
import { parseOptions, type Request } from "../../tools/rotate/options";
import { plan, type Plan, type Work } from "../../tools/rotate/plan";
import { acknowledgeReminders } from "../../tools/rotate/reminders";
import { longestOverlapSeconds, SECRETS } from "../../tools/rotate/secrets";
import { type Ended, type World } from "../../tools/rotate/world";
import { EXAMPLE, exampleEnvironment, ROOT } from "../support/environments";

jest.setTimeout(60_000);

const workplace = realpathSync(mkdtempSync(join(tmpdir(), "cliscale-rotate-")));
afterAll(() => rmSync(workplace, { recursive: true, force: true }));

const HOUR = 3600;
const DAY = 86_400;

describe("durations", () => {
  it.each([
    ["7d", 7 * DAY],
    ["12h", 12 * HOUR],
    ["0d", 0],
    ["99999d", 99_999 * DAY],
    ["100000d", undefined],
    ["07d", undefined],
    ["7", undefined],
    ["7D", undefined],
    ["-7d", undefined],
    ["1.5d", undefined],
    ["7 d", undefined],
    ["", undefined],
  ])("reads %p as %p seconds", (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each([
    [7 * DAY, "7d", "7 days"],
    [DAY, "1d", "1 day"],
    [25 * HOUR, "25h", "25 hours"],
    [HOUR, "1h", "1 hour"],
    [HOUR + 60, "2h", "61 minutes"],
    [61, "1h", "61 seconds"],
  ])("writes %p seconds as %p and says %p", (seconds, written, said) => {
    expect([writeDuration(seconds), sayDuration(seconds)]).toEqual([written, said]);
  });
});

describe("the command line", () => {
  const options = (...args: string[]) => {
    const parsed = parseOptions(args);
    if (parsed.kind !== "options") {
      throw new Error(JSON.stringify(parsed));
    }
    return parsed.options;
  };
  const problems = (...args: string[]): readonly string[] => {
    const parsed = parseOptions(args);
    return parsed.kind === "problems"
      ? parsed.problems.map(({ setting, must, fix }) => `'${setting}' must ${must}; ${fix}`)
      : [];
  };

  it("takes an environment and a secret, and leaves the rest to defaults", () => {
    expect(options("prod", "jwt")).toEqual({
      environment: "prod",
      secret: "jwt",
      request: { kind: "rotate", overlapSeconds: undefined },
      dryRun: false,
      yes: false,
    });
  });

  it("takes options before and after the names", () => {
    expect(options("--yes", "prod", "--overlap", "12h", "pg", "--dry-run")).toEqual({
      environment: "prod",
      secret: "pg",
      request: { kind: "rotate", overlapSeconds: 12 * HOUR },
      dryRun: true,
      yes: true,
    });
  });

  it.each<[string, Request["kind"]]>([
    ["--revoke-now", "revoke"],
    ["--finish", "finish"],
  ])("takes %s", (flag, kind) => {
    expect(options("prod", "jwt", flag).request.kind).toBe(kind);
  });

  it.each([["--help"], ["-h"]])("knows %s, whatever stands beside it", (flag) => {
    expect(parseOptions([flag, "--nonsense"]).kind).toBe("help");
  });

  it.each([
    ["nothing", [], "'<environment>' must be given; write for example: npm run rotate -- prod jwt"],
    ["no secret", ["prod"], "'<secret>' must be given; write for example: npm run rotate -- prod jwt"],
    ["a third name", ["prod", "jwt", "pg"], "'pg' must be left out; give one environment and one secret"],
    [
      "a misspelled option",
      ["prod", "jwt", "--revoke-nw"],
      "'--revoke-nw' must be an option of this command; did you mean 'revoke-now'?",
    ],
    ["an overlap without a value", ["prod", "jwt", "--overlap"], "'--overlap' must have a value; write for example"],
    ["a value for a switch", ["prod", "jwt", "--yes=no"], "'--yes' must stand without a value; write --yes"],
    [
      "an overlap in minutes",
      ["prod", "jwt", "--overlap", "90m"],
      "'--overlap' must be whole days or hours; write it as 7d or 12h",
    ],
    [
      "no overlap",
      ["prod", "jwt", "--overlap", "0"],
      "'--overlap' must be longer than nothing, because open sessions break without an overlap; write --revoke-now if that is what you want",
    ],
    ["no overlap with a unit", ["prod", "jwt", "--overlap=0h"], "'--overlap' must be longer than nothing"],
    [
      "two intentions",
      ["prod", "jwt", "--overlap", "7d", "--revoke-now"],
      "'--overlap and --revoke-now' must not stand together; keep one of them",
    ],
    [
      "three intentions",
      ["prod", "jwt", "--overlap=7d", "--revoke-now", "--finish"],
      "'--overlap and --revoke-now and --finish' must",
    ],
  ])("refuses %s", (_title, args, message) => {
    expect(problems(...args).join("\n")).toContain(message);
  });

  it("reports every mistake at once", () => {
    expect(problems("--overlap", "7", "--yess")).toHaveLength(4);
  });
});

describe("the plan", () => {
  const NOW = "2026-11-21T10:00:00Z";
  const prod = exampleEnvironment("prod");
  interface Given {
    readonly secret?: "jwt" | "pg" | "migrate";
    readonly versions?: SecretVersions;
    readonly now?: string;
    readonly request?: Request;
    readonly settings?: typeof prod;
  }
  const planFor = ({
    secret = "jwt",
    versions = {},
    now = NOW,
    request = { kind: "rotate" },
    settings = prod,
  }: Given): Plan => plan({ settings, secret: SECRETS[secret], versions, now: new Date(now), request });
  const workFor = (given: Given): Work => {
    const planned = planFor(given);
    if (planned.kind !== "work") {
      throw new Error(JSON.stringify(planned));
    }
    return planned.work;
  };
  const refusal = (given: Given): string => {
    const planned = planFor(given);
    return planned.kind === "refused"
      ? planned.problems.map(({ setting, must, fix }) => `'${setting}' must ${must}; ${fix}`).join("\n")
      : "not refused";
  };
  const overlap = (overlapSeconds: number): Request => ({ kind: "rotate", overlapSeconds });

  it("raises the version, marks the rotation while it is not deployed, and keeps the version before for 7 days", () => {
    const work = workFor({});

    expect(work.kind).toBe("begin");
    expect(work.before).toEqual({
      jwt: {
        version: 2,
        previousReadableUntil: "2026-11-28T10:00:00Z",
        unfinished: { begun: NOW, overlapSeconds: 7 * DAY },
      },
    });
    expect(work.after).toEqual({ jwt: { version: 2, previousReadableUntil: "2026-11-28T10:00:00Z" } });
    expect(work.intro).toEqual([
      "Rotating jwt of cliscale-prod: version 1 to version 2.",
      "Version 1 stays readable until 2026-11-28T10:00:00Z.",
    ]);
    expect(work.summary).toEqual([
      "Version 2 of jwt of cliscale-prod is in use, and everything that reads it has been started anew.",
      "Version 1 stays readable until 2026-11-28T10:00:00Z.",
      "Then end the overlap with 'npm run rotate -- prod jwt --finish'; any other deploy after that does so, too.",
    ]);
  });

  it("keeps the version of pg before for a day", () => {
    expect(workFor({ secret: "pg" }).after).toEqual({
      pg: { version: 2, previousReadableUntil: "2026-11-22T10:00:00Z" },
    });
  });

  it("keeps no version of migrate before, because the database knows one password for each user", () => {
    expect(workFor({ secret: "migrate" }).after).toEqual({ migrate: { version: 2 } });
    expect(workFor({ secret: "migrate" }).intro).toEqual([
      "Rotating migrate of cliscale-prod: version 1 to version 2.",
      "Version 1 is disabled in the same deploy. The Job of the same deploy signs in with the new password.",
    ]);
    expect(refusal({ secret: "migrate", request: overlap(1) })).toBe(
      "'--overlap' must be left out for migrate, which has one valid version at a time; leave it out",
    );
  });

  it("leaves what the record says of other secrets alone", () => {
    const pg = { version: 4, unfinished: { begun: "2026-11-20T10:00:00Z", overlapSeconds: DAY } };

    const work = workFor({ versions: { pg, jwt: { version: 7 } } });

    expect([work.before?.pg, work.after?.pg]).toEqual([pg, pg]);
    expect(work.after?.jwt?.version).toBe(8);
  });

  it("cuts the default overlap to the time until the next rotation", () => {
    const settings = { ...prod, secrets: { ...prod.secrets, rotationDays: { ...prod.secrets.rotationDays, jwt: 2 } } };

    expect(workFor({ settings }).after?.jwt?.previousReadableUntil).toBe("2026-11-23T10:00:00Z");
  });

  describe("with an overlap of the caller's", () => {
    const shortest = prod.runner.maxSessionSeconds + HOUR;

    it("accepts the longest session and the deploy's time, and nothing shorter", () => {
      expect(workFor({ request: overlap(shortest) }).after?.jwt?.previousReadableUntil).toBe("2026-11-21T15:00:00Z");
      expect(refusal({ request: overlap(shortest - HOUR) })).toBe(
        "'--overlap' must be at least 5 hours for jwt: a deploy may take 1 hour, and a session may last 4 hours (runner.maxSessionSeconds); write --overlap 5h or longer, or --revoke-now if the key leaked",
      );
    });

    it("accepts an hour for pg, which no session holds", () => {
      expect(workFor({ secret: "pg", request: overlap(HOUR) }).kind).toBe("begin");
      expect(refusal({ secret: "pg", request: overlap(HOUR - 1) })).toContain(
        "must be at least 1 hour for pg: a deploy may take 1 hour;",
      );
    });

    it("accepts the time until the next rotation, and nothing longer", () => {
      expect(workFor({ request: overlap(90 * DAY) }).kind).toBe("begin");
      expect(refusal({ request: overlap(90 * DAY + HOUR) })).toBe(
        "'--overlap' must be at most 90 days for jwt, when the next rotation is due (secrets.rotationDays.jwt); write --overlap 90d or shorter",
      );
    });

    it("always leaves an overlap that is possible, even where secrets rotate every day and sessions last one", () => {
      const settings = {
        ...prod,
        runner: { ...prod.runner, maxSessionSeconds: DAY },
        secrets: { ...prod.secrets, rotationDays: { jwt: 1, pg: 1, migrate: 1 } },
      };

      expect(longestOverlapSeconds(SECRETS.jwt, settings)).toBe(25 * HOUR);
      expect(workFor({ settings, request: overlap(25 * HOUR) }).kind).toBe("begin");
      expect(workFor({ settings }).after?.jwt?.previousReadableUntil).toBe("2026-11-22T11:00:00Z");
    });
  });

  describe("while the overlap of the rotation before runs", () => {
    const versions = { jwt: { version: 2, previousReadableUntil: "2026-11-21T10:00:01Z" } };

    it("refuses a third version", () => {
      expect(refusal({ versions })).toBe(
        "'jwt of cliscale-prod' must have two readable versions at most, and version 1 is readable until 2026-11-21T10:00:01Z beside version 2; wait until then, or write --revoke-now if a version leaked",
      );
    });

    it("rotates from the moment in which it ends", () => {
      expect(workFor({ versions, now: "2026-11-21T10:00:01Z" }).after?.jwt).toEqual({
        version: 3,
        previousReadableUntil: "2026-11-28T10:00:01Z",
      });
    });

    it("revokes both versions on demand", () => {
      const work = workFor({ versions, request: { kind: "revoke" } });

      expect(work.after).toEqual({ jwt: { version: 3 } });
      expect(work.intro).toEqual([
        "Rotating jwt of cliscale-prod: version 2 to version 3.",
        "Version 1, which was readable until 2026-11-21T10:00:01Z, is disabled, too.",
        "Version 2 is disabled in the same deploy. Open sessions break: tokens that the version before has signed are refused from then on.",
      ]);
    });

    it("does not finish it", () => {
      expect(refusal({ versions, request: { kind: "finish" } })).toContain(
        "must be left alone until its overlap is over: version 1 is readable until 2026-11-21T10:00:01Z; wait until then, or write --revoke-now",
      );
    });
  });

  it("revokes without an overlap, and says what that does to sessions and pods", () => {
    const work = workFor({ request: { kind: "revoke" } });

    expect(work.before).toEqual({ jwt: { version: 2, unfinished: { begun: NOW, overlapSeconds: 0 } } });
    expect(work.after).toEqual({ jwt: { version: 2 } });
    expect(work.summary).toEqual(["Version 2 of jwt of cliscale-prod is in use, version 1 is disabled."]);
    expect(workFor({ secret: "pg", request: { kind: "revoke" } }).intro.join(" ")).toContain(
      "Pods that still have the version before can't start again until they have been replaced.",
    );
  });

  describe("after a rotation that was not finished", () => {
    const begun = "2026-11-20T09:00:00Z";
    const unfinished = (overlapSeconds: number, previousReadableUntil?: string): SecretVersions => ({
      jwt: { version: 2, previousReadableUntil, unfinished: { begun, overlapSeconds } },
    });
    const running = unfinished(2 * DAY, "2026-11-22T09:00:00Z");

    it("completes it without raising the version, and counts the overlap anew", () => {
      const work = workFor({ versions: running });

      expect(work.kind).toBe("complete");
      expect(work.before).toEqual(unfinished(2 * DAY, "2026-11-23T10:00:00Z"));
      expect(work.after).toEqual({ jwt: { version: 2, previousReadableUntil: "2026-11-23T10:00:00Z" } });
      expect(work.intro[0]).toBe(
        "Completing the rotation of jwt of cliscale-prod to version 2 that was begun at 2026-11-20T09:00:00Z.",
      );
    });

    it("takes another overlap on demand, and judges it", () => {
      expect(workFor({ versions: running, request: overlap(DAY) }).before).toEqual(
        unfinished(DAY, "2026-11-22T10:00:00Z"),
      );
      expect(refusal({ versions: running, request: overlap(HOUR) })).toContain("must be at least 5 hours");
    });

    it("takes the version before away on demand, and says that the new one stays", () => {
      const work = workFor({ versions: running, request: { kind: "revoke" } });

      expect(work.before).toEqual({ jwt: { version: 2, unfinished: { begun, overlapSeconds: 0 } } });
      expect(work.after).toEqual({ jwt: { version: 2 } });
      expect(work.intro.at(-1)).toBe("Version 2 stays: if that one leaked, run the same command again afterwards.");
    });

    it("completes a revocation as one", () => {
      expect(workFor({ versions: unfinished(0) }).after).toEqual({ jwt: { version: 2 } });
    });

    it("does not bring back what a revocation may have disabled", () => {
      expect(refusal({ versions: unfinished(0), request: overlap(DAY) })).toBe(
        "'--overlap' must be left out: the rotation begun at 2026-11-20T09:00:00Z takes version 1 away at once, and may have done so; leave it out to complete that rotation",
      );
    });

    it("asks what becomes of the version before when its time is over", () => {
      const versions = unfinished(DAY, NOW);

      expect(refusal({ versions })).toBe(
        "'jwt of cliscale-prod' must be told what becomes of version 1: the rotation begun at 2026-11-20T09:00:00Z is not finished, and the time until which that version was to stay readable (2026-11-21T10:00:00Z) is over; write --overlap 1d if no deploy has succeeded since, or --revoke-now to disable it",
      );
      expect(workFor({ versions, now: "2026-11-21T09:59:59Z" }).kind).toBe("complete");
      expect(workFor({ versions, request: overlap(DAY) }).after?.jwt?.previousReadableUntil).toBe(
        "2026-11-22T10:00:00Z",
      );
      expect(workFor({ versions, request: { kind: "revoke" } }).after).toEqual({ jwt: { version: 2 } });
    });

    it("does not end its overlap", () => {
      expect(refusal({ versions: running, request: { kind: "finish" } })).toBe(
        "'jwt of cliscale-prod' must be rotated completely first: the rotation begun at 2026-11-20T09:00:00Z is not finished; run the command without --finish",
      );
    });
  });

  it("ends an overlap that is over with a deploy, and leaves the record alone", () => {
    const work = workFor({
      versions: { jwt: { version: 2, previousReadableUntil: NOW } },
      request: { kind: "finish" },
    });

    expect(work).toEqual({
      kind: "finish",
      before: undefined,
      after: undefined,
      intro: ["Ending the overlap of jwt of cliscale-prod: version 1 was readable until 2026-11-21T10:00:00Z."],
      summary: ["Version 1 of jwt of cliscale-prod is disabled, version 2 is in use."],
    });
  });

  it("does not end an overlap that there is none of", () => {
    expect(refusal({ request: { kind: "finish" } })).toBe(
      "'jwt of cliscale-prod' must have an overlap to end, and it has none; leave --finish out to rotate",
    );
  });

  it("shows how a person adds the value of a secret that Terraform does not write", () => {
    const secret = { ...SECRETS.pg, written: false };
    const planned = plan({ settings: prod, secret, versions: {}, now: new Date(NOW), request: { kind: "rotate" } });

    expect(planned).toEqual({
      kind: "refused",
      problems: [
        {
          setting: "pg",
          must: "have a value that Terraform writes, and a person adds this one",
          fix: `add the new value, read from standard input, with: gcloud secrets versions add ${prod.namePrefix}-pg --project=${prod.project} --data-file=-`,
        },
      ],
    });
  });
});

describe("the files", () => {
  let count = 0;
  const folder = (): string => join(workplace, `files-${(count += 1)}`);

  it("writes secrets and keys in one order, whatever the order in memory", () => {
    const pg = { unfinished: { begun: "2026-11-20T09:00:00Z", overlapSeconds: 0 }, version: 2 };
    const jwt = { previousReadableUntil: "2026-11-22T10:00:00Z", version: 3 };

    expect(serialize({ pg, jwt })).toBe(`{
  "jwt": {
    "version": 3,
    "previousReadableUntil": "2026-11-22T10:00:00Z"
  },
  "pg": {
    "version": 2,
    "unfinished": {
      "begun": "2026-11-20T09:00:00Z",
      "overlapSeconds": 0
    }
  }
}
`);
  });

  it("replaces a file, makes its folder, and leaves nothing else", () => {
    const path = join(folder(), "prod.json");

    writeAtomically(path, "one");
    writeAtomically(path, "two");

    expect(readFileSync(path, "utf8")).toBe("two");
    expect(readdirSync(join(path, ".."))).toEqual(["prod.json"]);
  });

  it("never shows half of a file to a reader", async () => {
    const path = join(folder(), "prod.json");
    const [short, long] = ["a", "b"].map((letter) => letter.repeat(3_000_000));
    writeAtomically(path, short ?? "");
    const reader = spawn(process.execPath, [
      "-e",
      `const fs = require("node:fs"); let read = 0; const seen = new Set();
       process.on("SIGTERM", () => { console.log(JSON.stringify([...seen])); process.exit(); });
       console.log("ready");
       setInterval(() => { const text = fs.readFileSync(${JSON.stringify(path)}, "utf8"); seen.add(text.length + text[0] + text.at(-1)); }, 0);`,
    ]);
    let said = "";
    reader.stdout.on("data", (chunk) => (said += String(chunk)));
    await once(reader.stdout, "data");

    for (let round = 0; round < 20; round++) {
      writeAtomically(path, (round % 2 === 0 ? long : short) ?? "");
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    reader.kill("SIGTERM");
    await once(reader, "close");

    const seen = JSON.parse(said.replace("ready", "")) as string[];
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.filter((one) => !["3000000aa", "3000000bb"].includes(one))).toEqual([]);
  });

  it("gives the lock to one at a time, and to the next when it is released", () => {
    const path = join(folder(), "prod.json");
    const first = takeLock(path);

    expect(takeLock(path)).toEqual({
      kind: "held",
      file: `${path}.lock`,
      by: expect.stringMatching(new RegExp(`^process ${process.pid} on `)) as string,
    });
    if (first.kind === "taken") {
      first.release();
    }
    expect(takeLock(path).kind).toBe("taken");
    expect(readdirSync(join(path, ".."))).toEqual(["prod.json.lock"]);
  });

  it("takes the lock over from a process that is gone", () => {
    const path = join(folder(), "prod.json");
    takeLock(path);

    expect(takeLock(path, () => false).kind).toBe("taken");
    expect(takeLock(path, (pid) => pid === process.pid).kind).toBe("held");
  });

  it("takes a lock over that nobody has written", () => {
    const path = join(folder(), "prod.json");
    writeAtomically(`${path}.lock`, "");

    expect(takeLock(path).kind).toBe("taken");
  });

  it("leaves the lock of another machine alone, whose processes it can't see", () => {
    const path = join(folder(), "prod.json");
    writeAtomically(`${path}.lock`, JSON.stringify({ pid: process.pid, host: "another-machine" }));

    expect(takeLock(path, () => false)).toMatchObject({
      kind: "held",
      by: `process ${process.pid} on another-machine`,
    });
  });

  it("lets one take over at a time", () => {
    const path = join(folder(), "prod.json");
    takeLock(path);
    writeAtomically(`${path}.lock.takeover`, JSON.stringify({ pid: 1, host: "here" }));

    expect(takeLock(path, () => false)).toEqual({
      kind: "held",
      file: `${path}.lock.takeover`,
      by: "process 1 on here",
    });
  });
});

describe("the reminders", () => {
  const prod = exampleEnvironment("prod");
  const reminder = (ackId: string, secretId: string) => ({
    ackId,
    message: {
      attributes: { secretId: `projects/1/secrets/${prod.namePrefix}-${secretId}`, eventType: "SECRET_ROTATE" },
    },
  });
  const ended = (changes: Partial<Ended>): Ended => ({ code: 0, absent: false, output: "", complaint: "", ...changes });
  const STEP = `Acknowledge the reminders, so that no alert tells of jwt (this takes those of all secrets): gcloud pubsub subscriptions seek ${prod.namePrefix}-secret-rotation --project=${prod.project} --time=2026-11-21T10:00:00Z`;

  /** A world whose programs end as given, one after the other. */
  function worldOf(...answers: readonly Ended[]): { readonly world: World; readonly calls: string[] } {
    const calls: string[] = [];
    const world: World = {
      cwd: workplace,
      env: {},
      prerequisites: "",
      interactive: false,
      now: () => new Date("2026-11-21T10:00:00Z"),
      say: () => undefined,
      complain: () => undefined,
      run: async (command, args) => {
        calls.push([command, ...args].join(" "));
        return answers[calls.length - 1] ?? ended({ output: "[]" });
      },
    };
    return { world, calls };
  }
  const [sub, project] = [`${prod.namePrefix}-secret-rotation`, `--project=${prod.project}`];
  const PULL = `gcloud pubsub subscriptions pull ${sub} ${project} --limit=100 --format=json`;

  it("acknowledges those of the secret, leaves those of others, and asks until none is left", async () => {
    const { world, calls } = worldOf(
      ended({
        output: JSON.stringify([reminder("a", "jwt-private"), reminder("b", "pg"), reminder("c", "jwt-public")]),
      }),
      ended({}),
      ended({ output: JSON.stringify([reminder("d", "jwt-private")]) }),
    );

    expect(await acknowledgeReminders(prod, SECRETS.jwt, world)).toEqual([]);
    expect(calls).toEqual([
      PULL,
      `gcloud pubsub subscriptions ack ${sub} ${project} --ack-ids=a,c`,
      PULL,
      `gcloud pubsub subscriptions ack ${sub} ${project} --ack-ids=d`,
      PULL,
    ]);
  });

  it("stops asking when others' reminders keep coming back", async () => {
    const { world, calls } = worldOf(
      ...Array.from({ length: 20 }, () => ended({ output: JSON.stringify([reminder("b", "pg")]) })),
    );

    expect(await acknowledgeReminders(prod, SECRETS.jwt, world)).toEqual([]);
    expect(calls).toHaveLength(10);
  });

  it.each([
    ["there is no gcloud", [ended({ code: undefined, absent: true })]],
    ["the subscription can't be read", [ended({ code: 1, complaint: "PERMISSION_DENIED" })]],
    ["the answer is no JSON", [ended({ output: "Listed 0 items." })]],
    ["the answer is no list", [ended({ output: "{}" })]],
    [
      "they can't be acknowledged",
      [ended({ output: JSON.stringify([reminder("a", "jwt-private")]) }), ended({ code: 1 })],
    ],
  ])("leaves the command as the next step when %s", async (_title, answers) => {
    expect(await acknowledgeReminders(prod, SECRETS.jwt, worldOf(...answers).world)).toEqual([STEP]);
  });

  it("takes an empty answer for no reminder", async () => {
    expect(await acknowledgeReminders(prod, SECRETS.jwt, worldOf(ended({ output: "" })).world)).toEqual([]);
  });

  it("asks for none in the sandbox, which has no gcloud to ask", async () => {
    const { world, calls } = worldOf();

    expect(await acknowledgeReminders(exampleEnvironment("sandbox"), SECRETS.jwt, world)).toEqual([]);
    expect(calls).toEqual([]);
  });
});

describe("npm run rotate", () => {
  const SANDBOX_RECORD = ".sandbox/secret-versions/sandbox.json";
  const DEV_RECORD = "environments/secret-versions/dev.json";
  const built = join(workplace, "rotate.js");
  const running: ChildProcess[] = [];
  let count = 0;

  beforeAll(() => {
    const esbuild = join(ROOT, "node_modules", ".bin", "esbuild");
    const flags = [
      "--bundle",
      "--platform=node",
      "--target=node20",
      "--main-fields=module,main",
      "--conditions=require",
    ];
    const { status, stderr } = spawnSync(esbuild, ["tools/rotate.ts", ...flags, `--outfile=${built}`], {
      cwd: ROOT,
      encoding: "utf8",
    });
    if (status !== 0) {
      throw new Error(stderr);
    }
  });

  afterEach(() => running.splice(0).forEach((child) => child.kill("SIGKILL")));

  interface Outcome {
    readonly code: number | null;
    readonly out: string;
    readonly err: string;
  }

  /** A working copy whose PATH holds simulated programs only. */
  class Copy {
    public readonly root = join(workplace, `copy-${(count += 1)}`);

    public constructor() {
      this.write("terraform.cliscale-sandbox.tfstate", JSON.stringify({ resources: [{}] }));
      mkdirSync(join(this.root, "dist", "tools"), { recursive: true });
      mkdirSync(join(this.root, "tools"));
      copyFileSync(built, join(this.root, "dist", "tools", "rotate.js"));
      copyFileSync(join(ROOT, "tools", "prerequisites.js"), join(this.root, "tools", "prerequisites.js"));
      this.program("terraform", "#!/bin/sh\necho 'Terraform v1.11.4'");
      this.program("helm", "#!/bin/sh\necho v3.19.4");
      this.cdktf("succeed");
    }

    /** Everything that `dev` needs, as the example gives it. */
    public install(changes: object = {}): this {
      const { dev } = JSON.parse(readFileSync(join(ROOT, EXAMPLE), "utf8")) as { dev: object };
      this.write("environments/installation.json", JSON.stringify({ dev: { ...dev, ...changes } }));
      return this;
    }

    /** A cdktf that writes down how it was called and what the record said then. */
    public cdktf(then: "succeed" | "fail" | "dismiss" | "dismiss the second" | "hang"): this {
      this.program(
        "cdktf",
        `#!${process.execPath}
const fs = require("node:fs");
const args = process.argv.slice(2);
const at = args.indexOf("--outputs-file");
const stacks = args.slice(1).filter((arg) => /^cliscale/.test(arg));
const record = ["${SANDBOX_RECORD}", "${DEV_RECORD}"].find((file) => fs.existsSync(file));
fs.appendFileSync("calls.jsonl", JSON.stringify({ args: args.filter((_, index) => index !== at && index !== at + 1), record: record && JSON.parse(fs.readFileSync(record, "utf8")) }) + "\\n");
const then = ${JSON.stringify(then)};
if (then === "hang") { fs.writeFileSync("cdktf.pid", String(process.pid)); setInterval(() => {}, 1000); }
else if (then === "fail") { console.error("Error: it failed"); process.exit(1); }
else {
  const deployed = then === "succeed" ? stacks : then === "dismiss" ? [] : stacks.slice(0, 1);
  fs.writeFileSync(args[at + 1], JSON.stringify(Object.fromEntries(deployed.map((stack) => [stack, { url: "x" }]))));
}`,
      );
      return this;
    }

    public program(name: string, text: string): this {
      this.write(join("path", name), `${text}\n`);
      chmodSync(join(this.root, "path", name), 0o755);
      return this;
    }

    public write(file: string, text: string): this {
      mkdirSync(join(this.root, file, ".."), { recursive: true });
      writeFileSync(join(this.root, file), text);
      return this;
    }

    public start(...args: readonly string[]): { readonly child: ChildProcess; readonly ended: Promise<Outcome> } {
      const child = spawn(process.execPath, [join(this.root, "dist", "tools", "rotate.js"), ...args], {
        cwd: this.root,
        env: { PATH: join(this.root, "path") },
        stdio: ["ignore", "pipe", "pipe"],
      });
      running.push(child);
      const said = { out: "", err: "" };
      child.stdout.on("data", (chunk) => (said.out += String(chunk)));
      child.stderr.on("data", (chunk) => (said.err += String(chunk)));
      return { child, ended: once(child, "exit").then(([code]) => ({ code: code as number | null, ...said })) };
    }

    public async run(...args: readonly string[]): Promise<Outcome> {
      const { child, ended } = this.start(...args);
      await once(child, "close");
      return ended.then(async (outcome) => outcome);
    }

    public calls(): readonly { readonly args: readonly string[]; readonly record?: SecretVersions }[] {
      const file = join(this.root, "calls.jsonl");
      return existsSync(file)
        ? readFileSync(file, "utf8")
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line) as { args: string[]; record?: SecretVersions })
        : [];
    }

    public record(file = SANDBOX_RECORD): SecretVersions | undefined {
      const path = join(this.root, file);
      return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as SecretVersions) : undefined;
    }

    /** Waits until the simulated deploy runs, and gives its process. */
    public async deploying(): Promise<number> {
      const file = join(this.root, "cdktf.pid");
      while (!existsSync(file) || readFileSync(file, "utf8") === "") {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      const pid = Number(readFileSync(file, "utf8"));
      rmSync(file);
      return pid;
    }

    public locks(): readonly string[] {
      return readdirSync(join(this.root, ".sandbox", "secret-versions")).filter((name) => name !== "sandbox.json");
    }
  }

  it("writes the record, deploys the sandbox as its npm script does, and takes the mark away", async () => {
    const copy = new Copy();

    const { code, out, err } = await copy.run("sandbox", "jwt");

    expect([code, err]).toEqual([0, ""]);
    const until = copy.record()?.jwt?.previousReadableUntil;
    expect(copy.calls()).toEqual([
      {
        args: [
          "deploy",
          "cliscale-sandbox",
          "--auto-approve",
          "--skip-provider-lock",
          "--disable-plugin-cache-env",
          "--terraform-parallelism=30",
        ],
        record: {
          jwt: {
            version: 2,
            previousReadableUntil: until,
            unfinished: { begun: expect.stringMatching(/Z$/) as string, overlapSeconds: 7 * DAY },
          },
        },
      },
    ]);
    expect(copy.record()).toEqual({ jwt: { version: 2, previousReadableUntil: until } });
    expect(out).toContain(`Version 1 stays readable until ${until}.`);
    expect(out).not.toContain("Commit");
    expect(copy.locks()).toEqual([]);
  });

  it("has the deploy of the npm script", () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };

    expect(scripts["deploy:sandbox"]).toBe(
      "cdktf deploy cliscale-sandbox --auto-approve --skip-provider-lock --disable-plugin-cache-env --terraform-parallelism=30",
    );
    expect(scripts.rotate).toBe("npm run --silent compile && node dist/tools/rotate.js");
  });

  it.each(["one-stack", "two-stacks"] as const)("deploys the stacks of layout %s", (layout) => {
    const settings = { ...exampleEnvironment("dev"), layout };

    expect(stackNames(settings)).toEqual(addCliscale(new App(), settings).map(({ node }) => node.id));
  });

  it("deploys both stacks of dev, says what to commit, and what is left to do without gcloud", async () => {
    const copy = new Copy().install({ layout: "two-stacks" });

    const { code, out, err } = await copy.run("dev", "pg", "--yes", "--overlap", "12h");

    expect([code, err]).toEqual([0, ""]);
    expect(copy.calls().map(({ args }) => args)).toEqual([
      ["deploy", "cliscale-dev-platform", "cliscale-dev-workload", "--auto-approve", "--terraform-parallelism=30"],
    ]);
    expect(copy.record(DEV_RECORD)?.pg?.version).toBe(2);
    expect(out).toContain(`Commit ${DEV_RECORD} and push it`);
    expect(out).toContain("Acknowledge the reminders");
  });

  it("acknowledges the reminders with gcloud", async () => {
    const copy = new Copy().install().program("gcloud", '#!/bin/sh\necho "$@" >> gcloud.log\necho "[]"');

    const { code, out } = await copy.run("dev", "jwt", "--yes");

    expect(code).toBe(0);
    expect(readFileSync(join(copy.root, "gcloud.log"), "utf8")).toContain(
      "pubsub subscriptions pull cliscale-dev-secret-rotation",
    );
    expect(out).not.toContain("Acknowledge the reminders");
  });

  it("keeps the mark when the deploy fails, and completes the same version the next time", async () => {
    const copy = new Copy().cdktf("fail");

    const failed = await copy.run("sandbox", "jwt");

    expect(failed.code).toBe(1);
    expect(failed.err).toContain(
      `The deploy ended with code 1.\nThe rotation is not finished, and ${SANDBOX_RECORD} says so. To complete it, run again: npm run rotate -- sandbox jwt\n`,
    );
    const begun = copy.record()?.jwt?.unfinished?.begun;
    expect(begun).toMatch(/Z$/);

    const { code, out } = await copy.cdktf("succeed").run("sandbox", "jwt");

    expect(code).toBe(0);
    expect(out).toContain(
      `Completing the rotation of jwt of cliscale-sandbox to version 2 that was begun at ${begun}.`,
    );
    expect(copy.record()?.jwt).toMatchObject({ version: 2 });
    expect(copy.record()?.jwt?.unfinished).toBeUndefined();
  });

  it("completes a rotation whose processes were killed", async () => {
    const copy = new Copy().cdktf("hang");
    const { child, ended } = copy.start("sandbox", "jwt");
    const cdktf = await copy.deploying();
    child.kill("SIGKILL");
    process.kill(cdktf, "SIGKILL");
    await ended;
    expect(copy.record()?.jwt?.unfinished).toBeDefined();
    expect(copy.locks()).toEqual(["sandbox.json.lock"]);

    const { code, out } = await copy.cdktf("succeed").run("sandbox", "jwt");

    expect(code).toBe(0);
    expect(out).toContain("Completing the rotation of jwt");
    expect(copy.record()?.jwt).toEqual({
      version: 2,
      previousReadableUntil: expect.stringMatching(/Z$/) as string,
    });
    expect(copy.locks()).toEqual([]);
  });

  it("passes a request to stop on to the deploy, waits for it, and says how to go on", async () => {
    const copy = new Copy().cdktf("hang");
    const { child, ended } = copy.start("sandbox", "jwt");
    await copy.deploying();
    child.kill("SIGTERM");

    const { code, err } = await ended;

    expect(code).toBe(1);
    expect(err).toContain("The deploy was interrupted.\nThe rotation is not finished");
    expect(copy.locks()).toEqual([]);
  });

  it("lets one rotation of an environment run at a time", async () => {
    const copy = new Copy().cdktf("hang");
    const first = copy.start("sandbox", "jwt");
    await copy.deploying();

    const { code, err } = await copy.run("sandbox", "pg");

    expect(code).toBe(1);
    expect(err).toContain(`Another rotation of cliscale-sandbox is running (process ${first.child.pid} on `);
    expect(copy.record()?.pg).toBeUndefined();
    first.child.kill("SIGTERM");
    await first.ended;
  });

  it("takes a plan that nobody approved for not deployed, although cdktf ends well then", async () => {
    const copy = new Copy().install().cdktf("dismiss");

    const { code, err } = await copy.run("dev", "jwt", "--yes");

    expect(code).toBe(1);
    expect(err).toContain("Not deployed, because the plan was not approved: cliscale-dev.");
    expect(err).toContain(
      `To give it up instead, while nothing of it has been deployed, take ${DEV_RECORD} back as it was.`,
    );
    expect(copy.record(DEV_RECORD)?.jwt?.unfinished).toBeDefined();
  });

  it("takes a second stack that nobody approved for not finished", async () => {
    const copy = new Copy().install({ layout: "two-stacks" }).cdktf("dismiss the second");

    const { code, err } = await copy.run("dev", "jwt", "--yes");

    expect(code).toBe(1);
    expect(err).toContain("Not deployed, because the plan was not approved: cliscale-dev-workload.");
    expect(copy.record(DEV_RECORD)?.jwt?.unfinished).toBeDefined();
  });

  it("changes nothing in a dry run, and says what it would do", async () => {
    const copy = new Copy().install();

    const { code, out } = await copy.run("dev", "jwt", "--dry-run");

    expect(code).toBe(0);
    expect(out.split("\n").slice(2)).toEqual([
      "Nothing was changed. Without --dry-run, this would",
      `  write ${DEV_RECORD}`,
      "  run cdktf deploy cliscale-dev --terraform-parallelism=30",
      "  acknowledge its reminders in cliscale-dev-secret-rotation",
      "",
    ]);
    expect([copy.calls(), existsSync(join(copy.root, "environments", "secret-versions"))]).toEqual([[], false]);
  });

  it("ends an overlap that is over with a deploy alone", async () => {
    const text = serialize({ jwt: { version: 2, previousReadableUntil: "2026-01-01T00:00:00Z" } });
    const copy = new Copy().write(SANDBOX_RECORD, text);

    const { code, out } = await copy.run("sandbox", "jwt", "--finish");

    expect(code).toBe(0);
    expect(out).toContain("Version 1 of jwt of cliscale-sandbox is disabled, version 2 is in use.");
    expect(copy.calls()).toHaveLength(1);
    expect(readFileSync(join(copy.root, SANDBOX_RECORD), "utf8")).toBe(text);

    const failed = await copy.cdktf("fail").run("sandbox", "jwt", "--finish");
    expect(failed.err).toContain("run again: npm run rotate -- sandbox jwt --finish");
  });

  it.each([
    [
      "an unknown environment",
      ["sandbx", "jwt"],
      2,
      "'sandbx' must be an environment (sandbox, dev, staging, prod); did you mean 'sandbox'?",
    ],
    ["an unknown secret", ["sandbox", "jtw"], 2, "'jtw' must be a secret (jwt, pg, migrate); did you mean 'jwt'?"],
    ["a command line that it does not understand", ["sandbox"], 2, "'<secret>' must be given"],
    [
      "an environment without settings",
      ["prod", "jwt"],
      1,
      'cliscale-prod has never been set up: environments/installation.json does not exist: copy "prod" from',
    ],
  ])("refuses %s without a stack trace", async (_title, args, expected, message) => {
    const copy = new Copy();

    const { code, out, err } = await copy.run(...args);

    expect([code, out]).toEqual([expected, ""]);
    expect(err).toContain(message);
    expect(err).not.toMatch(/^\s+at /m);
    expect(copy.calls()).toEqual([]);
  });

  it("reports an unknown environment and an unknown secret together", async () => {
    const { err } = await new Copy().run("sandbx", "jtw");

    expect(err).toContain("did you mean 'sandbox'?");
    expect(err).toContain("did you mean 'jwt'?");
  });

  it.each([
    ["was never deployed", undefined],
    ["was destroyed", JSON.stringify({ resources: [] })],
  ])("refuses a sandbox that %s", async (_title, state) => {
    const copy = new Copy();
    rmSync(join(copy.root, "terraform.cliscale-sandbox.tfstate"));
    if (state !== undefined) {
      copy.write("terraform.cliscale-sandbox.tfstate", state);
    }

    const { code, err } = await copy.run("sandbox", "jwt");

    expect(code).toBe(1);
    expect(err).toBe(
      "cliscale-sandbox has never been set up, so it has no secret to rotate: run npm run deploy:sandbox first.\n",
    );
    expect(copy.record()).toBeUndefined();
  });

  it("takes a state that a kill left half written for one that is there", async () => {
    const copy = new Copy().write("terraform.cliscale-sandbox.tfstate", '{ "resour');

    expect((await copy.run("sandbox", "jwt")).code).toBe(0);
  });

  it.each([
    ["refuses", "One or more URLs matched no objects.", 1],
    ["goes on with", "You do not currently have an active account selected.", 0],
  ])("%s an environment when its bucket answers: %s", async (_title, answer, expected) => {
    const copy = new Copy()
      .install()
      .program("gcloud", `#!/bin/sh\necho "$@" >> gcloud.log\necho 'ERROR: ${answer}' >&2\nexit 1`);

    const { code, err } = await copy.run("dev", "jwt", "--yes");

    expect(code).toBe(expected);
    expect(readFileSync(join(copy.root, "gcloud.log"), "utf8")).toMatch(
      /^storage ls gs:\/\/[^/]+\/cliscale-dev\/default\.tfstate /,
    );
    if (expected === 1) {
      expect(err).toContain(
        "cliscale-dev has never been set up, so it has no secret to rotate: run npx cdktf deploy cliscale-dev --terraform-parallelism=30 first.",
      );
    }
  });

  it("refuses to begin when nobody can approve, and when prerequisites are missing", async () => {
    const copy = new Copy().install();

    const unattended = await copy.run("dev", "jwt");
    rmSync(join(copy.root, "path", "terraform"));
    const lacking = await copy.run("dev", "jwt", "--yes");

    expect([unattended.code, lacking.code]).toEqual([1, 1]);
    expect(unattended.err).toBe(
      "Nobody is at a terminal to approve the deploy of cliscale-dev: add --yes to deploy without asking.\n",
    );
    expect(lacking.err).toContain("Terraform or OpenTofu 1.11 or later: not found");
    expect([copy.calls(), copy.record(DEV_RECORD)]).toEqual([[], undefined]);
  });

  it("says how to get cdktf when it is missing", async () => {
    const copy = new Copy();
    rmSync(join(copy.root, "path", "cdktf"));

    expect((await copy.run("sandbox", "jwt")).err).toContain("There is no cdktf command: run npm ci.");
  });

  it("warns about a record with changes that are not committed, and goes on", async () => {
    const copy = new Copy().install().program("git", '#!/bin/sh\necho "$@" > git.log\necho " M record"');

    const { code, err } = await copy.run("dev", "jwt", "--yes");

    expect([code, err]).toEqual([
      0,
      `Warning: ${DEV_RECORD} has changes that are not committed; they will be part of the same commit.\n`,
    ]);
    expect(readFileSync(join(copy.root, "git.log"), "utf8")).toBe(`status --porcelain -- ${DEV_RECORD}\n`);
  });

  it("refuses a record that somebody has spoiled, with file and key", async () => {
    const copy = new Copy().write(SANDBOX_RECORD, '{ "jwt": { "version": 0 } }');

    const { code, err } = await copy.run("sandbox", "jwt");

    expect(code).toBe(1);
    expect(err).toContain(
      `'${SANDBOX_RECORD}: jwt.version' must be a whole number between 1 and 100000 versions, got 0`,
    );
  });

  it("prints its help", async () => {
    const { code, out, err } = await new Copy().run("--help");

    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^Usage: npm run rotate -- <environment> <secret> \[options\]\n/);
    expect(out).toContain("Exit codes: 0 done, 1 refused or not finished, 2 the command line can't be understood.");
  });
});
