import { type Provider } from "../plugin/provider";
import { ClockedProvider } from "./clocked-provider";
import { InProgress } from "./in-progress";

/**
 * How long nothing has to happen before time goes on, in milliseconds. Terraform answers a reply with its next requests well within it,
 * if it gets a processor. Were it ever too slow, time would go on early, which makes a deploy look longer and refuses nothing that is right.
 */
const QUIET_MS = 20;

/** The longest time that a timer takes; a longer one would go off at once. https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const LONGEST_MS = 2 ** 31 - 1;

/** How a clock runs. */
export interface ClockOptions {
  /** How many seconds of the cloud pass in one second. @default - all the time that nothing happens in is skipped */
  readonly scale?: number;
}

/** Tells whether Terraform has something to do at this moment. */
export type IsBusy = () => boolean;

interface Waiting {
  readonly until: number;
  readonly go: () => void;
}

/**
 * The time of the simulated cloud while real Terraform works in it. Every change lasts as long as it typically does in Google Cloud; the
 * clock stands still as long as Terraform or a provider has something to do, and then goes on to the end of the next operation. So the order
 * of things is that of a real deploy, and what is still being made is not there for others yet.
 */
export class SimulatedClock {
  /** What is being made or deleted at the moment. */
  public readonly inProgress = new InProgress();

  private time = 0;
  private working = 0;
  private waiting: Waiting[] = [];
  private readonly locks = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private isBusy: IsBusy = () => false;

  public constructor(private readonly options: ClockOptions = {}) {}

  /** Seconds since the command began. */
  public get now(): number {
    return this.time;
  }

  /** A command begins: the clock is at zero. */
  public restart(isBusy: IsBusy = () => false): void {
    this.isBusy = isBusy;
    clearTimeout(this.timer);
    this.time = 0;
    this.waiting = [];
    this.locks.clear();
    this.inProgress.clear();
  }

  /** The same provider, whose changes take their time. */
  public readonly around = (provider: Provider): Provider => new ClockedProvider(provider, this);

  /** Something was asked for: time does not go on before Terraform has had time to go on. */
  public touch(): void {
    this.goOnWhenQuiet();
  }

  /** Something is done that takes no time of the cloud's, but of this machine's: the clock stands still meanwhile. */
  public async work<T>(task: () => T | Promise<T>): Promise<T> {
    clearTimeout(this.timer);
    this.working += 1;
    try {
      return await task();
    } finally {
      this.working -= 1;
      this.goOnWhenQuiet();
    }
  }

  /** Takes a lock for so many seconds, after whoever has it. Returns when it begins. */
  public lock(key: string, seconds: number): number {
    const begin = Math.max(this.time, this.locks.get(key) ?? 0);
    this.locks.set(key, begin + seconds);
    return begin;
  }

  /** Waits until it is so late; at once when it is. */
  public until(time: number): Promise<void> {
    if (time <= this.time) return Promise.resolve();
    return new Promise((go) => {
      this.waiting.push({ until: time, go });
      this.goOnWhenQuiet();
    });
  }

  private goOnWhenQuiet(): void {
    clearTimeout(this.timer);
    if (this.working > 0 || this.waiting.length === 0) return;
    const next = Math.min(...this.waiting.map(({ until }) => until));
    const { scale } = this.options;
    const pace = scale === undefined ? 0 : ((next - this.time) * 1000) / scale;
    // Terraform keeps this process alive, not what nobody waits for any more once Terraform was killed
    this.timer = setTimeout(() => this.goOnUnlessBusy(next), Math.min(LONGEST_MS, Math.max(QUIET_MS, pace))).unref();
  }

  private goOnUnlessBusy(time: number): void {
    if (this.isBusy()) {
      this.timer = setTimeout(() => this.goOnUnlessBusy(time), QUIET_MS / 4).unref();
      return;
    }
    // what has arrived by now is read first
    this.timer = setTimeout(() => this.goOnTo(time), 1).unref();
  }

  private goOnTo(time: number): void {
    this.time = time;
    const due = this.waiting.filter(({ until }) => until <= time);
    this.waiting = this.waiting.filter(({ until }) => until > time);
    due.forEach(({ go }) => go());
    this.goOnWhenQuiet();
  }
}
