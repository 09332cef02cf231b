/**
 * The bridge: every message between a page (bridge.js) and its worker (worker.mjs), and what Python and the worker
 * call each other by. Both ends are checked against this file by `make check`. docs/architecture.md says how the
 * messages follow one another.
 */

/** How a worker starts, given as its name. */
export type WorkerName =
  /** From the snapshot if there is one. */
  | "application"
  /** Without a snapshot: deletes it first. */
  | "plain"
  /** Makes a snapshot and ends. It is sent no message. */
  | "snapshot";

export type Header = [name: string, value: string];

// From the page to the worker

export type ToWorker = StorageMessage | RequestMessage | AbortMessage | NetworkMessage | FileMessage | PixelsMessage;

/** All of localStorage: the first message, and another whenever another tab has changed it. */
export interface StorageMessage {
  type: "storage";
  values: Record<string, string>;
}

export interface RequestMessage {
  type: "request";
  /** Counts up from 1 in each page. */
  id: number;
  head: RequestHead;
  /**
   * As a server would get it; its type is a header. Bytes are transferred. A form with files is a Blob: structured
   * cloning passes a reference, and Python reads it in chunks.
   */
  body: Uint8Array<ArrayBuffer> | Blob;
}

export interface RequestHead {
  method: string;
  /** With its query. */
  path: string;
  headers: Header[];
}

/** The page no longer wants the answer. */
export interface AbortMessage {
  type: "abort";
  id: number;
}

/** The network has gone or come back: `navigator.onLine` says which. */
export interface NetworkMessage {
  type: "network";
}

/** A file that the visitor chose, by reference. Requests that come later name it by this id. */
export interface FileMessage {
  type: "file";
  id: string;
  file: File;
}

/** What the pixel worker answered, or the page for it. */
export interface PixelsMessage {
  type: "pixels";
  answer: PixelAnswer;
}

// From the worker to the page

export type FromWorker =
  | BootMessage
  | PatchMessage
  | ClearMessage
  | NewsMessage
  | SendingMessage
  | AnswerMessage
  | PixelOrder;

export type BootMessage =
  /** A part of Python has arrived. Megabytes as text: "2.1". */
  | { type: "boot"; state: "loading"; done: string; total: string }
  /** Pyodide is there; the application is being imported. */
  | { type: "boot"; state: "starting" }
  /** Requests are answered; earlier ones have been handed over, in order. `wanted`: a snapshot should be made. */
  | { type: "boot"; state: "ready"; wanted: boolean }
  | { type: "boot"; state: "failed"; reason: "blocked" | "network" | "crashed"; message: string };

/** Changes localStorage; null removes a key. */
export interface PatchMessage {
  type: "patch";
  values: Record<string, string | null>;
}

/** Empties localStorage, including what the page itself wrote there. */
export interface ClearMessage {
  type: "clear";
}

/** Something has changed that lists show: here, or in another tab. */
export interface NewsMessage {
  type: "news";
}

/** Whether anything is out that costs money: leaving the site now may lose it. */
export interface SendingMessage {
  type: "sending";
  isOut: boolean;
}

/** An answer is one head, any number of chunks and an end; or a failure at any point before the end. */
export type AnswerMessage =
  | { type: "head"; id: number; status: number; headers: Header[] }
  /** Its buffer is transferred. */
  | { type: "chunk"; id: number; bytes: Uint8Array<ArrayBuffer> }
  | { type: "end"; id: number }
  /** The name of the exception, or "aborted". */
  | { type: "failed"; id: number; error: string };

// Between Python and the pixel worker (pixels.mjs), by way of the page (studio.js), which starts and ends it

export type PixelOrder =
  | { type: "plan"; request: PixelRequest }
  /** Ends the worker: what it is at is no longer wanted. */
  | { type: "stop" };

export interface PixelRequest {
  /** Counts up from 1. */
  job: number;
  /** Which picture this is: one that was just prepared by the same steps is not decoded again. */
  source: string;
  plan: Plan;
  blob: Blob;
  /** Those that the plan names, in its order; then the result to be compared, if it compares. */
  others?: Blob[];
  /** An SVG as the page has drawn it: a worker can't. */
  drawn?: ImageBitmap;
}

/** Made by `linkepix.imaging.plan`. */
export interface Plan {
  /** Pixels that the decoded picture may have. */
  most: number;
  /**
   * `type` is one of `linkepix.model.picture_info.KINDS`, by content. A JPEG may be decoded with `eighths` of its pixels a
   * side, and an SVG drawn with more than eight; it then has this size, upright. 8 is all of them, of anything. `gamut`
   * is what a HEIC picture's colours are in, if they are not sRGB's.
   */
  decode: { type: string; eighths: number; width: number; height: number; gamut?: PredefinedColorSpace };
  /** Frames to make at most, of an animated picture, one file each; without it, the first alone is made. */
  frames?: number;
  steps: PlanStep[];
  /** Without it, only a preview is made. */
  encode?: { codec: string; [option: string]: number | string | boolean };
  /** Of the result. */
  mime: string;
  /** The preview's size at most: what the pixels are before they are encoded. */
  shown: { width: number; height: number };
  /** Keys of further files. A step refers to one by its place, from 1; 0 is the picture itself. */
  others?: string[];
  /** Whether a result is compared with what the steps lead to, and nothing is made. */
  compares?: boolean;
}

/** In pixels, from the upper left corner, of the picture as the step before left it. */
export type PlanStep =
  | { step: "crop"; left: number; top: number; width: number; height: number }
  /** Quarter turns to the right. */
  | { step: "rotate"; turns: number }
  | { step: "flip"; axis: "horizontal" | "vertical" }
  /** A stretch of the picture, in fractions of its pixels, or all of it. */
  | { step: "resize"; width: number; height: number; left?: number; top?: number; across?: number; down?: number }
  | { step: "flatten"; colour: string }
  /** Transparent where its subject is not, by a file that the codec "background" made of it. */
  | { step: "mask"; file: number; size: { width: number; height: number }; strokes: Stroke[] }
  /** On another picture, after that one's own steps: its middle, as large as fits. */
  | { step: "behind"; file: number; decode: Plan["decode"]; steps: PlanStep[] };

/** In pixels of a picture of the step's `size`. */
export interface Stroke {
  erase: boolean;
  radius: number;
  points: [x: number, y: number][];
}

export type PixelAnswer = PixelResult | PixelComparison | PixelFailure;

export interface PixelResult {
  job: number;
  outcome: "done";
  blob?: Blob;
  shown: Blob;
  width: number;
  height: number;
  /** The decoded picture's size, upright. */
  from: { width: number; height: number };
  /** Where `blob` is one file after another. */
  animation?: { repeats: number; frames: { size: number; milliseconds: number }[] };
}

export interface PixelComparison {
  job: number;
  outcome: "compared";
  /** SSIM: 1 for the same. */
  similarity: number;
}

export interface PixelFailure {
  job: number;
  outcome: "failed";
  /** "ended": the worker was ended, or died. */
  reason: "not-a-picture" | "too-large" | "missing" | "broken" | "ended";
  message: string;
}

// Inside the worker

/** What the worker calls: `browser.entry.Application`. */
export interface Application {
  /** All of localStorage. */
  store(values: Record<string, string>): void;
  /** `head` is a RequestHead as JSON, which is faster than a proxy of it. */
  handle(id: number, head: string, body: RequestMessage["body"]): void;
  abort(id: number): void;
  file(id: string, file: File): void;
  /** What another tab tells: a word of `linkepix.services.tasks.topics`. */
  hear(topic: string): void;
  /** `answer` is a PixelAnswer as JSON, without its Blobs. */
  pixels(answer: string, blob: Blob | undefined, shown: Blob | undefined): void;
}

/** A file that is loaded when it is asked for; the build writes both in place of a name. */
export type LateFile = [address: string, integrity: string];

/**
 * What Python calls, as `globalThis.host`; `Host` in linkepix/browser/host.py is the same for Python. A snapshot refers
 * to what Python imported from JavaScript by its path and reads no accessors: `caches` and `storage` are plain fields
 * here (docs/adr/0010-a-snapshot-made-on-the-device.md).
 */
export interface Host {
  openDB: typeof import("idb").openDB;
  caches: CacheStorage;
  /** Undefined in WebKitGTK. */
  storage: StorageManager | undefined;
  /**
   * Settles as the promise does, or rejects when it takes longer; with a plain Error of the same name and message.
   * Chromium's QuotaExceededError has a class of its own, out of which Pyodide 314.0.7 makes no exception: a coroutine
   * would wait for ever (https://github.com/pyodide/pyodide/issues/3867).
   */
  within<T>(milliseconds: number, promise: Promise<T>): Promise<T>;
  /** Writes one value, within that time: a call of Python's takes longer than the write, so this is a single one. */
  put(milliseconds: number, database: import("idb").IDBPDatabase, store: string, value: unknown, key: string): Promise<unknown>;
  /**
   * Puts rows, and the records that they are about, in place of those of their revisions, within that time and in one
   * transaction, which ends as soon as Python awaits something. `stores` are those of records and of rows. Returns the
   * rows that were there, one for each change.
   */
  exchange(milliseconds: number, database: import("idb").IDBPDatabase, stores: string[], changes: Exchange[]): Promise<unknown[]>;
  /** A StartUpReport as JSON. */
  startUp(): Promise<string>;
  forgetStartUp(): Promise<unknown>;
  /** The table of `linkepix.reading.lexicon`. */
  lexicon(): Promise<ArrayBuffer>;
  /** The zip of modules that no start needs, for linkepix/browser/late.py. */
  modules(): Promise<ArrayBuffer>;
  /** `headers` is a Header[] as JSON. */
  head(id: number, status: number, headers: string): void;
  chunk(id: number, bytes: Uint8Array<ArrayBuffer>): void;
  end(id: number): void;
  fail(id: number, error: string): void;
  patch(values: Record<string, string | null>): void;
  clear(): void;
  /** The name of this worker. */
  owner(): string;
  /** The name, once this worker holds a lock of that name, which it does until it ends. */
  join(): Promise<string>;
  /** The names of all workers that hold such a lock, as a JSON array. */
  owners(): Promise<string>;
  /** Settles when this worker holds the lock of the queue of tasks, and holds it until it ends. */
  holdQueue(): Promise<unknown>;
  /** Whether any worker holds it. */
  queueTaken(): Promise<boolean>;
  /** Tells the workers of other tabs, and this tab's page, that something has changed. */
  tell(topic: string): void;
  /** False where there is no network for certain. */
  online(): boolean;
  sending(isOut: boolean): void;
  /** `plan` is a Plan as JSON. */
  plan(job: number, source: string, plan: string, blob: Blob, others: Blob[]): void;
  stop(): void;
}

/** What is put in place of the row of this revision, and of its record. Revisions grow with each change. */
export interface Exchange {
  revision: number;
  row: { id: string; revision: number };
  record: string;
}

/** A line of IndexedDB about one start, or about one failed attempt to make a snapshot. */
export interface StartRecord {
  /** ISO 8601. */
  at: string;
  /** The build and the browser. */
  key?: string;
  /** From a snapshot. */
  restored?: boolean;
  /** Reached "ready". */
  ended?: boolean;
  /** Until "ready". */
  milliseconds?: number;
  problem?: string;
  /** An attempt to make a snapshot. */
  making?: true;
}

/** What the self-test shows; `StartUp` in linkepix/model/startup.py. */
export interface StartUpReport {
  engine: string;
  starts: StartRecord[];
  snapshot_bytes: number;
  files_kept: number;
  heap_bytes: number;
}
